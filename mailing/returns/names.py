"""Mail providers by the names of the environment: plain words, because the settings read them before anything is loaded."""

# The provider's view in anymail.webhooks, and what its signing key is called there; none: it signs nothing, a user name and password in the address do.
PROVIDERS = {
    "brevo": ("brevo.BrevoTrackingWebhookView", ""),
    "mailersend": ("mailersend.MailerSendTrackingWebhookView", "signing_secret"),
    "mailgun": ("mailgun.MailgunTrackingWebhookView", "webhook_signing_key"),
    "mailjet": ("mailjet.MailjetTrackingWebhookView", ""),
    "mandrill": ("mandrill.MandrillCombinedWebhookView", "webhook_key"),
    "postal": ("postal.PostalTrackingWebhookView", "webhook_key"),
    "postmark": ("postmark.PostmarkTrackingWebhookView", ""),
    "sparkpost": ("sparkpost.SparkPostTrackingWebhookView", ""),
}

"""Two letters of the portal itself: what Django and the sign-in pages write, and the test letter of the set-up page."""

from django.utils.html import linebreaks, urlize
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy

from mailing import kind_names
from mailing.models import Message
from mailing.registry import Letter
from mailing.registry import register as register_kind

DJANGO_MAIL, TEST_LETTER = "django_mail", "test_letter"


def register():
    """Make the letters known; called once when the portal starts."""
    register_kind(
        DJANGO_MAIL, template="mailing/email/django_mail", lane=Message.Lane.URGENT, load=themselves, context=ready_made, on_sent=drop_values, sample=sample
    )
    kind_names.add(django_mail=gettext_lazy("About a staff account"), test_letter=gettext_lazy("Test letter"))
    register_kind(TEST_LETTER, template="mailing/email/test_letter", lane=Message.Lane.URGENT, load=themselves, context=test_words, sample=Letter)


def themselves(messages):
    """These letters are about nothing but themselves."""
    return {message.id: message for message in messages}


def ready_made(message, record):
    """The words came with the letter; they hold keys to accounts, so none of them is kept."""
    subject, text = message.values.get("subject", ""), message.values.get("text", "")
    body = mark_safe(linebreaks(urlize(text, autoescape=True)))  # noqa: S308 urlize has escaped it
    return Letter("", {}, {"subject": subject, "text": text, "body": body}, secret={"text", "body"})


def drop_values(message, record, now):
    """Forget the words of a letter that has left."""
    Message.objects.filter(pk=message.pk).update(values={})


def test_words(message, record):
    """The same for everybody."""
    return Letter()


def sample():
    """Return invented words for previews."""
    return Letter("", {}, {"subject": "Reset your password", "text": "Follow this link: …", "body": mark_safe("<p>Follow this link: …</p>")})

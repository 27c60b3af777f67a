"""What staff write down who have somebody on the phone: shape only."""

from django import forms
from django.conf import settings
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from intake.fields import EmailField, LineField, PhoneField
from intake.form_keys import KeyField
from outreach import consent
from outreach.actions.subscriptions import Form
from outreach.forms.topics import TopicChoices
from sharing.heard_forms import HeardForm


class PhoneSubscriptionForm(HeardForm, TopicChoices):
    """Somebody on the phone wants letters; the words were read out and answered with yes, which is never ticked beforehand."""

    name = LineField(label=_("Name"), required=False, max_length=120)
    email = EmailField(label=_("Email"), required=False, help_text=_("A letter with a button goes there first, unless this address was confirmed before."))
    phone = PhoneField(label=_("Phone"), required=False)
    language = forms.ChoiceField(label=_("Language to write or call in"))
    said_yes = forms.BooleanField(
        label=_("I have read these words out, and they said yes"),
        error_messages={"required": _("Read the words out first. Without a yes nobody is written to.")},
    )
    key = KeyField()
    field_order = ["topics", "neighborhoods", "interests", "name", "email", "phone", "language", "heard", "said_yes", "key"]

    def __init__(self, *args, office, **kwargs):
        super().__init__(*args, office=office, **kwargs)
        self.fields["language"].choices = [(code, get_language_info(code)["name_local"]) for code, _name in settings.LANGUAGES]
        self.fields["email"].one_of = self.fields["phone"].one_of = True

    def clean(self):
        values = super().clean()
        if not values.get("topics") and "topics" not in self.errors:
            self.add_error("topics", _("Tick at least one topic from the list."))
        if not (values.get("email") or values.get("phone") or self.errors.get("email") or self.errors.get("phone")):
            self.add_error("email", _("Write down an email address or a phone number."))
        return values

    def to_form(self) -> Form:
        """Return what was written down as the verb takes it."""
        typed = self.cleaned_data
        return Form(
            name=typed["name"], email=typed["email"], phone=typed["phone"], language=typed["language"], topics=self.numbers("topics"),
            neighborhoods=self.numbers("neighborhoods"), interests=self.numbers("interests"), source=consent.by_phone(typed["heard"]),
        )  # fmt: skip

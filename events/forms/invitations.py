"""What staff type to invite people by letter: shape only."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events import guest_lines
from events.actions.invitations import Guest
from events.models import Event, Invitation
from intake.fields import ParagraphsField
from intake.form_keys import KeyField
from people.models import PartnerOrganization


class InviteForm(forms.Form):
    """Which partner is invited by a link to pass on."""

    partner = forms.ModelChoiceField(label=gettext_lazy("Partner"), queryset=None, empty_label=gettext_lazy("Choose a partner"))

    def __init__(self, *args, event: Event, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["partner"].queryset = PartnerOrganization.objects.filter(office=event.office_id)


class WriteForm(forms.Form):
    """Whom to write to, and words of our own."""

    known = forms.MultipleChoiceField(
        label=gettext_lazy("Partners we have invited before"), required=False, widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": gettext_lazy("Please choose partners from the list.")},
    )  # fmt: skip
    lines = ParagraphsField(
        label=gettext_lazy("Other addresses, one a line"), required=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy("With a name and a language if you like: “Grove Hall Church, office@example.org, Spanish”. A partner’s name makes it the partner’s invitation."),
    )  # fmt: skip
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the letter where none is written"), choices=settings.LANGUAGES, initial=settings.LANGUAGE_CODE
    )  # fmt: skip
    words = ParagraphsField(
        label=gettext_lazy("Words of your own"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("They stand in every letter as you type them. The rest is in each reader’s language."),
    )  # fmt: skip
    key = KeyField()

    def __init__(self, *args, event: Event, **kwargs):
        super().__init__(*args, **kwargs)
        self.event, self.guests = event, []
        self.contacts = _contacts(event)
        self.fields["known"].choices = [
            (str(pk), f"{guest.who}: {guest.email} ({dict(settings.LANGUAGES).get(guest.language, guest.language)})") for pk, guest in self.contacts.items()
        ]
        if not self.contacts:
            del self.fields["known"]

    def clean(self):
        values = super().clean()
        if self.errors:
            return values
        guests = [self.contacts[int(pk)] for pk in values.get("known", [])]
        try:
            guests += guest_lines.read(
                values["lines"], default_language=values["language"], partners=PartnerOrganization.objects.filter(office=self.event.office_id)
            )  # fmt: skip
        except forms.ValidationError as error:
            self.add_error("lines", error)
        if not guests and not self.errors:
            self.add_error("lines", _("Write at least one address, or tick a partner."))
        self.guests = guests
        return values


def _contacts(event):
    """Return the address each partner of the office was last written to at, by the partner's id; one query."""
    found = Invitation.objects.filter(partner__office=event.office_id).exclude(email="").order_by("partner_id", "-sent_at", "-pk")
    last = sorted(found.distinct("partner_id").select_related("partner"), key=lambda one: one.partner.name)
    return {one.partner_id: Guest(email=one.email, language=one.language, name=one.name, partner=one.partner) for one in last}

"""The shape of an offer that is arranged with the donor."""

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from donations import eligibility
from donations.actions.arrangements import Offer
from donations.forms.pledges import ORGANIZATION
from donations.models import Arrangement
from intake.fields import LineField, NumberField
from intake.sensitive import NotesField
from mailing.forms import ContactForm

KINDS = [(Arrangement.Kind.LARGE_GIFT, _("Give a lot at once")), (Arrangement.Kind.BOX, _("Host a collection box"))]
ORDER = ["kind", "need", "quantity", "what", "organization", "thanks", "address", "name", "email", "phone", "language", "own_device", "key"]


class ArrangeForm(ContactForm):
    """What is offered, by whom, and where a box would stand or a truck starts."""

    kind = forms.ChoiceField(
        label=_("What would you like to do?"), choices=KINDS, widget=forms.RadioSelect, error_messages={"required": _("Choose one of the two.")}
    )
    need = forms.TypedChoiceField(
        label=_("Item"), required=False, coerce=int, empty_value=None,
        error_messages={"invalid_choice": _("This item is not collected in this drive. Please look at the list again.")},
    )  # fmt: skip
    quantity = NumberField(label=_("How many, about"), most=eligibility.MOST)
    what = NotesField(
        label=_("Tell us more"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("For example pallets or boxes, when you could bring it, and whether you need help to unload. Please write no card numbers."),
    )  # fmt: skip
    organization = LineField(
        label=_("Organization"), required=False, max_length=ORGANIZATION, help_text=_("Needed for a collection box. The receipt is in its name.")
    )
    thanks = forms.BooleanField(label=_("You may thank the organization in public"), required=False)
    address = LineField(label=_("Address"), required=False, max_length=200, help_text=_("Where the box would stand, or where the gift is now."))

    def __init__(self, *args, needs, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].error_messages["required"] = _("Enter your name.")
        self.fields["need"].choices = [("", gettext("Several, or something else")), *((need.pk, need.item.words.name) for need in needs)]
        self.order_fields(ORDER)

    def to_offer(self, default_language):
        """Return what was typed as the verb takes it; a number of 0 is none."""
        typed = self.cleaned_data
        return Offer(
            language=typed["language"] or default_language, quantity=typed["quantity"] or None,
            **{name: typed[name] for name in ("kind", "name", "email", "phone", "organization", "thanks", "address", "what", "need")},
        )  # fmt: skip

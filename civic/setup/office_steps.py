"""The steps about people: offices, interests, staff, and a letter to see that letters arrive."""

from django.conf import settings
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from civic.seed.interests import plant_interests, usual_interests
from civic.setup import forms
from civic.setup.step import Step
from mailing import letters
from mailing.models import Message
from people.access import may_invite
from people.actions import invite_staff
from people.models import Interest, Office, OfficeRole
from people.setting_up import offer_interests, save_office

LETTERS_SHOWN = 5


class OfficesStep(Step):
    """The offices; the first one is the main office."""

    slug, title = "offices", gettext_lazy("Your office")
    why = gettext_lazy("People see its phone on every page. A second office is added here, too.")
    template = "civic/setup/offices.html"

    def __init__(self, office=None):
        self.office = office

    @property
    def state(self):
        return ", ".join(Office.objects.values_list("name", flat=True))

    @property
    def is_done(self):
        return Office.objects.exists()

    def form(self, data=None, files=None):
        shown = [name for name in forms.OfficeForm.base_fields if name != "phone"]
        known = {name: getattr(self.office, name) for name in shown} if self.office else {}
        phone = {"phone": self.office.phone.as_national} if self.office else {}
        return forms.OfficeForm(data, initial={**known, **phone})

    def save(self, form, *, by, now):
        office = save_office(values=form.cleaned_data, office=self.office)
        return _("%(office)s is saved.") % {"office": office.name}

    def more(self):
        return {"offices": Office.objects.all(), "office": self.office}


class InterestsStep(Step):
    """Interests offered as filters."""

    slug, title = "interests", gettext_lazy("Interests")
    why = gettext_lazy("What people can say they like to do, and filter by.")

    @property
    def state(self):
        count = Interest.objects.filter(offered=True).count()
        return ngettext("%(count)s offered", "%(count)s offered", count) % {"count": count} if count else ""

    @property
    def is_done(self):
        return Interest.objects.filter(offered=True).exists()

    def form(self, data=None, files=None):
        if not Interest.objects.exists():
            return forms.InterestsForm(data, choices=usual_interests(), initial={"offered": [code for code, _name in usual_interests(offered=True)]})
        known = Interest.objects.all()
        return forms.InterestsForm(data, choices=[(one.code, one.name) for one in known], initial={"offered": [one.code for one in known if one.offered]})

    def save(self, form, *, by, now):
        if not Interest.objects.exists():
            plant_interests()
        offer_interests(codes=form.cleaned_data["offered"])
        return _("The interests are saved.")


class StaffStep(Step):
    """Who works here."""

    slug, title = "staff", gettext_lazy("Staff")
    why = gettext_lazy("Each person gets a letter with a link to choose a password, and sets up a second factor. A role holds in one office.")
    template = "civic/setup/staff.html"

    def __init__(self, by=None):
        self.by = by

    @property
    def offices(self):
        """The offices this colleague may invite people to."""
        return Office.objects.filter(pk__in=[pk for pk in Office.objects.values_list("pk", flat=True) if may_invite(self.by, pk)])

    @property
    def state(self):
        count = OfficeRole.objects.count()
        return ngettext("%(count)s role given", "%(count)s roles given", count) % {"count": count} if count else ""

    @property
    def is_done(self):
        return OfficeRole.objects.exists()

    def form(self, data=None, files=None):
        return forms.InvitationForm(data, offices=self.offices, initial={"office": self.offices.first(), "language": get_language()})

    def save(self, form, *, by, now):
        user = invite_staff(**form.cleaned_data, by=by, now=now)
        return _("A letter is on its way to %(email)s.") % {"email": user.email}

    def more(self):
        return {"roles": OfficeRole.objects.filter(office__in=self.offices).select_related("user", "office").order_by("office__name", "user__name")}


class LetterStep(Step):
    """A test letter."""

    slug, title = "letter", gettext_lazy("A test letter")
    why = gettext_lazy("Letters are how people confirm. Send one to yourself and look whether it arrives, also in the spam folder.")
    template = "civic/setup/letter.html"

    @property
    def state(self):
        last = self._letters().first()
        return last.get_state_display() if last else ""

    @property
    def is_done(self):
        last = self._letters().first()
        return last is not None and last.state == Message.State.SENT

    def form(self, data=None, files=None):
        return forms.TestLetterForm(data)

    def save(self, form, *, by, now):
        office = Office.objects.first()
        letters.send_to_address(
            "test_letter", address=form.cleaned_data["address"], office=office, language=get_language(), about=office, now=now, period=f"{now:%Y%m%d%H%M%S.%f}"
        )
        if not settings.EMAIL_URL:
            return _("The letter is kept, not sent: no mail server is set (EMAIL_URL).")
        return _("The letter is on its way. Load this page again to see what became of it.")

    def more(self):
        return {"letters": self._letters()[:LETTERS_SHOWN]}

    def _letters(self):
        return Message.objects.filter(kind="test_letter").order_by("-created_at")

"""What would go on the office's day: to how many, in each language, and to one person; nothing leaves from here."""

from django import forms
from django.conf import settings
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django.views.decorators.http import require_safe

from intake.admin import desk_page
from intake.fields import LineField
from languages.models import Language
from mailing.desk.sandbox import sandboxed
from outreach.digest import preview
from outreach.digest.entries import sections
from people.access import EVERYWHERE, allows, get_or_404, offices_where, scope, staff_page
from people.models import Office, Person

_VIEW, _PEOPLE = "outreach.view_digestissue", "people.view_person"
MOST = 20  # people shown for a search


class LookForm(forms.Form):
    """Which office, in which language, and for whom."""

    office = forms.ModelChoiceField(label=gettext_lazy("Office"), queryset=Office.objects.none(), empty_label=None, required=False)
    language = forms.ChoiceField(label=gettext_lazy("Language"), required=False, choices=settings.LANGUAGES)
    who = LineField(label=gettext_lazy("For one person: name or email address"), required=False)

    def __init__(self, data, *, offices):
        super().__init__(data)
        self.fields["office"].queryset = offices
        if offices.count() < 2:
            del self.fields["office"]


@staff_page(_VIEW)
@require_safe
def coming_digest(request):
    """The next weekly email as things stand now."""
    offices, now = _offices(request.user), timezone.now()
    form = LookForm(request.GET, offices=offices)
    form.is_valid()
    office = form.cleaned_data.get("office") or offices.first()
    if office is None:
        raise Http404
    language = form.cleaned_data.get("language") or settings.LANGUAGE_CODE
    told = preview.for_everybody(office, language, now)
    outlook = preview.outlook(office, now)
    names = dict(Language.objects.values_list("code", "name"))
    with override(language):
        parts = sections(told["entries"])
    who = form.cleaned_data.get("who", "")
    return desk_page(
        request, "outreach/desk/digest.html", title=_("The next weekly email"), form=form, office=office, outlook=outlook, language=language, sections=parts,
        intro=told["intro"], languages=[(names.get(code, code), number) for code, number in outlook.by_language.items()], who=who,
        people=_matching(request.user, office, who), may_see_people=request.user.has_perm(_PEOPLE),
    )  # fmt: skip


@staff_page(_VIEW)
@require_safe
def for_person(request, pk):
    """The letter one person would get today, as text and as HTML."""
    person = _person(request, pk)
    words = preview.for_person(person, timezone.now())
    return desk_page(
        request,
        "outreach/desk/digest_for_person.html",
        title=_("The weekly email for %(name)s") % {"name": person.name or person.email},
        person=person,
        words=words,
    )


@sandboxed
@staff_page(_VIEW)
@require_safe
def for_person_as_html(request, pk):
    """The HTML part of that letter."""
    words = preview.for_person(_person(request, pk), timezone.now())
    if words is None:
        raise Http404
    return HttpResponse(words.html)


def _offices(user):
    offices = offices_where(user, _VIEW)
    return Office.objects.all() if offices is EVERYWHERE else Office.objects.filter(pk__in=offices)


def _person(request, pk):
    """Only whose record one may open anyway."""
    if not request.user.has_perm(_PEOPLE):
        raise Http404
    person = get_or_404(Person.objects.known().filter(apart="").select_related("office"), request.user, _PEOPLE, pk=pk)
    if not allows(request.user, _VIEW, person.office_id):
        raise Http404
    return person


def _matching(user, office, who):
    if not who or not user.has_perm(_PEOPLE):
        return []
    return list(scope(Person.objects.known().matching(who).filter(office=office, apart=""), user, _PEOPLE).order_by("name", "pk")[:MOST])

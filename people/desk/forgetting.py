"""Forgetting somebody who asked for it on the phone, at the counter or in a letter: the page that says what goes, and the button."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from intake.admin import desk_page
from people import access, merging
from people.access import staff_page
from people.desk.forms import labels, values_of
from people.forgetting import forget
from people.models import Person

PERMISSION = "people.forget_person"
_PEOPLE = Person.objects.filter(apart="").select_related("neighborhood", "merged_into").defer("neighborhood__outline")


@staff_page(PERMISSION)
@require_http_methods(["GET", "HEAD", "POST"])
def forget_person(request, pk):
    """What we know of a person, and the button that removes it everywhere, as they could themselves. Pressing it twice says the same."""
    person = access.get_or_404(_PEOPLE, request.user, PERMISSION, pk=pk)
    if person.merged_into_id:
        return redirect("admin:people_person_change", person.merged_into_id)
    if request.method == "POST" and person.forgotten_at is None:
        forget(person=person, now=timezone.now())
    if request.method == "POST" or person.forgotten_at:
        messages.success(request, _("Number %(number)s is forgotten. Totals stay, without the name.") % {"number": person.pk})
        return redirect("admin:people_person_changelist")
    values, called = values_of(person), labels()
    known = [(called[name], value) for name, value in values.items() if value] + [line for line in merging.told(person) if line[1]]
    return desk_page(
        request, "people/desk/forget.html", title=_("Forget %(name)s?") % {"name": person.called or _("no name given")}, person=person, known=known
    )

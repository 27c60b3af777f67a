"""The letters of one person, for staff who may read letters: the list, and the way to each as it was sent."""

from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from intake.admin import CappedPaginator, desk_page
from outreach import ledger
from outreach.models import Subscription
from people import access
from people.access import staff_page
from people.models import Person

ROWS = 50


@require_safe
@staff_page("mailing.view_message")
def of_person(request, pk):
    """Everything we sent one person or owe them, and the consents on which letters to many rest. Who is known for one sensitive thing only has no such page."""
    people = Person.objects.filter(apart="", merged_into=None, forgotten_at=None).select_related("office")
    person = access.get_or_404(people, request.user, "people.view_person", pk=pk)
    allowed = access.scope(ledger.letters_of(person), request.user, "mailing.view_message")
    page = CappedPaginator(allowed, ROWS).get_page(request.GET.get("page"))
    ledger.put_words(page.object_list)
    consents = Subscription.objects.filter(person=person).select_related("topic").order_by("topic__position", "pk")
    return desk_page(
        request,
        "outreach/desk/ledger.html",
        title=_("Letters to %(name)s") % {"name": person.called},
        person=person,
        page=page,
        letters=page.object_list,
        consents=consents,
    )

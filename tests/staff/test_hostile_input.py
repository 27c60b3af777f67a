"""What staff pages get from a careless or hostile keyboard is refused or cleaned: never a 5xx, never half stored (promise P11)."""

import pytest
from django.urls import reverse
from django.utils import timezone

from mailing.models import CallTask
from tests import goods
from tests.staff.conftest import signed_in
from volunteers.models import Opportunity, SignUp

HOSTILE = [
    "\x00",
    "A\x00B",
    "\u200b\u200b",
    "\u202egnp.exe",
    "Bcc: sam@example.org\r\nX: y",
    '=HYPERLINK("http://example.org")',
    "9" * 30,
    "-1",
    "<script>alert(1)</script>",
    "'; DROP TABLE people_person; --",
    "x" * 50_000,
    "٣",
    "\ud83d",
]


@pytest.fixture
def doors(office, carla, opportunity, shift, role, vera):
    call = CallTask.objects.create(office=office, person=vera.person, number="+16175550142", script="Hello.", due=timezone.now())
    need = goods.need(goods.drive(office=office))
    location = goods.location(need.drive)
    fields = {
        "book_goods": (location.pk, [f"quantity-{need.pk}", "source", "code", "organization", "key", "ago"]),
        "hand_over_goods": (location.pk, [f"quantity-{need.pk}", "partner", "received_by_name", "key"]),
        "correct_stock": (location.pk, ["need", "kind", "change", "to", "reason", "key"]),
        "location_state": (location.pk, ["state", "reason", "seen"]),
        "location_links": (location.pk, ["name", "email", "phone", "language", "key"]),
        "enter_sign_up": (role.pk, ["name", "email", "phone", "party_size", "language", "notes", "waitlist"]),
        "add_walk_in": (role.pk, ["name", "party_size"]),
        "mark_sign_up": (vera.pk, ["state"]),
        "call_off_shift": (shift.pk, ["reach", "reason", "more", "new_date", "key"]),
        "note_told": (vera.pk, ["result"]),
        "write_to_shift": (shift.pk, ["subject", "text", "with_waitlist", "urgent", "key"]),
        "site_links": (shift.pk, ["name", "email", "phone", "language", "key"]),
        "call_off": (opportunity.pk, ["reason"]),
        "call_result": (call.pk, ["result", "note"]),
        "volunteers_opportunity_change": (
            opportunity.pk,
            ["title", "summary", "slug", "minimum_age", "contact_phone", "shifts-TOTAL_FORMS", "shifts-0-places"],
        ),
        "volunteers_shift_change": (shift.pk, ["date", "start", "end", "venue", "notes", "contact_email", "roles-TOTAL_FORMS"]),
        "people_person_change": (vera.person_id, ["name", "email", "phone", "language", "neighborhood"]),
    }
    return [(reverse(f"admin:{name}", args=[pk]), names) for name, (pk, names) in fields.items()]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_no_text_in_any_field_breaks_a_page(carla, doors, text):
    client = signed_in(carla)
    client.raise_request_exception = False
    for url, names in doors:
        answer = client.post(url, {name: text.encode("utf-8", "surrogatepass") if "\ud83d" in text else text for name in names})
        assert answer.status_code < 500, (url, text[:20])
    stored = [*SignUp.objects.values_list("person__name", "notes"), *Opportunity.objects.values_list("title", "reason")]
    assert not any("\x00" in part or "\u202e" in part or "\r" in part for row in stored for part in row)


@pytest.mark.parametrize(
    "query", ["?q=%00", "?p=999999", "?p=-1", "?o=99.x", "?state__exact='", "?q=" + "x" * 3000, "?id__exact=9" + "9" * 30, "?nothing=1", "?kind=%F0%9F%98%80"]
)
def test_no_query_breaks_a_list(carla, vera, query):
    client = signed_in(carla)
    client.raise_request_exception = False
    for name in ("volunteers_opportunity", "volunteers_shift", "volunteers_signup", "people_person", "mailing_message", "places_venue"):
        assert client.get(reverse(f"admin:{name}_changelist") + query).status_code < 500, (name, query)

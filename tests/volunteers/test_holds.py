"""Places kept for a partner: its people come in by a link, and what is not used by then is everybody's."""

from datetime import timedelta

import pytest
from django.utils import timezone

from intake.refusal import Refused
from people.models import Office, PartnerOrganization
from tests.staff.conftest import make_staff
from tests.volunteers import making
from tests.volunteers.visitor import Visitor, code_for
from volunteers import hold_links, tasks
from volunteers.actions import holds
from volunteers.models import Hold, ShiftRole, SignUp

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def carla():
    return make_staff("carla@example.org", making.office(), "coordinator")


@pytest.fixture
def role():
    return making.shift(places=3).roles.get()


def rotary():
    return PartnerOrganization.objects.get_or_create(office=making.office(), name="Rotary Club")[0]


def keep(role, places=2, *, by, **more):
    values = {"partner": rotary(), "release_at": role.shift.starts - timedelta(hours=5), "key": "", "now": timezone.now(), **more}
    return holds.keep(shift_role=role, places=places, by=by, **values)


def test_the_partners_people_sign_up_on_a_full_shift_by_their_link(role):
    hold = making.keep(role, 3)
    vera, stranger = Visitor(), Visitor()
    link = f"/volunteer/shifts/{role.pk}/sign-up/?for={hold_links.token(hold)}"
    page = vera.get(link)
    assert "3 places are kept for Rotary Club" in page.content.decode()
    vera.post(f"/volunteer/shifts/{role.pk}/sign-up/", {**vera.hidden(page), "name": "Vera", "email": "vera@example.org", "party_size": "2"})
    vera.type_code(code_for("vera@example.org"))
    assert SignUp.objects.get(person__email="vera@example.org").state == "confirmed"
    assert "All places are taken" in stranger.get(f"/volunteer/shifts/{role.pk}/sign-up/").content.decode()
    role.refresh_from_db()
    assert (role.taken, role.reserved) == (2, 1)


@pytest.mark.parametrize("which", ["wrong", "another role", "released", "garbage"])
def test_a_link_that_is_not_good_shows_everybodys_form(role, which):
    hold = making.keep(role, 2)
    token = {"wrong": f"{hold.pk}-aaaa-aaaa-aaaa-aaaa", "garbage": "'); DROP TABLE"}.get(which, hold_links.token(hold))
    if which == "released":
        Hold.objects.update(released_at=timezone.now())
    wanted = making.shift().roles.get() if which == "another role" else role
    page = Visitor().get(f"/volunteer/shifts/{wanted.pk}/sign-up/", {"for": token})
    assert page.status_code == 200
    assert "Rotary" not in page.content.decode()


def test_what_is_not_used_is_released_in_time_and_offered_to_who_waits(role, carla):
    hold = keep(role, 3, by=carla)
    from_line = Visitor()
    from_line.sign_up(role, email="sam@example.org", waitlist="1")
    from_line.type_code(code_for("sam@example.org"))
    assert SignUp.objects.get(person__email="sam@example.org").state == "waitlisted"
    Hold.objects.update(release_at=timezone.now() - timedelta(seconds=1))
    tasks.sweep_places()
    tasks.sweep_places()
    hold.refresh_from_db()
    role.refresh_from_db()
    assert hold.released_at is not None
    assert role.reserved == 0
    assert SignUp.objects.get(person__email="sam@example.org").state == "offered"


def test_what_is_kept_can_be_made_fewer_but_not_fewer_than_are_used(role, carla):
    hold = keep(role, 2, by=carla)
    changed = holds.change(hold=hold, places=1, release_at=hold.release_at, by=carla, now=timezone.now())
    assert (changed.places, ShiftRole.objects.get(pk=role.pk).reserved) == (1, 1)
    Hold.objects.update(places=3)
    visitor = Visitor()
    page = visitor.get(f"/volunteer/shifts/{role.pk}/sign-up/?for={hold_links.token(hold)}")
    visitor.post(f"/volunteer/shifts/{role.pk}/sign-up/", {**visitor.hidden(page), "name": "Vera", "email": "vera@example.org", "party_size": "2"})
    with pytest.raises(Refused, match="2 of these places are used already"):
        holds.change(hold=hold, places=1, release_at=hold.release_at, by=carla, now=timezone.now())


@pytest.mark.parametrize(
    ("which", "words"),
    [
        ("too many", "Only 3 places can be kept"), ("past", "still to come"), ("after the start", "until the shift begins"),
        ("any number", "nothing to keep"), ("foreign partner", "another office"), ("begun", "has begun"),
    ],
)  # fmt: skip
def test_what_cannot_be_kept_is_refused_in_words(role, carla, which, words):
    more = {}
    if which == "past":
        more["release_at"] = timezone.now()
    if which == "after the start":
        more["release_at"] = role.shift.starts + timedelta(seconds=1)
    if which == "any number":
        ShiftRole.objects.update(capacity=None)
    if which == "foreign partner":
        other = Office.objects.create(name="Other", slug="other", phone="+16175550143", phone_hours="weekdays", email="o@example.org", address="2 Main Street")
        more["partner"] = PartnerOrganization.objects.create(office=other, name="Theirs")
    if which == "begun":
        type(role.shift).objects.update(starts=timezone.now() - timedelta(hours=1), ends=timezone.now() + timedelta(hours=1))
        more["release_at"] = timezone.now() + timedelta(minutes=1)
    with pytest.raises(Refused, match=words):
        keep(role, 4 if which == "too many" else 2, by=carla, **more)
    assert not Hold.objects.exists()


def test_pressing_twice_keeps_once(role, carla):
    until = role.shift.starts - timedelta(hours=5)
    first, second = (keep(role, 1, by=carla, key="k" * 20, release_at=until) for _ in range(2))
    assert first == second
    assert Hold.objects.count() == 1

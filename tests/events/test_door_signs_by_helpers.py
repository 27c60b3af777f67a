"""A helper with a link for the door shows the sign on their own phone: one sign, nothing about people, and no longer than the link."""

from datetime import timedelta

import pytest
from django.utils import timezone

from events.actions import door_links
from events.door_links import DOOR
from events.models import DoorLink, DoorSign, Event
from languages.content import set_translation
from languages.models import Language, Translation
from tests import makers, meetings
from tests.events.scanning import Phone, code_of, sign_of, state_of
from tests.reading import named
from tests.volunteers.visitor import Visitor

pytestmark = pytest.mark.django_db(transaction=True)
SIGN = '<article class="sign'


@pytest.fixture
def event(db):
    makers.city()
    Language.objects.get_or_create(code="en", defaults={"name": "English", "own_name": "English", "offered": True})
    return meetings.event(starts=timezone.now() + timedelta(minutes=30), languages=["en", "es"])


def helper(event):
    """Lena's link, her browser that has opened it, and the address of the sign."""
    carla = makers.staff(f"{makers.key()}@example.org")
    link = DoorLink.objects.create(event=event, name="Lena", email="lena@example.org", made_by=carla, made_at=timezone.now())
    lena = Visitor()
    lena.get(f"/events/door/open/{DOOR.token(link)}/")
    return link, lena, f"/events/door/{link.pk}/sign/"


def make(lena, path, **typed):
    """Send the form, also where the page shows none any more."""
    lena.get("/my/")  # a page with a form hands out the cookie
    token = lena.cookies["csrftoken"].value
    return lena.post(path, {"csrfmiddlewaretoken": token, "takes_walk_ins": "on", "language": "en", **typed})


def test_a_helper_makes_one_sign_holds_it_up_and_people_check_in(event):
    one = meetings.registration(event)
    link, lena, path = helper(event)
    assert f'href="{path}"' in lena.get(f"/events/door/{link.pk}/").content.decode()
    assert "Make the sign" in lena.get(path).content.decode() and not DoorSign.objects.exists()
    assert make(lena, path, language="xx").status_code == 422 and not DoorSign.objects.exists()
    key = makers.key()
    for _twice in range(2):
        assert make(lena, path, language="es", key=key).status_code == 302
    sign = DoorSign.objects.get()
    assert (sign.made_by, sign.takes_walk_ins, sign.language) == (link.made_by, True, "es")
    assert sign.changes.get().pgh_context == {"door_link": link.pk}
    answer = lena.get(path)
    page = answer.content.decode()
    assert SIGN in page and 'lang="es"' in page and 'lang="en"' in page and "Make the sign" not in page
    assert not any(named(word, page) for word in (one.person.name, "Lena", one.person.email, "is on the list"))
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow" and "no-store" in answer.headers["Cache-Control"]
    Phone(sign).type(code_of(one))
    assert state_of(one) == "attended"


def test_what_staff_decided_about_the_sign_stays(event):
    sign = sign_of(event, takes_walk_ins=False)
    _link, lena, path = helper(event)
    assert SIGN in lena.get(path).content.decode()
    assert make(lena, path, language="es").status_code == 302
    before, sign = sign, DoorSign.objects.get()
    assert (sign.pk, sign.takes_walk_ins, sign.language, sign.made_by) == (before.pk, False, "en", before.made_by)


def test_it_ends_with_the_link_and_opens_for_its_own_event_only(event):
    link, lena, path = helper(event)
    other, _browser, elsewhere = helper(meetings.event(starts=event.starts))
    far, early, later = helper(meetings.event(starts=timezone.now() + timedelta(days=9)))
    for browser, address in ((lena, elsewhere), (Visitor(), path), (early, later)):
        assert browser.get(address).status_code == 404 and make(browser, address).status_code == 404
    assert lena.get(path).status_code == 200
    door_links.revoke(link=link, by=link.made_by, now=timezone.now())
    assert lena.get(path).status_code == 404 and not DoorSign.objects.exists()


def test_where_there_is_no_door_the_page_says_why_and_makes_nothing(event):
    link, lena, path = helper(event)
    sign_of(event)
    for change, said in [
        ({"state": "cancelled", "reason": "A storm comes."}, "This event is cancelled."), ({"state": "postponed"}, "This event is postponed"),
        ({"mode": "online"}, "takes place online only"),
    ]:  # fmt: skip
        Event.objects.filter(pk=event.pk).update(**{"state": "published", "mode": "in_person", "reason": "", **change})
        page = lena.get(path).content.decode()
        assert said in page and SIGN not in page and "Make the sign" not in page
        assert path not in lena.get(f"/events/door/{link.pk}/").content.decode()
        assert make(lena, path).status_code == 422 and DoorSign.objects.count() == 1
    Event.objects.filter(pk=event.pk).update(state="published", mode="in_person", reason="", starts=event.starts - timedelta(hours=3), ends=event.starts)
    Event.objects.filter(pk=event.pk).update(ends=timezone.now() - timedelta(minutes=1))
    DoorSign.objects.all().delete()
    assert "Make the sign" not in lena.get(path).content.decode()


def test_a_helper_reads_in_their_language_why_nobody_comes(event):
    link, lena, path = helper(event)
    Event.objects.update(state="cancelled", reason="The heating failed.")
    event.refresh_from_db()
    set_translation(record=event, field="reason", language="es", text="Falló la calefacción.", status=Translation.Status.VERIFIED, now=timezone.now())
    for page in (f"/events/door/{link.pk}/", path):
        assert "The heating failed." in lena.get(page).content.decode() and "Falló la calefacción." in lena.get(f"/es{page}").content.decode()

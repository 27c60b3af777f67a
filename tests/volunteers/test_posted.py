"""“Keep me posted”: a form without a shift, good once the address is proved; one press ends it; known and unknown look the same."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from intake.refusal import Refused
from languages.models import Language
from mailing import proof
from mailing.calls import record_result
from mailing.models import AccessLink, CallTask, Message
from mailing.outbox import rounds
from people import profiles
from people.forgetting import forget
from people.models import Interest, Person, Profile
from people.profiles import Answers
from places.models import Neighborhood
from tests import makers
from tests.volunteers.visitor import Visitor, code_for
from volunteers import retention
from volunteers.actions import keep_posted
from volunteers.models import KeepPosted

pytestmark = pytest.mark.django_db(transaction=True)
ADDRESS = "/volunteer/keep-me-posted/"


@pytest.fixture
def office():
    makers.city()
    for code, name in (("en", "English"), ("es", "Español")):
        Language.objects.create(code=code, name=name, own_name=name, offered=True)
    Interest.objects.create(code="FOOD", name="Food", offered=True)
    Neighborhood.objects.create(name="Roxbury", slug="roxbury")
    return makers.office()


def send(browser, **typed):
    page = browser.get(ADDRESS)
    honest = {"name": "Vera", "email": "vera@example.org", "phone": "", "language": "en", "interests": [Interest.objects.get(code="FOOD").pk]}
    return browser.post(ADDRESS, {**browser.hidden(page), **honest, **typed})


def posted(browser=None, **typed):
    """Let Vera ask, prove her address, and return the browser and her consent."""
    browser = browser or Visitor()
    send(browser, **typed)
    browser.type_code(code_for(typed.get("email", "vera@example.org")))
    return browser, KeepPosted.objects.latest("pk")


def test_vera_is_kept_posted_once_she_has_typed_the_code(office):
    browser, roxbury = Visitor(), Neighborhood.objects.get()
    answer = send(browser, languages=["es", "en"], neighborhood=roxbury.pk, days=["5", "6"], parts=["0"])
    assert (answer.status_code, answer["Location"]) == (302, "/confirm/")
    page = browser.get("/confirm/").content.decode()
    assert "Keep me posted about: Food" in page and "Saturday mornings, Sunday mornings" in page and "Your place is kept" not in page
    assert not Profile.objects.exists()
    done = browser.type_code(code_for("vera@example.org"))
    page = browser.get(done["Location"]).content.decode()
    assert "<h1>We keep you posted</h1>" in page and "You cannot come after all" not in page
    profile, one = Profile.objects.get(), KeepPosted.objects.get()
    assert (profile.languages, profile.availability, profile.neighborhood) == (["en", "es"], [15, 18], roxbury)
    assert (one.is_standing, one.link, one.person.email_confirmed_at is not None) == (True, None, True)


@pytest.mark.parametrize(
    ("days", "parts", "slots"), [([], [], []), (["0"], [], [0, 1, 2]), ([], ["2"], [2, 5, 8, 11, 14, 17, 20]), (["0", "6"], ["1"], [1, 19])]
)
def test_only_days_or_only_times_of_day_mean_all_of_the_other(office, days, parts, slots):
    posted(days=days, parts=parts)
    assert Profile.objects.get().availability == slots


def test_a_form_that_nobody_has_proved_changes_nothing_of_a_person_already_known(office):
    vera = makers.person(language="es")
    profiles.save(person=vera, answers=Answers(interests=[77], availability=[3]), now=timezone.now())
    send(Visitor(), days=["5"], language="en")
    vera.refresh_from_db()
    assert (vera.profile.interests, vera.profile.availability, vera.language, Person.objects.count()) == ([77], [3], "es", 1)


def test_known_and_unknown_addresses_get_the_same_page(office):
    makers.person(email_confirmed_at=timezone.now())
    pages = set()
    for name, email in (("Vera", "vera@example.org"), ("Anew", "anew@example.org")):
        browser = Visitor()
        answer = send(browser, name=name, email=email)
        text = re.sub(r'(name="(csrfmiddlewaretoken|link)" value=")[^"]*"', "", browser.get("/confirm/").content.decode())
        pages.add((answer.status_code, text.replace(name, "NAME").replace(email, "ADDRESS")))
    assert len(pages) == 1


def test_a_browser_that_has_proved_the_address_needs_no_second_code(office):
    browser, first = posted()
    answer = send(browser, days=["5"])
    second = KeepPosted.objects.latest("pk")
    assert answer["Location"] == f"/volunteer/keep-me-posted/{second.pk}/"
    first.refresh_from_db()
    assert (first.is_standing, second.is_standing, Profile.objects.get().availability) == (False, True, [15, 16, 17])


def test_the_same_form_sent_twice_is_one_form(office):
    browser = Visitor()
    page = browser.get(ADDRESS)
    form = {**browser.hidden(page), "name": "Vera", "email": "vera@example.org", "language": "en"}
    answers = {browser.post(ADDRESS, form)["Location"] for _turn in range(3)}
    assert (answers, KeepPosted.objects.count(), Message.objects.count()) == ({"/confirm/"}, 1, 1)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"name": " \u200b"}, "Enter your name."), ({"email": ""}, "Enter an email address or a phone number"), ({"email": "vera@localhost"}, "name@example.org"),
        ({"email": "", "phone": "12"}, "Enter a phone number with area code"), ({"days": ["9"]}, "Please choose from the list."), ({"interests": ["x"]}, "Please choose from the list."),
        ({"neighborhood": "99"}, "Please choose from the list."), ({"language": "xx"}, "Please choose one of the languages."), ({"key": "short"}, "This form is too old."),
        ({"name": "\x00"}, "cannot be stored"), ({"languages": ["tlh"]}, "Please choose from the list."), ({"parts": ["\ud800"]}, ""),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_refused_and_nothing_typed_is_lost(office, typed, said):
    answer = send(
        Visitor(), **{"days": ["5"], **{name: value for name, value in typed.items() if value != ["\ud800"]}, **({"parts": ["9"]} if "parts" in typed else {})}
    )
    page = answer.content.decode()
    assert answer.status_code == 422 and said in page
    assert ('value="5" id="id_days_5" checked' in page) or "days" in typed
    assert not KeepPosted.objects.exists() and not Person.objects.exists()


def test_one_address_cannot_pile_up_forms_that_nobody_proves(office):
    for number in range(keep_posted.WAITING_AT_ONCE):
        assert send(Visitor(), name=f"Vera {number}").status_code == 302
    answer = send(Visitor(), name="Vera again")
    assert (answer.status_code, answer["Retry-After"], KeepPosted.objects.count()) == (429, "86400", keep_posted.WAITING_AT_ONCE)


def test_somebody_with_only_a_phone_is_kept_posted_once_the_office_has_called(office):
    browser, carla = Visitor(), makers.staff()
    send(browser, email="", phone="617-555-0142", days=["5"])
    assert "Your place is kept" not in browser.get("/confirm/").content.decode()
    rounds.Round(lanes=rounds.WORKER).run()
    call = CallTask.objects.get()
    assert "Keep me posted about: Food" in call.script
    record_result(task=call, result="said_yes", by=carla, now=timezone.now())
    assert KeepPosted.objects.get().is_standing
    assert Person.objects.get().phone_confirmed_at is not None
    rounds.Round(lanes=rounds.WORKER).run()
    assert CallTask.objects.count() == 1  # nobody is called again to hear what they have just said


def test_the_wrong_address_can_be_put_right(office):
    browser = Visitor()
    send(browser, email="vear@example.org")
    browser.press("/confirm/address/", email="vera@example.org")
    browser.type_code(code_for("vera@example.org"))
    assert list(KeepPosted.objects.values_list("person__email", "left_at")) == [("vera@example.org", None)]


def test_the_button_behind_the_mailed_link_does_it_too(office):
    send(Visitor())
    browser, link = Visitor(), AccessLink.objects.get()
    browser.get(f"/confirm/{proof.token(link)}/")
    assert "Keep me posted about: Food" in browser.get("/confirm/press/").content.decode()
    browser.press("/confirm/press/", from_page="/confirm/press/", ref=KeepPosted.objects.get().ref)
    assert KeepPosted.objects.get().is_standing


# --- Leaving it -----------------------------------------------------------------------------------------------------------


def test_one_press_on_the_profile_ends_it_and_a_second_one_changes_nothing(office):
    browser, one = posted()
    assert "Stop these letters" in browser.get("/my/profile/").content.decode()
    for _turn in range(2):
        answer = browser.press(f"{ADDRESS}{one.pk}/leave/", from_page="/my/profile/")
        assert answer["Location"] == f"{ADDRESS}{one.pk}/"
    one.refresh_from_db()
    left_at = one.left_at
    assert left_at is not None
    assert "You get no more of these letters" in browser.get(f"{ADDRESS}{one.pk}/").content.decode()
    assert "Yes, keep me posted" in browser.get("/my/profile/").content.decode()


def test_the_letter_says_what_was_told_and_its_link_ends_it_in_any_browser(office, mail_server):
    _browser, one = posted(days=["5"], parts=["0"])
    rounds.Round(lanes=rounds.WORKER).run()
    letter = next(letter for letter in mail_server.letters if letter.kind == "kept_posted")
    text = letter.text
    assert "Keep me posted about: Food" in text and "Saturday mornings" in text
    browser = Visitor()
    door = browser.get(re.search(r"/my/link/[^\s]+", text)[0])
    assert door["Location"] == f"{ADDRESS}{one.pk}/"
    one.refresh_from_db()
    assert one.is_standing  # opening a link changes nothing
    browser.press(f"{ADDRESS}{one.pk}/leave/", from_page=f"{ADDRESS}{one.pk}/")
    one.refresh_from_db()
    assert not one.is_standing


def test_nobody_else_sees_or_ends_it(office):
    _browser, one = posted()
    sam, _own = posted(name="Sam", email="sam@example.org")
    for number in (one.pk, 987_654_321):
        assert sam.get(f"{ADDRESS}{number}/").status_code == 404
        assert sam.press(f"{ADDRESS}{number}/leave/", from_page="/my/profile/").status_code == 404
    one.refresh_from_db()
    assert one.is_standing


def test_what_waits_for_a_proof_cannot_be_seen_by_its_number(office):
    browser, _one = posted()
    other = Visitor()
    send(other, name="Vera", email="vera@example.org", days=["1"])
    waiting = KeepPosted.objects.unproved().get()
    assert browser.get(f"{ADDRESS}{waiting.pk}/").status_code == 404


def test_who_is_forgotten_is_written_to_no_more(office):
    _browser, one = posted(days=["5"])
    forget(person=one.person, now=timezone.now())
    one.refresh_from_db()
    assert (one.is_standing, one.interests, one.availability) == (False, [], [])


@pytest.mark.parametrize(("days", "left"), [(6, 1), (8, 0)])
def test_what_nobody_has_proved_for_a_week_goes(office, days, left):
    send(Visitor())
    retention.forget_unproved(now=timezone.now() + timedelta(days=days))
    assert KeepPosted.objects.count() == left


def test_it_is_offered_where_nothing_fits(office):
    role = makers.role(places=1, starts=timezone.now() + timedelta(days=10))
    makers.sign_up(role)
    browser = Visitor()
    for page in ("/volunteer/", "/volunteer/?q=nothing+like+it", role.opportunity.get_absolute_url(), f"/volunteer/shifts/{role.pk}/sign-up/"):
        assert f'href="{ADDRESS}"' in browser.get(page).content.decode(), page


def test_an_empty_portal_has_no_such_page():
    assert Visitor().get(ADDRESS).status_code == 404


def test_a_form_key_of_another_browser_leads_nowhere(office):
    form = keep_posted.Form(name="Vera", email="vera@example.org", phone="", language="en")
    keep_posted.ask(office=office, form=form, proved=set(), key=makers.key() + "same", browser="a", now=timezone.now())
    with pytest.raises(Refused, match="too old"):
        keep_posted.ask(office=office, form=form, proved=set(), key="x", browser="b", now=timezone.now())

"""A lead's link: one shift, around its day, without an account; wrong, over and taken back look the same."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from intake.refusal import Refused
from mailing.models import AccessLink, Message
from tests import makers
from tests.tokens import spoiled
from volunteers import site_links
from volunteers.actions import site_links as verbs
from volunteers.letters import site as site_letters
from volunteers.models import Shift, SiteLink
from volunteers.retention import forget_leads

pytestmark = pytest.mark.django_db


@pytest.fixture
def role(db):
    makers.city()
    return makers.role(starts=timezone.now() + timedelta(hours=1))


def give(role, **changes):
    values = {"name": "Lena", "email": "", "phone": "", "language": "en", "key": makers.key(), "by": makers.staff(f"{makers.key()}@example.org"), **changes}
    return verbs.give(shift=role.shift, now=timezone.now(), **values)


@pytest.fixture
def link(role):
    return give(role)


def door(link):
    return f"/volunteer/site/open/{site_links.token(link)}/"


def at(role, *, starts):
    Shift.objects.filter(pk=role.shift_id).update(starts=starts, ends=starts + timedelta(hours=3))


def test_the_link_opens_the_list_without_an_account_and_leaves_no_token_in_the_address(role, link):
    makers.sign_up(role, who=makers.person("Vera", "vera@example.org", phone="+16175550143"), notes="A chair, please.", size=2)
    lena = Client()
    opened = lena.get(door(link))
    assert (opened.status_code, opened["Location"]) == (302, f"/volunteer/site/{link.pk}/")
    page = lena.get(opened["Location"])
    assert page.status_code == 200
    assert "Vera" in page.text and 'href="tel:+16175550143"' in page.text and "A chair, please." in page.text and "2 people are on the list" in page.text
    assert "vera@example.org" not in page.text


def test_the_page_is_kept_by_nobody(link):
    lena = Client()
    opened = lena.get(door(link))
    page = lena.get(opened["Location"])
    for answer in (opened, page):
        assert "no-store" in answer["Cache-Control"] and answer["X-Robots-Tag"] == "noindex, nofollow"
    assert 'name="robots" content="noindex' in page.text


def test_opening_a_link_writes_nothing(link, django_assert_max_num_queries):
    before = (SiteLink.objects.values().get(), AccessLink.objects.count(), Message.objects.count())
    with django_assert_max_num_queries(10) as asked:
        Client().get(door(link))
    assert {query["sql"].split()[0] for query in asked.captured_queries} <= {"SELECT"}
    assert (SiteLink.objects.values().get(), AccessLink.objects.count(), Message.objects.count()) == before


@pytest.mark.parametrize(("hours", "status"), [(-14.9, 302), (-15.1, 404), (11.9, 302), (12.1, 200)], ids=["still", "over", "already", "early"])
def test_it_is_good_from_twelve_hours_before_to_twelve_hours_after(role, link, hours, status):
    at(role, starts=timezone.now() + timedelta(hours=hours))
    answer = Client().get(door(link))
    assert answer.status_code == status
    assert ("portal" in answer.cookies, any(name.startswith("opened") for name in answer.cookies)) == (False, status == 302)


def test_a_link_that_opens_later_says_when_and_shows_nobody(role, link):
    makers.sign_up(role, who=makers.person("Vera"))
    at(role, starts=timezone.now() + timedelta(days=3))
    page = Client().get(door(link)).text
    assert "This link opens later" in page and "Vera" not in page


def wrong_doors(link):
    number, rest = site_links.token(link).split("-", 1)
    return [
        f"/volunteer/site/open/{text}/"
        for text in (f"{number}-{spoiled(rest)}", f"{int(number) + 1}-{rest}", number, rest, f"{number}-", "x", "-", "٣-x", "9" * 15 + "-x")
    ]


def test_wrong_over_and_taken_back_look_the_same(role, link):
    nobody = Client().get("/volunteer/site/open/1-nothing/")
    answers = [Client().get(path) for path in wrong_doors(link)]
    verbs.revoke(link=link, by=link.made_by, now=timezone.now())
    answers.append(Client().get(door(link)))
    assert {answer.status_code for answer in answers} == {404} == {nobody.status_code}
    assert {answer.text.replace(path, "") for answer, path in zip(answers, [*wrong_doors(link), door(link)], strict=True)} == {
        nobody.text.replace("/volunteer/site/open/1-nothing/", "")
    }


def test_a_link_taken_back_closes_the_page_in_browsers_that_have_it_open(link):
    lena = Client()
    lena.get(door(link))
    assert lena.get(f"/volunteer/site/{link.pk}/").status_code == 200
    verbs.revoke(link=link, by=link.made_by, now=timezone.now())
    assert lena.get(f"/volunteer/site/{link.pk}/").status_code == 404


def test_without_the_check_a_link_taken_back_would_open(link, monkeypatch):
    """Negative control."""
    verbs.revoke(link=link, by=link.made_by, now=timezone.now())
    monkeypatch.setattr(SiteLink, "is_over", lambda self, now: False)
    assert Client().get(door(link)).status_code == 302


def test_a_page_is_over_with_its_day_whatever_the_cookie_says(role, link):
    lena = Client()
    lena.get(door(link))
    at(role, starts=timezone.now() - timedelta(hours=16))
    assert lena.get(f"/volunteer/site/{link.pk}/").status_code == 404


def test_one_link_opens_no_other_shift(role, link):
    other = give(makers.role(starts=timezone.now() + timedelta(hours=2)))
    lena = Client()
    lena.get(door(link))
    lena.cookies[f"opened_site_{other.pk}"] = lena.cookies[f"opened_site_{link.pk}"].value
    assert lena.get(f"/volunteer/site/{other.pk}/").status_code == 404
    assert Client().get(f"/volunteer/site/{link.pk}/").status_code == 404
    lena.get(door(other))
    assert {lena.get(f"/volunteer/site/{one.pk}/").status_code for one in (link, other)} == {200}


def test_the_token_can_be_read_out_and_typed_in_capitals(link):
    text = site_links.token(link)
    assert [len(part) for part in text.split("-")[1:]] == [4, 4, 4, 4] and not set(text.split("-", 1)[1]) & set("0189")
    assert Client().get(f"/volunteer/site/open/{text.upper()}/").status_code == 302


def test_being_forgotten_here_closes_the_page(link):
    lena = Client()
    lena.get(door(link))
    lena.post("/forget-here/")
    assert lena.get(f"/volunteer/site/{link.pk}/").status_code == 404


def test_the_letter_brings_the_link_in_the_leads_language_and_the_ledger_keeps_none(role):
    link = give(role, email="lena@example.org", language="es")
    letter = Message.objects.get(kind="site_link")
    assert (letter.to, letter.lane, letter.language, letter.expires) == ("lena@example.org", Message.Lane.URGENT, "es", link.closes)
    said = site_letters.context(letter, link)
    assert said.personal["url"].endswith(f"/es/volunteer/site/open/{site_links.token(link)}/") and said.secret == {"url"}


def test_no_letter_brings_a_link_that_was_taken_back(role):
    link = give(role, email="lena@example.org")
    verbs.revoke(link=link, by=link.made_by, now=timezone.now())
    assert Message.objects.get().state == Message.State.CANCELLED
    assert not site_letters.wanted(None, SiteLink.objects.get(), timezone.now())


def test_one_press_makes_one_link_and_one_letter(role):
    same = {"key": makers.key(), "by": makers.staff(), "email": "lena@example.org"}
    assert give(role, **same) == give(role, **same)
    assert (SiteLink.objects.count(), Message.objects.count()) == (1, 1)


def test_there_is_no_link_to_a_shift_that_is_over(role):
    at(role, starts=timezone.now() - timedelta(hours=4))
    role.shift.refresh_from_db()
    with pytest.raises(Refused):
        give(role)


@pytest.mark.parametrize(("days", "name"), [(360, "Lena"), (370, "")])
def test_who_had_a_link_is_forgotten_a_year_after_the_shift(role, link, days, name):
    at(role, starts=timezone.now() - timedelta(days=days))
    forget_leads(now=timezone.now())
    link.refresh_from_db()
    assert link.name == name

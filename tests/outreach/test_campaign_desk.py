"""Campaigns and segments on the staff site: written, put together by clicking, looked at, handed in, watched."""

import pytest
from django.urls import reverse

from languages.models import Translation
from mailing.models import Message
from mailing.outbox import rounds
from outreach.actions import campaigns, sending
from outreach.models import Campaign, Segment
from people.models import OfficeRole
from tests import makers
from tests.outreach.campaigning import NOW, campaign, languages, letters, reader, rules, segment, start, topic
from tests.staff.conftest import make_staff, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    """A coordinator's browser in the office of the makers."""
    languages()
    makers.city()
    return signed_in(make_staff("carla@example.org", makers.office(), OfficeRole.Role.COORDINATOR))


def words(**changes):
    return {
        "office": makers.office().pk, "name": "Spring", "topic": topic().pk, "subject": "Spring news", "body": "Hello [[name]],\r\n\r\ncome.", "fallback": "english",
        "in_archive": "on", "segment": "", "without": "", "send_at_0": "", "send_at_1": "", **changes,
    }  # fmt: skip


def page(client, name, *args, **query):
    answer = client.get(reverse(f"admin:{name}", args=args), query)
    assert answer.status_code == 200, (name, answer.status_code)
    return answer.content.decode()


def test_a_campaign_is_written_in_the_admin_and_abuse_is_refused_with_its_line(desk):
    add = reverse("admin:outreach_campaign_add")
    assert desk.get(add).status_code == 200
    for body, said in [
        ("Fine\r\n\r\n{{ person.token }}", "Line 3: “{{"),
        ("<script>x</script>", "Line 1: HTML"),
        ("x" * 1_000_000, "too long"),
        ("[a](javascript:x)", "Line 1: the link"),
    ]:
        answer = desk.post(add, words(body=body))
        assert answer.status_code == 200 and said in answer.content.decode() and not Campaign.objects.exists()
    answer = desk.post(add, words())
    one = Campaign.objects.get()
    assert answer.url == reverse("admin:campaign", args=[one.pk]) and one.body == "Hello [[name]],\n\ncome." and one.made_by.email == "carla@example.org"
    change = reverse("admin:outreach_campaign_change", args=[one.pk])
    shown = desk.get(change)
    assert shown.status_code == 200 and "[[unsubscribe]]" in shown.content.decode()
    inline = "languages-translation-content_type-object_id"
    row = {
        f"{inline}-TOTAL_FORMS": 1,
        f"{inline}-INITIAL_FORMS": 0,
        f"{inline}-0-field": "body",
        f"{inline}-0-language": "es",
        f"{inline}-0-status": "verified",
    }
    changed = {name: value for name, value in words(subject="Newer", seen=shown.context["seen"]).items() if name != "office"}
    refused = desk.post(change, {**changed, **row, f"{inline}-0-text": "Hola\r\n[[nombre]]"})
    assert "Line 2: “[[nombre]]” is no placeholder" in refused.content.decode() and not Translation.objects.exists()
    assert desk.post(change, {**changed, **row, f"{inline}-0-text": "Hola [[name]]"}).status_code == 302
    one.refresh_from_db()
    assert (one.subject, Translation.objects.get().text) == ("Newer", "Hola [[name]]")


def test_on_its_way_it_is_shown_as_it_stands_and_a_late_edit_is_refused_in_words(desk):
    reader("Vera")
    rules()
    one = campaign()
    change = reverse("admin:outreach_campaign_change", args=[one.pk])
    seen = desk.get(change).context["seen"]
    start(one)
    shown = desk.get(change).content.decode()
    assert "is being sent and cannot be changed" in shown and 'name="_save"' not in shown and 'name="body"' not in shown
    inline = "languages-translation-content_type-object_id"
    late = {name: value for name, value in words(subject="Late", seen=seen).items() if name != "office"}
    answer = desk.post(change, {**late, f"{inline}-TOTAL_FORMS": 0, f"{inline}-INITIAL_FORMS": 0})
    one.refresh_from_db()
    assert (
        answer.status_code == 200 and one.subject.startswith("Three") and "cannot be changed" in answer.content.decode() and "Late" in answer.content.decode()
    )


def test_a_segment_is_put_together_by_clicking_and_counted_before_it_is_stored(desk):
    reader("Vera", language="es")
    reader("Dan")
    form = {"office": makers.office().pk, "name": "Spanish", "combine": "all", "only_language": ["es"]}
    counted = desk.post(reverse("admin:count_new_segment"), form)
    assert counted.status_code == 200 and "1 person would get letters." in counted.content.decode() and "Vera" in counted.content.decode()
    assert not Segment.objects.exists()
    assert desk.get(reverse("admin:outreach_segment_add")).status_code == 200
    assert desk.post(reverse("admin:outreach_segment_add"), form).status_code == 302
    one = Segment.objects.get()
    assert one.rule == {"combine": "all", "only": {"language": ["es"]}, "except": {}} and one.made_by.email == "carla@example.org"
    shown = page(desk, "outreach_segment_change", one.pk)
    assert "People who read: Spanish" in shown and 'value="es" id="id_only_language_1" checked' in shown.replace('class="" ', "")
    wider = {**{name: value for name, value in form.items() if name != "office"}, "only_language": ["es", "en"], "except_language": ["ar"]}
    assert "2 people would get letters." in desk.post(reverse("admin:count_segment", args=[one.pk]), wider).content.decode()
    assert desk.post(reverse("admin:outreach_segment_change", args=[one.pk]), wider).status_code == 302
    one.refresh_from_db()
    assert one.rule["except"] == {"language": ["ar"]}
    bad = desk.post(reverse("admin:outreach_segment_add"), {**form, "name": "Bad", "only_signed_up": ["events.event:999"]})
    assert bad.status_code == 200 and Segment.objects.count() == 1
    Segment.objects.filter(pk=one.pk).update(rule={"only": {"took_part": ["events.event:999"]}})
    assert "this rule names is gone" in page(desk, "outreach_segment_change", one.pk)


def test_staff_see_who_gets_it_how_it_looks_and_try_it(desk):
    vera = reader("Vera", language="es")
    reader("Pia", email_refused_at=NOW)
    one = campaign(without=segment({"only": {"language": ["ar"]}}))
    shown = page(desk, "campaign_people", one.pk)
    assert "1 person gets it" in shown and "their address refuses our letters" in shown and "Pia" in shown and "Spanish" in shown
    assert "Three clean-ups, Vera" in page(desk, "preview_campaign", one.pk, language="es", person=vera.pk)
    html = desk.get(reverse("admin:preview_campaign_html", args=[one.pk]), {"person": vera.pk})
    assert b"Hello Vera," in html.content and "sandbox" in html.headers["Content-Security-Policy"] and b"\xe2\x80\xa2" in html.content
    for query in ({"language": "xx"}, {"person": "999999"}, {"person": "x"}):
        assert desk.get(reverse("admin:preview_campaign", args=[one.pk]), query).status_code == 404
    url = reverse("admin:preview_campaign", args=[one.pk])
    key = desk.get(url).context["form"]["key"].value()
    assert desk.post(url, {"address": "nowhere", "language": "es", "key": key}).status_code == 422
    for _twice in range(2):
        assert desk.post(url, {"address": "carla@example.org", "language": "es", "key": key}).status_code == 302
    assert Message.objects.filter(kind="campaign_test", to="carla@example.org").count() == 1


def press(client, name, of, **values):
    return client.post(reverse(f"admin:{name}", args=[of.pk]), values, follow=True).content.decode()


@pytest.mark.django_db(transaction=True)
def test_two_people_send_it_watch_it_and_correct_it(desk, mail_server):
    reader("Vera")
    reader("Dan")
    rules(needs_second_person=True)
    other = signed_in(make_staff("cora@example.org", makers.office(), OfficeRole.Role.COORDINATOR))
    viewer = signed_in(make_staff("vi@example.org", makers.office(), OfficeRole.Role.VIEWER))
    desk.post(reverse("admin:outreach_campaign_add"), words())
    one = Campaign.objects.get()
    assert "Hand it to a second person" in page(desk, "campaign", one.pk)
    assert "It is handed in." in press(desk, "submit_campaign", one)
    assert "Say yes" not in page(desk, "campaign", one.pk) and "somebody else has to say yes" in press(desk, "approve_campaign", one)
    assert viewer.post(reverse("admin:approve_campaign", args=[one.pk])).status_code == 403
    assert "Spring" in page(other, "index") and "Say yes: send it" in page(other, "campaign", one.pk)
    assert "You said yes" in press(other, "approve_campaign", one) and "does not wait" in press(other, "approve_campaign", one)
    one.refresh_from_db()
    now = one.send_at
    rules(quiet_from="00:00", quiet_until="00:00")
    sending.work(now=now)
    shown = page(desk, "campaign", one.pk)
    assert "0 of 2 letters" in shown and 'hx-trigger="every 3s"' in shown
    assert "It is paused" in press(desk, "pause_campaign", one) and "It goes on." in press(desk, "resume_campaign", one)
    sending.work(now=now)
    rounds.Round(lanes=rounds.BULK, clock=lambda: now).run()
    sending.work(now=now)
    assert len(mail_server.letters) == 2
    letter = letters(one).first()
    assert "Hello " + letter.person.name in page(desk, "mailing_message_change", letter.pk)
    assert "Spring news" in desk.get("/newsletter/").content.decode()
    assert "come." in desk.get(f"/newsletter/{one.pk}/").content.decode() and desk.get("/newsletter/999/").status_code == 404
    shown = desk.get(reverse("admin:campaign", args=[one.pk]))
    key = shown.context["form"]["key"].value()
    assert "Unsubscribed since" in shown.content.decode()
    for _twice in range(2):
        assert desk.post(reverse("admin:correct_campaign", args=[one.pk]), {"key": key}).status_code == 302
    assert Campaign.objects.get(corrects=one).subject == "Correction: Spring news"
    campaigns.cancel(campaign=Campaign.objects.get(corrects=one), by=one.made_by, now=now)
    assert desk.post(reverse("admin:copy_campaign", args=[one.pk]), {"key": key}).status_code == 302 and Campaign.objects.count() == 3

"""The office's three stories in a real browser: a listening session with an interpreter, a clean-up with tools, a town hall moved online the day before."""

import re
from datetime import timedelta

from django.utils import timezone

from events.models import AccommodationRequest, Event, KitLoan, Question, Registration
from mailing.outbox import rounds
from tests import makers, meetings
from tests.journeys.test_staff import coordinator
from volunteers.models import Opportunity


def send_to_many():
    """The process for letters to many has its turn."""
    rounds.Round(lanes=rounds.BULK).run()


def is_over(event):
    now = timezone.now()
    Event.objects.filter(pk=event.pk).update(starts=now - timedelta(hours=3), ends=now - timedelta(hours=1))


def choose(page, label):
    page.locator("label", has_text=label).first.click()


def come_with_wishes(vera, event):
    vera.open(f"/es/events/{event.slug}/register/")
    vera.page.locator("[name=support_kind]").select_option("interpreter")
    vera.fill(name="Vera", email="vera@example.org", support="Español, por favor", question="¿Cuándo será seguro el cruce?")
    vera.page.locator("main form.form button[type=submit]").first.click()
    vera.look().type_code(vera.code())


def confirm_the_interpreter(carla):
    found = AccommodationRequest.objects.get()
    carla.open(f"/admin/desk/support/{found.pk}/").press("Take it into my hands")
    choose(carla.page, "It will be there")
    carla.page.locator("[name=reply]").fill("Ana será su intérprete.")
    carla.press("Answer and tell them")
    assert AccommodationRequest.objects.get().state == "confirmed"


def put_the_question_on_the_list_and_answer_it(carla):
    question = Question.objects.get()
    carla.open(f"/admin/desk/questions/{question.pk}/")
    carla.page.locator("[name=public_text]").fill("When will the crossing be safer?")
    choose(carla.page, "I have looked")
    carla.press("Put it on the list for everybody").open(f"/admin/desk/questions/{question.pk}/")
    carla.page.locator("[name=answer]").fill("The lamp comes in spring.")
    carla.press("Answer in public")


def write_down_and_publish(carla, event, **facts):
    carla.open(f"/admin/desk/events/{event.pk}/record/")
    for name, value in facts.items():
        carla.page.locator(f"[name={name}]").fill(value)
    carla.press("Save the record").open(f"/admin/desk/events/{event.pk}/record/publish/").press("Yes, publish it and write to them")
    send_to_many()


def test_a_listening_session_from_the_interpreter_to_the_closing_letter(walk, town):
    event = meetings.event(office=town, title="Listening session in Grove Hall", slug="grove-hall", starts=timezone.now() + timedelta(days=10))
    event.supports.create(kind="interpreter", language="es")
    carla, vera = coordinator(walk, town), walk(width=320)
    come_with_wishes(vera, event)
    confirm_the_interpreter(carla)
    letter = vera.letter("support_answered")
    assert letter.message["Content-Language"] == "es" and "Ana será su intérprete." in letter.text
    put_the_question_on_the_list_and_answer_it(carla)
    stranger = walk(width=320, javascript=False).open("/events/grove-hall/")
    assert "When will the crossing be safer?" in stranger.text and "The lamp comes in spring." in stranger.text
    assert "Vera" not in stranger.text and "Español, por favor" not in stranger.text
    is_over(event)
    write_down_and_publish(carla, event, headcount="31", notes="We talked about the crossing.")
    closing = vera.letter("event_notes")
    assert closing.message["Content-Language"] == "es" and "/es/events/grove-hall/" in closing.text
    stranger.open_until("/events/grove-hall/", "We talked about the crossing.")
    assert "We talked about the crossing." in stranger.text and "31" in stranger.text


def propose(vera, day):
    vera.open("/events/").follow(re.compile("run|propose|idea", re.IGNORECASE))
    for label, value in (("What would you like to do?", "Clean-up at the pond"), ("Where?", "Jamaica Pond"), ("On which day?", day), ("Your name", "Vera")):
        vera.page.get_by_label(label, exact=False).first.fill(value)
    vera.page.locator("[name=email]").fill("vera@example.org")
    vera.press("Send my proposal").type_code(vera.code())


def accept_with_rakes(carla, kit):
    carla.open("/admin/desk/proposals/").follow("Clean-up at the pond")
    carla.page.get_by_label(f"{kit.name}: how many").fill("20")
    carla.page.locator("#id_accept_reply").fill("We are glad to help.")
    carla.press("Accept, and make the draft")
    Event.objects.update(officers="no", is_recorded=False, venue=makers.venue(), neighborhood=makers.venue().neighborhood)
    made = Event.objects.get()
    carla.open(f"/admin/desk/events/{made.pk}/publish/")
    for box in carla.page.locator("main input[type=checkbox]:visible, #content input[type=checkbox]:visible").all():
        box.check()
    if carla.page.locator("[name=reason]:visible").count():
        carla.page.locator("[name=reason]").fill("We ask until Friday.")
    carla.press("Publish it: everybody can see it")
    return Event.objects.get()


def lend_and_take_back(carla, event):
    carla.open(f"/admin/desk/events/{event.pk}/kits/").press(re.compile("^It was taken"))
    assert KitLoan.objects.get().state == "out"
    is_over(event)
    carla.open(f"/admin/desk/events/{event.pk}/kits/")
    carla.page.locator("[name=returned]").fill("19")
    carla.page.locator("[name=missing]").fill("One rake broke.")
    carla.press("It came back")
    assert KitLoan.objects.get().returned == 19


def test_a_clean_up_from_the_proposal_to_twelve_bags(walk, town):
    kit = meetings.kit(office=town, name="Rakes", owned=40)
    carla, vera = coordinator(walk, town), walk(width=320)
    propose(vera, (timezone.localdate() + timedelta(days=30)).isoformat())
    event = accept_with_rakes(carla, kit)
    helpers = makers.opportunity(title="Hand out gloves at the pond", slug="hand-out-gloves", office=town)
    Opportunity.objects.filter(pk=helpers.pk).update(event=event)
    makers.role(of=helpers, starts=event.starts, places=4)
    sam = walk(width=320, javascript=False).open(f"/events/{event.slug}/")
    assert sam.page.get_by_role("heading", name="Hand out gloves at the pond").count() == 1
    sam.open(f"/events/{event.slug}/register/").fill(name="Sam", email="sam@example.org", party_size="2").press("I’m coming")
    sam.type_code(sam.code("sam@example.org"))
    assert Registration.objects.get().party_size == 2
    lend_and_take_back(carla, event)
    write_down_and_publish(carla, event, headcount="14", figures="Bags filled: 12")
    assert "12" in sam.open_until(f"/events/{event.slug}/", "Bags filled").text and "Bags filled" in sam.text


def test_a_town_hall_is_moved_online_the_day_before(walk, town):
    starts = timezone.now() + timedelta(hours=30)
    event = meetings.event(office=town, title="Town hall on the budget", slug="budget", kind="town_hall", is_public_meeting=True, starts=starts)
    carla, vera = coordinator(walk, town), walk(width=320, javascript=False)
    vera.open("/events/budget/register/").fill(name="Vera", email="vera@example.org").press("I’m coming")
    vera.type_code(vera.code())
    place = makers.venue().name
    assert place in vera.letter("registered").text
    carla.open(f"/admin/desk/events/{event.pk}/online/")
    carla.page.locator("[name=reason]").fill("A storm comes.")
    carla.page.locator("[name=online_link]").fill("https://example.org/room")
    carla.page.locator("[name=dial_in]").fill("617-555-0199")
    carla.press("Hold it online and tell everyone")
    moved = vera.letter("event_moved")
    assert "A storm comes." in moved.text and "https://example.org/room" in moved.text and "now: Online" in moved.text
    stranger = walk(width=320).open("/events/budget/")
    assert "https://example.org/room" in stranger.page.content() and "617" in stranger.text and "A storm comes." in stranger.text
    answer = next(address for address in re.findall(r"https?://\S+/my/link/\S+/", moved.text))
    vera.open(answer).press(re.compile("I’m coming"))
    assert Registration.objects.get().answer == "coming"

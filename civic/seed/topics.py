"""What the offices write about, in the finished languages, and invented people who want to hear of it."""

from datetime import timedelta

from civic.seed.source import chance, number, pick
from civic.seed.translations import translation
from languages.models import Translation
from outreach import consent
from outreach.models import Preferences, Subscription, Topic
from people.models import Interest, Person
from sharing.models import TrackedLink

WANT, MONTHLY, PAUSED, NAMED_PLACES, LEFT = 30, 15, 4, 35, 8  # percent
SOURCES = [consent.FORM, consent.FORM, consent.PHONE, "Library poster"]
NAMELESS = {"en": 6, "es": 5, "ar": 4}  # people who gave an address and no name, by language
# kind, address, English name and sentence, then both in Spanish and in Arabic
TOPICS = [
    (
        "volunteering", "ways-to-volunteer",
        ("Ways to volunteer", "Shifts near you that still need people."),
        ("Maneras de ayudar como voluntario", "Turnos cerca de usted donde todavía falta gente."),
        ("فرص التطوع", "نوبات قريبة منك لا تزال بحاجة إلى متطوعين."),
    ),
    (
        "drives", "donation-drives",
        ("Donation drives", "What is collected, and where to bring it."),
        ("Colectas de donaciones", "Qué se recoge y dónde llevarlo."),
        ("حملات التبرع", "ما الذي نجمعه، وأين يمكن إحضاره."),
    ),
    (
        "events", "events-and-public-meetings",
        ("Events and public meetings", "Where you can listen, ask and have a say."),
        ("Eventos y reuniones públicas", "Dónde puede escuchar, preguntar y opinar."),
        ("الفعاليات والاجتماعات العامة", "حيث يمكنك الاستماع والسؤال وإبداء رأيك."),
    ),
    (
        "stories", "stories-from-the-neighborhoods",
        ("Stories from the neighborhoods", "Now and then, what neighbors have done together."),
        ("Historias de los barrios", "De vez en cuando, lo que los vecinos hicieron juntos."),
        ("قصص من الأحياء", "من حين لآخر، ما أنجزه الجيران معًا."),
    ),
    (
        "notices", "grants-jobs-and-calls",
        ("Grants, jobs and calls for proposals", "With the deadline and the link."),
        ("Subvenciones, empleos y convocatorias", "Con la fecha límite y el enlace."),
        ("المنح والوظائف والدعوات لتقديم المقترحات", "مع الموعد النهائي والرابط."),
    ),
    (
        "news", "news-of-the-office",
        ("News of the office", "What is new, a few times a year."),
        ("Noticias de la oficina", "Lo nuevo, algunas veces al año."),
        ("أخبار المكتب", "ما الجديد، بضع مرات في السنة."),
    ),
]  # fmt: skip
SECOND = [("volunteering", "parks-volunteering", ("Work in the parks", "Planting, cleaning up and caring for trees."), ("Trabajo en los parques", "Plantar, limpiar y cuidar árboles."), ("العمل في الحدائق", "الزراعة والتنظيف والعناية بالأشجار."))]  # fmt: skip


def plant_topics(main, second, carla, now):
    """Make the topics of both offices, their texts in Spanish and Arabic, and who subscribed; nothing here sends a letter."""
    for office, words in ((main, TOPICS), (second, SECOND)):
        topics = [_topic(office, position, *one) for position, one in enumerate(words)]
        if office == main:
            _nameless(office, now)
        people = list(Person.objects.known().filter(office=office, apart="", channel="email").exclude(email="").order_by("pk"))
        _subscribe([person for person in people if not person.name or chance(WANT, "wants", person.pk)], topics, carla, now)
    for channel in ("Library poster", "Newsletter of the schools"):
        TrackedLink.objects.get_or_create(target="/subscribe/", channel=channel, defaults={"made_by": carla})


def _topic(office, position, kind, slug, english, spanish, arabic):
    name, description = english
    topic = Topic.objects.create(office=office, kind=kind, slug=slug, name=name, description=description, position=position)
    texts = [("es", "name", spanish[0]), ("es", "description", spanish[1]), ("ar", "name", arabic[0]), ("ar", "description", arabic[1])]
    Translation.objects.bulk_create([translation(topic, field, text, language=language) for language, field, text in texts])
    return topic


def _nameless(office, now):
    Person.objects.bulk_create(
        [
            Person(office=office, email=f"reader.{language}.{index}@example.org", language=language, email_confirmed_at=now - timedelta(days=30))
            for language, count in NAMELESS.items()
            for index in range(1, count + 1)
        ]
    )


def _subscribe(people, topics, carla, now):
    likes = list(Interest.objects.filter(offered=True).order_by("pk").values_list("pk", flat=True))
    Preferences.objects.bulk_create([_preferences(person, likes, now) for person in people])
    Subscription.objects.bulk_create([_consent(person, topic, carla, now) for person in people for topic in topics if _is_wanted(person, topic)])


def _is_wanted(person, topic):
    return topic.position == 0 or chance(55, "topic", topic.slug, person.pk)


def _preferences(person, likes, now):
    return Preferences(
        person=person, pace="monthly" if chance(MONTHLY, "monthly", person.pk) else "weekly",
        paused_until=(now + timedelta(days=20)).date() if chance(PAUSED, "paused", person.pk) else None,
        neighborhoods=[person.neighborhood_id] if person.neighborhood_id and chance(NAMED_PLACES, "near", person.pk) else [],
        interests=sorted({pick(likes, "hears", turn, person.pk) for turn in range(number("hears", person.pk) % 4)}) if likes else [],
        evening_gaps=chance(20, "gaps", person.pk),
    )  # fmt: skip


def _consent(person, topic, carla, now):
    source = pick(SOURCES, "source", person.pk)
    asked = now - timedelta(days=10 + number("asked", person.pk) % 200)
    has_left = chance(LEFT, "left", topic.slug, person.pk)
    return Subscription(
        person=person, topic=topic, state="unsubscribed" if has_left else "confirmed", language=person.language, consent_version=consent.VERSION, source=source,
        asked_at=asked, confirmed_at=asked + timedelta(minutes=4), entered_by=carla if source == consent.PHONE else None,
        ended_at=now - timedelta(days=3) if has_left else None, ended="page" if has_left else "",
    )  # fmt: skip

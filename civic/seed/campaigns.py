"""Letters to many: one that was sent last month and stands in the archive, and one that is half sent and paused."""

from datetime import datetime, time, timedelta

from django.conf import settings
from django.db.models import F

from civic.seed.shifts import BOSTON
from languages.content import set_translation
from languages.models import Translation
from mailing.models import Message
from outreach.actions import campaigns, sending
from outreach.models import Campaign, Segment, Topic
from sharing.models import TrackedLink

SENT = {
    "name": "Thanks for the spring clean-ups (sample)",
    "subject": "Thank you, [[name]]",
    "body": "Hello [[name]],\n\n**612 neighbors** cleaned 31 parks this spring. Thank you.\n\n[See what is coming up]({site}/events/)\n\n[[office]]",
    "es": ("Gracias, [[name]]", "Hola, [[name]]:\n\n**612 vecinos y vecinas** limpiaron 31 parques esta primavera. Gracias.\n\n[Vea lo que viene]({site}/events/)\n\n[[office]]"),
    "ar": ("شكرًا، [[name]]", "مرحبًا [[name]]،\n\nنظّف **612 جارًا** 31 حديقة هذا الربيع. شكرًا لكم.\n\n[ما هو قادم]({site}/events/)\n\n[[office]]"),
}  # fmt: skip
PAUSED = {
    "name": "Help wanted for the winter coat drive (sample)",
    "subject": "Sort coats with us",
    "body": "Hello [[name]],\n\nthe winter coat drive needs people who:\n\n- sort coats by size\n- carry boxes\n- speak Spanish or Arabic\n\n"
    "[Ways to help]({site}/volunteer/) · [Give a coat]({site}/donate/)\n\nQuestions? Call [[phone]].",
    "es": (
        "Ayude a clasificar abrigos",
        "Hola, [[name]]:\n\nla colecta de abrigos necesita personas que:\n\n- clasifiquen abrigos por talla\n- carguen cajas\n- hablen español o árabe\n\n"
        "[Formas de ayudar]({site}/volunteer/) · [Done un abrigo]({site}/donate/)\n\n¿Preguntas? Llame al [[phone]].",
    ),
    "ar": (
        "افرزوا المعاطف معنا",
        "مرحبًا [[name]]،\n\nتحتاج حملة المعاطف الشتوية إلى من:\n\n- يفرز المعاطف حسب المقاس\n- يحمل الصناديق\n- يتحدث الإسبانية أو العربية\n\n"
        "[طرق المساعدة]({site}/volunteer/) · [تبرعوا بمعطف]({site}/donate/)\n\nأسئلة؟ اتصلوا على [[phone]].",
    ),
}  # fmt: skip


def plant_campaigns(office, carla, noor, now):
    """Send both as they would be sent, without a mail server; nothing here reaches anybody."""
    topic = Topic.objects.get(slug="news-of-the-office")
    Segment.objects.create(office=office, name="Neighbors who read Spanish", rule={"combine": "all", "only": {"language": ["es"]}, "except": {}}, made_by=carla)
    morning = datetime.combine(now.astimezone(BOSTON).date(), time(10), BOSTON)
    sent = _begun(SENT, topic, carla, noor, morning - timedelta(days=30))
    _leave(sent, Message.objects.filter(about=sent.ref), morning - timedelta(days=30))
    sending.finish(campaign=sent, now=morning - timedelta(days=30))
    TrackedLink.objects.filter(channel=f"campaign {sent.pk}").update(followed=F("followed") + 47)
    paused = _begun(PAUSED, topic, carla, noor, morning - timedelta(days=1))
    letters = Message.objects.filter(about=paused.ref).order_by("pk")
    _leave(paused, letters.filter(pk__in=list(letters.values_list("pk", flat=True)[: letters.count() // 2])), morning - timedelta(days=1))
    campaigns.pause(campaign=paused, by=carla, now=morning - timedelta(hours=23))
    sending.hold(campaign=paused)


def _begun(words, topic, carla, noor, now):
    """Write it in three languages, let a second person agree, and make its letters."""
    site = settings.SITE_URL
    one = Campaign(office=topic.office, name=words["name"], topic=topic, subject=words["subject"], body=words["body"].replace("{site}", site))
    campaigns.save(campaign=one, by=carla, now=now)
    for language in ("es", "ar"):
        for field, text in zip(("subject", "body"), words[language], strict=True):
            set_translation(record=one, field=field, language=language, text=text.replace("{site}", site), status=Translation.Status.VERIFIED, now=now)
    campaigns.submit(campaign=one, by=carla, now=now)
    campaigns.approve(campaign=one, by=noor, now=now)
    sending.begin(campaign=one, now=now)
    one = Campaign.objects.select_related("office", "topic").get(pk=one.pk)
    sending.build(campaign=one, now=now)
    return one


def _leave(campaign, letters, moment):
    """These have left; the letters keep no text, the campaign does."""
    letters.update(state=Message.State.SENT, sent_at=moment + timedelta(minutes=1), attempts=1, smtp_reply="250 OK", subject="", due=moment)

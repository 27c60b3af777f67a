"""What the office of the demonstration tells: notices, two stories with drawings, and the weekly email of this week, in the finished languages."""

from datetime import timedelta

from civic.seed import drawings
from civic.seed.shifts import BOSTON
from languages.content import set_translation
from outreach.actions import digests, stories
from outreach.models import Notice, Story
from people.models import Office
from places.models import Neighborhood

NOTICES = [
    {
        "kind": "grant", "days": 20, "url": "https://example.org/small-grants", "title": "Small grants for blocks and buildings",
        "text": "Up to $500 for neighbors who start something together: a clean-up, a shared meal, a garden bed. One page to fill in.",
        "es": ("Pequeñas ayudas para cuadras y edificios", "Hasta $500 para vecinos que emprenden algo juntos: una limpieza, una comida compartida, un cantero. Una sola página que llenar."),
        "ar": ("منح صغيرة للأحياء والمباني", "حتى 500 دولار للجيران الذين يبدؤون عملاً معًا: حملة تنظيف أو وجبة مشتركة أو حوض زرع. صفحة واحدة تُملأ."),
    },
    {
        "kind": "conference", "days": 45, "url": "https://example.org/conference", "title": "National conference on volunteering: talks to watch at home",
        "text": "Two days of talks, free online, with captions in Spanish.",
        "es": ("Conferencia nacional sobre voluntariado: charlas para ver en casa", "Dos días de charlas, gratis en línea, con subtítulos en español."),
        "ar": ("المؤتمر الوطني للتطوع: محاضرات تُشاهد من البيت", "يومان من المحاضرات مجانًا عبر الإنترنت، مع ترجمة مكتوبة بالإسبانية."),
    },
    {
        "kind": "call", "days": 30, "url": "", "title": "Call for proposals: murals on five walls",
        "text": "Artists and groups of neighbors propose a mural for one of five walls of the city. Call us and we send you the form.",
        "es": ("Convocatoria: murales en cinco paredes", "Artistas y grupos de vecinos proponen un mural para una de cinco paredes de la ciudad. Llámenos y le enviamos el formulario."),
        "ar": ("دعوة لتقديم مقترحات: جداريات على خمسة جدران", "يقترح الفنانون ومجموعات الجيران جدارية لأحد خمسة جدران في المدينة. اتصلوا بنا لنرسل لكم الاستمارة."),
    },
    {
        "kind": "resource", "days": None, "url": "https://example.org/warm-places", "title": "Warm places this winter",
        "text": "Libraries and community centers where everybody may sit down and get warm, with their hours.",
        "es": ("Lugares cálidos este invierno", "Bibliotecas y centros comunitarios donde cualquier persona puede sentarse y abrigarse, con sus horarios."),
        "ar": ("أماكن دافئة هذا الشتاء", "مكتبات ومراكز مجتمعية يمكن للجميع الجلوس والتدفؤ فيها، مع أوقات عملها."),
    },
]  # fmt: skip
STORIES = [
    {
        "slug": "forty-coats-in-one-morning", "days": 3, "drawing": drawings.coats, "title": "Forty coats in one morning",
        "summary": "A school hung up a rack by its door. By noon every hook was taken.",
        "body": "It began with one sign by the door: **Take one or leave one.**\n\nBy noon there were forty coats, from very small to very large. Three classes sorted them by size, "
        "and the bakery next door brought tea.\n\nWhat was left went to the coat drive of the city.\n\n- Coats that came: 52\n- Coats that were taken home: 40",
        "alt": "Drawing: seven coats in bright colors on a rack",
        "es": (
            "Cuarenta abrigos en una mañana", "Una escuela puso un perchero junto a la puerta. Al mediodía todos los ganchos estaban ocupados.",
            "Empezó con un letrero junto a la puerta: **Llévese uno o deje uno.**\n\nAl mediodía había cuarenta abrigos, desde muy pequeños hasta muy grandes. Tres clases los ordenaron por "
            "talla, y la panadería de al lado trajo té.\n\nLo que quedó fue para la colecta de abrigos de la ciudad.\n\n- Abrigos que llegaron: 52\n- Abrigos que se llevaron: 40",
            "Dibujo: siete abrigos de colores vivos en un perchero",
        ),
        "ar": (
            "أربعون معطفًا في صباح واحد", "وضعت مدرسة حمّالة ملابس عند بابها، وعند الظهر امتلأت كل العلّاقات.",
            "بدأ الأمر بلافتة واحدة عند الباب: **خذ واحدًا أو اترك واحدًا.**\n\nعند الظهر كان هناك أربعون معطفًا، من الصغير جدًا إلى الكبير جدًا. رتبتها ثلاثة صفوف حسب المقاس، "
            "وأحضر المخبز المجاور الشاي.\n\nوما تبقى ذهب إلى حملة المعاطف في المدينة.\n\n- معاطف وصلت: 52\n- معاطف أُخذت: 40",
            "رسم: سبعة معاطف بألوان زاهية على حمّالة",
        ),
    },
    {
        "slug": "three-beds-and-a-waiting-list", "days": 16, "drawing": drawings.garden, "title": "Three beds and a waiting list",
        "summary": "An empty lot became a garden in two Saturdays. Now more people want a bed than there are.",
        "body": "The lot was full of stones when the first twelve people came.\n\nOn the second Saturday there were thirty. They built three beds, and a neighbor gave the first tomato plants.\n\n"
        "## What comes next\n\nThe group looks for a second lot. Whoever knows one can call the office.",
        "alt": "Drawing: three garden beds under green trees and a sun",
        "es": (
            "Tres canteros y una lista de espera", "Un terreno vacío se volvió huerto en dos sábados. Ahora hay más gente que quiere un cantero que canteros.",
            "El terreno estaba lleno de piedras cuando llegaron las primeras doce personas.\n\nEl segundo sábado eran treinta. Construyeron tres canteros, y una vecina regaló las primeras "
            "plantas de tomate.\n\n## Lo que sigue\n\nEl grupo busca otro terreno. Quien conozca uno puede llamar a la oficina.",
            "Dibujo: tres canteros bajo árboles verdes y un sol",
        ),
        "ar": (
            "ثلاثة أحواض وقائمة انتظار", "تحولت أرض خالية إلى حديقة خلال يومي سبت. والآن عدد الراغبين في حوض أكبر من عدد الأحواض.",
            "كانت الأرض مليئة بالحجارة عندما جاء أول اثني عشر شخصًا.\n\nوفي السبت الثاني صاروا ثلاثين. بنوا ثلاثة أحواض، وقدّم أحد الجيران أول شتلات الطماطم.\n\n"
            "## الخطوة التالية\n\nتبحث المجموعة عن أرض ثانية. من يعرف واحدة يمكنه الاتصال بالمكتب.",
            "رسم: ثلاثة أحواض زرع تحت أشجار خضراء وشمس",
        ),
    },
]  # fmt: skip


def plant_stories(office, carla, now):
    """Make the notices and the stories, by the verbs of the portal where there are any."""
    today = now.astimezone(BOSTON).date()
    for one in NOTICES:
        deadline = today + timedelta(days=one["days"]) if one["days"] else None
        notice = Notice.objects.create(
            office=office, kind=one["kind"], title=one["title"], text=one["text"], url=one["url"], deadline=deadline, shown_from=today - timedelta(days=4),
            is_published=True, made_by=carla,
        )  # fmt: skip
        _translate(notice, ("title", "text"), one, now)
    neighborhood = Neighborhood.objects.order_by("name").first()
    for one in STORIES:
        story = Story(
            office=office, slug=one["slug"], title=one["title"], summary=one["summary"], body=one["body"], alt=one["alt"], neighborhood=neighborhood,
            consent_by="Nobody is shown: a drawing", consent_on=today - timedelta(days=one["days"]), consent_words="For this page and the weekly email",
        )  # fmt: skip
        stories.describe(story=story, photo=one["drawing"](), without_photo=False, by=carla, now=now)
        stories.publish(story=story, by=carla, now=now - timedelta(days=one["days"]))
        _translate(story, ("title", "summary", "body", "alt"), one, now)


def _translate(record, fields, words, now):
    for language in ("es", "ar"):
        for field, text in zip(fields, words[language], strict=True):
            set_translation(record=record, field=field, language=language, text=text, status="verified", now=now)


def plant_digest(now):
    """Make the weekly email of this week for every office; whoever subscribed gets it by the clock. It needs the cards of all work."""
    for office in Office.objects.order_by("pk"):
        digests.make(office=office, now=now)

"""Reviewed Spanish for what people meet first, a few drafts, and a few texts older than their English."""

from django.contrib.contenttypes.models import ContentType

from civic.seed.offices import MAIN_SPANISH, SECOND_SPANISH
from civic.seed.source import rows
from languages.models import Translation, source_hash
from places.models import Venue
from volunteers.models import ShiftRole

ROLES = {"Set up and clean up": "Preparar y ordenar", "Welcome people": "Recibir a la gente"}
BRING = {
    "Closed shoes and a bottle of water. We have gloves and tools.": "Zapatos cerrados y una botella de agua. Tenemos guantes y herramientas.",
    "Closed shoes, and a hair tie if your hair is long. We have aprons and gloves.": "Zapatos cerrados y, si tiene el pelo largo, algo para atarlo. Tenemos delantales y guantes.",
    "Nothing. A computer is there for you.": "Nada. Habrá una computadora para usted.",
    "A photo ID for the front desk.": "Una identificación con foto para la recepción.",
}
COMING = {
    "Bus stop at the door": "Parada de autobús en la puerta",
    "Five minutes on foot from the T": "A cinco minutos a pie de la estación del T",
    "Ten minutes on foot from the T": "A diez minutos a pie de la estación del T",
    "Bus and T nearby": "Autobús y T cerca",
    "Street parking": "Estacionamiento en la calle",
    "A few places behind the building": "Algunos lugares detrás del edificio",
    "No parking, please come by bus or bike": "Sin estacionamiento: venga en autobús o en bicicleta",
    "Parking lot, two accessible places": "Estacionamiento con dos lugares accesibles",
}
OLDER_ENGLISH = "an earlier wording"


def translate(plan, offices, spanish_interests):
    """Write all of them at once."""
    made = [
        *_of_office(offices[0], MAIN_SPANISH),
        *_of_office(offices[1], SECOND_SPANISH),
        *(translation(interest, "name", name) for interest, name in spanish_interests.items()),
        *(translation(role, "name", ROLES[role.name]) for role in ShiftRole.objects.filter(name__in=ROLES)),
        *(translation(venue, field, COMING[getattr(venue, field)]) for venue in Venue.objects.all() for field in ("transit", "parking")),
        *_of_work(plan),
    ]
    Translation.objects.bulk_create(made, batch_size=1000)


def _of_office(office, words):
    return [translation(office, field, text) for field, text in words.items()]


def _of_work(plan):
    spanish = {row["opportunity_id"]: row for row in rows("spanish_opportunities")}
    for opportunity, row, _venue in plan:
        if opportunity.bring:
            yield translation(opportunity, "bring", BRING[opportunity.bring])
        if "spanish_title" in row:
            words = {"title": row["spanish_title"], "summary": row["spanish_summary"], "status": "verified"}
        else:
            words = spanish.get(row["opportunity_id"])
        for field in ("title", "summary") if words else ():
            yield translation(opportunity, field, words[field], words["status"])


def translation(record, field, text, status="verified", language="es"):
    """A stale text is a verified one whose English has changed since."""
    source = OLDER_ENGLISH if status == "stale" else getattr(record, field)
    return Translation(
        content_type=ContentType.objects.get_for_model(record),
        object_id=record.pk,
        field=field,
        language=language,
        text=text,
        status="verified" if status == "stale" else status,
        source_hash=source_hash(source),
    )

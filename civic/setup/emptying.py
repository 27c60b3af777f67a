"""“Start with our city”: the demonstration goes, the colleagues who sign in, the languages and the interests stay."""

from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.utils.translation import gettext as _

from intake.refusal import Refused
from intake.text import comparison_key
from languages.models import Language, Translation
from people.models import Interest, InterestGroup, User
from places.models import City

OURS = ("intake", "languages", "places", "people", "mailing", "sharing", "bookings", "donations", "events", "volunteers", "outreach")
KEPT = {User, Language, Interest, InterestGroup, Translation}


@transaction.atomic
def empty_demonstration(*, typed, session_key):
    """Delete every record of the demonstration, and sign everybody out but the browser that asks for it.

    Its letters are there for everybody to read, so what was proved with them is worth nothing in the real city: residents' accounts go too.
    Raises Refused where there is no demonstration, or when its city's name was not typed.
    """
    city = City.objects.select_for_update().filter(is_demo=True).first()
    if city is None:
        raise Refused(_("This is not a demonstration. Nothing was deleted."))
    if comparison_key(typed) != comparison_key(city.name):
        raise Refused(_("Type “%(name)s” to delete the demonstration.") % {"name": city.name}, field="typed")
    Translation.objects.exclude(content_type__app_label="people", content_type__model__in=["interest", "interestgroup"]).delete()
    with connection.cursor() as cursor:  # numbers go on: one that a browser or a letter of the demonstration knows is nobody's in the real city
        cursor.execute(f"TRUNCATE {', '.join(sorted(tables()))} CONTINUE IDENTITY")
    User.objects.filter(is_staff=False, is_superuser=False).delete()
    Session.objects.exclude(session_key=session_key).delete()


def tables():
    """Return the quoted names of all tables that hold records of the city."""
    models = [model for label in OURS if apps.is_installed(label) for model in apps.get_app_config(label).get_models(include_auto_created=True)]
    kept = {model._meta.db_table for model in models if model in KEPT or _belongs_to(model, KEPT)}
    return {connection.ops.quote_name(model._meta.db_table) for model in models if model._meta.managed and model._meta.db_table not in kept}


def _belongs_to(model, kept):
    """A link table between things that stay, or the history of one of them."""
    if hasattr(model, "pgh_tracked_model"):
        return model.pgh_tracked_model in kept
    related = {field.related_model for field in model._meta.fields if field.many_to_one}
    return bool(model._meta.auto_created) and all(one in kept or one._meta.app_label in {"auth", "contenttypes"} for one in related)

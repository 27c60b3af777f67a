"""How the script that keeps ticks while there is no connection is answered: in a few words instead of a page (static/js/ticks.js)."""

import json

from django.http import JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bookings.models import State
from volunteers.models import SignUp

MOST_WORDS = 20


def is_from_script(request):
    """Tell whether the script sends this, and not a form by itself."""
    return request.headers.get("Accept", "") == "application/json"


def answer(said, *, status=200, **more):
    """Return what the script shows; 409 stands for a refusal, which is final."""
    return JsonResponse({"said": said, **more}, status=status)


def state_now(sign_up):
    """Return the state that stands in the database now, for the page to show; nothing where there is no sign-up."""
    return SignUp.objects.values_list("state", flat=True).get(pk=sign_up.pk) if sign_up else ""


def kiosk_words(name):
    """Return what the script says at a kiosk, where people are greeted and gone before the connection is back."""
    said = _("We wrote it down. There is no connection just now: what is typed here is sent as soon as it is back.")
    return {
        "name": name, "waiting": json.dumps([said]), "states": "{}",
        "shut": _("What was written down here could not be sent. Please ask the person who leads the shift."),
        "late": _("What somebody typed here at {time} was not found. Please tell the person who leads the shift."),
        "sent": _("The connection is back. What was written down here is sent."),
    }  # fmt: skip


def words(name):
    """Return what the script needs, `name` being whose ticks they are in a browser: the states, and what is said about 1, 2, … kept ticks.

    The last of these is for all larger numbers: a script knows no plural forms of a language.
    """
    counted = [ngettext("%(n)s tick waits for the connection.", "%(n)s ticks wait for the connection.", n) % {"n": n} for n in range(1, MOST_WORDS + 1)]
    waiting = [*counted, _("More than %(n)s ticks wait for the connection.") % {"n": MOST_WORDS}]
    return {"name": name, "waiting": json.dumps(waiting), "states": json.dumps({state.value: str(state.label) for state in State})}

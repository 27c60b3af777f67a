"""How the script that keeps what is pressed while there is no connection is answered: in a few words instead of a page (static/js/ticks.js)."""

import json

from django.http import JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

MOST_WORDS = 20


def is_from_script(request):
    """Tell whether the script sends this, and not a form by itself."""
    return request.headers.get("Accept", "") == "application/json"


def answer(said, *, status=200, **more):
    """Return what the script shows; 409 stands for a refusal, which is final."""
    return JsonResponse({"said": said, **more}, status=status)


def waiting_words():
    """Return what is said about 1, 2, … kept ticks, as JSON."""
    return counted(
        lambda n: ngettext("%(n)s tick waits for the connection.", "%(n)s ticks wait for the connection.", n),
        _("More than %(n)s ticks wait for the connection."),
    )


def counted(words, more):
    """Return words(n) for 1, 2, … kept presses as JSON; the last of these is for all larger numbers: a script knows no plural forms."""
    return json.dumps([*(words(n) % {"n": n} for n in range(1, MOST_WORDS + 1)), more % {"n": MOST_WORDS}])

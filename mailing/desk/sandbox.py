"""How the HTML part of a letter is shown to staff: in a frame where nothing runs, loads or leaves."""

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp_replace
from django.views.decorators.clickjacking import xframe_options_sameorigin

# A letter's styles stand in its tags, because most mail programs drop the rest.
_POLICY = {
    "default-src": [NONE],
    "style-src": [UNSAFE_INLINE],
    "img-src": ["data:"],
    "frame-ancestors": [SELF],
    "form-action": [NONE],
    "base-uri": [NONE],
    "sandbox": True,
    "script-src": None,
    "font-src": None,
    "connect-src": None,
    "frame-src": None,
    "manifest-src": None,
}


def sandboxed(view):
    """Serve what a view returns with the letter's own content security policy."""
    return csp_replace(_POLICY)(xframe_options_sameorigin(view))

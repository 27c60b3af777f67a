"""Pages that keep by which counted link somebody came: they register their path, and `follow` passes the code on to them."""

from sharing.models import LENGTH, TrackedLink

PARAMETER = "via"
_paths: set[str] = set()


def register(path: str) -> None:
    """Pass the code of a counted link on to this page, a path without its language; called once from the app's `ready`."""
    _paths.add(path)


def query(link: TrackedLink) -> str:
    """Return what is added to the target of a link: its code where the page asks for it, else nothing."""
    return f"?{PARAMETER}={link.code}" if link.target in _paths else ""


def channel_of(code: str) -> str:
    """Return the channel of the counted link with this code, or nothing: what somebody made up says nothing."""
    found = TrackedLink.objects.filter(code=code.lower()[: LENGTH * 2]).values_list("channel", flat=True)
    return next(iter(found), "") if code else ""

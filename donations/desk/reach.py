"""What a staff member may touch at the desk of drives: foreign and unknown records are one 404."""

from donations.models import Drive, PickUpRequest, PickUpRun, PickUpWindow
from people import access

_PATHS = {
    Drive: {"office": "office", "leads_path": "leads"},
    PickUpRequest: {"office": "drive__office", "leads_path": "drive__leads"},
    PickUpRun: {"office": "drive__office", "leads_path": "drive__leads"},
    PickUpWindow: {"office": "run__drive__office", "leads_path": "run__drive__leads"},
}


def fetch(queryset, user, permission, pk):
    """Return one record the user may handle this way, or raise Http404."""
    return access.get_or_404(queryset, user, permission, **_PATHS[queryset.model], pk=pk)

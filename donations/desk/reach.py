"""What a staff member may touch at the desk of drives: foreign and unknown records are one 404."""

from donations.models import Donation, Drive, DropOffLocation, HandOver, LocationLink, PickUpRequest, PickUpRun, PickUpWindow
from people import access

_PATHS = {
    Drive: {"office": "office", "leads_path": "leads"},
    DropOffLocation: {"office": "drive__office", "leads_path": "drive__leads"},
    Donation: {"office": "drive__office", "leads_path": "drive__leads"},
    HandOver: {"office": "drive__office", "leads_path": "drive__leads"},
    LocationLink: {"office": "location__drive__office", "leads_path": "location__drive__leads"},
    PickUpRequest: {"office": "drive__office", "leads_path": "drive__leads"},
    PickUpRun: {"office": "drive__office", "leads_path": "drive__leads"},
    PickUpWindow: {"office": "run__drive__office", "leads_path": "run__drive__leads"},
}


def fetch(queryset, user, permission, pk):
    """Return one record the user may handle this way, or raise Http404."""
    return access.get_or_404(queryset, user, permission, **_PATHS[queryset.model], pk=pk)


def may(user, permission, drive):
    """Tell whether the user may do this with what belongs to a drive."""
    return access.scope(Drive.objects.filter(pk=drive.pk), user, permission, **_PATHS[Drive]).exists()

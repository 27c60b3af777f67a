"""What a staff member may touch on the desk: foreign and unknown records are one 404."""

from people import access, roles
from volunteers.models import CheckInPoint, Hold, HoursEntry, Opportunity, Shift, ShiftRole, SignUp, SiteLink

_PATHS = {
    Opportunity: {"office": "office", "leads_path": "leads"},
    Shift: {"office": "opportunity__office", "leads_path": "opportunity__leads"},
    ShiftRole: {"office": "opportunity__office", "leads_path": "opportunity__leads"},
    HoursEntry: {"office": "opportunity__office", "leads_path": "opportunity__leads"},
    Hold: {"office": "shift_role__opportunity__office", "leads_path": "shift_role__opportunity__leads"},
    CheckInPoint: {"office": "shift__opportunity__office", "leads_path": "shift__opportunity__leads"},
    SiteLink: {"office": "shift__opportunity__office", "leads_path": "shift__opportunity__leads"},
    SignUp: {"office": "shift_role__opportunity__office", "leads_path": "shift_role__opportunity__leads"},
}


def fetch(queryset, user, permission, pk):
    """Return one record the user may handle this way, or raise Http404."""
    return access.get_or_404(queryset, user, permission, **_PATHS[queryset.model], pk=pk)


def within(queryset, user, permission):
    """Keep the rows the user may see this way."""
    return access.scope(queryset, user, permission, **_PATHS[queryset.model])


def may(user, permission, opportunity):
    """Tell whether the user may do this with what belongs to an opportunity; only who leads something costs a query."""
    if access.allows(user, permission, opportunity.office_id):
        return True
    return permission in roles.LEAD and within(Opportunity.objects.filter(pk=opportunity.pk), user, permission).exists()

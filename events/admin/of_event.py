"""Rows and pages of what belongs to an event: who may do something with the event may do it with them."""

from people.access import OfficeScoped, allows


class WithEvent:
    """For an inline below an event: whoever may change the event may change its rows."""

    extra = 0
    show_change_link = True  # to its words in other languages

    def has_view_permission(self, request, obj=None):
        return request.user.has_perm("events.view_event")

    def has_change_permission(self, request, obj=None):
        office = obj.office_id if obj is not None and obj.pk else None
        return request.user.has_perm("events.change_event") and allows(request.user, "events.change_event", office)

    def has_add_permission(self, request, obj=None):
        return self.has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        return self.has_change_permission(request, obj)


class OfEvent(OfficeScoped):
    """For a page of its own: its office’s staff see it, and who leads the event; it is changed by whoever may change the event."""

    office_path = "event__office"
    leads_path = "event__leads"

    def _permission(self, act):
        return "events.view_event" if act == "view" else "events.change_event"

    def has_view_permission(self, request, obj=None):
        return request.user.has_perm("events.view_event") and self._is_allowed(request, "view", obj)

    def has_change_permission(self, request, obj=None):
        return request.user.has_perm("events.change_event") and self._is_allowed(request, "change", obj)

"""Who may do what in which office: the one place that pages, lists and forms ask. Nothing is allowed until granted."""

from functools import wraps

from allauth.account.decorators import secure_admin_login
from django.core.exceptions import PermissionDenied
from django.http import Http404

from people import roles
from people.absences import looked_after_by
from people.models import Office

EVERYWHERE = None


def grants(user):
    """Return {office id: permissions} of a staff user; one query, kept on the user."""
    if not (user.is_active and getattr(user, "is_staff", False)):
        return {}
    if not hasattr(user, "_grants"):
        rows = user.office_roles.values_list("office_id", "role", "office__is_main")
        user._grants = {office: roles.permissions_of(role, in_main_office=is_main) for office, role, is_main in rows}
    return user._grants


def all_permissions(user):
    """Return what the user may do somewhere, as a set of names such as `volunteers.view_shift`."""
    if not (user.is_active and getattr(user, "is_staff", False)):
        return set()
    if not hasattr(user, "_everything"):
        led = roles.LEAD if leads(user) else set()
        user._everything = led.union(*grants(user).values())
    return user._everything


def leads(user):
    """Tell whether a staff member leads something; one question, kept on the user."""
    if not hasattr(user, "_leads"):
        user._leads = roles.leads_something(user)
    return user._leads


def offices_where(user, permission):
    """Return the ids of the offices where the user may do this, or EVERYWHERE for the owner of the portal."""
    if user.is_active and user.is_superuser:
        return EVERYWHERE
    return {office for office, permissions in grants(user).items() if permission in permissions}


def allows(user, permission, office_id):
    """Tell whether the user may do this in that office; an office of None is the whole city."""
    offices = offices_where(user, permission)
    if offices is EVERYWHERE or office_id is None:
        return offices is EVERYWHERE or bool(offices)
    return office_id in offices


def may_invite(user, office_id):
    """Tell whether the user may let people into an office: its own administrators, and who sets the city up."""
    return allows(user, "people.invite_staff", office_id) or allows(user, "people.set_up", None)


def manages(user, colleague):
    """Tell whether the user may let a colleague in and out: all of the colleague's offices are in the user's hands."""
    offices = offices_where(user, "people.invite_staff")
    if offices is EVERYWHERE:
        return True
    works_in = set(colleague.office_roles.values_list("office_id", flat=True))
    return not colleague.is_superuser and bool(works_in) and works_in <= offices


def permissions_for(user, record):
    """Return what the user may do with one record, by its office."""
    return grants(user).get(office_id_of(record), set())


def office_id_of(record):
    """Return the id of the office a record belongs to, or None for what belongs to the city."""
    if isinstance(record, Office):
        return record.id
    return getattr(record, "office_id", None)


def scope(queryset, user, permission, *, office="office", leads_path=""):
    """Keep only the rows of offices where the user may do this, and of what the user leads when that is enough."""
    offices = offices_where(user, permission)
    if offices is EVERYWHERE:
        return queryset
    own = queryset.filter(**{f"{office}__in": offices})
    if leads_path and permission in roles.LEAD and leads(user):
        # A subquery, so that somebody who leads twice does not see a row twice.
        led = queryset.model._base_manager.filter(**{f"{leads_path}__in": looked_after_by(user)}).values("pk")
        own = queryset.filter(pk__in=own.order_by().values("pk")) | queryset.filter(pk__in=led)
    return own


def staff_page(permission):
    """Open a page to staff who have the permission in any office: strangers are sent to sign in, others get 403.

    The page itself fetches its records through `scope` or `get_or_404`, so that another office's records are 404.
    """

    def decorate(view):
        @secure_admin_login
        @wraps(view)
        def guarded(request, *args, **kwargs):
            if not request.user.has_perm(permission):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        guarded.audience = "staff"
        guarded.permission = permission
        return guarded

    return decorate


def get_or_404(queryset, user, permission, *, office="office", leads_path="", **lookup):
    """Return one record of the offices where the user may do this, or raise Http404: foreign and unknown look the same."""
    try:
        # What an office allows is found without asking what the user leads.
        own = scope(queryset, user, permission, office=office).filter(**lookup).first()
        return own or scope(queryset, user, permission, office=office, leads_path=leads_path).get(**lookup)
    except (queryset.model.DoesNotExist, OverflowError, ValueError):
        raise Http404 from None


class OfficeScoped:
    """For a ModelAdmin: only rows of offices where the user may see them, and only those offices' records to choose from."""

    office_path = "office"
    leads_path = ""

    def get_queryset(self, request):
        return scope(super().get_queryset(request), request.user, self._permission("view"), office=self.office_path, leads_path=self.leads_path)

    def has_view_permission(self, request, obj=None):
        return super().has_view_permission(request, obj) and self._is_allowed(request, "view", obj)

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and self._is_allowed(request, "change", obj)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and self._is_allowed(request, "delete", obj)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        kwargs.setdefault("queryset", self._choices(db_field, request))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        kwargs.setdefault("queryset", self._choices(db_field, request))
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def _permission(self, act):
        return f"{self.opts.app_label}.{act}_{self.opts.model_name}"

    def _is_allowed(self, request, act, obj):
        if obj is None or obj.pk is None:
            return True
        known = request.__dict__.setdefault("_known_permissions", {})
        question = (self._permission(act), obj.pk)
        if question not in known:  # the admin asks the same a dozen times a page
            rows = type(obj)._base_manager.filter(pk=obj.pk)
            known[question] = scope(rows, request.user, question[0], office=self.office_path, leads_path=self.leads_path).exists()
        return known[question]

    def _choices(self, db_field, request):
        related = db_field.remote_field.model
        if related is Office:
            offices = offices_where(request.user, self._permission("change"))
            return Office.objects.all() if offices is EVERYWHERE else Office.objects.filter(pk__in=offices)
        registered = self.admin_site._registry.get(related)
        return registered.get_queryset(request) if registered else related._default_manager.all()

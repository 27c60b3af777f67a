"""The staff site: Django admin with our theme, home page and doors."""

from django.contrib.admin import AdminSite
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import include, path, re_path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from civic import tables
from civic.needs_today import drawers_for
from civic.setup.city_steps import HolidaysStep
from mailing import hold


class PortalAdminSite(AdminSite):
    """The admin, as staff meet it: sign-in is allauth's, the home page says what needs them today."""

    site_title = _("Staff")
    site_header = _("Staff")
    index_title = _("What needs you today")
    enable_nav_sidebar = False

    def get_urls(self):
        own = [
            path("desk/", include("volunteers.desk.urls")),
            path("desk/", include("donations.desk.urls")),
            path("desk/", include("events.desk.urls")),
            path("desk/", include("outreach.desk.urls")),
            path("desk/", include("mailing.desk.urls")),
            path("desk/", include("people.desk.urls")),
            path("set-up/", include("civic.setup.urls")),
            re_path(r"^tables/(?P<app>[a-z]+)/(?P<model>[a-z]+)\.(?P<ending>csv|xlsx)$", tables.as_table, name="list_table"),
        ]
        return own + super().get_urls()

    def each_context(self, request):
        """What every page of the admin knows; "View site" leads to the home page in the language of the staff page.

        The list of everything one may open is made where a page shows it: the home page does, and no other.
        """
        return {
            "site_title": self.site_title, "site_header": self.site_header, "site_url": reverse("home"), "has_permission": self.has_permission(request),
            "available_apps": [], "is_popup": False, "is_nav_sidebar_enabled": False, "log_entries": [],
        }  # fmt: skip

    def index(self, request, extra_context=None):
        """What needs you today, and below it every list you may open."""
        context = {
            **self.each_context(request),
            "title": self.index_title,
            "subtitle": None,
            "app_list": self.get_app_list(request),
            "mail_held": hold.held(),
            "holidays_end": request.user.has_perm("people.set_up") and not HolidaysStep().is_done,
            "drawers": drawers_for(request.user, now=timezone.now()),
        }
        return TemplateResponse(request, "admin/index.html", context)

    def password_change(self, request, extra_context=None):
        """Passwords are changed where they are checked."""
        return redirect("account_change_password")

    @method_decorator(never_cache)
    def login(self, request, extra_context=None):
        """Sign-in is allauth's: it limits tries and asks for the second factor. Afterwards one is where one wanted to go."""
        wanted = request.GET.get(REDIRECT_FIELD_NAME, "")
        if not url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
            wanted = reverse("admin:index")
        if not request.user.is_authenticated:
            return redirect_to_login(wanted, reverse("account_login"))
        if not self.has_permission(request):
            raise PermissionDenied
        return redirect(wanted)

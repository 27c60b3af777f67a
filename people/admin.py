"""Offices, who works there, people we know, partners and interests."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.contrib.auth.models import Group

from intake.admin import RecordAdmin
from people.access import EVERYWHERE, OfficeScoped, offices_where
from people.models import Interest, InterestGroup, Office, OfficeRole, PartnerOrganization, Person, User


class OfficeRoleInline(admin.TabularInline):
    model = OfficeRole
    extra = 0
    autocomplete_fields = ("user",)
    verbose_name_plural = OfficeRole._meta.verbose_name_plural


@admin.register(Office)
class OfficeAdmin(OfficeScoped, RecordAdmin):
    office_path = "pk"
    list_display = ("name", "phone", "phone_hours", "email", "is_main")
    search_fields = ("name",)
    prepopulated_fields = {"slug": ("name",)}
    readonly_fields = ("is_main",)
    inlines = [OfficeRoleInline]


@admin.register(User)
class UserAdmin(RecordAdmin):
    """Colleagues. They are invited on the set-up page, choose their own password, and have their rights from their roles."""

    list_display = ("email", "name", "is_active", "last_login")
    search_fields = ("email", "name")
    fields = ("email", "name", "is_active", "last_login")
    readonly_fields = ("email", "last_login")
    ordering = ("email",)

    def get_queryset(self, request):
        users = super().get_queryset(request).filter(is_staff=True)
        offices = offices_where(request.user, "people.view_user")
        if offices is EVERYWHERE:
            return users
        return users.filter(pk__in=OfficeRole.objects.filter(office__in=offices).values("user"))

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Person)
class PersonAdmin(OfficeScoped, RecordAdmin):
    list_display = ("name", "email", "phone", "channel", "language", "office")
    list_filter = ("channel", "language")
    list_select_related = ("office",)
    search_fields = ("name", "email", "phone")
    fields = (
        "office", "name", "email", "phone", "address", "channel", "language", "neighborhood",
        "email_confirmed_at", "phone_confirmed_at", "email_refused_at", "created_at", "active_at",
    )  # fmt: skip
    readonly_fields = ("office", "email_confirmed_at", "phone_confirmed_at", "email_refused_at", "created_at", "active_at")
    autocomplete_fields = ("neighborhood",)

    def has_add_permission(self, request):
        return False


@admin.register(PartnerOrganization)
class PartnerOrganizationAdmin(OfficeScoped, RecordAdmin):
    list_display = ("name", "kind", "office")
    list_select_related = ("office",)
    search_fields = ("name",)


@admin.register(InterestGroup)
class InterestGroupAdmin(RecordAdmin):
    list_display = ("name", "code")
    search_fields = ("name",)


@admin.register(Interest)
class InterestAdmin(RecordAdmin):
    list_display = ("name", "offered")
    list_filter = ("offered",)
    search_fields = ("name",)


# Roles are defined in code (people/roles.py): groups would be a second, unseen way to give rights. Sign-in addresses and second factors
# belong to their owners, who change them on their own pages.
for model in (Group, EmailAddress, Authenticator):
    admin.site.unregister(model)

"""Offices, who works there, people we know, partners and interests."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import Group
from django.core.validators import MinValueValidator
from django.db.models import OuterRef, Subquery
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from intake.admin import CheckedForm, RecordAdmin, RecordForm
from intake.fields import EmailField, LineField
from intake.phones import spoken_number
from intake.refusal import Refused
from intake.text import comparison_key, words_of
from languages.admin import LanguageFilter, Translated
from languages.models import Language
from languages.names import in_words, language_names
from people import access
from people.access import EVERYWHERE, OfficeScoped, offices_where, staff_page
from people.actions import reset_second_factor
from people.colleague_forms import ColleagueForm, StaffFormSet
from people.corrections import email_corrected
from people.models import Interest, InterestGroup, Office, OfficeRole, PartnerOrganization, Person, User
from people.setting_up import check_hours, is_first


class OfficeRoleInline(admin.TabularInline):
    """Who works here in which role. Somebody new is invited on the set-up page; who leaves hands over first."""

    model = OfficeRole
    formset = StaffFormSet
    extra = 0
    verbose_name_plural = OfficeRole._meta.verbose_name_plural

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.remote_field.model is User:
            kwargs["queryset"] = self.admin_site._registry[User].get_queryset(request)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class OfficeForm(CheckedForm):
    """An office; its hours, and how many places one may take, are checked as on the set-up page."""

    checked, rule = ("opens", "closes"), staticmethod(check_hours)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in {"places_per_address", "places_per_group"} & self.fields.keys():
            self.fields[name].validators.append(MinValueValidator(1))


@admin.register(Office)
class OfficeAdmin(Translated, OfficeScoped, RecordAdmin):
    form = OfficeForm
    office_path = "pk"
    list_display = ("name", "number", "phone_hours", "email", "is_main")
    search_fields = ("name",)
    prepopulated_fields = {"slug": ("name",)}
    readonly_fields = ("is_main",)
    inlines = [OfficeRoleInline]

    def save_model(self, request, obj, form, change):
        obj.is_main = obj.is_main or is_first()
        super().save_model(request, obj, form, change)

    @admin.display(description=gettext_lazy("phone"))
    def number(self, office):
        return spoken_number(office.phone)


@admin.register(User)
class UserAdmin(RecordAdmin):
    """Colleagues. They are invited on the set-up page, choose their own password, and have their rights from their roles."""

    form = ColleagueForm
    list_display = ("email", "name", "is_active", "last_login")
    search_fields = ("email", "name")
    fields = ("email", "name", "is_active", "last_login")
    readonly_fields = ("email", "last_login")
    ordering = ("email",)
    change_form_template = "admin/people/user/change_form.html"

    def get_urls(self):
        return [path("<int:pk>/second-factor/", self.admin_site.admin_view(reset_factor), name="reset_second_factor"), *super().get_urls()]

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and (obj is None or access.manages(request.user, obj))

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


@staff_page("people.invite_staff")
@require_POST
def reset_factor(request, pk):
    """Help a colleague who lost their phone."""
    user = get_object_or_404(User, pk=pk, is_staff=True)
    try:
        reset_second_factor(user=user, by=request.user, now=timezone.now())
    except Refused:
        raise Http404 from None
    messages.success(request, _("%(name)s sets up a new second factor at the next sign-in.") % {"name": user})
    return redirect("admin:people_user_change", pk)


class PersonForm(RecordForm):
    """A person, as staff correct them: one person per address (else number) and name in an office."""

    name = LineField(label=gettext_lazy("Name"))
    email = EmailField(label=gettext_lazy("Email"), required=False)
    language = forms.ChoiceField(label=gettext_lazy("Language to write or call in"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "language" in self.fields:
            names = language_names()
            self.fields["language"].choices = ({self.instance.language: self.instance.language} | names).items()

    def clean(self):
        values = super().clean()
        same = Person.objects.exclude(pk=self.instance.pk).filter(office=self.instance.office_id, name_key=comparison_key(values.get("name", "")))
        email, phone = values.get("email"), values.get("phone")
        if (email and same.filter(email=email).exists()) or (not email and phone and same.filter(email="", phone=phone).exists()):
            raise forms.ValidationError(_("We know somebody of this name with this address or number already."))
        return values

    def save(self, commit=True):
        if "email" in self.changed_data:
            self.instance.email_confirmed_at = self.instance.email_refused_at = None
        if "phone" in self.changed_data:
            self.instance.phone_confirmed_at = None
        return super().save(commit)


@admin.register(Person)
class PersonAdmin(OfficeScoped, RecordAdmin):
    """People we know. Who was forgotten has no page: what is typed there would be kept for good, for nobody is forgotten twice."""

    form = PersonForm
    list_display = ("name", "email", "number", "channel", "language_name", "office")
    list_filter = ("channel", LanguageFilter)
    list_select_related = ("office",)
    search_fields = ("name", "email", "phone")  # shows the box; `matching` looks
    search_help_text = gettext_lazy("Any part of a name, an email address or a phone number.")
    fields = (
        "office", "name", "email", "phone", "address", "channel", "language", "neighborhood",
        "email_confirmed_at", "phone_confirmed_at", "email_refused_at", "created_at", "active_at",
    )  # fmt: skip
    readonly_fields = ("office", "email_confirmed_at", "phone_confirmed_at", "email_refused_at", "created_at", "active_at")

    def get_search_results(self, request, queryset, search_term):
        for word in words_of(search_term):
            queryset = queryset.matching(word)
        return queryset, False

    def has_add_permission(self, request):
        return False

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """Whoever was merged into somebody is found there."""
        gone = access.scope(Person.objects.filter(merged_into__isnull=False), request.user, "people.view_person")
        gone = gone.filter(pk=object_id).first() if str(object_id).isdecimal() else None
        return redirect("admin:people_person_change", gone.merged_into_id) if gone else super().change_view(request, object_id, form_url, extra_context)

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if "email" in form.changed_data:
            email_corrected(person=obj)

    def get_queryset(self, request):
        english = Language.objects.filter(code=OuterRef("language")).values("name")[:1]
        return super().get_queryset(request).known().filter(apart="").annotate(language_in_english=Subquery(english))

    @admin.display(description=gettext_lazy("phone"), ordering="phone")
    def number(self, person):
        return spoken_number(person.phone)

    @admin.display(description=gettext_lazy("language"), ordering="language")
    def language_name(self, person):
        return in_words(person.language, person.language_in_english or person.language)


@admin.register(PartnerOrganization)
class PartnerOrganizationAdmin(OfficeScoped, RecordAdmin):
    list_display = ("name", "kind", "office")
    list_select_related = ("office",)
    search_fields = ("name",)


@admin.register(InterestGroup)
class InterestGroupAdmin(Translated, RecordAdmin):
    list_display = ("name", "code")
    search_fields = ("name",)


@admin.register(Interest)
class InterestAdmin(Translated, RecordAdmin):
    list_display = ("name", "offered")
    list_filter = ("offered",)
    search_fields = ("name",)


# Roles are defined in code (people/roles.py): groups would be a second, unseen way to give rights. Sign-in addresses and second factors
# belong to their owners, who change them on their own pages.
for model in (Group, EmailAddress, Authenticator):
    admin.site.unregister(model)

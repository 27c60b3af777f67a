"""The city's languages, and translations beside the text they belong to."""

from django import forms
from django.contrib import admin
from django.contrib.contenttypes.admin import GenericTabularInline
from django.contrib.contenttypes.forms import BaseGenericInlineFormSet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intake.admin import RecordAdmin
from languages.content import SOURCE_LANGUAGE
from languages.models import Language, Translation, source_hash
from languages.names import language_names


@admin.register(Language)
class LanguageAdmin(RecordAdmin):
    """The code is what people's choices and texts hang on: it stays. English stays offered, for everything is written in it first."""

    list_display = ("code", "own_name", "name", "offered", "order")
    list_editable = ("order",)

    def get_readonly_fields(self, request, obj=None):
        return () if obj is None else ("code", "offered") if obj.code == SOURCE_LANGUAGE else ("code",)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and (obj is None or obj.code != SOURCE_LANGUAGE)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "order":
            field.widget.attrs["aria-label"] = field.label  # in the list it has no label of its own
        return field


class LanguageFilter(admin.SimpleListFilter):
    """The languages we know: asking a long table which ones occur in it would read all of it."""

    title = gettext_lazy("language")
    parameter_name = "language"

    def lookups(self, request, model_admin):
        return language_names().items()

    def queryset(self, request, queryset):
        return queryset.filter(language=self.value()) if self.value() else queryset


class TranslationForm(forms.ModelForm):
    """A translation remembers which English text it was made from: saving it, or saying that it still fits, means that it fits today's text."""

    still_fits = forms.BooleanField(label=gettext_lazy("it still fits"), required=False)

    def save(self, commit=True):
        record = self.instance.record
        self.instance.source_hash = source_hash(getattr(record, self.instance.field))
        return super().save(commit)


class TranslationFormSet(BaseGenericInlineFormSet):
    """One text per field and language; the database refuses a second one without a word for people."""

    def add_fields(self, form, index):
        super().add_fields(form, index)
        text = form.instance
        form.fields["still_fits"].disabled = text.pk is None or not text.is_stale(getattr(self.instance, text.field, ""))

    def clean(self):
        super().clean()
        rows = [form.cleaned_data for form in self.forms if form.is_valid() and form.cleaned_data.get("field") and not form.cleaned_data.get("DELETE")]
        kept = [(row["field"], row["language"]) for row in rows]
        if len(kept) != len(set(kept)):
            raise forms.ValidationError(_("There are two texts for the same field and language. Keep one."))


class TranslationInline(GenericTabularInline):
    """The texts of one record in other languages."""

    model = Translation
    ct_fk_field = "object_id"
    form = TranslationForm
    formset = TranslationFormSet
    extra = 0
    fields = ("field", "language", "text", "status", "standing", "still_fits")
    readonly_fields = ("standing",)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "field":
            labels = [(name, self.parent_model._meta.get_field(name).verbose_name) for name in self.parent_model.translated_fields]
            return forms.ChoiceField(label=db_field.verbose_name, choices=labels)
        if db_field.name == "language":
            codes = [(code, name) for code, name in language_names().items() if code != SOURCE_LANGUAGE]
            return forms.ChoiceField(label=db_field.verbose_name, choices=codes)
        if db_field.name == "text":
            kwargs["widget"] = forms.Textarea(attrs={"rows": 3, "cols": 50})
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    @admin.display(description=gettext_lazy("fits the English text"))
    def standing(self, translation):
        """Say whether the English text has changed since."""
        if translation.pk is None or translation.record is None:
            return ""
        stale = translation.is_stale(getattr(translation.record, translation.field, ""))
        return _("no, older than the English text") if stale else _("yes, up to date")


class Translated:
    """For a ModelAdmin: the texts of a record in other languages stand below it, once the record exists."""

    def get_inlines(self, request, obj):
        return [*super().get_inlines(request, obj), *([TranslationInline] if obj else [])]

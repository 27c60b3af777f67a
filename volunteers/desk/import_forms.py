"""The form with which staff bring a table: shape only."""

from django import forms
from django.utils.translation import gettext_lazy as _

from people.access import EVERYWHERE, offices_where
from people.models import Office
from volunteers.models import Import


class ImportForm(forms.Form):
    """Which office, what is in the table, and the file."""

    office = forms.ModelChoiceField(label=_("Office"), queryset=Office.objects.none(), empty_label=None)
    kind = forms.ChoiceField(label=_("What is in the table"), choices=Import.Kind.choices)
    file = forms.FileField(
        label=_("File"), help_text=_("CSV or Excel (.xlsx), 25 MB and 50,000 rows at most. The first row names the columns."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
    )  # fmt: skip

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        offices = offices_where(user, "volunteers.add_import")
        self.fields["office"].queryset = Office.objects.all() if offices is EVERYWHERE else Office.objects.filter(pk__in=offices)

"""Rows below a record of which one page shows only the first ones."""

from django.forms.models import BaseInlineFormSet

MOST_SENT = 100


class ShownRows(BaseInlineFormSet):
    """Shows so many rows; a form that was sent keeps the rows it was shown with, whatever was added meanwhile."""

    most = 25  # rows of one page; Django takes 500 fields a form

    def shown(self, rows):
        """Return the rows this page is about; say which ones in a subclass."""
        return rows

    def get_queryset(self):
        if not hasattr(self, "_shown"):
            rows = super().get_queryset()
            self._shown = rows.filter(pk__in=self._sent()) if self.is_bound else self.shown(rows)[: self.most]
        return self._shown

    def initial_form_count(self):
        return min(super().initial_form_count(), len(self.get_queryset())) if self.is_bound else super().initial_form_count()

    def offered(self):
        """Return {name of a field: choices} of fields whose choices are asked for once, not once a row."""
        return {}

    def add_fields(self, form, index):
        super().add_fields(form, index)
        for name, choices in self.offered().items():
            if name in form.fields:
                widget = form.fields[name].widget
                widget.choices = choices
                widget.can_add_related = widget.can_add_related and form.instance.pk is None
                widget.can_change_related = widget.can_delete_related = widget.can_view_related = False

    def _sent(self):
        """The ids of the rows that came back."""
        ids = (self.data.get(f"{self.prefix}-{number}-id", "") for number in range(MOST_SENT))
        return [int(one) for one in ids if one.isdecimal() and len(one) < 19]

"""Choosing who leads a record, on its change form."""

from people.models import User


class ChoosesLeads:
    """For the form of a record with leads and an office; a new record begins in the first office that is offered."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        offices = getattr(self.fields.get("office"), "queryset", None)
        if offices is not None and self.instance.pk is None:
            self.fields["office"].initial = offices.first()

    def clean_leads(self):
        """Keep the leads whom this colleague cannot see: who is not offered was not unticked."""
        chosen = self.cleaned_data["leads"]
        if self.instance.pk is None:
            return chosen
        unseen = self.instance.leads.exclude(pk__in=self.fields["leads"].queryset.values("pk"))
        return User.objects.filter(pk__in=[*(one.pk for one in chosen), *unseen.values_list("pk", flat=True)])

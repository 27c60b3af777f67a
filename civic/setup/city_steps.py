"""The steps about the city: its look, languages, neighborhoods, ZIPs and holidays."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from civic.seed.city import usual_languages
from civic.setup import forms, geojson
from civic.setup.step import Step
from languages import formats
from languages.actions import save_languages
from languages.models import Language
from places import actions
from places.models import City, Holiday, Neighborhood, ZipCode

HOLIDAYS_AHEAD = timedelta(days=120)  # longer than from one federal holiday to the next: the days that are known have not come to their end


class CityStep(Step):
    """Name, domain and look."""

    slug, title = "city", gettext_lazy("The city and its look")
    why = gettext_lazy("The name stands on every page. Colors are checked, so that everyone can read them.")

    @property
    def state(self):
        city = City.objects.defer("logo").first()
        return city.name if city else ""

    @property
    def is_done(self):
        return City.objects.exists()

    def form(self, data=None, files=None):
        city = City.objects.first() or City()
        fields = ("name", "domain", "brand_dark", "brand", "brand_accent")
        return forms.CityForm(data, files, initial={field: getattr(city, field) for field in fields})

    def save(self, form, *, by, now):
        values = {**form.cleaned_data, "logo": form.cleaned_data["logo"].read() if form.cleaned_data["logo"] else None}
        city = actions.save_city(**values, now=now)
        return _("%(city)s is saved.") % {"city": city.name}


class LanguagesStep(Step):
    """The languages of the city."""

    slug, title = "languages", gettext_lazy("Languages")
    why = gettext_lazy("The selector lists finished languages. Every other one gets a line with your phone number in its own words.")

    @property
    def state(self):
        return ", ".join(Language.objects.filter(offered=True).values_list("own_name", flat=True))

    @property
    def is_done(self):
        return Language.objects.exists()

    def form(self, data=None, files=None):
        known = list(Language.objects.all()) or usual_languages()
        return forms.LanguagesForm(data, languages=known, initial={"offered": [one.code for one in known if one.offered]})

    def save(self, form, *, by, now):
        if not Language.objects.exists():
            Language.objects.bulk_create(usual_languages())
        save_languages(offered={"en", *form.cleaned_data["offered"]}, call_lines=form.call_lines)
        return _("The languages are saved.")


class NeighborhoodsStep(Step):
    """Neighborhoods, with outlines or without."""

    slug, title = "neighborhoods", gettext_lazy("Neighborhoods")
    why = gettext_lazy("With outlines the home page shows a map. Without, it shows a list. A known name gets the new outline; nothing is deleted here.")

    @property
    def state(self):
        count = Neighborhood.objects.count()
        return ngettext("%(count)s neighborhood", "%(count)s neighborhoods", count) % {"count": count} if count else ""

    @property
    def is_done(self):
        return Neighborhood.objects.exists()

    def form(self, data=None, files=None):
        return forms.NeighborhoodsForm(data, files)

    def save(self, form, *, by, now):
        upload = form.cleaned_data["outlines"]
        if upload:
            found = geojson.read(upload.read(geojson.MOST_BYTES + 1), name_property=form.cleaned_data["name_property"])
        else:
            found = [(name, None) for name in form.cleaned_data["names"]]
        new = actions.save_neighborhoods(found=found)
        return _("%(all)s neighborhoods read, %(new)s of them new.") % {"all": len(found), "new": new}


class ZipCodesStep(Step):
    """ZIP codes."""

    slug, title, is_optional = "zip-codes", gettext_lazy("ZIP codes"), True
    why = gettext_lazy("People type their ZIP to see what is near them.")

    @property
    def state(self):
        count = ZipCode.objects.count()
        return ngettext("%(count)s ZIP", "%(count)s ZIPs", count) % {"count": count} if count else ""

    @property
    def is_done(self):
        return ZipCode.objects.exists()

    def form(self, data=None, files=None):
        lines = [f"{one.zip} {one.neighborhood.name}" for one in ZipCode.objects.select_related("neighborhood")]
        return forms.ZipCodesForm(data, initial={"zips": "\n".join(lines)}, are_known=bool(lines))

    def save(self, form, *, by, now):
        count = actions.save_zip_codes(pairs=form.cleaned_data["zips"])
        return ngettext("%(count)s ZIP is saved.", "%(count)s ZIPs are saved.", count) % {"count": count}


class HolidaysStep(Step):
    """Holidays of this year and the next."""

    slug, title = "holidays", gettext_lazy("Holidays")
    why = gettext_lazy("“We will call you by Tuesday” skips weekends and these days.")

    @property
    def state(self):
        days = list(Holiday.objects.filter(date__gte=first_day()).values_list("date", flat=True))
        if not days:
            return ""
        count = ngettext("%(count)s day", "%(count)s days", len(days)) % {"count": len(days)}
        return _("%(days)s, the last one on %(date)s") % {"days": count, "date": formats.weekday_date(days[-1])}

    @property
    def is_done(self):
        """The days are known for some months to come: those of the next year are not forgotten in the autumn."""
        return Holiday.objects.filter(date__gte=first_day() + HOLIDAYS_AHEAD).exists()

    def form(self, data=None, files=None):
        computed = forms.computed_holidays(first_day())
        known = dict(Holiday.objects.filter(date__gte=first_day()).values_list("date", "name"))
        choices = [(str(day), f"{_shown(*words)}, {formats.weekday_date(day)}") for day, words in computed.items()]
        others = [f"{day} {name}" for day, name in known.items() if day not in computed]
        years = {day.year for day in known if day in computed}  # of another year nobody has said anything yet: what is usual is ticked
        ticked = [str(day) for day, (_name, is_federal) in computed.items() if (day in known if day.year in years else is_federal)]
        return forms.HolidaysForm(data, choices=choices, initial={"ticked": ticked, "others": "\n".join(others)})

    def save(self, form, *, by, now):
        computed = {str(day): (day, name) for day, (name, _is_federal) in forms.computed_holidays(first_day()).items()}
        days = dict(computed[key] for key in form.cleaned_data["ticked"]) | dict(form.cleaned_data["others"])
        count = actions.save_holidays(days=days, since=first_day())
        return ngettext("%(count)s holiday is saved.", "%(count)s holidays are saved.", count) % {"count": count}


def _shown(name, is_federal):
    return _(name) if is_federal else _("%(holiday)s (Massachusetts)") % {"holiday": _(name)}


def first_day():
    """Return today: earlier holidays are history."""
    return timezone.localdate()

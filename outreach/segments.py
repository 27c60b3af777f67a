"""Segments: some of an office's people, as a rule of ids and words; each rule becomes one query. Needs and sensitive events are never part of it.

{"combine": "all" or "any", "only": {kind: [values]}, "except": {kind: [values]}}; kinds stand in KINDS, an empty rule is everybody.
"""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from functools import reduce
from operator import and_, or_
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bookings.models import State
from donations.models import Drive, Pledge
from events.models import Event, Registration
from languages.names import language_names
from outreach.models import Preferences
from people.models import Interest, Office, Profile
from places.models import Neighborhood
from volunteers.models import Opportunity, SignUp

KINDS = {
    "neighborhood": gettext_lazy("live in or want to hear of"),
    "language": gettext_lazy("read"),
    "interest": gettext_lazy("are interested in"),
    "took_part": gettext_lazy("took part in"),
    "signed_up": gettext_lazy("are signed up for"),
    "not_signed_up": gettext_lazy("are not signed up for"),
    "audience": gettext_lazy("are"),
    "active": gettext_lazy("were last active"),
}
THINGS = ("took_part", "signed_up", "not_signed_up")
ACTIVE = {
    "within_30": gettext_lazy("in the last 30 days"), "within_90": gettext_lazy("in the last 90 days"), "within_365": gettext_lazy("in the last year"),
    "not_180": gettext_lazy("not in the last half year"), "not_365": gettext_lazy("not in the last year"),
}  # fmt: skip
COMBINE = {"all": gettext_lazy("all of these are true"), "any": gettext_lazy("at least one of these is true")}
_CAME = [State.ATTENDED, State.WALK_IN]
MOST_THINGS = 200  # of each kind, the newest


def condition(rule: dict, now: datetime) -> Q:
    """Return the condition on people that a rule means; an empty rule lets everybody through."""
    only = [_of_kind(kind, values, now) for kind, values in rule.get("only", {}).items() if values]
    without = [_of_kind(kind, values, now) for kind, values in rule.get("except", {}).items() if values]
    joined = reduce(or_ if rule.get("combine") == "any" else and_, only, Q()) if only else Q()
    return joined & ~reduce(or_, without) if without else joined


def check(rule: Any) -> bool:
    """Tell whether something read from the database or a form is a rule this code understands."""
    parts = [rule.get("only", {}), rule.get("except", {})] if isinstance(rule, dict) else [None]
    if not all(isinstance(part, dict) and part.keys() <= KINDS.keys() and all(isinstance(one, list) for one in part.values()) for part in parts):
        return False
    return rule.get("combine", "all") in COMBINE


def gone(rule: dict, office: Office) -> list[str]:
    """Say what a rule names that is not there any more, or that no rule may name; nothing when all is well."""
    if not check(rule):
        return [_("This rule cannot be read. Put it together anew.")]
    said = []
    for part in ("only", "except"):
        for kind, values in rule.get(part, {}).items():
            known = _known(kind, values, office)
            said += [
                _("“%(kind)s”: something this rule names is gone (%(value)s).") % {"kind": KINDS[kind], "value": one} for one in values if one not in known
            ]
    return said


def in_words(rule: dict, office: Office) -> list[str]:
    """Return a rule line by line, as staff read it."""
    lines = []
    for part, start in (("only", _("People who")), ("except", _("But not people who"))):
        for kind, values in rule.get(part, {}).items():
            names = _known(kind, values, office)
            lines.append(f"{start} {KINDS[kind]}: " + ", ".join(str(names.get(one, _("something that is gone"))) for one in values))
    if len(rule.get("only", {})) > 1:
        lines.append(_("It is enough that one of these is true.") if rule.get("combine") == "any" else _("All of these have to be true."))
    return lines or [_("Everybody who wants to hear from the office.")]


def things_of(office: Office) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return what people can sign up for, as grouped choices of (ref, title), the newest first; three queries."""
    return [(str(words), [(f"{label}:{pk}", title) for pk, title in rows(office)]) for label, (words, rows, _booked) in _THINGS.items()]


def _of_kind(kind: str, values: list, now: datetime) -> Q:
    return _CONDITIONS[kind](values, now)


def _neighborhood(ids: list, now: datetime) -> Q:
    return Q(neighborhood__in=ids) | Q(Exists(Preferences.objects.filter(person=OuterRef("pk"), neighborhoods__overlap=ids)))


def _language(codes: list, now: datetime) -> Q:
    return Q(language__in=codes)


def _interest(ids: list, now: datetime) -> Q:
    kept = Profile.objects.filter(person=OuterRef("pk"), interests__overlap=ids)
    return Q(Exists(kept)) | Q(Exists(Preferences.objects.filter(person=OuterRef("pk"), interests__overlap=ids)))


def _took_part(refs: list, now: datetime) -> Q:
    return _booked(refs, _CAME, Pledge.CAME)


def _signed_up(refs: list, now: datetime) -> Q:
    return _booked(refs, [*State.LIVE, State.WALK_IN], [*Pledge.LIVE, *Pledge.CAME])


def _not_signed_up(refs: list, now: datetime) -> Q:
    return ~_signed_up(refs, now)


def _audience(values: list, now: datetime) -> Q:
    told = Profile.objects.filter(person=OuterRef("pk"))
    found = Q(Exists(told.filter(audience__in=values)))
    return found | ~Q(Exists(told)) if Profile.Audience.RESIDENT in values else found


def _active(values: list, now: datetime) -> Q:
    parts = [(one.partition("_")[0], now - timedelta(days=int(one.partition("_")[2]))) for one in values if one in ACTIVE]
    return reduce(or_, (Q(active_at__gte=since) if how == "within" else Q(active_at__lt=since) for how, since in parts), Q(pk__in=[]))


_CONDITIONS: dict[str, Callable[[list, datetime], Q]] = {
    "neighborhood": _neighborhood, "language": _language, "interest": _interest, "took_part": _took_part, "signed_up": _signed_up,
    "not_signed_up": _not_signed_up, "audience": _audience, "active": _active,
}  # fmt: skip


def _booked(refs: Iterable[str], states: list, pledge_states: Iterable) -> Q:
    """Whoever has a booking of these states on one of these things; a thing no rule may name finds nobody."""
    found = Q(pk__in=[])
    for label, (_words, _rows, booked) in _THINGS.items():
        if ids := _ids(refs, label):
            found |= Q(Exists(booked(ids).filter(person=OuterRef("pk"), state__in=pledge_states if label == "donations.drive" else states)))
    return found


def _ids(refs: Iterable[str], label: str) -> list[int]:
    return [int(number) for name, _colon, number in (ref.partition(":") for ref in refs) if name == label and number.isdecimal()]


def _opportunities(office: Office):
    rows = Opportunity.objects.filter(office=office).exclude(state=Opportunity.State.DRAFT)
    return rows.order_by("-pk").values_list("pk", "title")[:MOST_THINGS]


def _events(office: Office):
    rows = Event.objects.announced().filter(office=office, is_sensitive=False)
    return rows.order_by("-starts").values_list("pk", "title")[:MOST_THINGS]


def _drives(office: Office):
    return Drive.objects.filter(office=office).exclude(state=Drive.State.DRAFT).order_by("-pk").values_list("pk", "title")[:MOST_THINGS]


_THINGS = {
    "volunteers.opportunity": (gettext_lazy("ways to volunteer"), _opportunities, lambda ids: SignUp.objects.filter(shift_role__opportunity__in=ids)),
    "events.event": (gettext_lazy("events"), _events, lambda ids: Registration.objects.filter(event__in=ids, event__is_sensitive=False)),
    "donations.drive": (gettext_lazy("donation drives"), _drives, lambda ids: Pledge.objects.filter(drive__in=ids)),
}


def _known(kind: str, values: list, office: Office) -> dict:
    """Return {value: words} of those values of a kind that are still there."""
    if kind in THINGS:
        return _known_things(values, office)
    if kind == "neighborhood":
        return dict(Neighborhood.objects.filter(pk__in=_numbers(values)).values_list("pk", "name"))
    if kind == "interest":
        return dict(Interest.objects.filter(pk__in=_numbers(values)).values_list("pk", "name"))
    return {"language": language_names, "audience": lambda: dict(Profile.Audience.choices), "active": lambda: ACTIVE}[kind]()


def _known_things(refs: list, office: Office) -> dict:
    texts = [one for one in refs if isinstance(one, str)]
    found = {}
    for label, rows in (
        ("volunteers.opportunity", Opportunity.objects.filter(office=office)),
        ("events.event", Event.objects.filter(office=office, is_sensitive=False)),
        ("donations.drive", Drive.objects.filter(office=office)),
    ):
        if ids := _ids(texts, label):
            found |= {f"{label}:{pk}": title for pk, title in rows.filter(pk__in=ids).values_list("pk", "title")}
    return found


def _numbers(values: list) -> list[int]:
    return [one for one in values if isinstance(one, int)]

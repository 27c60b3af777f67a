"""What this floor itself moves when two people are merged: the profile, pairs of two people, and whoever was merged before."""

from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from languages.formats import weekday_date
from languages.names import language_names
from people.merging import Merge, Mover, moves, register
from people.models import GuardianConsent, Interest, Person, PersonRequirement, Profile, TwoPeople


def register_movers() -> None:
    """Tell the registry; called once when the portal starts."""
    register(Mover(covers=("people.person.merged_into",), move=_move_merged))
    register(Mover(covers=("people.twopeople.first", "people.twopeople.second"), move=_move_pairs))
    register(moves(GuardianConsent))
    register(moves(GuardianConsent, "guardian"))
    register(Mover(covers=("people.personrequirement.person",), move=_move_requirements, tell=_tell_requirements))
    register(Mover(covers=("people.profile.person",), move=_join_profiles, hold=_hold_profiles, tell=_tell_profile))


def _move_merged(merge: Merge) -> None:
    Person.objects.filter(merged_into=merge.gone).update(merged_into=merge.kept)


def _move_pairs(merge: Merge) -> None:
    """What was said of somebody's pairs holds for whoever they become."""
    both = {merge.kept.pk, merge.gone.pk}
    for pair in TwoPeople.objects.filter(Q(first=merge.gone) | Q(second=merge.gone)).order_by("pk"):
        (other,) = {pair.first_id, pair.second_id} - {merge.gone.pk}
        pair.delete()
        if other not in both:
            first, second = sorted([merge.kept.pk, other])
            TwoPeople.objects.get_or_create(first_id=first, second_id=second, defaults={"said_by_id": pair.said_by_id, "said_at": pair.said_at})


def _move_requirements(merge: Merge) -> None:
    """Of the same requirement (of an agreement: the same version) the one that is met stays, and of two the one that is good for longer."""
    theirs = {(one.requirement_id, one.waiver_text_id): one for one in PersonRequirement.objects.filter(person=merge.kept)}
    for one in PersonRequirement.objects.filter(person=merge.gone).order_by("pk"):
        own = theirs.get((one.requirement_id, one.waiver_text_id))
        if own is not None:
            weaker = min(own, one, key=lambda row: (row.state == PersonRequirement.State.MET, row.expires or date.max))
            weaker.delete()
            if weaker is one:
                continue
        one.person = merge.kept
        one.save(update_fields=["person", "changed_at"])


def _tell_requirements(person: Person) -> list[tuple[str, str]]:
    met = PersonRequirement.objects.filter(person=person, state=PersonRequirement.State.MET).select_related("requirement").order_by("requirement__name")
    return [(_("Requirements met"), ", ".join(dict.fromkeys(one.requirement.name for one in met)))]


def _hold_profiles(persons: list[int]) -> None:
    list(Profile.objects.filter(person__in=persons).select_for_update().order_by("person_id").values_list("pk"))


def _join_profiles(merge: Merge) -> None:
    """Interests and languages are joined; for the rest, the consent to be asked too, the latest word counts."""
    profiles = {profile.person_id: profile for profile in Profile.objects.filter(person__in=[merge.kept.pk, merge.gone.pk])}
    gone = profiles.get(merge.gone.pk)
    if gone is None:
        return
    kept = profiles.get(merge.kept.pk)
    if kept is None:
        Profile.objects.filter(pk=gone.pk).update(person=merge.kept)
        return
    latest = max((kept, gone), key=lambda profile: profile.changed_at)
    gone.delete()
    Profile.objects.filter(pk=kept.pk).update(
        interests=sorted({*kept.interests, *gone.interests}), languages=sorted({*kept.languages, *gone.languages}),
        asked_at=max((at for at in (kept.asked_at, gone.asked_at) if at), default=None), changed_at=latest.changed_at,
        **{name: getattr(latest, name) for name in ("availability", "audience", "department", "asks_a_week", "agreed_to_asks_at")},
    )  # fmt: skip


def _tell_profile(person: Person) -> list[tuple[str, str]]:
    profile = Profile.objects.filter(person=person).first()
    names = language_names()
    asks = weekday_date(profile.agreed_to_asks_at) if profile and profile.agreed_to_asks_at else ""
    return [
        (_("Interests"), ", ".join(Interest.objects.filter(pk__in=profile.interests).values_list("name", flat=True)) if profile else ""),
        (_("Languages spoken"), ", ".join(names.get(code, code) for code in profile.languages) if profile else ""),
        (_("Agreed to be asked"), asks),
    ]

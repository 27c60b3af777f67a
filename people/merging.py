"""Two records of one person become one: everything moves, nothing counts twice, and it cannot be undone.

Each app registers what it moves; this registry knows no names.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, connection, models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from intake.refusal import Refused
from people.models import GuardianConsent, Person, TwoPeople, User

VALUES = ("name", "email", "phone", "address", "channel", "language", "neighborhood_id")
KEPT, GONE, BOTH = "kept", "gone", "both"
_PROOFS = {"email": ("email_confirmed_at", "email_refused_at"), "phone": ("phone_confirmed_at",)}
_ALONE = "SELECT pg_advisory_xact_lock(hashtextextended('people.merging', 0))"
_BESIDE_NO_MERGE = "SELECT pg_advisory_xact_lock_shared(hashtextextended('people.merging', 0))"


@dataclass(frozen=True)
class Merge:
    """One merge on its way: the two as they were, the values that stay, and what staff chose where both had the same thing."""

    kept: Person
    gone: Person
    values: dict[str, Any]
    chosen: dict[str, str]  # key of a Clash → KEPT, GONE or BOTH
    by: User | None
    now: datetime

    @property
    def unproved(self) -> list[Person]:
        """Those of the two whose address is not kept and was never proved: what was mailed to it may have reached anybody."""
        return [one for one in (self.kept, self.gone) if one.email and one.email != self.values["email"] and one.email_confirmed_at is None]


@dataclass(frozen=True)
class Clash:
    """What both have and only one can keep: staff say which."""

    key: str  # letters, digits and hyphens: the name of a form's field
    title: str
    options: list[tuple[str, str]]  # KEPT, GONE or BOTH, and words


@dataclass(frozen=True)
class Mover:
    """How one app moves what it holds of a person; called in one transaction, upper floors first."""

    covers: tuple[str, ...]  # app.model.field of every foreign key to a person that it moves
    move: Callable[[Merge], None]
    hold: Callable[[list[int]], None] = lambda persons: None  # ids → locks what others lock before a person
    tell: Callable[[Person], list[tuple[str, str]]] = lambda person: []  # what a person holds, as pairs of words
    clashes: Callable[[Person, Person], list[Clash]] = lambda kept, gone: []


_movers: list[Mover] = []


def register(mover: Mover) -> None:
    """Add what an app moves; called once from the app's `ready`."""
    _movers.append(mover)


def moves(model: type[models.Model], name: str = "person", **more: Any) -> Mover:
    """Return the mover of a model whose rows simply change hands, whatever they are."""

    def move(merge: Merge) -> None:
        model._base_manager.filter(**{name: merge.gone}).update(**{name: merge.kept})

    return Mover(covers=(f"{model._meta.label_lower}.{name}",), move=move, **more)


def movers() -> list[Mover]:
    """Return every mover, upper floors first: in this order rows are moved."""
    return list(reversed(_movers))


def told(person: Person) -> list[tuple[str, str]]:
    """Return what a person holds in every app, as pairs of words: the same labels in the same order for everybody."""
    return [line for mover in _movers for line in mover.tell(person)]


def clashes(kept: Person, gone: Person) -> list[Clash]:
    """Return everything of which only one can stay."""
    return [clash for mover in _movers for clash in mover.clashes(kept, gone)]


# --- Merging ------------------------------------------------------------------------------------------------------------


@transaction.atomic
def merge(*, kept: Person, gone: Person, take: Iterable[str] = (), chosen: dict[str, str] | None = None, by: User | None, now: datetime) -> Person:
    """Move everything of `gone` to `kept`, and return `kept`; of the fields named in `take`, the value of `gone` stays.

    `chosen` says for each Clash which one stays. Whoever is gone keeps an empty record that points to the other, so that the
    history stays readable. Merging the same two twice changes nothing more. Raises Refused.
    """
    with connection.cursor() as cursor:
        cursor.execute(_ALONE)
    if Person.objects.filter(pk=gone.pk, merged_into=kept.pk).exists():
        return Person.objects.get(pk=kept.pk)
    check_may_merge(*_fresh(kept, gone))
    for mover in _movers:  # a profile is held before a role, as by whoever agrees to be kept posted
        mover.hold(sorted([kept.pk, gone.pk]))
    # Nobody signs either of them up until this is over: a new row would wait for the person's.
    list(Person.objects.select_for_update().filter(pk__in=[kept.pk, gone.pk]).order_by("pk").values_list("pk"))
    kept, gone = _fresh(kept, gone)
    check_may_merge(kept, gone)
    one = Merge(kept, gone, _values(kept, gone, set(take)), _answered(kept, gone, chosen or {}), by, now)
    _check_nobody_else(one)
    try:
        with transaction.atomic():
            for mover in movers():
                mover.move(one)
            _empty(one)
            Person.objects.filter(pk=kept.pk).update(**one.values)
    except IntegrityError as error:
        raise Refused(_("Something changed meanwhile, or both hold something that one person cannot hold twice. Look at the page again.")) from error
    return Person.objects.get(pk=kept.pk)


def wait_for_merges() -> None:
    """Go on in this transaction while no two people are merged; called before anything is locked.

    For verbs that lock in another order than a merge does, a proof of things in several apps before all: each of the two would wait for the other.
    """
    with connection.cursor() as cursor:
        cursor.execute(_BESIDE_NO_MERGE)


def _fresh(*persons: Person) -> list[Person]:
    known = Person.objects.select_related("user", "office").in_bulk([person.pk for person in persons])
    return [known[person.pk] for person in persons]


def check_may_merge(kept: Person, gone: Person) -> None:
    """Two people that one office knows, neither of them staff, forgotten, merged before or the other's guardian. Raises Refused."""
    if kept.pk == gone.pk:
        raise Refused(_("This is one and the same record. Choose another person to merge with."), code="same")
    for person in (kept, gone):
        if person.apart:
            raise Refused(_("Who comes to a sensitive event is known for that event only. This record is not merged."), code="apart")
        if person.merged_into_id:
            raise Refused(_("One of the two was merged with somebody else meanwhile. Look at the list again."), code="merged")
        if person.forgotten_at:
            raise Refused(_("One of the two asked us to forget them. There is nothing left to merge."), code="forgotten")
        if person.user and person.user.is_staff:
            raise Refused(_("%(name)s is a colleague who signs in here. The record of a colleague is not merged.") % {"name": person}, code="staff")
    if kept.office_id != gone.office_id:
        raise Refused(_("The two are known in different offices. Each office keeps its own record."), code="foreign")
    both = [kept.pk, gone.pk]
    asked = GuardianConsent.objects.filter(person__in=both, guardian__in=both).exclude(person=F("guardian"))
    consent = asked.select_related("person", "guardian").first()
    if consent is not None:
        raise Refused(f"{consent.guardian}: {_('Guardian of %(name)s') % {'name': consent.person}}.", code="guardian")


def _answered(kept, gone, chosen):
    """Return the answers to all clashes. Raises Refused for each that was not answered."""
    found = clashes(kept, gone)
    missing = [clash for clash in found if chosen.get(clash.key) not in dict(clash.options)]
    refusals = [Refused(_("Choose which one stays."), field=clash.key, code="clash") for clash in missing]
    if refusals:
        raise Refused(refusals[0].sentence, field=refusals[0].field, code="clash", and_also=refusals[1:])
    return {clash.key: chosen[clash.key] for clash in found}


def _values(kept, gone, take):
    """Return the values that stay, each with what is known of it: an address stays proved, and stays refused."""
    source = {name: gone if name.removesuffix("_id") in take else kept for name in VALUES}
    values = {name: getattr(person, name) for name, person in source.items()}
    for name, facts in _PROOFS.items():
        same = [person for person in (kept, gone) if getattr(person, name) == values[name]]
        values |= {fact: min((at for person in same if (at := getattr(person, fact))), default=None) for fact in facts}
    values |= {"active_at": max(kept.active_at, gone.active_at), "created_at": min(kept.created_at, gone.created_at), "user": kept.user or gone.user}
    if not values["name"]:
        raise Refused(_("A person needs a name."), field="name")
    values["name_key"] = source["name"].name_key
    return values


def _check_nobody_else(one):
    """A third person with the same name and address cannot stand beside the merged one."""
    email, phone = one.values["email"], one.values["phone"]
    reach = Q(email=email) if email else Q(email="", phone=phone)
    same = Person.objects.known().filter(reach, office=one.kept.office_id, name_key=one.values["name_key"]).exclude(pk__in=[one.kept.pk, one.gone.pk])
    if (email or phone) and same.exists():
        raise Refused(_("A third person has this name with this address or number. Merge with them first."), field="name", code="third")


def _empty(one):
    """Nothing personal stays on the record that is gone; `forgotten_at` closes it for everything that knew it."""
    Person.objects.filter(pk=one.gone.pk).update(
        name="", name_key="", email="", phone="", address="", user=None, neighborhood=None, forgotten_at=one.now, merged_into=one.kept
    )


# --- Two people -----------------------------------------------------------------------------------------------------------


@transaction.atomic
def tell_apart(*, one: Person, other: Person, by: User | None, now: datetime) -> None:
    """Remember that these are two people: the pair is not suggested again. Doing it twice changes nothing more. Raises Refused."""
    check_may_merge(*_fresh(one, other))
    first, second = sorted([one, other], key=lambda person: person.pk)
    TwoPeople.objects.get_or_create(first=first, second=second, defaults={"said_by": by, "said_at": now})

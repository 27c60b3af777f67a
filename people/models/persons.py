"""Persons: the humans an office knows."""

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import connection, models
from django.db.models import Value
from django.db.models.functions import Concat
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField

from intake.history import tracked
from intake.text import comparison_key, search_key
from people.models.offices import Office
from people.triggers import LeadProfile
from places.models import Neighborhood


def searched(path=""):
    """Return the expression of all by which staff look for a person, reached over a path of fields; the index `person_search` holds it."""
    names = [f"{path}{name}" for name in ("name_key", "email", "phone")]
    return Concat(names[0], Value(" "), names[1], Value(" "), names[2], output_field=models.TextField())


_RETENTION = "until forgotten, else 24 months after the last activity"

# The opposite of `Person.is_reached_by_email`, for queries that call people_person `person`.
IS_CALLED = "(person.email = '' OR person.email_refused_at IS NOT NULL OR person.channel <> 'email')"
_ADD = """INSERT INTO people_person (office_id, name, name_key, email, phone, address, channel, language, apart, created_at, active_at)
VALUES (%s, %s, %s, %s, %s, '', %s, %s, %s, now(), now()) ON CONFLICT DO NOTHING RETURNING id"""
# Held as a foreign key would hold them: whoever merges or forgets them comes before or after, not in between.
_HOLD_KNOWN = """SELECT * FROM people_person
WHERE office_id = %s AND name_key = %s AND email = %s AND (%s <> '' OR phone = %s) AND forgotten_at IS NULL FOR KEY SHARE"""


class PersonQuerySet(models.QuerySet):
    """People, as the office speaks of them."""

    def known(self):
        """Not forgotten."""
        return self.filter(forgotten_at=None)

    def behind(self, email):
        """Everyone who shares an email address: a family may have one."""
        return self.known().filter(email=email.strip().lower())

    def matching(self, word):
        """In whose name, email address or phone number this stands, however it is written."""
        return self.alias(searched=searched()).filter(searched__contains=search_key(word))

    def find_or_add(self, *, office, name, email="", phone="", language="en", apart=""):
        """Return the person an office knows by this address (else number) and name, or a new one.

        A form nobody has proved never changes a person already known. With neither address nor number the person is new.
        `apart` is the ref of a sensitive thing: whoever comes to it is known for it only, and by no other form.
        """
        channel = Person.Channel.EMAIL if email else Person.Channel.PHONE
        person = Person(office=office, name=name, email=email, phone=phone, language=language, channel=channel, apart=apart)
        if not (email or phone):
            person.save()
            return person
        person.name_key = key_of(name, apart)
        while True:  # a second time when the one who was there is merged or forgotten just now
            with connection.cursor() as cursor:
                cursor.execute(_ADD, [office.pk, person.name, person.name_key, email, phone, channel, language, apart])
                row = cursor.fetchone()
            if row:
                person.pk, person._state.adding, person._state.db = row[0], False, self.db
                return person
            for known in self.raw(_HOLD_KNOWN, [office.pk, person.name_key, email, email, phone]):
                known.office = office
                return known


def key_of(name, apart=""):
    """Return by which a form finds people; whoever is known for one sensitive thing only has a key of their own."""
    return f"{comparison_key(name)[: 200 - len(apart) - 1]} {apart}" if apart and name else comparison_key(name)


@tracked(without=["name_key", "active_at", "apart"])
class Person(models.Model):
    """A human one office knows by address (or phone) and name; several may share an address, none needs an account."""

    class Channel(models.TextChoices):
        EMAIL = "email", _("email")
        PHONE = "phone", _("phone call")
        LETTER = "letter", _("letter")

    personal_fields = {
        "name": _RETENTION,
        "name_key": _RETENTION,
        "email": _RETENTION,
        "phone": _RETENTION,
        "address": _RETENTION,
        "user": _RETENTION,
    }
    plain_fields = (
        "id",
        "office",
        "channel",
        "language",
        "neighborhood",
        "email_confirmed_at",
        "phone_confirmed_at",
        "email_refused_at",
        "forgotten_at",
        "merged_into",
        "apart",
        "created_at",
        "active_at",
    )

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="persons")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="persons")
    name = models.CharField(_("name"), max_length=200)
    name_key = models.CharField(max_length=200, editable=False)
    email = models.EmailField(_("email"), blank=True)
    phone = PhoneNumberField(_("phone"), blank=True)
    address = models.CharField(_("postal address"), max_length=200, blank=True)
    channel = models.CharField(_("preferred channel"), max_length=10, choices=Channel, default=Channel.EMAIL)
    language = models.CharField(_("language"), max_length=12, default="en")
    neighborhood = models.ForeignKey(Neighborhood, verbose_name=_("neighborhood"), null=True, blank=True, on_delete=models.SET_NULL)
    email_confirmed_at = models.DateTimeField(_("email confirmed"), null=True, blank=True, editable=False)
    phone_confirmed_at = models.DateTimeField(_("phone confirmed"), null=True, blank=True, editable=False)
    email_refused_at = models.DateTimeField(_("email refused"), null=True, blank=True, editable=False)
    # Whoever was merged into another holds nothing personal any more, as somebody who was forgotten: `forgotten_at` says when.
    forgotten_at = models.DateTimeField(null=True, blank=True, editable=False)
    merged_into = models.ForeignKey(
        "self", verbose_name=_("merged into"), null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="merged", db_index=False
    )
    apart = models.CharField(
        max_length=40,
        blank=True,
        editable=False,
        db_default="",
        default="",
        help_text="The one sensitive thing this record is for: it is never met elsewhere, nor merged.",
    )
    created_at = models.DateTimeField(auto_now_add=True)
    active_at = models.DateTimeField(_("last active"), auto_now_add=True)

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.UniqueConstraint(fields=["office", "email", "name_key"], condition=~models.Q(email=""), name="one_person_per_email_and_name"),
            models.UniqueConstraint(
                fields=["office", "phone", "name_key"], condition=models.Q(email="") & ~models.Q(phone=""), name="one_person_per_phone_and_name"
            ),
        ]
        indexes = [
            models.Index(fields=["email"], name="person_email", condition=~models.Q(email="")),
            models.Index(fields=["phone"], name="person_phone", condition=~models.Q(phone="")),
            models.Index(fields=["merged_into"], name="person_merged", condition=models.Q(merged_into__isnull=False)),
            # Only of people whose neighborhood is known: a sign-up form asks for none, and pays nothing.
            GinIndex(fields=["name_key"], name="person_like_name", opclasses=["gin_trgm_ops"], condition=models.Q(neighborhood__isnull=False)),
            GinIndex(OpClass(searched(), name="gin_trgm_ops"), name="person_search"),
        ]
        triggers = [LeadProfile(name="lead_profile")]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.email = self.email.strip().lower()
        self.name_key = key_of(self.name, self.apart)
        super().save(*args, **kwargs)

    @property
    def called(self):
        """The name, else how they are reached: whoever only wants letters may have given no name."""
        return self.name or self.email or str(self.phone)

    @property
    def is_reached_by_email(self):
        """Letters go by email: there is an address, it is not refused, and the person did not ask for calls."""
        return bool(self.email) and self.email_refused_at is None and self.channel == self.Channel.EMAIL

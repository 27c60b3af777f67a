"""Work that asks for more than a name: an agreement, a training, the office's approval, a guardian; and places kept for a partner."""

from datetime import timedelta

from django.db.models import F

from civic.seed.translations import translation
from intake.refusal import Refused
from languages.models import Translation
from people import met
from people.consents import Guardian
from people.models import PartnerOrganization, Requirement
from volunteers.actions import holds
from volunteers.actions.sign_up import Form, sign_up
from volunteers.models import Opportunity, ShiftRole

AGREEMENT = (
    "I come of my own free will and I am not paid.\n\nI follow the safety instructions and ask when I am not sure.\n\n"
    "I tell the lead at the site at once when somebody is hurt or something is broken.\n\nI can stop at any time and need not say why."
)
SPANISH = {
    "name": "Acuerdo para personas voluntarias",
    "text": (
        "Vengo por voluntad propia y no recibo pago.\n\nSigo las instrucciones de seguridad y pregunto cuando no sé algo.\n\n"
        "Aviso enseguida a quien dirige el lugar si alguien se lastima o algo se rompe.\n\nPuedo dejarlo en cualquier momento y no tengo que decir por qué."
    ),
    "training": "Capacitación en manejo de alimentos",
    "how": "Dos horas en línea, gratis, en seis idiomas. Llámenos y le inscribimos.",
}
TRAINING_HOW = "Two hours online, free, in six languages. Call us and we sign you up."
YOUNG = [("Mia Santos", "Ana Santos"), ("Jay Lin", "Grace Lin")]
KEPT, KEPT_FOR = 4, timedelta(days=2)


def plant_conditions(main, by, now):
    """Put conditions on some work of the main office, and people who wait for a yes there, by the verbs of the portal."""
    youth, kitchen, drivers = list(_work(main, minimum_age=16)[:1]) + list(_work(main, minimum_age=None)[:2])
    youth.waiver = _agreement(main, now)
    youth.save(update_fields=["waiver"])
    kitchen.requirements.add(_training(main))
    drivers.approval = True
    drivers.save(update_fields=["approval"])
    for number, (name, guardian) in enumerate(YOUNG):
        asked = Guardian(guardian, f"{guardian.split()[0].lower()}.santos-lin@example.org", "", "es" if number == 0 else "en")
        _come(_next(youth, now), name, f"conditions-young-{number}", now, age="minor", guardian=asked, waiver=youth.waiver.texts.first().pk)
    _come(_next(kitchen, now), "Nadia Brooks", "conditions-kitchen", now, notes="Can I sit down now and then?")
    _come(_next(drivers, now), "Omar Reyes", "conditions-drivers", now)
    _keep(main, by, now)


def _work(office, **how):
    open_work = Opportunity.objects.filter(office=office, state=Opportunity.State.PUBLISHED, kind=Opportunity.Kind.SHIFTS, **how)
    return open_work.filter(roles__capacity__gte=F("roles__taken") + 3).distinct().order_by("pk")


def _next(opportunity, now):
    roomy = ShiftRole.objects.filter(opportunity=opportunity, shift__starts__gt=now + timedelta(days=4), shift__cancelled_at=None, capacity__gte=F("taken") + 2)
    role = roomy.order_by("shift__starts", "pk").first()
    return role and ShiftRole.objects.for_sign_up(role.pk)


def _come(role, name, key, now, *, hold=None, **answers):
    email = f"{name.lower().replace(' ', '.')}@example.org"
    form = Form(name=name, email=email, phone="", party_size=1, language="en", **answers)
    try:
        if role is not None:
            sign_up(shift_role=role, form=form, proved={email}, key=f"demonstration-{key}", browser="demonstration", now=now, hold=hold)
    except Refused:
        return


def _agreement(office, now):
    agreement = Requirement.objects.create(office=office, kind=Requirement.Kind.WAIVER, name="Agreement for volunteers", valid_months=12)
    text = met.write_text(requirement=agreement, text=AGREEMENT, now=now)
    Translation.objects.bulk_create([translation(agreement, "name", SPANISH["name"]), translation(text, "text", SPANISH["text"])])
    return agreement


def _training(office):
    training = Requirement.objects.create(office=office, kind=Requirement.Kind.TRAINING, name="Food handler training", how=TRAINING_HOW, valid_months=24)
    Translation.objects.bulk_create([translation(training, "name", SPANISH["training"]), translation(training, "how", SPANISH["how"])])
    return training


def _keep(office, by, now):
    """Some places of a coming shift for a partner, one of them used."""
    partner = PartnerOrganization.objects.filter(office=office).order_by("pk").first()
    free = ShiftRole.objects.filter(opportunity__office=office, opportunity__minimum_age=None, opportunity__waiver=None, shift__cancelled_at=None)
    role = free.filter(shift__starts__gt=now + timedelta(days=5), capacity__gte=F("taken") + KEPT + 2).order_by("shift__starts", "pk").first()
    if partner is None or role is None:
        return
    hold = holds.keep(shift_role=role, partner=partner, places=KEPT, release_at=role.shift.starts - KEPT_FOR, key="", by=by, now=now)
    _come(ShiftRole.objects.for_sign_up(role.pk), "Lee Park", "conditions-partner", now, hold=hold)

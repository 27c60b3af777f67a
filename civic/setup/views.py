"""The set-up page of the staff site: a list of steps with what is left, a page for each, and the end of the demonstration."""

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from civic import context, pagecache, this_week
from civic.setup.emptying import empty_demonstration
from civic.setup.forms import EmptyingForm
from civic.setup.office_steps import OfficesStep, StaffStep
from civic.setup.steps import NEED_AN_OFFICE, STEPS
from intake.admin import desk_page
from intake.refusal import Refused
from mailing import browser
from people import options
from people.access import staff_page
from people.models import Office
from places import city_map
from places.models import City

PERMISSION = "people.set_up"


@staff_page(PERMISSION)
@require_safe
def overview(request):
    """What is done and what is left."""
    steps = [step() for step in STEPS]
    left = [step for step in steps if not step.is_done and not step.is_optional]
    demo = City.objects.filter(is_demo=True).first()
    return desk_page(request, "civic/setup/overview.html", title=_("Set up"), steps=steps, left=left, demo=demo, has_mail=bool(settings.EMAIL_URL or demo))


@staff_page(PERMISSION)
@require_http_methods(["GET", "HEAD", "POST"])
def step(request, slug):
    """One step: its form, and what is there already."""
    found = next((one() for one in STEPS if one.slug == slug), None)
    if found is None:
        raise Http404
    if slug in NEED_AN_OFFICE and not Office.objects.exists():
        messages.warning(request, _("First tell us about your office."))
        return redirect("admin:set_up_step", OfficesStep.slug)
    return _answer(request, found)


@staff_page("people.invite_staff")
@require_http_methods(["GET", "HEAD", "POST"])
def staff(request):
    """Invite somebody: for who sets the city up, and for the administrators of each office."""
    if not Office.objects.exists():
        messages.warning(request, _("First tell us about your office."))
        return redirect("admin:set_up_step", OfficesStep.slug)
    return _answer(request, StaffStep(by=request.user))


@staff_page(PERMISSION)
@require_http_methods(["GET", "HEAD", "POST"])
def office(request, pk):
    """Change one office."""
    return _answer(request, OfficesStep(get_object_or_404(Office, pk=pk)))


@staff_page(PERMISSION)
@require_http_methods(["GET", "HEAD", "POST"])
def start_with_our_city(request):
    """Empty the demonstration. Who presses twice goes on with the set-up."""
    if not City.objects.exists():
        return redirect("admin:set_up")
    demo = get_object_or_404(City, is_demo=True)
    form = EmptyingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            empty_demonstration(typed=form.cleaned_data["typed"], session_key=request.session.session_key)
        except Refused as no:
            form.add_error("typed", no.sentence)
        else:
            browser.forget_proofs(request)
            forget_pages()
            messages.success(request, _("The demonstration is gone. Now tell us about your city."))
            return redirect("admin:set_up")
    return desk_page(request, "civic/setup/start.html", title=_("Start with our city"), status=_status(form), form=form, demo=demo)


def _answer(request, step):
    form = step.form(request.POST or None, request.FILES or None) if request.method == "POST" else step.form()
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                sentence = step.save(form, by=request.user, now=timezone.now())
        except Refused as no:
            for one in (no, *no.and_also):
                form.add_error(one.field if one.field in form.fields else None, one.sentence)
        else:
            forget_pages()
            messages.success(request, sentence)
            return redirect(request.path if step.more() else "admin:set_up")
    return desk_page(request, step.template, title=capfirst(step.title), status=_status(form), step=step, form=form, **step.more())


def _status(form):
    return 422 if form.is_bound and form.errors else 200


def forget_pages():
    """What this process remembers for its pages is old now; the others notice within a minute."""
    for remembers in (context, this_week, city_map, options, pagecache):
        remembers.forget()

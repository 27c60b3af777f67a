"""One campaign on the desk: what is missing, how far it is, what came of it, who gets it, how it looks; each press is a POST of its own."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from intake import form_keys
from intake.admin import desk_page
from intake.refusal import Refused
from languages.content import SOURCE_LANGUAGE
from languages.names import language_names
from mailing.desk.sandbox import sandboxed
from mailing.registry import kind_named
from mailing.writing.rendering import HIDDEN, Writer
from mailing.writing.sender import written_language
from outreach import campaign_rules, campaign_texts, pace, progress, segments, whom
from outreach.actions import campaigns
from outreach.campaign_rules import State
from outreach.forms.campaigns import PressForm, TrialForm, said_of
from outreach.letters.campaigns import KIND, letter_of, shared_of
from outreach.models import Campaign
from outreach.rules import rules_of
from people import access
from people.access import staff_page

_VIEW, _CHANGE, _APPROVE = "outreach.view_campaign", "outreach.change_campaign", "outreach.approve_campaign"
_PEOPLE = "people.view_person"


def fetch(request, pk, permission=_VIEW):
    """Return a campaign the user may handle this way, or raise Http404."""
    found = Campaign.objects.select_related("office", "topic", "segment", "without", "corrects", "asked_by", "approved_by")
    return access.get_or_404(found, request.user, permission, pk=pk)


@staff_page(_VIEW)
@require_safe
def one(request, pk):
    """How it stands, and what can be done with it now."""
    campaign, now = fetch(request, pk), timezone.now()
    is_begun = campaign.started_at is not None
    rules = rules_of(campaign.office)
    return desk_page(
        request, "outreach/desk/campaign.html", title=campaign.name, campaign=campaign, rules=rules, form=PressForm(),
        problems=campaign_rules.problems(campaign, now) if campaign.state in (State.DRAFT, State.IN_REVIEW) else [],
        progress=progress.of(campaign, now) if is_begun else None, results=progress.results(campaign) if is_begun else None,
        languages=[] if is_begun else campaign_texts.standing(campaign), starts=pace.next_open(campaign.send_at, rules) if campaign.send_at else None,
        is_on_its_way=campaign.state in (State.SCHEDULED, State.SENDING) or (campaign.state == State.CANCELLED and not campaign.finished_at and is_begun),
        is_quiet=campaign.state == State.SENDING and pace.is_quiet(now, rules), may_approve=_may_approve(request.user, campaign),
        may_change=access.allows(request.user, _CHANGE, campaign.office_id),
    )  # fmt: skip


def _may_approve(user, campaign):
    return access.allows(user, _APPROVE, campaign.office_id) and user.pk not in (campaign.asked_by_id, campaign.made_by_id)


@staff_page(_VIEW)
@require_safe
def people(request, pk):
    """Who gets it and who does not, and why: counts, and ten names for whoever may see people."""
    campaign, now = fetch(request, pk), timezone.now()
    broken = [line for one in (campaign.segment, campaign.without) if one for line in segments.gone(one.rule, campaign.office)]
    found = None if broken else whom.breakdown(campaign, now)
    names = language_names()
    return desk_page(
        request, "outreach/desk/campaign_people.html", title=_("Who gets it, and who does not"), campaign=campaign, found=found, broken=broken,
        by_language=[(names.get(code, code), count) for code, count in found.by_language] if found else [],
        may_see_names=access.allows(request.user, _PEOPLE, campaign.office_id), is_begun=campaign.started_at is not None,
    )  # fmt: skip


@staff_page(_VIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def preview(request, pk):
    """As somebody will read it, in a language of the city; a test goes to an address."""
    campaign = fetch(request, pk, _CHANGE if request.method == "POST" else _VIEW)
    languages = list(language_names().items())
    form = TrialForm(request.POST or None, languages=languages, initial={"address": request.user.email, "language": _language(request)})
    if form.is_valid() and _tested(request, campaign, form):
        return redirect(reverse("admin:preview_campaign", args=[pk]) + f"?language={form.cleaned_data['language']}")
    reader, language = _reader(request, campaign), _language(request)
    subject, text, _html = _written(campaign, language, reader.name if reader else "")
    return desk_page(
        request, "outreach/desk/campaign_preview.html", title=_("How it looks"), status=422 if form.errors else 200, campaign=campaign, form=form, reader=reader,
        language=language, languages=languages, subject=subject, text=text, query=request.GET.urlencode(),
        may_see_names=access.allows(request.user, _PEOPLE, campaign.office_id), readers=_first_readers(request, campaign),
    )  # fmt: skip


def _tested(request, campaign, form):
    values = form.cleaned_data
    try:
        campaigns.send_test(campaign=campaign, **values, by=request.user, now=timezone.now())
    except Refused as refusal:
        form.add_error(None, said_of(refusal))
        return False
    messages.success(request, _("A test is on its way to %(address)s.") % {"address": values["address"]})
    return True


@sandboxed
@staff_page(_VIEW)
@require_safe
def preview_html(request, pk):
    """The designed letter, in a frame where nothing runs, loads or leaves."""
    campaign = fetch(request, pk)
    reader = _reader(request, campaign)
    return HttpResponse(_written(campaign, _language(request), reader.name if reader else "")[2])


def _language(request):
    """The language that is looked at; one the city does not know is a page that is not there."""
    code = request.GET.get("language", SOURCE_LANGUAGE)
    if code != SOURCE_LANGUAGE and code not in language_names():
        raise Http404
    return code


def _reader(request, campaign):
    """Somebody of the office as whom it is looked at, for whoever may see people."""
    number = request.GET.get("person", "")
    if not number:
        return None
    if not (number.isascii() and number.isdecimal() and access.allows(request.user, _PEOPLE, campaign.office_id)):
        raise Http404
    return access.get_or_404(campaign.office.persons.filter(apart="", forgotten_at=None), request.user, _PEOPLE, pk=number)


def _first_readers(request, campaign):
    if not access.allows(request.user, _PEOPLE, campaign.office_id):
        return []
    return list(whom.recipients(campaign, timezone.now()).order_by("pk").values_list("pk", "name", "language")[: whom.SHOWN])


def _written(campaign, language, name):
    """Return (subject, text, html) as they stand now; a reader's own links are hidden."""
    with override(written_language(language)):
        letter = letter_of(shared_of(campaign_texts.written(campaign, language)), name, None)
        letter.personal.update(dict.fromkeys(letter.secret, HIDDEN))
        words = Writer().write(kind_named(KIND), letter, office=campaign.office, language=language)
    return words.subject, words.text, words.html


def _press(verb, done, permission=_CHANGE):
    """Return a page that does one thing with a campaign, and goes back to it with a sentence."""

    @staff_page(permission)
    @require_POST
    def press(request, pk):
        campaign = fetch(request, pk, permission)
        try:
            verb(campaign=campaign, by=request.user, now=timezone.now())
        except Refused as refusal:
            messages.error(request, said_of(refusal))
        else:
            messages.success(request, done)
        return redirect(reverse("admin:campaign", args=[pk]))

    return press


def _make(verb, done):
    """Return a page that makes a new campaign of one, once for each form, and goes to the new one's words."""

    @staff_page(_CHANGE)
    @require_POST
    def make(request, pk):
        campaign, form = fetch(request, pk, _CHANGE), PressForm(request.POST)
        try:
            made = _once(request, form, lambda: verb(campaign=campaign, by=request.user, now=timezone.now()))
        except Refused as refusal:
            messages.error(request, said_of(refusal))
            return redirect(reverse("admin:campaign", args=[pk]))
        messages.success(request, done)
        return redirect(reverse("admin:outreach_campaign_change", args=[made]))

    return make


@transaction.atomic
def _once(request, form, verb):
    if not form.is_valid():
        raise form_keys.too_old()
    sending = form_keys.use(key=form.cleaned_data["key"], browser=form_keys.browser_of(request), content=request.path, now=timezone.now())
    if sending.first is None:
        made = verb().pk
        form_keys.remember(sending, result={"campaign": made})
        return made
    return sending.first["campaign"]


submit = _press(campaigns.submit, gettext_lazy("It is handed in."))
approve = _press(campaigns.approve, gettext_lazy("You said yes. It leaves at its time; until then it can be taken back."), _APPROVE)
take_back = _press(campaigns.take_back, gettext_lazy("It is a draft again. Nobody got it."))
pause = _press(campaigns.pause, gettext_lazy("It is paused. What has not left waits."))
resume = _press(campaigns.resume, gettext_lazy("It goes on."))
cancel = _press(campaigns.cancel, gettext_lazy("It is cancelled. No more letters leave."))
correct = _make(campaigns.correct, gettext_lazy("This letter goes to exactly those who got the other one. Now write what was wrong."))
copy = _make(campaigns.copy, gettext_lazy("Here is the copy. Nobody gets it before you send it."))

"""The letters ledger: what was owed to whom, what became of it, what was sent. And addresses that refuse mail."""

from operator import itemgetter

from django.apps import apps
from django.contrib import admin, messages
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import NoReverseMatch, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_POST, require_safe

from intake.admin import ReadOnly, RecordAdmin, desk_page
from intake.refusal import Refused
from languages.admin import LanguageFilter
from languages.names import language_names
from mailing import outbox, settling
from mailing.desk import words
from mailing.desk.sandbox import sandboxed
from mailing.kind_names import kind_in_words
from mailing.models import CallTask, Message, Returned, Suppression
from mailing.outbox.ledger import STUCK
from mailing.reach.suppression import address_hash, lift_known
from mailing.registry import kind_named, registry
from mailing.settling import LOST
from mailing.writing import previews
from people import access
from people.access import OfficeScoped, staff_page
from people.things import keeper_of

_NOT_APART = Q(person=None) | Q(person__apart="")  # who comes to a sensitive event is seen by its own staff only


class TroubleFilter(admin.SimpleListFilter):
    title = gettext_lazy("trouble")
    parameter_name = "trouble"

    def lookups(self, request, model_admin):
        return [("1", _("did not arrive, and nobody has dealt with it"))]

    def queryset(self, request, queryset):
        return queryset.unsettled() if self.value() == "1" else queryset


class KindFilter(admin.SimpleListFilter):
    """The kinds this code knows: asking the ledger itself would read all of it."""

    title = gettext_lazy("kind")
    parameter_name = "kind"

    def lookups(self, request, model_admin):
        return sorted(((name, kind_in_words(name)) for name in registry()), key=itemgetter(1))

    def queryset(self, request, queryset):
        return queryset.filter(kind=self.value()) if self.value() else queryset


class StateFilter(admin.SimpleListFilter):
    """What became of a letter, in the words of the list."""

    title = gettext_lazy("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return words.states()

    def queryset(self, request, queryset):
        return queryset.filter(state=self.value()) if self.value() else queryset


@admin.register(Message)
class MessageAdmin(ReadOnly, OfficeScoped, RecordAdmin):
    list_display = ("recipient_name", "kind_name", "subject", "state_name", "due", "sent_at", "answer")
    list_filter = (TroubleFilter, StateFilter, KindFilter, LanguageFilter)
    list_select_related = ("person",)
    search_fields = ("to__exact", "person__email__exact", "person__name__istartswith")
    search_help_text = gettext_lazy("A whole email address, or the beginning of a name.")
    ordering = ("-id",)

    def get_queryset(self, request):
        return super().get_queryset(request).filter(_NOT_APART).defer("text", "html", "values")

    def get_urls(self):
        own = [
            path("<int:pk>/retry/", self.admin_site.admin_view(retry), name="retry_letter"),
            path("<int:pk>/settle/", self.admin_site.admin_view(settle), name="settle_letter"),
            path("<int:pk>/html/", self.admin_site.admin_view(as_html), name="letter_html"),
        ]
        return own + super().get_urls()

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """One letter: its state, the mail server's answer, what was sent."""
        message = self.get_object(request, object_id)
        if message is None or not self.has_view_permission(request, message):
            raise Http404
        may_retry = access.allows(request.user, "mailing.retry_message", message.office_id)
        is_stuck = message.state in STUCK and not CallTask.objects.filter(message=message).exists()
        return desk_page(
            request,
            "admin/mailing/message/letter.html",
            title=message.subject or kind_in_words(message.kind),
            message=message,
            opts=self.opts,
            kind=kind_in_words(message.kind),
            state=words.state_in_words(message),
            answer=words.answer_in_words(message),
            language=language_names().get(message.language, message.language),
            about=about_of(message),
            may_settle=may_retry and message.state in LOST and message.settled_at is None,
            is_known=kind_named(message.kind) is not None,
            text=message.text or _words_elsewhere(message),
            may_retry=may_retry and is_stuck,
        )

    @admin.display(description=pgettext_lazy("letter", "to"))
    def recipient_name(self, message):
        return message.person.called if message.person else message.to

    @admin.display(description=gettext_lazy("mail server's answer"))
    def answer(self, message):
        return words.answer_in_words(message)[:80]

    @admin.display(description=pgettext_lazy("email", "letter"), ordering="kind")
    def kind_name(self, message):
        return kind_in_words(message.kind)

    @admin.display(description=gettext_lazy("state"), ordering="state")
    def state_name(self, message):
        return words.state_in_words(message)


def about_of(message):
    """Return (words, address) of the page where staff see what the letter is about; nothing when they have no page for it."""
    label, _colon, number = message.about.partition(":")
    try:
        model = apps.get_model(label)
        url = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_change", args=[int(number)])
    except (LookupError, ValueError, NoReverseMatch):
        return None
    name = _name_of(message.about) or model._default_manager.filter(pk=int(number)).first()
    return (str(name), url) if name else None


def _name_of(ref):
    """Return the title and time of one thing of one person, or nothing for anything else."""
    try:
        keeper, number = keeper_of(ref)
    except KeyError:
        return ""
    things = [keeper.words(record) for record in keeper.fetch([number])]
    return ", ".join(part for part in (things[0].title, things[0].when) if part) if things else ""


def _words_elsewhere(message):
    """Return the text of a letter whose words are kept once for all of its readers; nothing for any other one."""
    kind = kind_named(message.kind)
    words = previews.of_message(message) if kind and not kind.keeps_text else None
    return words[1] if words else ""


@staff_page("mailing.retry_message")
@require_POST
def retry(request, pk):
    """Send a letter again that failed or is in doubt."""
    return _do(request, pk, outbox.retry, done=_("The letter is on its way again."))


@staff_page("mailing.retry_message")
@require_POST
def settle(request, pk):
    """Note that somebody has dealt with a letter that did not arrive."""
    return _do(request, pk, settling.settle, done=_("Noted: somebody has dealt with this letter."))


def _do(request, pk, verb, *, done):
    message = access.get_or_404(Message.objects.filter(_NOT_APART), request.user, "mailing.retry_message", pk=pk)
    try:
        verb(message=message, by=request.user, now=timezone.now())
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, done)
    return redirect(reverse("admin:mailing_message_change", args=[pk]))


@sandboxed
@staff_page("mailing.view_message")
@require_safe
def as_html(request, pk):
    """The designed letter in a sandbox of its own: as it was kept, else as it would be written today, codes and links hidden."""
    letters = Message.objects.filter(_NOT_APART).select_related("person", "office")
    message = access.get_or_404(letters, request.user, "mailing.view_message", pk=pk)
    if message.html:
        return HttpResponse(message.html)
    preview = previews.of_message(message)
    if preview is None:
        raise Http404
    _subject, _text, html = preview
    return HttpResponse(html)


class ByAddress(RecordAdmin):
    """For rows known by the hash of an address."""

    search_fields = ("address_hash__exact",)
    search_help_text = gettext_lazy("A whole email address.")

    def get_search_results(self, request, queryset, search_term):
        """An address is looked for by its hash: no other form of it is kept."""
        return super().get_search_results(request, queryset, address_hash(search_term) if "@" in search_term else search_term)


@admin.register(Suppression)
class SuppressionAdmin(ByAddress):
    list_display = ("created_at", "reason", "smtp_reply", "address_hash")
    list_filter = ("reason",)
    ordering = ("-created_at",)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def delete_model(self, request, obj):
        """The mailbox works again, or its owner asked: whoever shares the address gets letters again."""
        lift_known(suppression=obj)

    def delete_queryset(self, request, queryset):
        for suppression in queryset.order_by("pk"):
            lift_known(suppression=suppression)


@admin.register(Returned)
class ReturnedAdmin(ReadOnly, ByAddress):
    """What mail servers and the provider reported; addresses are known by their keyed hash only."""

    list_display = ("day", "kind", "status", "words", "source", "message", "acted_on")
    list_filter = ("kind", "source", "acted_on")
    list_select_related = ("message",)
    ordering = ("-day", "-id")

"""Every letter in every language, with invented words, to read before anybody gets one."""

from operator import itemgetter

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from intake.admin import desk_page
from languages.models import Language
from mailing.desk.sandbox import sandboxed
from mailing.kind_names import kind_in_words
from mailing.writing import previews
from people.access import staff_page


@require_safe
@staff_page("mailing.view_message")
def all_letters(request):
    """The kinds of letters and the languages they are written in."""
    languages = Language.objects.filter(offered=True)
    return desk_page(request, "mailing/desk/previews.html", title=_("What our letters say"), kinds=_named(previews.kinds()), languages=languages)


@require_safe
@staff_page("mailing.view_message")
def one_letter(request, kind, language):
    """One kind of letter in one language, as text and as HTML."""
    subject, text, _html = _written(kind, language)
    return desk_page(request, "mailing/desk/preview.html", title=subject, text=text, kind=kind, name=kind_in_words(kind), language=language)


@sandboxed
@require_safe
@staff_page("mailing.view_message")
def one_letter_as_html(request, kind, language):
    """The HTML part of one kind of letter."""
    return HttpResponse(_written(kind, language)[2])


def _named(kinds):
    return sorted(((kind, kind_in_words(kind)) for kind in kinds), key=itemgetter(1))


def _written(kind, language):
    if not Language.objects.filter(code=language).exists():
        raise Http404
    try:
        return previews.render(kind, language)
    except LookupError:
        raise Http404 from None

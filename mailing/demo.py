"""/demo/letters/: the mailbox of the demonstration, where nobody needs a mail server to see the letters."""

from csp.decorators import csp_replace
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from mailing.models import KeptLetter
from places.models import City

SHOWN = 50
# A letter's styles stand in its tags; nothing else may load, nothing runs, links open in the whole window.
LETTER_POLICY = {
    "default-src": ["'none'"],
    "style-src": ["'unsafe-inline'"],
    "img-src": ["data:"],
    "frame-ancestors": ["'self'"],
    "base-uri": ["'none'"],
    "sandbox": ["allow-top-navigation-by-user-activation", "allow-popups", "allow-popups-to-escape-sandbox"],
    **dict.fromkeys(("script-src", "font-src", "connect-src", "form-action", "frame-src", "manifest-src")),
}


def only_in_the_demo(view):
    """Show the page in a demonstration that sends no mail, and to staff who try the portal out with a city of their own; elsewhere it does not exist."""

    def checked(request, *args, **kwargs):
        if settings.EMAIL_URL or not (City.objects.filter(is_demo=True).exists() or _tries_it_out(request.user)):
            raise Http404
        return view(request, *args, **kwargs)

    return checked


def _tries_it_out(user):
    """Tell whether this is somebody who works here, beside the embedded database."""
    return settings.DATABASE_IS_EMBEDDED and user.is_authenticated and user.is_active and user.is_staff


@require_safe
@never_cache
@only_in_the_demo
def letters(request):
    """The newest letters first."""
    kept = KeptLetter.objects.select_related("message").defer("html", "text").order_by("-id")
    page = Paginator(kept[: SHOWN * 20], SHOWN).get_page(request.GET.get("page"))
    return render(request, "mailing/demo/letters.html", {"page": page})


@require_safe
@never_cache
@only_in_the_demo
def letter(request, pk):
    """One letter, as designed and as plain text."""
    kept = get_object_or_404(KeptLetter.objects.select_related("message"), pk=pk)
    return render(request, "mailing/demo/letter.html", {"letter": kept})


@csp_replace(LETTER_POLICY)
@xframe_options_sameorigin
@require_safe
@never_cache
@only_in_the_demo
def letter_html(request, pk):
    """The designed part of a letter alone, under a policy of its own."""
    kept = get_object_or_404(KeptLetter, pk=pk)
    return HttpResponse(kept.html.replace("<head>", '<head><base target="_top">', 1))

"""What is agreed to for a sign-up: the form for a guardian to print, and the agreement to sign."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from bookings.consents import pages
from bookings.models import State
from people import met
from volunteers.actions.requests import look_again
from volunteers.views.own import agreement_of, own_sign_up

SIGNABLE = {State.CONFIRMED, State.REQUESTED}


@never_cache
@require_safe
def paper(request, pk):
    """The form to print, in the language of the page: read, signed and brought along."""
    return pages.paper(request, own_sign_up(request, pk))


@never_cache
@require_POST
def sign(request, pk):
    """Sign the agreement of one's own sign-up: its newest version, as it stood on the page."""
    sign_up = own_sign_up(request, pk)
    text = agreement_of(sign_up)
    if text is None or sign_up.state not in SIGNABLE:
        raise Http404
    if request.POST.get("agree") != "1" or request.POST.get("text") != str(text.pk):
        messages.error(request, _("Please read the agreement as it stands now, and tick that you agree to it."))
        return redirect("volunteers:sign_up_detail", pk)
    now = timezone.now()
    met.sign(person=sign_up.person, text=text, name=sign_up.person.name, language=get_language(), how=met.How.ONLINE, by=None, now=now)
    look_again(sign_up=sign_up, by=None, now=now)
    messages.success(request, _("Signed. Thank you."))
    return redirect("volunteers:sign_up_detail", pk)

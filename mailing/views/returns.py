"""Where the mail provider tells what came back. Only its own signature or password opens this door; it needs no cookie."""

from anymail.exceptions import AnymailError, AnymailWebhookValidationFailure
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseBadRequest
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from mailing.returns import providers, reports

_NOT_READABLE = (ValueError, KeyError, TypeError, AttributeError, IndexError, AssertionError, OverflowError, OSError, AnymailError)


@csrf_exempt
@never_cache
@require_http_methods(["POST", "HEAD"])
def take(request):
    """Take what the provider posts: 200 when all of it was read, 403 when it is not the provider's, 400 when it cannot be read; then nothing has changed.

    A report that was told before changes nothing, and is answered the same.
    """
    if not settings.MAIL_PROVIDER:
        raise Http404
    if request.method == "HEAD":
        return HttpResponse()
    now = timezone.now()
    try:
        view = providers.view_of(settings.MAIL_PROVIDER)
        view.run_validators(request)
    except AnymailWebhookValidationFailure:
        raise PermissionDenied from None
    except _NOT_READABLE:
        return HttpResponseBadRequest()
    try:
        found = [providers.report_of(event, provider=settings.MAIL_PROVIDER, now=now) for event in view.parse_events(request)]
    except _NOT_READABLE:
        return HttpResponseBadRequest()
    for report in found:
        if report is not None:
            reports.take(report, now=now)
    return HttpResponse()

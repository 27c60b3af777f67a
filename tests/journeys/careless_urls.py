"""The portal's addresses with one mistake, for a negative control: a mailed link that confirms as soon as it is fetched."""

from django.http import HttpResponse
from django.urls import path

from civic import urls
from mailing.models import AccessLink

handler404 = urls.handler404


def confirm_on_sight(request, token):
    """What a portal does that believes every fetch to be a person."""
    AccessLink.objects.update(wrong_tries=1)
    return HttpResponse("Confirmed")


urlpatterns = [path("confirm/<str:token>/", confirm_on_sight), *urls.urlpatterns]

"""Yardstick of the list, uncached: a keyset query on the right index, twenty models, one template."""

import django
from django.core.wsgi import get_wsgi_application
from django.db import models
from django.db.models import Q
from django.shortcuts import render
from django.urls import path
from django.utils.dateparse import parse_datetime

from bench.yardsticks import bare, empty_urls

PAGE = """<!doctype html><html lang="en"><title>Ways to volunteer</title><h1>Ways to volunteer</h1>
{% for card in cards %}<article><h2><a href="/{{ card.slug }}/">{{ card.title }}</a></h2><p>{{ card.starts }}</p><p>{{ card.place }}</p><p>{{ card.left }} places left</p></article>
{% endfor %}</html>"""
CACHED = ["django.middleware.cache.UpdateCacheMiddleware"], ["django.middleware.cache.FetchFromCacheMiddleware"]


class Card:
    """Replaced below, once Django is configured."""


def list_of_cards(request):
    cards = Card.objects.filter(neighborhood=request.GET.get("neighborhood", 1)).order_by("starts", "id")
    if "after" in request.GET:
        starts, pk = request.GET["after"].split("~")
        starts = parse_datetime(starts)
        cards = cards.filter(starts__gte=starts).filter(Q(starts__gt=starts) | Q(id__gt=pk))
    return render(request, "list.html", {"cards": cards[:20]})


def make(before=(), after=()):
    """Return the WSGI application."""
    global Card
    bare.configure({"list.html": PAGE}, before=before, after=after)
    django.setup()

    class Card(models.Model):
        title = models.CharField(max_length=150)
        slug = models.CharField(max_length=170)
        place = models.CharField(max_length=150)
        starts = models.DateTimeField()
        neighborhood = models.IntegerField()
        left = models.IntegerField()

        class Meta:
            app_label = "yardstick"
            db_table = "bare_card"

        def __str__(self):
            return self.title

    empty_urls.urlpatterns.append(path("", list_of_cards))
    return get_wsgi_application()

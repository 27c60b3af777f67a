"""Yardstick of the sign-up rush: one page with a form; a conditional update takes the place, an insert keeps the name."""

import django
from django import forms
from django.core.wsgi import get_wsgi_application
from django.db import models, transaction
from django.db.models import F
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import path

from bench.yardsticks import bare, empty_urls

PAGE = """<!doctype html><html lang="en"><title>Sign up</title><h1>{{ shift.title }}</h1><p>{{ shift.starts }}: {{ shift.taken }} of {{ shift.capacity }} taken</p>
<form method="post">{% csrf_token %}{{ form.as_p }}<button>Sign up</button></form></html>"""
bare.configure({"form.html": PAGE})
django.setup()


class Shift(models.Model):
    title = models.CharField(max_length=100)
    starts = models.DateTimeField()
    capacity = models.IntegerField()
    taken = models.IntegerField(default=0)

    class Meta:
        app_label = "yardstick"
        db_table = "bare_shift"

    def __str__(self):
        return self.title


class SignUp(models.Model):
    shift = models.ForeignKey(Shift, on_delete=models.CASCADE)
    name = models.CharField(max_length=100)
    email = models.EmailField()

    class Meta:
        app_label = "yardstick"
        db_table = "bare_signup"

    def __str__(self):
        return self.name


class Form(forms.Form):
    name = forms.CharField(max_length=100)
    email = forms.EmailField()


def sign_up(request, pk):
    shift = Shift.objects.get(pk=pk)
    form = Form(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            if Shift.objects.filter(pk=pk, taken__lt=F("capacity")).update(taken=F("taken") + 1):
                SignUp.objects.create(shift=shift, **form.cleaned_data)
                return HttpResponseRedirect("/done/")
        form.add_error(None, "Full")
    return render(request, "form.html", {"shift": shift, "form": form})


empty_urls.urlpatterns.append(path("shifts/<int:pk>/", sign_up))
application = get_wsgi_application()

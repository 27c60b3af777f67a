"""A person's profile, as staff write it down for somebody on the phone: nothing here needs an email address."""

from django import forms
from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from intake.admin import desk_page
from people import access, profiles
from people.access import staff_page
from people.models import Person, Profile
from people.profile_form import ProfileForm, initial_of


@staff_page("people.change_person")
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request, pk):
    """Show and keep the profile of somebody of the office."""
    person = access.get_or_404(Person.objects.known().filter(apart=""), request.user, "people.change_person", pk=pk)
    known = Profile.objects.filter(person=person).first()
    form = ProfileForm(request.POST if request.method == "POST" else None, initial=initial_of(person, known))
    form.fields["audience"].widget = forms.Select(choices=form.fields["audience"].choices)
    if request.method == "POST" and form.is_valid():
        profiles.save(person=person, answers=form.answers(known), now=timezone.now())
        messages.success(request, _("The profile of %(name)s is saved.") % {"name": person})
        return redirect("admin:people_person_change", person.pk)
    return desk_page(
        request, "volunteers/desk/profile.html", title=_("Profile of %(name)s") % {"name": person}, status=422 if form.errors else 200,
        person=person, profile=known, form=form,
    )  # fmt: skip

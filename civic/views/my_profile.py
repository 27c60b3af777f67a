"""`/my/profile/`: what I like to do, when I am free, and whether you may ask me; for addresses this browser has proved."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from languages.content import translated
from mailing import browser
from people import profiles
from people.models import Profile
from people.profile_form import ProfileForm, initial_of
from volunteers.models import KeepPosted


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def my_profile(request):
    """Show and keep one person's profile; several may stand behind one address, and then it is asked whose."""
    persons = _persons(request)
    if not persons:
        return redirect("my")
    request.is_own_page = True
    person = browser.chosen(request, persons)
    if person is None:
        return render(request, "civic/my_profile_whose.html", {"persons": persons})
    profile = Profile.objects.filter(person=person).first()
    form = ProfileForm(request.POST if request.method == "POST" else None, initial=initial_of(person, profile))
    if request.method == "POST" and form.is_valid():
        profiles.save(person=person, answers=form.answers(profile), now=timezone.now())
        messages.success(request, _("Saved. Thank you for telling us."))
        return redirect(f"{reverse('my_profile')}?person={person.pk}")
    posted = KeepPosted.objects.standing().filter(person=person).first()
    context = {"form": form, "posted": posted, "person": person, "profile": profile, "are_several": len(persons) > 1}
    return render(request, "civic/my_profile.html", context, status=422 if form.errors else 200)


def _persons(request):
    """Return everyone behind the addresses proved here, but who is known for one sensitive thing only: that says nothing about what somebody likes."""
    persons = [person for person in browser.persons(request) if not person.apart]
    translated([person.office for person in persons], get_language(), ["name"])
    return persons

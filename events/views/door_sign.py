"""A helper shows the sign with the QR code on their own phone, so that people check themselves in: by the link for the door, and no further than it."""

from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from events import door_rules, door_signs, words
from events.actions import door_signs as verbs
from events.desk.handled import done
from events.forms.check_in import SignForm
from events.views.door import door_page


@door_page
@require_http_methods(["GET", "HEAD", "POST"])
def sign(request, link, *, now):
    """The sign to hold up; where there is none yet, the form that makes it. It says nothing about people."""
    event = link.event
    form = SignForm(request.POST or None, initial={"takes_walk_ins": not event.invited_only, "language": get_language()})
    if form.is_valid() and done(form, lambda: verbs.open_sign(event=event, by=link, now=now, **form.cleaned_data)):
        return redirect("events:door_show_sign", link.pk)
    hangs = door_signs.of(event) if door_rules.has_door(event) else None
    context = {
        "link": link, "event": event, "title": words.title_of(event), "when": words.when(event), "closed": door_rules.why_not(event, now), "form": form, "sign": hangs,
        "may_make": door_rules.has_door(event) and now < event.ends, **(door_signs.shown(hangs) if hangs else {}),
    }  # fmt: skip
    return render(request, "events/door/sign.html", context, status=422 if request.method == "POST" else 200)

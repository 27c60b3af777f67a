"""What the public forms share: a refusal beside its field, the form shown again with a fresh key, and where a taken form leads."""

from django.shortcuts import redirect

from intake.form_keys import new_key
from mailing import browser

A_DAY = "86400"  # seconds


def say(form, refused):
    """Put a refusal beside its field, or above the form; return the status of the page: 429 where it is too many, else 422."""
    form.add_error(refused.field if refused.field in form.fields else None, refused.sentence)
    return 429 if refused.code == "too_many" else 422


def with_fresh_key(form):
    """Give a form that is shown again a key of its own: a spoiled or foreign one would be refused for ever."""
    form.data = form.data.copy()
    form.data["key"] = new_key()
    return form


def come_back_tomorrow(response):
    """Say with a 429 when to try again (RFC 9110, 10.2.3: Retry-After)."""
    if response.status_code == 429:
        response["Retry-After"] = A_DAY
    return response


def go_on(request, form, outcome, *, own_page, **typed):
    """Lead to the page of what was made, where the address is proved here, else to where the code is typed.

    `typed` is what the waiting page needs besides name and phone to make it anew under another address.
    """
    values = form.cleaned_data
    browser.keep(request, values["own_device"] or request.session.get("own"))
    if outcome.link_id is None:
        browser.touch(request)
        return redirect(own_page, outcome.ref.partition(":")[2])
    held = {"name": values["name"], "phone": values["phone"], "party_size": 1, "waits": False, "until": "", "is_new": outcome.is_new, **typed}
    browser.hold(request, link_id=outcome.link_id, address=outcome.address, typed={outcome.ref: held})
    return redirect("mailing:confirm")

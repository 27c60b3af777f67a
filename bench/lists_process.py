"""One list of the staff site, asked for a few times in a process that knows the portal: prints the milliseconds of each kind of question as one JSON line.

`ours` is the portal's own list of sign-ups; `default` is Django's ModelAdmin with the same columns, filters and searched words.
"""

import json
import os
import sys
import time
from statistics import median

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "civic.settings")
import django

django.setup()

from django.contrib import admin  # noqa: E402  settings come first
from django.contrib.messages.storage.fallback import FallbackStorage  # noqa: E402
from django.test import RequestFactory  # noqa: E402

from people.models import Person, User  # noqa: E402
from volunteers.admin.sign_ups import SignUpAdmin  # noqa: E402
from volunteers.models import SignUp  # noqa: E402

TIMES = 5


class Default(admin.ModelAdmin):
    """What `startapp` and ten minutes give."""

    list_display = SignUpAdmin.list_display
    list_filter = SignUpAdmin.list_filter
    list_select_related = SignUpAdmin.list_select_related
    list_per_page = SignUpAdmin.list_per_page
    search_fields = ("person__name", "person__email", "person__phone", "shift_role__opportunity__title")
    opportunity, when, roster = SignUpAdmin.opportunity, SignUpAdmin.when, SignUpAdmin.roster


def page(model_admin, user, **asked):
    """Return how long one page of the list takes, rendered, in milliseconds, and how many rows it shows."""
    request = RequestFactory().get("/admin/volunteers/signup/", asked)
    request.user, request.session = user, {}
    request._messages = FallbackStorage(request)
    began = time.perf_counter()
    answer = model_admin.changelist_view(request)
    answer.render()
    return (time.perf_counter() - began) * 1000, len(answer.context_data["cl"].result_list)


def main(whose):
    user = User.objects.filter(is_superuser=True).first() or User.objects.create(email="owner@example.org", is_staff=True, is_superuser=True)
    model_admin = admin.site.get_model_admin(SignUp) if whose == "ours" else Default(SignUp, admin.site)
    rare = Person.objects.order_by("pk")[Person.objects.count() // 2]
    questions = {"first": {}, "rare": {"q": rare.name}, "address": {"q": rare.email}, "common": {"q": "volunteer"}}
    took = {}
    for name, asked in questions.items():
        page(model_admin, user, **asked)
        turns = [page(model_admin, user, **asked) for _turn in range(TIMES)]
        took[name] = {"ms": round(median(ms for ms, _rows in turns), 1), "rows": turns[0][1]}
    print(json.dumps(took))


if __name__ == "__main__":
    main(sys.argv[1])

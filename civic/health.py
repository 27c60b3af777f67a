"""Three questions a machine or the staff may ask: is the process alive, can it serve, is everything moving?"""

from datetime import timedelta

import redis
from django.conf import settings
from django.core.cache import cache
from django.db import Error, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Count, Min
from django.http import Http404, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from mailing import hold
from mailing.health import last_tick
from mailing.models import Message

LAST_TICK = "civic.last-tick"  # cache key; written each minute by the bell → queue → worker road
TICK_IS_LATE = timedelta(minutes=5)
LETTER_IS_LATE = timedelta(minutes=5)
_migrated = set()


@never_cache
@require_safe
def healthz(request):
    """200 while this process answers; touches nothing else."""
    return HttpResponse("ok\n", content_type="text/plain")


@never_cache
@require_safe
def readyz(request):
    """200 when the database answers, works in READ COMMITTED and has every migration; else 503."""
    try:
        reason = why_not_ready()
    except Error:
        reason = "the database does not answer"
    return HttpResponse(f"{reason or 'ok'}\n", content_type="text/plain", status=503 if reason else 200)


@never_cache
@require_safe
def statusz(request):
    """Everything at a glance, for staff; to anybody else the page does not exist."""
    if not (request.user.is_active and request.user.is_staff):
        raise Http404
    now = timezone.now()
    told = {"letters": letters(now), "clock": clock(now), "queues": queues(), "noted": noted(now)}
    told["ok"] = not (told["letters"]["late"] or told["letters"]["held"] or told["clock"]["late"])
    return JsonResponse(told, json_dumps_params={"indent": 2})


statusz.audience = "staff"  # so that it asks for the second factor too


def why_not_ready():
    """Return the reason in a few words, or None; the migrations of a database are read once per process when complete."""
    if isolation() != "read committed":
        return "the database does not work in READ COMMITTED"
    if connection.settings_dict["NAME"] not in _migrated:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return "migrations are missing"
        _migrated.add(connection.settings_dict["NAME"])
    return None


def isolation():
    """Return the isolation level our transactions really run in."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SHOW transaction_isolation")
        return cursor.fetchone()[0]


def letters(now):
    """Return the letters that should be on their way: how many per lane, and the age of the oldest in seconds; and why all mail is held, where it is."""
    due = Message.objects.waiting().filter(due__lte=now)
    lanes = {row["lane"]: row["number"] for row in due.order_by().values("lane").annotate(number=Count("id"))}
    oldest = due.aggregate(oldest=Min("due"))["oldest"]
    states = dict(Message.objects.failed().order_by().values_list("state").annotate(Count("id")))
    held = hold.held()
    return {
        "held": held and held.why,
        "due_by_lane": lanes,
        "oldest_due_seconds": seconds(now, oldest),
        "late": bool(oldest and now - oldest > LETTER_IS_LATE),
        "need_a_look": states,
    }


def clock(now):
    """Return when the last tick came all the way from beat through the queue and the worker."""
    last = parse_datetime(cache.get(LAST_TICK) or "")
    return {"last_tick_seconds_ago": seconds(now, last), "late": last is None or now - last > TICK_IS_LATE}


def noted(now):
    """Return what the mail has noted: how often each of its bells rang, letters came back and servers made trouble, and when last."""
    return {name: {"times": times, "last_seconds_ago": seconds(now, at)} for name, (at, times) in last_tick().items()}


def queues():
    """Return how many bells wait in each queue, or that the broker gives no answer within half a second."""
    try:
        with redis.Redis.from_url(settings.CELERY_BROKER_URL, socket_timeout=0.5, socket_connect_timeout=0.5) as broker:
            return {name: broker.llen(name) for name in ("mail", "bulk")}
    except (redis.RedisError, ValueError):  # ValueError: a scheme redis-py does not know, such as sentinel
        return {"broker": "gives no answer"}


def seconds(now, then):
    return None if then is None else round((now - then).total_seconds())

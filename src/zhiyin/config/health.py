"""For load balancers and Prometheus: counts only, nothing about anybody."""

from collections import Counter

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django_tasks_db.models import DBTaskResult

from zhiyin import __version__
from zhiyin.listen.inbox.queries import aside, waiting
from zhiyin.warehouse.jobs.models import Job
from zhiyin.warehouse.workers.models import Worker


def healthz(_request: HttpRequest) -> JsonResponse:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"status": "no database"}, status=503)
    return JsonResponse({"status": "ok", "version": __version__})


def metrics(_request: HttpRequest) -> HttpResponse:
    tasks = Counter(DBTaskResult.objects.values_list("status", flat=True))
    jobs = Counter(Job.objects.values_list("state", flat=True))
    lines = [
        "# HELP zhiyin_workers Background workers that say they live.",
        "# TYPE zhiyin_workers gauge",
        f"zhiyin_workers {Worker.objects.count()}",
        "# HELP zhiyin_tasks Background tasks by status.",
        "# TYPE zhiyin_tasks gauge",
        *(f'zhiyin_tasks{{status="{status.lower()}"}} {n}' for status, n in sorted(tasks.items())),
        "# HELP zhiyin_jobs Long jobs by state.",
        "# TYPE zhiyin_jobs gauge",
        *(f'zhiyin_jobs{{state="{state}"}} {n}' for state, n in sorted(jobs.items())),
        "# HELP zhiyin_arrivals What programs handed over and is not loaded: waiting, or aside for a reason.",
        "# TYPE zhiyin_arrivals gauge",
        f'zhiyin_arrivals{{state="waiting"}} {waiting().count()}',
        f'zhiyin_arrivals{{state="aside"}} {aside().count()}',
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; version=0.0.4; charset=utf-8")

import pytest
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from zhiyin.kit.errors import Invalid, NotFound
from zhiyin.warehouse import jobs
from zhiyin.warehouse.jobs.models import Job

pytestmark = pytest.mark.django_db


def test_work_is_done_once() -> None:
    job = jobs.create("import", "reviews.csv", actor_id="1", actor_name="周宁")
    seen: list[str] = []

    def work(mine: Job) -> dict[str, object]:
        jobs.advance(mine.pk, 5, 10, "half")
        seen.append(jobs.job(mine.pk).state)
        return {"added": 10}

    jobs.run(job.pk, work)
    jobs.run(job.pk, work)
    job.refresh_from_db()
    assert seen == ["running"]
    assert (job.state, job.result, job.share, job.note) == ("done", {"added": 10}, 0.5, "half")


def test_stop_reaches_the_work() -> None:
    job = jobs.create("import")

    def work(mine: Job) -> None:
        jobs.request_stop(mine.pk)
        jobs.advance(mine.pk, 1)
        pytest.fail("went on after stop")

    jobs.run(job.pk, work)
    assert jobs.job(job.pk).state == "stopped"


def test_waiting_job_stops_at_once() -> None:
    job = jobs.create("import")
    jobs.request_stop(job.pk)
    assert jobs.job(job.pk).state == "stopped"
    assert jobs.claim(job.pk) is None


def test_error_is_a_sentence_in_the_readers_language() -> None:
    job = jobs.create("import")

    def work(_job: Job) -> None:
        raise Invalid(_("There is no job {id}."), id="7")

    with translation.override("zh-hans"):
        jobs.run(job.pk, work)
    failed = jobs.job(job.pk)
    with translation.override("en"):
        assert failed.error == "There is no job 7."
    assert (failed.state, failed.error_code) == ("failed", "invalid")


def test_bug_fails_the_job_and_is_raised() -> None:
    job = jobs.create("import")

    def work(_job: Job) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        jobs.run(job.pk, work)
    assert jobs.job(job.pk).error_code == "bug"


@pytest.mark.parametrize("ident", ["", "nonsense", "9dcf6a80-cf27-41df-b4dc-8fd1be1aed2e"])
def test_unknown_job_is_said_plainly(ident: str) -> None:
    with pytest.raises(NotFound):
        jobs.job(ident)


def test_job_taken_over_no_longer_listens_to_its_old_worker() -> None:
    job = jobs.create("import")
    assert jobs.claim(job.pk)
    Job.objects.filter(pk=job.pk).update(worker="another")
    with pytest.raises(jobs.Stopped):
        jobs.advance(job.pk, 1)
    jobs.finish(job.pk, {"added": 1})
    assert jobs.job(job.pk).state == "running"

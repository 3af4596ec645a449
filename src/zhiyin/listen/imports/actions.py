"""Take a file in: keep it, look at it, start, run, stop, take it back."""

import hashlib
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import UUID, uuid4

import pyarrow as pa
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zhiyin.accounts import audit
from zhiyin.accounts import queries as accounts
from zhiyin.accounts.rules import check, expand, is_confined
from zhiyin.accounts.values import Actor, Permission
from zhiyin.company.queries import zone
from zhiyin.customers.identity.actions import Resolver, forget
from zhiyin.customers.identity.rules import code_of, idents
from zhiyin.customers.profiles.models import Customer
from zhiyin.kit.errors import Conflict, Invalid
from zhiyin.kit.time import now
from zhiyin.listen.imports.converting.facts import Converter
from zhiyin.listen.imports.errors import BadFile
from zhiyin.listen.imports.mapping.guessing import SAMPLE, look
from zhiyin.listen.imports.models import Import, State
from zhiyin.listen.imports.reading.opening import open_file
from zhiyin.listen.imports.running.staging import MARK, Progress, Staged, stage
from zhiyin.listen.imports.values import KINDS, Fault, Found, Plan
from zhiyin.listen.masking.queries import open_sources
from zhiyin.warehouse import jobs
from zhiyin.warehouse.engines import open_facts
from zhiyin.warehouse.jobs.models import Job
from zhiyin.warehouse.loading import Part, append_all
from zhiyin.warehouse.loading import undo as remove_batch
from zhiyin.warehouse.reader import Reader

LARGEST = 20 * 1024**3
MAIN = {"feedback": "feedback", "orders": "order", "events": "event", "conversations": "turn", "answers": "answer"}


@dataclass(frozen=True)
class Preview:
    """The first rows as facts, and what is wrong among them."""

    found: Found
    facts: tuple[dict[str, object], ...]
    faults: tuple[Fault, ...]
    rows: int


def upload(actor: Actor, name: str, chunks: Iterable[bytes]) -> Import:
    """Keep an uploaded file; nothing is read yet."""
    check(actor, Permission.IMPORT_DATA)
    ident = uuid4()
    plain = Path(name.replace("\\", "/")).name[:200] or "file"
    folder = settings.HOME.folder("uploads") / str(ident)
    folder.mkdir(mode=0o700)
    digest, size = hashlib.sha256(), 0
    with (folder / plain).open("wb") as out:
        for chunk in chunks:
            size += len(chunk)
            if size > LARGEST:
                raise BadFile(_("{file} is larger than 20 GB: split it."), file=plain)
            digest.update(chunk)
            out.write(chunk)
    return _register(actor, folder / plain, size, digest.hexdigest(), ident)


def register(actor: Actor, path: Path) -> Import:
    """A file that stays where it is."""
    check(actor, Permission.IMPORT_DATA)
    open_file(path)
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    return _register(actor, path.resolve(), path.stat().st_size, sha256, uuid4())


def _register(actor: Actor, path: Path, size: int, sha256: str, ident: UUID) -> Import:
    record = Import.objects.create(
        pk=ident,
        file_name=path.name,
        path=str(path),
        size=size,
        sha256=sha256,
        actor_id=actor.id[:80],
        actor_name=actor.name[:80],
    )
    audit.record(actor, "upload", record, file=path.name, bytes=size)
    return record


def describe(actor: Actor, record: Import, kind: str) -> None:
    """Say what the file holds, before it is looked at."""
    check(actor, Permission.IMPORT_DATA)
    Import.objects.filter(pk=record.pk, state=State.UPLOADED).update(kind=kind)
    record.refresh_from_db()


def find_out(
    path: Path,
    kind: str,
    source: str = "",
    *,
    maps: Mapping[str, str] | None = None,
    settings: Mapping[str, str] | None = None,
) -> Found:
    """What the file seems to hold."""
    if kind not in KINDS:
        raise Invalid(
            _("{kind} is nothing that can be imported: use one of {kinds}."), kind=kind, kinds=", ".join(KINDS)
        )
    reading = open_file(path, settings)
    return look(
        reading, kind, source or source_of(path.name), now=now(), zone=str(zone()), maps=maps, settings=settings
    )


def preview(actor: Actor, path: Path, found: Found) -> Preview:
    """Convert the first rows without writing anything."""
    plan = confine(actor, found.plan)

    def pseudonym(people: pa.Table) -> pa.Array:
        rows = people.select(["key"]).to_pylist()
        known = [idents(row["key"], None, None, plan.people) for row in rows]
        return pa.array([code_of(found[0]) if found else None for found in known], pa.string())

    reading = open_file(path, plan.options)
    converter = Converter(plan, reading.layout.columns, now(), pseudonym)
    batch = next(reading.batches(SAMPLE))
    converted = converter.convert(batch)
    facts = [row for table in converted.tables.values() for row in table.slice(0, 5).to_pylist()]
    return Preview(found, tuple(facts[:10]), tuple(converted.faults[:20]), converted.rows)


def start(actor: Actor, record: Import, plan: Plan, *, background: bool = True) -> Import:
    """From here on it is the worker's; or the caller's, who then calls `run` itself."""
    check(actor, Permission.IMPORT_DATA)
    # Imported here: tasks import actions.
    from zhiyin.listen.imports.tasks import run_import

    plan = confine(actor, plan)
    job = jobs.create("import", record.file_name, actor_id=actor.id, actor_name=actor.name)
    changed = Import.objects.filter(pk=record.pk, state__in=(State.UPLOADED, State.FAILED, State.STOPPED)).update(
        state=State.WAITING, kind=plan.kind, source=plan.source, plan=plan.as_json(), job_id=job.pk, finished_at=None
    )
    if not changed:
        raise Conflict(_("{file} is being imported already."), file=record.file_name)
    record.refresh_from_db()
    # Another plan than last time makes what was staged for it worthless.
    shutil.rmtree(record.staging, ignore_errors=True)
    audit.record(actor, "start", record, kind=plan.kind, source=plan.source)
    if background:
        ident = str(record.pk)
        transaction.on_commit(lambda: run_import.enqueue(ident=ident))
    return record


def confine(actor: Actor, plan: Plan) -> Plan:
    """Whoever is confined to units brings in what belongs to these; customers belong to the company as a whole. What is
    personal is masked unless the settings say otherwise: neither is for the plan itself to say."""
    plan = replace(plan, masked=plan.source not in open_sources())
    if not is_confined(actor):
        return replace(plan, within=None)
    if plan.kind == "customers":
        accounts.check_unit(actor, None)
    return replace(plan, within=tuple(sorted(expand(actor.units, accounts.unit_tree()))))


def resume(actor: Actor, record: Import) -> Import:
    """Take up an import whose process died: what is staged stays."""
    check(actor, Permission.IMPORT_DATA)
    job = jobs.create("import", record.file_name, actor_id=actor.id, actor_name=actor.name)
    Import.objects.filter(pk=record.pk).update(job_id=job.pk)
    record.refresh_from_db()
    return record


def run(ident: UUID | str, progress: Progress | None = None) -> Import:
    """Do the work of a started import. Does nothing when somebody else is at it, or it is over."""
    record = Import.objects.get(pk=ident)
    if record.job_id is None or record.state not in (State.WAITING, State.RUNNING):
        return record
    job_id = record.job_id

    def tell(share: float, rows: int) -> None:
        jobs.advance(job_id, int(share * 950), 1000, str(rows))
        if progress:
            progress(share * 0.95, rows)

    def work(_job: object) -> dict[str, object]:
        Import.objects.filter(pk=record.pk).update(state=State.RUNNING, started_at=now())
        return _take(record, tell)

    try:
        jobs.run(job_id, work)
    finally:
        _close(record)
    if progress and record.state == State.DONE:
        progress(1.0, record.rows)
    return record


def _take(record: Import, tell: Progress) -> dict[str, object]:
    plan = Plan.of_json(record.plan)
    file = Path(record.path)
    actor = Actor.of_task("import")
    staged = stage(
        file,
        plan,
        Path(record.staging),
        Path(record.rejects),
        now=record.created_at,
        resolve=Resolver(actor, space=plan.people, batch=record.batch, within=plan.within),
        progress=tell,
    )
    # Loading begins with what reading held given back: 60 MB after a million reviews.
    pa.default_memory_pool().release_unused()
    counts = _load(record, plan, staged)
    _finish(record, staged, counts)
    return {"rows": staged.rows, "rejected": staged.rejected, **counts}


def _finish(record: Import, staged: Staged, counts: dict[str, int]) -> None:
    Import.objects.filter(pk=record.pk).update(
        rows=staged.rows,
        rejected=staged.rejected,
        reasons=staged.reasons,
        state=State.DONE,
        finished_at=now(),
        **counts,
    )
    record.refresh_from_db()
    audit.record(Actor.of_task("import"), "import", record, rows=staged.rows, rejected=staged.rejected, **counts)
    shutil.rmtree(record.staging, ignore_errors=True)
    file = Path(record.path)
    if file.is_relative_to(settings.HOME.folder("uploads")):
        # It holds names and phones, and everything in it is where it belongs now.
        shutil.rmtree(file.parent, ignore_errors=True)


def _load(record: Import, plan: Plan, staged: Staged) -> dict[str, int]:
    """Into the facts in one transaction."""
    if plan.kind == "customers":
        added = Customer.objects.filter(batch=record.batch).count()
        return {"added": added, "known": max(staged.rows - staged.rejected - added, 0)}
    parts = [Part(name, [Path(file) for file in files]) for name, files in staged.tables.items() if files]
    append_all(parts, batch=record.batch)
    # Whoever pressed stop meanwhile is heard here: what is in already is taken back.
    jobs.advance(record.job_id, 1000, 1000, str(staged.rows))  # type: ignore[arg-type]  # what runs has a job
    return _count(record, staged)


def _count(record: Import, staged: Staged) -> dict[str, int]:
    """Of what is in the facts, so that a second run counts the same."""
    main = MAIN[record.kind]
    facts = open_facts(Reader.of_task("import"))
    found = facts.sql(f'SELECT count(*) AS n FROM "{main}" WHERE batch = ?', [record.batch])
    added = int(found["n"][0].as_py())
    return {"added": added, "known": staged.counts.get(main, 0) - added}


def _close(record: Import) -> None:
    """The import follows its job, whatever became of that."""
    record.refresh_from_db()
    job = jobs.job(record.job_id) if record.job_id else None
    ends = {jobs.State.FAILED: State.FAILED, jobs.State.STOPPED: State.STOPPED}
    if job is not None and job.state in ends and not record.over:
        # The facts go before the record says so: killed in between, it is settled again.
        remove_batch(record.batch)
        Import.objects.filter(pk=record.pk).update(state=ends[jobs.State(job.state)], finished_at=now())
        shutil.rmtree(record.staging, ignore_errors=True)
        record.refresh_from_db()


def settle() -> int:
    """End imports whose process was killed and that nobody takes up again; how many. What they left is taken back."""
    ended = Job.objects.filter(state__in=(jobs.State.FAILED, jobs.State.STOPPED)).values("pk")
    left = Import.objects.filter(state__in=(State.WAITING, State.RUNNING), job_id__in=ended)
    for record in (found := list(left)):
        if not _complete(record):
            _close(record)
    return len(found)


def _complete(record: Import) -> bool:
    """Killed when its facts were in, whole, and only the record did not say so yet: it says so now. Another import may
    have found these rows known since, and be done: taking them back would lose them."""
    job, mark = jobs.job(record.job_id), Path(record.staging) / MARK  # type: ignore[arg-type]  # what ran has a job
    lost = job.error_code == "lost" and not job.stop_requested
    if not lost or record.kind not in MAIN or not mark.exists():
        return False
    staged = Staged.of_file(mark)
    counts = _count(record, staged)
    if counts["added"]:
        _finish(record, staged, counts)
    return bool(counts["added"])


def stop(actor: Actor, record: Import) -> None:
    """Nothing of a stopped import gets into the facts."""
    check(actor, Permission.IMPORT_DATA)
    if record.job_id is None or record.over:
        return
    jobs.request_stop(record.job_id)
    audit.record(actor, "stop", record)
    _close(record)


@transaction.atomic
def undo(actor: Actor, record: Import) -> dict[str, int]:
    """Take everything back that this import brought, and what was derived from it. The facts go before the record says
    so: killed in between, it can be undone again."""
    check(actor, Permission.UNDO_IMPORT)
    changed = Import.objects.filter(pk=record.pk, state=State.DONE).update(state=State.UNDONE, undone_at=now())
    if not changed:
        raise Conflict(_("Only a finished import can be undone."))
    gone = remove_batch(record.batch)
    gone["customer"] = forget(record.batch, _customers_in_use(record.batch))
    audit.record(actor, "undo", record, **{name: n for name, n in gone.items() if n})
    record.refresh_from_db()
    return gone


def _customers_in_use(batch: str) -> list[str]:
    facts = open_facts(Reader.of_task("import"))
    union = " UNION ".join(f'SELECT customer FROM "{name}"' for name in MAIN.values())
    found = facts.sql(f"SELECT DISTINCT customer FROM ({union}) WHERE customer IS NOT NULL")
    return [str(code) for code in found["customer"].to_pylist()]


def source_of(name: str) -> str:
    """The file's name without its endings."""
    plain = name.removesuffix(".gz")
    return Path(plain).stem[:120] or "file"

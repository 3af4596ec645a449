"""What happens by the clock: a task without arguments, and every how many seconds.

`serve` queues each when it is due, unless it is still waiting or at work.
"""

SCHEDULE = {
    "zhiyin.listen.inbox.tasks.load": 60,
    "zhiyin.listen.imports.tasks.settle": 300,
    "zhiyin.understand.pipeline.tasks.annotate": 60,
    "zhiyin.understand.meanings.tasks.refresh": 60,
    "zhiyin.understand.pieces.tasks.prune": 24 * 3600,
    "zhiyin.understand.topics.tasks.remember": 24 * 3600,
    "zhiyin.warehouse.loading.tasks.compact": 3600,
    "zhiyin.act.alerts.tasks.evaluate_alerts": 300,
    "zhiyin.act.cases.tasks.escalate_overdue": 300,
    "zhiyin.verify.verdicts.tasks.judge_due": 6 * 3600,
    "zhiyin.warehouse.workers.tasks.prune": 24 * 3600,
}

FOLLOWS = ("zhiyin.understand.pipeline.tasks.annotate",)
"""Queued as soon as something came in, so that it is understood within seconds."""

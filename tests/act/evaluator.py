"""A process of its own that looks at the alerts twice; given a piece of SQL, it dies when it comes to it.

python -m tests.act.evaluator prepare | run | run 'INSERT INTO "act_case"'
"""

import os
import signal
import sys
from typing import Any

import django
from django.core.management import call_command


def prepare() -> None:
    from tests.act.cast import NOW, mention
    from tests.cast import SYSTEM

    from zhiyin.act.alerts import actions
    from zhiyin.company import actions as company

    call_command("migrate", verbosity=0)
    company.create(SYSTEM, "unit", code="east-01", kind="store")
    actions.create(SYSTEM, code="safety", kind="voice", intents=["safety"])
    for text in ("喝完拉肚子了", "杯子里有玻璃"):
        mention(text, intent="safety", unit="east-01", at=NOW)


def run(deadly: str) -> None:
    from datetime import timedelta

    from django.db import connection
    from tests.act.cast import NOW

    from zhiyin.act.alerts.tasks import evaluate

    def watch(execute: Any, sql: str, *rest: Any) -> Any:
        if deadly and deadly in sql:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, *rest)

    with connection.execute_wrapper(watch):
        print([evaluate(NOW + timedelta(hours=1)), evaluate(NOW + timedelta(hours=2))])


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "zhiyin.config.settings"
    django.setup()
    if sys.argv[1] == "prepare":
        prepare()
    else:
        run(sys.argv[2] if len(sys.argv) > 2 else "")

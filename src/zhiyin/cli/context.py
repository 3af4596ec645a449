"""What every command needs: its language, its home, and a way to fail plainly."""

import gettext
import os
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from zhiyin.kit.errors import ZhiyinError

if TYPE_CHECKING:
    from zhiyin.config.home import Home

HERE = Path(__file__).parent


@cache
def language() -> str:
    """`ZHIYIN_LANGUAGE`, else the terminal's; Chinese when the terminal does not say."""
    given = os.environ.get("ZHIYIN_LANGUAGE") or os.environ.get("LC_ALL") or os.environ.get("LANG") or ""
    plain = given.lower().partition(".")[0]
    return "zh-hans" if plain in ("", "c", "posix") or plain.startswith("zh") else "en"


@cache
def _words() -> gettext.NullTranslations:
    languages = ["zh_Hans"] if language() == "zh-hans" else []
    return gettext.translation("django", HERE / "locale", languages, fallback=True)


def translate(text: str) -> str:
    """Without Django, so that `--help` comes at once."""
    return _words().gettext(text)


_ = translate


class NoHome(ZhiyinError):
    code = "no_home"


def choose_home(path: str | None) -> None:
    if path:
        os.environ["ZHIYIN_HOME"] = str(Path(path).expanduser().resolve())


def start() -> None:
    """Django, in the language of the terminal. Touches no file."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhiyin.config.settings")
    import django
    from django.utils import translation

    django.setup()
    translation.activate(language())


def open_home(*, new: bool = False) -> "Home":
    """Start with a home that `zhiyin init` has made."""
    start()
    from django.conf import settings

    home: Home = settings.HOME
    if not new and not (home.path / "settings.toml").exists():
        raise NoHome(
            _("There is no Zhiyin home at {path}. Run `zhiyin init`, or say with ZHIYIN_HOME where it is."),
            path=home.path,
        )
    return home


def check_version() -> None:
    """The records must be as new as the program."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise NoHome(_("The records are older than this program. Run `zhiyin init` to bring them up to date."))

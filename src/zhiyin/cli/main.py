"""`zhiyin`: one word a task. Commands are loaded when they are asked for, so that help comes at once."""

import os
import sys
from importlib import import_module

import click

from zhiyin import __version__
from zhiyin.cli.context import start
from zhiyin.cli.context import translate as _
from zhiyin.kit.errors import ZhiyinError

# Before anything loads NumPy, for this process and all it starts. Arrays are small here, and a second thread of the
# linear algebra mostly waits for the first: 40,000 reviews on two cores took 20 s with it and 14 s without, and a third
# less of the processors; the file was the same.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

COMMANDS = {
    "init": ("zhiyin.cli.init:init", _("Make a home, or bring it up to date.")),
    "demo": ("zhiyin.cli.demo:demo", _("Load the sample company.")),
    "serve": ("zhiyin.cli.serve:serve", _("Serve the pages and do the background work.")),
    "worker": ("zhiyin.cli.worker:worker", _("Do background work only; `serve` starts one by itself.")),
    "company": ("zhiyin.cli.company:company", _("Load the company map from a file, or print it.")),
    "import": ("zhiyin.cli.imports:import_", _("Bring in files.")),
    "understand": ("zhiyin.cli.understand:understand", _("Find what the words mean.")),
    "categories": ("zhiyin.cli.categories:categories", _("Sort texts into a fixed scheme of categories.")),
    "triples": ("zhiyin.cli.triples:triples", _("Find aspect, opinion and label, span by span.")),
    "concepts": ("zhiyin.cli.concepts:concepts", _("Make aspects of your own, with your customers' words.")),
    "learn": ("zhiyin.cli.learn:learn", _("Learn from what people judged, and put it to use.")),
    "measure": ("zhiyin.cli.measure:measure", _("Show indicators with n and interval.")),
    "explain": ("zhiyin.cli.explain:explain", _("Show why an indicator moved.")),
    "backup": ("zhiyin.cli.backup:backup", _("Save everything in one file.")),
    "restore": ("zhiyin.cli.backup:restore", _("Bring back what `backup` saved.")),
    "doctor": ("zhiyin.cli.doctor:doctor", _("Check that everything is in order.")),
}


class Commands(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, _colon, name = COMMANDS[cmd_name][0].partition(":")
        command: click.Command = getattr(import_module(module), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section(_("Commands")):
            formatter.write_dl([(name, summary) for name, (_path, summary) in COMMANDS.items()])


@click.command(
    cls=Commands,
    help=_("Zhiyin: everything customers say and do, and what helped. `zhiyin COMMAND --help` tells more."),
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
)
@click.version_option(__version__, prog_name="zhiyin")
def cli() -> None:
    pass


def main(arguments: list[str] | None = None) -> None:
    """0: done; 1: not done, and why; 2: called wrongly."""
    try:
        sys.exit(cli.main(arguments, prog_name="zhiyin", standalone_mode=False) or 0)
    except ZhiyinError as error:
        start()  # sentences are translated by Django
        _say(str(error))
        sys.exit(1)
    except click.UsageError as error:
        error.show()
        sys.exit(2)
    except click.ClickException as error:
        _say(error.format_message())
        sys.exit(1)
    except (click.Abort, KeyboardInterrupt):
        _say(_("Stopped."))
        sys.exit(1)
    except BrokenPipeError:
        sys.stderr.close()  # `zhiyin … | head` is no failure of ours
        sys.exit(0)
    except Exception as error:
        if os.environ.get("ZHIYIN_DEBUG") == "1":
            raise
        kind = f"{type(error).__name__}: {error}".strip().splitlines()[0]
        _say(_("Something went wrong that should not have ({kind}). ZHIYIN_DEBUG=1 shows where.").format(kind=kind))
        sys.exit(1)


def _say(sentence: str) -> None:
    click.echo(f"zhiyin: {sentence}", err=True)


if __name__ == "__main__":
    main()

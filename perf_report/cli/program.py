"""The top-level command group, and what its commands share."""

import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any, TypeVar

import click

from perf_report import __version__
from perf_report.cli.click_i18n import LocalizedGroup, WordError, catalogue_of
from perf_report.model.visible_text import visible_name

_T = TypeVar("_T")

DONE, FOUND, UNABLE, INTERRUPTED = 0, 1, 3, 130

# Whether it can be read is for the reader to find out, which says why not.
FILE = click.Path(path_type=Path, readable=False)


@click.group(
    cls=LocalizedGroup,
    help="program",
    # Without a command click calls the function below, which says so; without any word, the help.
    invoke_without_command=True,
    no_args_is_help=True,
    subcommand_metavar="COMMAND [ARGS]...",
    context_settings={"help_option_names": ["-h", "--help"], "auto_envvar_prefix": "PERF_REPORT"},
)
@click.version_option(
    __version__, "-V", "--version", message="perf-report %(version)s", help="option-version"
)
@click.option(
    "--ui-language", type=click.Choice(["zh", "en"]), is_eager=True, help="option-ui-language"
)
@click.option(
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    is_eager=True,
    help="option-color",
)
@click.option("--project", type=FILE, metavar="DIR", help="option-project")
@click.pass_context
def cli(context: click.Context, /, **options: Any) -> None:
    """Take the options that all commands share; `click_i18n` reads --ui-language itself."""
    if context.invoked_subcommand is None:
        raise WordError("usage-missing-command", context)
    # https://no-color.org: any non-empty value means no color, unless the command line asks.
    automatic = False if os.environ.get("NO_COLOR") else None
    context.color = {"always": True, "never": False}.get(options["color"], automatic)
    context.obj = options["project"]


def with_progress(items: Iterable[_T], length: int, label: str) -> Iterable[_T]:
    """Yield items, with a progress bar if stderr is a terminal.

    The bar has the rate and the time left.
    """
    if length <= 1 or not sys.stderr.isatty():
        return items
    say = catalogue_of(click.get_current_context())

    def rate(_item: object) -> str:
        seconds = bar.time_per_iteration
        return say.format("cli", "rate", rate=f"{60 / seconds:.0f}") if seconds else ""

    bar = click.progressbar(
        items,
        length=length,
        label=say.format("cli", label),
        file=sys.stderr,
        show_pos=True,
        item_show_func=rate,
    )
    with bar:
        return list(bar)


def echo_path(path: Path) -> None:
    """Print a path: as it is for a program, with what is invisible spelled out for a terminal."""
    click.echo(visible_name(str(path)) if sys.stdout.isatty() else str(path))

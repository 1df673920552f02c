"""Where reports go: which formats were asked for, each to its file or to stdout."""

import os
import sys
from collections.abc import Callable, Collection
from pathlib import Path

import click

from perf_report.cli.click_i18n import exit_usage
from perf_report.outputs.writer import write_files

# The formats asked for, each with its file, or None for stdout.
Destinations = list[tuple[str, Path | None]]


def destinations(
    formats: tuple[str, ...], known: Collection[str], binary: Collection[str] = ()
) -> Destinations:
    """What `FORMAT` and `FORMAT=FILE` ask for.

    Without any it is text, or annotations where GitHub Actions runs the command. A binary format
    needs a file where stdout is a terminal.
    """
    automatic = "github" if os.environ.get("GITHUB_ACTIONS") == "true" else "text"
    wanted: Destinations = []
    for written in formats or (automatic,):
        name, _, file = written.partition("=")
        if name not in known:
            exit_usage("usage-choice", option="--format", value=name, choices=", ".join(known))
        if name in binary and not file and sys.stdout.isatty():
            exit_usage("usage-binary", name=name)
        wanted.append((name, Path(file) if file else None))
    return wanted


def deliver(wanted: Destinations, render: Callable[[str, bool], str | bytes]) -> None:
    """Each format to its file, or to stdout; `render` is told whether it may be in color."""
    for name, file in wanted:
        report = render(name, name == "text" and file is None)
        if file is not None:
            write_files({file: _bytes(report)})
        elif report:
            click.echo(report, nl=isinstance(report, str) and not report.endswith("\n"))


def _bytes(report: str | bytes) -> bytes:
    if isinstance(report, bytes):
        return report
    return report.encode("utf-8", "backslashreplace")

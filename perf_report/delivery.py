"""Where reports go: which formats were asked for, each to its file or to stdout."""

import os
from dataclasses import replace
from pathlib import Path

import click

from perf_report.build.writer import write_files
from perf_report.commands import catalogue_of
from perf_report.render.reports import REPORTS
from perf_report.render.reports.findings import Report


def destinations(formats: tuple[str, ...]) -> list[tuple[str, Path | None]]:
    """The formats asked for, each with its file or None for stdout.

    Without any it is text, or annotations where GitHub Actions runs the command.
    """
    automatic = "github" if os.environ.get("GITHUB_ACTIONS") == "true" else "text"
    wanted: list[tuple[str, Path | None]] = []
    for written in formats or (automatic,):
        name, _, file = written.partition("=")
        if name not in REPORTS:
            say = catalogue_of(click.get_current_context())
            known = ", ".join(REPORTS)
            raise click.UsageError(
                say.say("cli", "usage-choice", option="--format", value=name, choices=known)
            )
        wanted.append((name, Path(file) if file else None))
    return wanted


def deliver(report: Report, wanted: list[tuple[str, Path | None]]) -> None:
    """Each format to its file, or to stdout."""
    for name, file in wanted:
        text = REPORTS[name](replace(report, color=name == "text" and file is None))
        if file is not None:
            write_files({file: text.encode("utf-8", "backslashreplace")})
        elif text:
            click.echo(text, nl=name != "text" and not text.endswith("\n"))

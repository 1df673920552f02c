"""Write reports in the formats of `--format`, each to its file or to stdout."""

import os
import sys
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from perf_report.cli.click_i18n import catalogue_of, exit_usage
from perf_report.outputs.named_file import is_stream, refuse_inputs, write_named_files

if TYPE_CHECKING:
    from perf_report.app.project import Project

# Formats, each with its file, or None for stdout.
ReportFiles = list[tuple[str, Path | None]]


def parse_formats(
    formats: tuple[str, ...], known: Collection[str], binary: Collection[str] = ()
) -> ReportFiles:
    """Parse values of the form `FORMAT` and `FORMAT=FILE`.

    The default is text, or annotations if GitHub Actions runs a command that has them. A binary
    format needs a file if stdout is a terminal.
    """
    is_on_github = os.environ.get("GITHUB_ACTIONS") == "true" and "github" in known
    automatic = "github" if is_on_github else "text"
    wanted: ReportFiles = []
    for written in formats or (automatic,):
        name, _, file = written.partition("=")
        if name not in known:
            exit_usage("usage-choice", option="--format", value=name, choices=", ".join(known))
        if name in binary and not file and sys.stdout.isatty():
            exit_usage("usage-binary", name=name)
        wanted.append((name, Path(file) if file else None))
    _refuse_twice(_named_files(wanted))
    return wanted


def refuse_input_reports(wanted: ReportFiles, inputs: Iterable[Path]) -> None:
    """Raise OverwriteError if a report would replace a file that the command reads."""
    refuse_inputs(_named_files(wanted), inputs)


def _named_files(wanted: ReportFiles) -> list[Path]:
    return [file for _, file in wanted if file is not None]


def _refuse_twice(files: list[Path]) -> None:
    """End with wrong usage if two reports go to one file, of which only the last would be left."""
    regular = Counter(file.absolute() for file in files if not is_stream(file))
    for path, times in regular.items():
        if times > 1:
            exit_usage("usage-report-twice", path=path)


def echo_unread(project: "Project", named: Sequence[Path]) -> None:
    """Print on stderr which files of the project's folders are not read."""
    from perf_report.app.check.unread_files import unread_files

    names = [str(path) for path in unread_files(project, named)]
    if names:
        from perf_report.render.changes.summary_text import passed_over_sentence

        say = catalogue_of(click.get_current_context())
        click.echo(passed_over_sentence(names, say), err=True)


def echo_absent_approvals(project: "Project") -> None:
    """Print on stderr that the file of approvals in the settings does not exist yet."""
    if project.lacks_named_approvals():
        say = catalogue_of(click.get_current_context())
        click.echo(say.format("cli", "approvals-absent", path=project.approvals_path()), err=True)


def write_reports(wanted: ReportFiles, render: Callable[[str, bool], str | bytes]) -> None:
    """Write each format to its file or stdout; `render` gets the format and whether color is on.

    Text on stdout is in the terminal's encoding. All else is read by programs, and is UTF-8.
    """
    for name, file in wanted:
        report = render(name, name == "text" and file is None)
        if file is not None:
            write_named_files({file: _bytes(report)})
        elif report:
            click.echo(report if name == "text" else _bytes(report), nl=not _ends_line(report))


def _bytes(report: str | bytes) -> bytes:
    if isinstance(report, bytes):
        return report
    return report.encode("utf-8", "backslashreplace")


def _ends_line(report: str | bytes) -> bool:
    """Whether nothing is to follow a report: bytes are as they are."""
    return isinstance(report, bytes) or report.endswith("\n")

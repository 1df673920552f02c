"""What git shows in place of a line diff, by `diff --git-driver`."""

import difflib
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path

from perf_report.app.compare.comparison import Terms, collect_changes, compare_sources
from perf_report.errors import PerfReportError
from perf_report.messages import Catalogue, describe_error
from perf_report.model.source import Source
from perf_report.parse.source import read_source
from perf_report.render.changes.text import render_text

# Git calls with: path old-file old-object old-mode new-file new-object new-mode.
_OLD_FILE, _NEW_FILE = 1, 4
_NOTHING = "/dev/null"


def render_for_git(
    arguments: Sequence[str],
    open_terms: Callable[[], AbstractContextManager[Terms]],
    say: Catalogue,
    *,
    color: bool,
) -> str:
    """The report of one file's change, or its line diff if it cannot be compared.

    A path alone is one that a merge left in conflict.
    """
    path = arguments[0] if arguments else ""
    if len(arguments) <= _NEW_FILE:
        return say.say("compared", "conflict", name=path) + "\n"
    old, new = (_read(arguments[index], path) for index in (_OLD_FILE, _NEW_FILE))
    try:
        with open_terms() as terms:
            report = collect_changes([compare_sources(old, new, terms)], terms, say)
    except PerfReportError as error:
        return _lines(old, new, path, describe_error(say, error).message)
    if report.failures:
        return _lines(old, new, path, report.failures[0].message)
    return render_text(replace(report, color=color))


def _read(name: str, path: str) -> Source | None:
    """A side, shown by the path that the file has in the repository."""
    return None if name == _NOTHING else Source(name=path, data=read_source(Path(name)).data)


def _lines(old: Source | None, new: Source | None, path: str, why: str) -> str:
    before, after = _text(old), _text(new)
    return "".join([f"{path}: {why}\n", *_unified(before, after, path)])


def _unified(before: list[str], after: list[str], path: str) -> Iterator[str]:
    for line in difflib.unified_diff(before, after, f"a/{path}", f"b/{path}"):
        yield line if line.endswith("\n") else f"{line}\n"


def _text(source: Source | None) -> list[str]:
    return source.data.decode("utf-8", "replace").splitlines(keepends=True) if source else []

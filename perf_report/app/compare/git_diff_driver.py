"""The use case of `diff --git-driver`: what git shows instead of a line diff."""

import difflib
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path

from perf_report.app.compare.comparison import ComparisonConfig, collect_changes, compare_sources
from perf_report.errors import PerfReportError
from perf_report.messages import Catalogue, describe_error
from perf_report.model.source import Source
from perf_report.parse.source import read_source
from perf_report.render.changes.text import render_text

# Git calls with: path old-file old-object old-mode new-file new-object new-mode.
_OLD_FILE, _NEW_FILE = 1, 4
# Git on Windows may write it as that system does.
_NO_FILES = ("/dev/null", "nul")


def render_for_git(
    arguments: Sequence[str],
    open_config: Callable[[], AbstractContextManager[ComparisonConfig]],
    say: Catalogue,
    *,
    color: bool,
) -> str:
    """Return the report of a file's change, or a line diff if it cannot be compared.

    Git gives the path alone for a file that a merge left in conflict.
    """
    path = arguments[0] if arguments else ""
    if len(arguments) <= _NEW_FILE:
        return say.format("compared", "conflict", name=path) + "\n"
    old, new = (_read(arguments[index], path) for index in (_OLD_FILE, _NEW_FILE))
    try:
        with open_config() as config:
            report = collect_changes([compare_sources(old, new, config)], config, say)
    except PerfReportError as error:
        return _line_diff(old, new, path, describe_error(say, error).message)
    if report.failures:
        return _line_diff(old, new, path, report.failures[0].message)
    return render_text(replace(report, color=color))


def _read(name: str, path: str) -> Source | None:
    """Read a side; its name is the path in the repository."""
    return None if name in _NO_FILES else Source(name=path, data=read_source(Path(name)).data)


def _line_diff(old: Source | None, new: Source | None, path: str, reason: str) -> str:
    before, after = _text(old), _text(new)
    return "".join([f"{path}: {reason}\n", *_unified(before, after, path)])


def _unified(before: list[str], after: list[str], path: str) -> Iterator[str]:
    for line in difflib.unified_diff(before, after, f"a/{path}", f"b/{path}"):
        yield line if line.endswith("\n") else f"{line}\n"


def _text(source: Source | None) -> list[str]:
    return source.data.decode("utf-8", "replace").splitlines(keepends=True) if source else []

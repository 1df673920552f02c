"""The use case of `validate`: the level that fails, and safe fixes."""

import difflib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from perf_report.app.check.checker import Checker
from perf_report.app.check.previous_year import search_specs
from perf_report.messages import Catalogue
from perf_report.model.finding import LocatedFinding, Severity
from perf_report.model.route import Route
from perf_report.model.source import Source
from perf_report.outputs.named_file import write_named_files
from perf_report.parse.document import parse_document
from perf_report.parse.encoding import encode_like
from perf_report.parse.report_files import is_report
from perf_report.parse.source import read_source
from perf_report.parse.text_edits import EditError, TextEdits
from perf_report.render.findings.report import FindingsReport

if TYPE_CHECKING:
    from perf_report.app.check.report_check import ReportChecker

# A fix may lead to another finding, as in a doubled punctuation mark that was half-width.
_MAX_PASSES = 5

# What finds all that is wrong with a file.
_Find = Callable[[Source], Iterable[LocatedFinding]]


@dataclass(frozen=True, slots=True, kw_only=True)
class FixedFile:
    """A file with fixes: the number of fixed texts, a unified diff, and the fixed bytes.

    A file that cannot be rewritten without changing other lines has no diff and no fixed bytes.
    """

    path: Path
    fixes: int
    diff: str
    fixed: bytes | None

    def summary(self, say: Catalogue) -> str:
        """Return the result in a line."""
        message = "fix-refused" if self.fixed is None else "fixed"
        return say.format("cli", message, path=self.path, count=self.fixes) + "\n"


def fails(report: FindingsReport, fail_on: str) -> bool:
    """Whether a finding is at or above the level that fails the run."""
    if fail_on == "never":
        return False
    ranks = [severity.value for severity in Severity]
    return any(report.summary[level] for level in ranks[: ranks.index(fail_on) + 1])


def fix_files(paths: Iterable[Path], checker: Checker, *, write: bool) -> Iterator[FixedFile]:
    """Apply the safe fixes, and yield each file that had any."""
    files = list(paths)
    find_in_plan, find_in_report = _finds_in_plans(checker), _finds_in_reports(files, checker)
    for path in files:
        source = read_source(path)
        file = _fix(path, source, find_in_report if is_report(source) else find_in_plan)
        if file is None:
            continue
        if write and file.fixed is not None:
            write_named_files({path: file.fixed})
        yield file


def _fix(path: Path, source: Source, find: _Find) -> FixedFile | None:
    fixes = len(_fixes(source, find))
    if not fixes:
        return None
    fixed = _fixed(source, find)
    if fixed is None:
        return FixedFile(path=path, fixes=fixes, diff="", fixed=None)
    before = source.data.decode("utf-8-sig").splitlines(keepends=True)
    after = fixed.decode("utf-8-sig").splitlines(keepends=True)
    diff = difflib.unified_diff(before, after, str(path), str(path))
    return FixedFile(path=path, fixes=fixes, diff="".join(diff), fixed=fixed)


def fix_source(source: Source, checker: Checker) -> bytes | None:
    """Return the bytes of a spec with all safe fixes applied; a second run has nothing to fix.

    None if the file cannot be rewritten without changing other lines.
    """
    return _fixed(source, _finds_in_plans(checker))


def _fixed(source: Source, find: _Find) -> bytes | None:
    data = source.data
    for _ in range(_MAX_PASSES):
        fixes = _fixes(Source(name=source.name, data=data), find)
        if not fixes:
            break
        rewritten = _rewrite(data, fixes)
        if rewritten is None:
            return None
        data = rewritten
    return data


def _rewrite(data: bytes, fixes: Mapping[Route, str]) -> bytes | None:
    """The bytes with texts replaced; a byte-order mark and the line ends of the file stay."""
    document = parse_document(Source(name="", data=data))
    # A file with invisible characters is not read as it stands.
    if encode_like("\n".join(document.lines), data) != data:
        return None
    try:
        edits = TextEdits(document)
        for route, text in fixes.items():
            edits.replace(route, text)
        return encode_like(edits.text(), data)
    except EditError:
        return None


def _fixes(source: Source, find: _Find) -> dict[Route, str]:
    """The fixes of findings, by route; accepted findings have none."""
    findings = (located.finding for located in find(source))
    return {finding.route: finding.fix for finding in findings if finding.fix is not None}


def _finds_in_plans(checker: Checker) -> _Find:
    return lambda source: checker.all_findings(checker.check_one(source))


def _finds_in_reports(paths: Iterable[Path], checker: Checker) -> _Find:
    @cache
    def reports() -> "ReportChecker":
        # Slow to load, and needed only if a file is a report.
        from perf_report.app.check.report_check import ReportChecker

        return ReportChecker(checker, search_specs(paths, checker.project))

    return lambda source: reports().check(source).findings

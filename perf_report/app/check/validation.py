"""What `validate` does with the results of a check: the level that fails, and safe fixes."""

import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from perf_report.app.check.checker import Checker
from perf_report.messages import Catalogue
from perf_report.model.finding import Severity
from perf_report.model.route import Route
from perf_report.model.source import Source
from perf_report.outputs.writer import write_files
from perf_report.parse.encoding import encode_like
from perf_report.parse.source import read_source
from perf_report.parse.yaml_writer import replace_texts
from perf_report.render.findings.report import Report

# What mends one slip may uncover another, as a doubled mark that was half-width does.
_MOST_PASSES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What fixing did to a file: how many texts, and the difference as a unified diff.

    A file that cannot be rewritten without touching other lines has no difference, and no
    `fixed` bytes.
    """

    path: Path
    fixes: int
    difference: str
    fixed: bytes | None

    def summary(self, say: Catalogue) -> str:
        """The change in a line."""
        message = "fix-refused" if self.fixed is None else "fixed"
        return say.say("cli", message, path=self.path, count=self.fixes) + "\n"


def reaches(report: Report, fail_on: str) -> bool:
    """Whether a finding is at or above the level that fails the run."""
    if fail_on == "never":
        return False
    ranks = list(Severity)
    limit = ranks.index(Severity(fail_on))
    return any(ranks.index(item.finding.severity) <= limit for item in report.findings)


def fix_files(paths: Iterable[Path], checker: Checker, *, write: bool) -> Iterator[Change]:
    """Apply the safe fixes, and say what each file had; files without any are passed over."""
    for path in paths:
        change = _fix(path, read_source(path), checker)
        if change is None:
            continue
        if write and change.fixed is not None:
            write_files({path: change.fixed})
        yield change


def _fix(path: Path, source: Source, checker: Checker) -> Change | None:
    fixes = len(_fixes(source, checker))
    if not fixes:
        return None
    fixed = fix_source(source, checker)
    if fixed is None:
        return Change(path=path, fixes=fixes, difference="", fixed=None)
    before = source.data.decode("utf-8-sig").splitlines(keepends=True)
    after = fixed.decode("utf-8-sig").splitlines(keepends=True)
    difference = difflib.unified_diff(before, after, str(path), str(path))
    return Change(path=path, fixes=fixes, difference="".join(difference), fixed=fixed)


def fix_source(source: Source, checker: Checker) -> bytes | None:
    """The bytes of a spec with all safe fixes applied; a second time there is nothing to do.

    None where the file cannot be rewritten without touching other lines.
    """
    data = source.data
    for _ in range(_MOST_PASSES):
        fixes = _fixes(Source(name=source.name, data=data), checker)
        if not fixes:
            break
        rewritten = _rewrite(data, fixes)
        if rewritten is None:
            return None
        data = rewritten
    return data


def _rewrite(data: bytes, fixes: Mapping[Route, str]) -> bytes | None:
    """The bytes with texts replaced; a byte-order mark and the line ends of the file stay."""
    text = replace_texts(data.decode("utf-8-sig").replace("\r\n", "\n"), fixes)
    if text is None:
        return None
    # A file with line ends of both kinds would change where nothing was to be fixed.
    is_even = data.count(b"\r\n") in {0, data.count(b"\n")}
    return encode_like(text, data) if is_even else None


def _fixes(source: Source, checker: Checker) -> dict[Route, str]:
    """The texts that findings ask for, by route; accepted findings ask for nothing."""
    findings = (located.finding for located in checker.check_one(source).result.findings)
    return {finding.route: finding.fix for finding in findings if finding.fix is not None}

"""The use case of `validate`: the level that fails, and safe fixes."""

import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from perf_report.app.check.checker import Checker
from perf_report.messages import Catalogue
from perf_report.model.finding import Severity
from perf_report.model.route import Route
from perf_report.model.source import Source
from perf_report.outputs.named_file import write_named_files
from perf_report.parse.document import parse_document
from perf_report.parse.encoding import encode_like
from perf_report.parse.report_files import is_report
from perf_report.parse.source import read_source
from perf_report.parse.text_edits import EditError, TextEdits
from perf_report.render.findings.report import FindingsReport

# A fix may lead to another finding, as in a doubled punctuation mark that was half-width.
_MAX_PASSES = 5


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
    for path in paths:
        source = read_source(path)
        file = None if is_report(source) else _fix(path, source, checker)
        if file is None:
            continue
        if write and file.fixed is not None:
            write_named_files({path: file.fixed})
        yield file


def _fix(path: Path, source: Source, checker: Checker) -> FixedFile | None:
    fixes = len(_fixes(source, checker))
    if not fixes:
        return None
    fixed = fix_source(source, checker)
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
    data = source.data
    for _ in range(_MAX_PASSES):
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
    document = parse_document(Source(name="", data=data))
    # A file with invisible characters, or with line ends of both kinds, is not read as it stands.
    if encode_like("\n".join(document.lines), data) != data:
        return None
    try:
        edits = TextEdits(document)
        for route, text in fixes.items():
            edits.replace(route, text)
        return encode_like(edits.text(), data)
    except EditError:
        return None


def _fixes(source: Source, checker: Checker) -> dict[Route, str]:
    """The fixes of findings, by route; accepted findings have none."""
    spec = checker.check_one(source)
    findings = (located.finding for located in checker.all_findings(spec))
    return {finding.route: finding.fix for finding in findings if finding.fix is not None}

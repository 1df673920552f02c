"""Tell the files of reports on a plan from those of plans, without parsing them."""

import re

from perf_report.model.report import ReportKind
from perf_report.model.source import Source

# The key `report` at the top, as authors write it: no other line begins with it. Its value is read
# where it stands on the same line.
_REPORT = re.compile(
    rb"""^(?:\xef\xbb\xbf)?(["']?)report\1[ \t]*:(?:[ \t]+["']?(\w+))?""", re.MULTILINE
)


def is_report(source: Source) -> bool:
    """Return whether a file is a report on a plan, and no plan."""
    return _REPORT.search(source.data) is not None


def scan_kind(source: Source) -> ReportKind | None:
    """Return the kind of a report by its text; None of another text than a kind."""
    found = _REPORT.search(source.data)
    word = (found[2] or b"").decode() if found else ""
    return ReportKind(word) if word in set(ReportKind) else None

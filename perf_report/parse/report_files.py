"""Tell the files of reports on a plan from those of plans, without parsing them."""

import re

from perf_report.model.source import Source

# The key `report` at the top, as authors write it: no other line begins with it.
_REPORT = re.compile(rb"""^(?:\xef\xbb\xbf)?(["']?)report\1[ \t]*:""", re.MULTILINE)


def is_report(source: Source) -> bool:
    """Return whether a file is a report on a plan, and no plan."""
    return _REPORT.search(source.data) is not None

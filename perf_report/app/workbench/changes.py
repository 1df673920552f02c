"""What a draft changes against last year's table, or report, in words."""

from datetime import date

from perf_report.app.check.report_check import CheckedReport
from perf_report.app.compare.comparison import (
    ComparisonConfig,
    InvalidReport,
    InvalidSpec,
    collect_changes,
    compare_sources,
    open_comparison_config,
)
from perf_report.app.compare.report_comparison import compare_reports
from perf_report.app.workbench.readers import Read
from perf_report.app.workbench.workbench import Opened, Workbench
from perf_report.messages import Catalogue
from perf_report.render.changes import TEXT_REPORTS
from perf_report.render.changes.report import TableChanges


def changes_since_last_year(workbench: Workbench, opened: Opened, say: Catalogue) -> str:
    """Return the changes as a text; empty if there is no table of the year before.

    Raises PerfReportError.
    """
    read = workbench.read(opened)
    earlier = workbench.reader.read_earlier(read)
    if earlier is None:
        return ""
    with open_comparison_config(workbench.project, date.min) as config:
        result = _compare(earlier, read, config)
        return TEXT_REPORTS["text"](collect_changes([result], config, say))


def _compare(
    earlier: Read, read: Read, config: ComparisonConfig
) -> TableChanges | InvalidSpec | InvalidReport:
    before, after = earlier.checked, read.checked
    if isinstance(before, CheckedReport) and isinstance(after, CheckedReport):
        return compare_reports(before, after, config)
    return compare_sources(before.source, after.source, config)

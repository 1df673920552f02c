"""What a draft changes against last year's table, in words."""

from datetime import date

from perf_report.app.check.previous_year import search_specs
from perf_report.app.check.spec_check import check_source
from perf_report.app.compare.comparison import (
    collect_changes,
    compare_sources,
    open_comparison_config,
)
from perf_report.app.workbench.workbench import Opened, Workbench
from perf_report.messages import Catalogue
from perf_report.render.changes import TEXT_REPORTS


def changes_since_last_year(workbench: Workbench, opened: Opened, say: Catalogue) -> str:
    """Return the changes as a text; empty if there is no table of the year before.

    Raises PerfReportError.
    """
    session = opened.session
    checked = check_source(session.source, workbench.standards)
    if checked.plan is None:
        return ""
    search = search_specs([session.path], workbench.project)
    earlier = search.find(checked.plan.identity.previous, str(session.path))
    if earlier is None:
        return ""
    with open_comparison_config(workbench.project, date.min) as config:
        result = compare_sources(earlier, session.source, config)
        return TEXT_REPORTS["text"](collect_changes([result], config, say))

"""Find the specs with marks to review, which are not disclosed."""

from perf_report.app.check.checker import open_checker
from perf_report.app.check.collect_specs import collect_sources
from perf_report.app.project import Project, list_specs
from perf_report.model.identity import Identity
from perf_report.rules.review_mark import RULE


def find_drafts(project: Project) -> set[Identity]:
    """Return the tables of the project whose specs have a mark. Raises PerfReportError."""
    with open_checker(project) as checker:
        checked = checker.check(collect_sources(list_specs(project.specs_folder())))
        return {
            spec.result.identity
            for spec in checked
            if spec.result.identity is not None
            and any(located.finding.rule == RULE.id for located in checker.all_findings(spec))
        }

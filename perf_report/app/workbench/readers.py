"""Read the draft of a plan, or that of a report on one, as the check step reads its file."""

from dataclasses import dataclass
from pathlib import Path
from threading import RLock

from perf_report.app.check.checker import open_checker
from perf_report.app.check.previous_year import search_specs
from perf_report.app.check.report_check import CheckedReport, ReportChecker
from perf_report.app.check.report_summary import report_table
from perf_report.app.check.spec_check import CheckedPlan, Standards, check_source
from perf_report.app.project import Project, list_specs
from perf_report.app.workbench.readable import Readable, readable_plan, readable_report
from perf_report.model.finding import Severity
from perf_report.model.plan import Plan
from perf_report.model.source import Source
from perf_report.outputs.table import Table
from perf_report.parse.report_files import is_report

# What tells whether a file was changed: its path, its time and its size.
_Stamp = tuple[tuple[Path, int, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A draft that was checked by `standards`, and what of it can be laid out."""

    checked: CheckedPlan | CheckedReport
    readable: Readable | None
    standards: Standards

    @property
    def is_report(self) -> bool:
        """Whether it is a report on a plan."""
        return isinstance(self.checked, CheckedReport)

    @property
    def file_name(self) -> str:
        """The name of its file, since a reader knows the folder."""
        return Path(self.checked.source.name).name

    @property
    def plan(self) -> Plan | None:
        """The plan, or that of the report, if it is valid."""
        if isinstance(self.checked, CheckedPlan):
            return self.checked.plan
        return self.checked.table.plan if self.checked.table else None

    @property
    def report_id(self) -> str:
        """Which report on its plan it is; empty for a plan."""
        context = None if isinstance(self.checked, CheckedPlan) else self.checked.context
        return context.report.id if context else ""

    @property
    def errors(self) -> int:
        """How many errors it has."""
        return sum(each.finding.severity is Severity.ERROR for each in self.checked.findings)

    @property
    def printed(self) -> Table | None:
        """The table to print; None if there is an error."""
        checked = self.checked
        if self.errors:
            return None
        if isinstance(checked, CheckedPlan):
            return checked.valid_table
        is_whole = checked.context and checked.context.form and checked.table
        return report_table(checked, with_comments=True) if is_whole else None


class Reader:
    """Reads the drafts of a project. Plans are checked by `standards`."""

    def __init__(self, project: Project, standards: Standards) -> None:
        self.project, self.standards = project, standards
        self._lock = RLock()
        self._stamp: _Stamp | None = None
        self._last: Read | None = None

    def read(self, source: Source) -> Read:
        """Return what a draft says. Raises PerfReportError."""
        if not is_report(source):
            checked = check_source(source, self.standards)
            readable = readable_plan(checked, self.standards)
            return Read(checked=checked, readable=readable, standards=self.standards)
        with self._lock:
            reports = self._report_checker()
            if self._last is None or self._last.checked.source != source:
                report = reports.check(source)
                self._last = self._read_report(report)
            return self._last

    def _report_checker(self) -> ReportChecker:
        """The checker of reports, which knows the other files as they are on the disk."""
        stamp = _stamp_of(self.project)
        if stamp != self._stamp:
            self._stamp, self._last = stamp, None
            with open_checker(self.project) as checker:
                self._reports = ReportChecker(checker, search_specs([], self.project))
        return self._reports

    def read_earlier(self, read: Read) -> Read | None:
        """Return the same table or report of the year before; None if there is none.

        Raises PerfReportError.
        """
        checked = read.checked
        if isinstance(checked, CheckedReport):
            return self._read_previous(checked)
        if read.readable is None:
            return None
        search = search_specs([Path(checked.source.name)], self.project)
        found = search.find(read.readable.plan.identity.previous, checked.source.name)
        return self.read(found) if found else None

    def _read_previous(self, checked: CheckedReport) -> Read | None:
        context = checked.context
        before = self._reports.previous(context.report) if context else None
        if before is None:
            return None
        return self._read_report(before)

    def _read_report(self, checked: CheckedReport) -> Read:
        readable = readable_report(checked, self._reports)
        return Read(checked=checked, readable=readable, standards=self.standards)


def _stamp_of(project: Project) -> _Stamp:
    # A link may lead nowhere.
    paths = (path for path in list_specs(project.specs_folder()) if path.exists())
    found = ((path, path.stat()) for path in paths)
    return tuple((path, each.st_mtime_ns, each.st_size) for path, each in found)

"""The report that a PDF carries, and the plan that it carries with it."""

from dataclasses import dataclass

from perf_report.app.check.previous_year import SpecSearch
from perf_report.model.source import Source
from perf_report.parse.report_files import is_report
from perf_report.pdf_inspect.carried_spec import carried_specs


@dataclass(frozen=True, slots=True, kw_only=True)
class CarriedReport:
    """A report that a PDF was made of; `search` finds its plan."""

    report: Source
    search: SpecSearch[str]


def read_carried_report(pdf: Source) -> CarriedReport | None:
    """Return the report in a PDF; None if it carries none. Raises SourceError."""
    files = {name: Source(name=name, data=data) for name, data in carried_specs(pdf).items()}
    report = next((each for each in files.values() if is_report(each)), None)
    if report is None:
        return None
    del files[report.name]
    return CarriedReport(report=report, search=SpecSearch(list(files), files.__getitem__))

"""Which part of a file is the form of a report on a plan: a file may have several tables."""

from collections.abc import Mapping
from dataclasses import dataclass

from perf_report.app.import_paper.filled_rows import name_key
from perf_report.errors import SourceError
from perf_report.model.form import Form
from perf_report.model.paper import Paper, Remark
from perf_report.model.plan import Plan
from perf_report.recognize.report_form import divide_reports


@dataclass(frozen=True, slots=True, kw_only=True)
class FormPart:
    """A part of a paper with its form, and how many other tables the paper has."""

    paper: Paper
    form: Form
    others: int

    @property
    def remarks(self) -> tuple[Remark, ...]:
        """What is said of the other tables."""
        count = self.others
        return (Remark(id="remark-tables-left", arguments={"count": count}),) if count else ()


def find_part(paper: Paper, forms: Mapping[str, Form], plan: Plan, path: str) -> FormPart:
    """Return the form of a report on a plan: the only one, or the one that names what it is of.

    Raises SourceError if there is none, or there are several.
    """
    if paper.is_flat:
        raise SourceError("paper-without-cells", path=path)
    parts = divide_reports(paper, forms, plan.year)
    found = [(part, form) for part, form in parts if form is not None]
    if len(found) > 1:
        found = [each for each in found if _names(each[0], plan)]
        if len(found) != 1:
            raise SourceError("paper-several-reports", path=path)
    if not found:
        raise SourceError("paper-no-report", path=path)
    part, form = found[0]
    return FormPart(paper=part, form=form, others=len(parts) - 1)


def _names(paper: Paper, plan: Plan) -> bool:
    name = plan.project.name if plan.project else plan.department.name
    texts = {name_key(cell.text) for table in paper.tables for cell in table.cells}
    return name_key(name.zh or "") in texts

"""Read a file as a plan: which form it fills, and what stands in it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from perf_report.errors import SourceError
from perf_report.model.form import Form
from perf_report.model.framework import Framework
from perf_report.model.paper import Paper, Remark
from perf_report.model.scoring import Scoring
from perf_report.model.source import Source
from perf_report.office.carried_spec import CarriedSpec, read_carried_spec
from perf_report.office.open_paper import open_paper, paper_kind
from perf_report.outputs.output_files import Format
from perf_report.recognize.recognize import Recognized, recognize, report_forms

_OFFICE: Mapping[str, Format] = {"docx": "docx", "xlsx": "xlsx"}


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownForms:
    """The forms and frameworks by which a paper is recognized, and what may give its points."""

    forms: Mapping[str, Form]
    frameworks: Mapping[str, Framework]
    scorings: Mapping[str, Scoring] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadPaper:
    """A file, the paper that it is, and the plans on it."""

    source: Source
    paper: Paper
    recognized: tuple[Recognized, ...]


def read_paper(source: Source, known: KnownForms) -> ReadPaper:
    """Return a file with the plans on it.

    Raises SourceError if the file cannot be read, or has no table of a known form.
    """
    paper = open_paper(source)
    return recognized_paper(
        source, paper, recognize(paper, known.forms, known.frameworks), known.forms
    )


def recognized_paper(
    source: Source, paper: Paper, recognized: tuple[Recognized, ...], forms: Mapping[str, Form]
) -> ReadPaper:
    """Return a file with the plans on its paper; a report beside them is a remark.

    Raises SourceError if there are none.
    """
    reports = report_forms(paper, forms)
    if not recognized and reports:
        raise SourceError("paper-report", path=source.name, form=reports[0].id)
    if not recognized:
        # Labels are known in Chinese alone.
        is_own = carried_by(source) is not None
        raise SourceError("paper-own-language" if is_own else "paper-no-table", path=source.name)
    left = (Remark(id="remark-report", arguments={"form": form.id}) for form in reports)
    seen = replace(paper, remarks=(*paper.remarks, *left))
    return ReadPaper(source=source, paper=seen, recognized=recognized)


def office_format(source: Source) -> Format | None:
    """Return the format of a Word or Excel file, as builds make them; None for any other file."""
    return _OFFICE.get(paper_kind(source.data))


def carried_by(source: Source) -> CarriedSpec | None:
    """Return the spec that a Word or Excel file carries; None for any other file."""
    return read_carried_spec(source.data) if office_format(source) else None

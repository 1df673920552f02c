"""Make a PDF again from the spec that is attached to it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import PurePath

from perf_report import resources
from perf_report.app.build.config import project_config
from perf_report.app.check.spec_check import Standards, check_source, open_standards
from perf_report.app.project import Project
from perf_report.model.scoring import Scoring
from perf_report.model.source import Source
from perf_report.outputs.build_config import BuildConfig
from perf_report.outputs.change_files import changes_title
from perf_report.outputs.jobs import Job, make_output
from perf_report.outputs.output_files import Output
from perf_report.outputs.pdf_attachments import address_folder
from perf_report.outputs.process_cache import localizer_of
from perf_report.outputs.spec_summary import SHEET, SHEET_DATA, is_report_id, sheet_table
from perf_report.outputs.table import Table, TableReport
from perf_report.parse.report_files import is_report
from perf_report.parse.reports import load_report
from perf_report.parse.scorings import load_scorings
from perf_report.pdf.pdfa_metadata import Provenance
from perf_report.pdf_inspect.differences import PdfDifference, compare_documents
from perf_report.pdf_inspect.font_forms import FontForms
from perf_report.pdf_inspect.open_pdf import open_pdf
from perf_report.pdf_inspect.pdf_document import PdfDocument, PdfInfo, read_document, read_info
from perf_report.render.form_view import build_view
from perf_report.render.localized_text import MODES, Mode, mode_languages

_CHANGES = "changes.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifySetup:
    """Vocabularies, templates and fonts to make documents with."""

    standards: Standards
    scorings: Mapping[str, Scoring]
    config: BuildConfig


def open_verify_setup(project: Project | None) -> VerifySetup:
    """Return the built-in configuration, or a project's own. Raises PerfReportError."""
    project = project or Project(root=resources.PACKAGE)
    standards = replace(open_standards(project, project.fonts()), severities={})
    return VerifySetup(
        standards=standards,
        scorings=load_scorings(project.scoring_folders()),
        config=project_config(project),
    )


def is_of_changes(info: PdfInfo) -> bool:
    """Whether a document is a report of changes between two tables."""
    names = {file.name for file in info.files}
    is_one = "table.json" in names or is_sheet(info) or is_of_report(info)
    return _CHANGES in names or (len(info.specs) > 1 and not is_one)


def is_sheet(info: PdfInfo) -> bool:
    """Whether a document is the sheet of a department's projects."""
    return SHEET_DATA[0] in {file.name for file in info.files}


def is_of_report(info: PdfInfo) -> bool:
    """Whether a document is a report on a table."""
    data = (PurePath(file.name) for file in info.files)
    return any(path.suffix == ".json" and is_report_id(path.stem) for path in data)


def read_table(info: PdfInfo, provenance: Provenance, setup: VerifySetup) -> Table | None:
    """The table of the spec in the provenance, else of the latest year, with the other's.

    A sheet of projects has those of all its specs, and a report that of its plan. None where a spec
    cannot be read.
    """
    sources = [Source(name=spec.name, data=spec.data) for spec in info.specs]
    reports = [source for source in sources if is_of_report(info) and is_report(source)]
    outcomes = [check_source(source, setup.standards) for source in sources
                if source not in reports]  # fmt: skip
    tables = [outcome.valid_table for outcome in outcomes]
    sound = [table for table in tables if table is not None]
    if len(sound) < len(tables):
        return None
    if is_sheet(info):
        return sheet_table(sound)
    if is_of_report(info):
        is_pair = len(sound) == len(reports) == 1
        return _with_report(sound[0], reports[0], setup) if is_pair else None
    first, *others = sorted(
        sound, key=lambda table: (table.digest == provenance.source, table.plan.year), reverse=True
    )
    return replace(first, earlier=others[0] if others and is_of_changes(info) else None)


def _with_report(table: Table, source: Source, setup: VerifySetup) -> Table | None:
    """A table with the report on it; None where that cannot be read, or is on another one."""
    report = load_report(source).report
    form = setup.standards.forms.get(report.form or "") if report else None
    if report is None or form is None or report.of != table.plan.identity:
        return None
    scoring = setup.scorings.get(report.scoring or "")
    known = TableReport(report=report, form=form, scoring=scoring, source=source)
    return table.with_report(known)


def closest_document(
    found: PdfDocument, table: Table, setup: VerifySetup, forms: FontForms
) -> tuple[PdfDocument, list[PdfDifference]]:
    """The document that the data make, in the language mode with the fewest differences."""
    best: tuple[PdfDocument, list[PdfDifference]] | None = None
    for output, config in _candidates(found, table, setup.config):
        made = _make(_job(found, table, output, config), forms)
        differences = list(compare_documents(made, found))
        if best is None or len(differences) < len(best[1]):
            best = made, differences
    if best is None:
        raise AssertionError("a plan has at least one language mode")
    return best


def possible_modes(found: PdfDocument, table: Table) -> list[Mode]:
    """The language mode of a document's title, or else every one that the plan has."""
    modes = _plan_modes(table)
    members = [(each.plan, each.vocabulary) for each in table.members]
    titles = {
        mode: build_view(
            table.plan,
            table.vocabulary,
            localizer_of(mode),
            members=members,
            reported=table.reported,
        ).title
        for mode in modes
    }
    named = [mode for mode in modes if titles[mode] == found.info.properties.get("dc:title")]
    return named or modes


def _candidates(
    found: PdfDocument, table: Table, config: BuildConfig
) -> Iterator[tuple[Output, BuildConfig]]:
    """What a document may be: the table, its changes, or a report, in each mode possible."""
    if table.earlier is not None:
        output = Output(format="pdf", path="changes.pdf", is_of_changes=True)
        for mode in _modes_of_changes(found, table, config):
            yield output, replace(config, changes_mode=mode)
        return
    path = f"{SHEET}.pdf" if table.members else "table.pdf"
    path = f"{table.report.report.id}.pdf" if table.report else path
    for mode in possible_modes(found, table):
        yield Output(format="pdf", path=path, mode=mode), config


def _modes_of_changes(found: PdfDocument, table: Table, config: BuildConfig) -> list[Mode]:
    """The language mode of the title of a report of changes, or else every one."""
    modes = _plan_modes(table)
    title = found.info.properties.get("dc:title")
    return [mode for mode in modes if changes_title(table, config, mode) == title] or modes


def _plan_modes(table: Table) -> list[Mode]:
    return [mode for mode in MODES if set(mode_languages(mode)) <= set(table.plan.languages)]


def _job(found: PdfDocument, table: Table, output: Output, config: BuildConfig) -> Job:
    """What makes the document, with the address and identifier of the one found."""
    return Job(
        table=table,
        output=output,
        config=replace(config, address=_address(found, table)),
        identifier=found.info.identifier,
    )


def _make(job: Job, forms: FontForms) -> PdfDocument:
    source = Source(name=job.output.path, data=make_output(job))
    with open_pdf(source) as opened:
        return read_document(opened, read_info(opened), forms)


def _address(found: PdfDocument, table: Table) -> str:
    """The site's address that the document prints, without the folder of its table."""
    pattern = re.compile(rf"(https?://[!-~]+?)/{re.escape(address_folder(table))}/")
    texts = (
        pattern.fullmatch(element.stream_text.strip()) for element in found.structure.paragraphs
    )
    return next((text[1] for text in texts if text), "")

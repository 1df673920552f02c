"""Bring what an office filled in on the form of a report into the report's file."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, cast

from perf_report.app.check.checker import Checker, open_checker
from perf_report.app.check.previous_year import search_specs
from perf_report.app.check.report_check import CheckedReport, ReportChecker
from perf_report.app.check.report_summary import report_table
from perf_report.app.compare.comparison import collect_changes, open_comparison_config
from perf_report.app.compare.report_comparison import compare_reports
from perf_report.app.import_paper.differences import Difference, form_differences
from perf_report.app.import_paper.into import Brought, carried_spec
from perf_report.app.import_paper.leaves import value_at
from perf_report.app.import_paper.merge import Data, Merged, missing_english
from perf_report.app.import_paper.not_taken import side_differences
from perf_report.app.import_paper.own_reading import OwnReading
from perf_report.app.import_paper.read import office_format
from perf_report.app.import_paper.report_file import PrintedReport, ReportPrinter
from perf_report.app.import_paper.report_groups import read_values
from perf_report.app.import_paper.report_merge import merge_report
from perf_report.app.import_paper.report_rows import Filled, count_rows, filled_cells, text_key
from perf_report.app.import_paper.report_values import ValueReader, Values
from perf_report.app.import_paper.save import error_lines
from perf_report.app.project import Project
from perf_report.errors import SourceError
from perf_report.messages import Catalogue
from perf_report.model.finding import LocatedFinding, Severity
from perf_report.model.paper import Paper, PaperCell, Place
from perf_report.model.source import Source
from perf_report.office.own_workbook import formulas
from perf_report.office.read_spreadsheet import UNSAVED
from perf_report.outputs.table import Table
from perf_report.parse.document import parse_document
from perf_report.parse.encoding import encode_like
from perf_report.parse.plan_edits import rewrite_data
from perf_report.parse.reports import load_report
from perf_report.render.changes import TEXT_REPORTS
from perf_report.render.localized_text import MODES


class BroughtReport(Brought):
    """A report as it is, and with what an office filled in on its form."""

    def render_changes(self, day: date, say: Catalogue) -> str:
        """Return what the file changes, as `diff` shows it."""
        with open_comparison_config(self.project, day) as config:
            edited = replace(self.changed, name=str(self.file))
            sides = [self._check(config.checker, each) for each in (self.spec, edited)]
            result = compare_reports(sides[0], sides[1], config)
            return TEXT_REPORTS["text"](collect_changes([result], config, say))

    def errors(self, say: Catalogue) -> list[str]:
        """Return a line for each error that the report would have, and has not yet."""
        with open_checker(self.project) as checker:
            now, changed = (
                self._check(checker, each).findings for each in (self.spec, self.changed)
            )
        known = Counter(map(_error, now))
        return error_lines((each for each in changed if not known[_error(each)]), say)

    def _check(self, checker: Checker, source: Source) -> CheckedReport:
        return check_beside(self.project, checker, Path(self.spec.name), source)


def _error(located: LocatedFinding) -> tuple[object, ...]:
    """What makes an error the same in another version of a file."""
    finding = located.finding
    return finding.rule, finding.route, finding.severity is Severity.ERROR


def check_beside(project: Project, checker: Checker, beside: Path, source: Source) -> CheckedReport:
    """Return a report, checked with the plans and reports beside a path."""
    return ReportChecker(checker, search_specs([beside], project)).check(source)


def report_data(source: Source) -> Data:
    """Return what a report says."""
    root = parse_document(source).root
    return cast("Data", root.value()) if root else {}


class ReportBringing:
    """Brings a file into a report; `base` is the report that the file was made of."""

    def __init__(
        self, project: Project, checker: Checker, file: Path, spec: Source, edited: OwnReading
    ) -> None:
        self.project, self.checker, self.file, self.spec = project, checker, file, spec
        kind = office_format(edited.source)
        if kind is None:
            raise SourceError("into-no-base", path=file)
        self.carried = carried_spec(edited.source)
        self.base = replace(self.carried or spec, name=spec.name)
        self.printer = ReportPrinter.of(project, kind)
        self.theirs = edited

    def has_own_rows(self) -> bool:
        """Return whether the file has most rows as the report prints them."""
        same, rows = count_rows(self._printed, self.theirs.paper)
        return same * 2 > rows

    def bring(self) -> Brought:
        """Return the report with what was filled in on the file.

        Raises SourceError if a cell cannot be read, or the file is not one of ours.
        """
        printed, table = self._printed, self._printed.table
        filled = self._filled(printed)
        values, taken = read_values(_reader(printed, report_data(self.base)), filled)
        english = missing_english(table.plan)
        values = self._without_sums(values, printed, filled, english)
        after = self._after(values, printed, english)
        merged = merge_report(report_data(self.base), report_data(self.spec), values, english)
        return BroughtReport(
            project=self.project,
            file=self.file,
            spec=self.spec,
            changed=rewritten(self.spec, merged),
            merged=merged,
            not_taken=tuple(self._not_taken(printed, after, filled, taken)),
            has_base=self.carried is not None,
        )

    def _table(self, source: Source) -> Table | None:
        """The report with its plan; None if it cannot be printed."""
        checked = check_beside(self.project, self.checker, Path(self.spec.name), source)
        context = checked.context
        if context is None or checked.table is None or context.form is None:
            return None
        identities = {str(context.report), *self._identity()}
        if len(identities) > 1:
            raise SourceError("into-other", path=self.file, spec=self.spec.name)
        return report_table(checked, with_comments=True)

    def _identity(self) -> Iterator[str]:
        report = load_report(self.spec).report
        yield from [str(report)] if report else []

    @cached_property
    def _printed(self) -> PrintedReport:
        """The file that the report makes, in the languages of the edited one."""
        table = self._table(self.base)
        if table is None:
            raise SourceError("report-invalid", path=self.spec.name)
        modes = MODES if "en" in table.plan.languages else MODES[:1]
        found: list[tuple[int, PrintedReport]] = []
        for mode in modes:
            printed = self.printer.print(table, mode)
            same, rows = count_rows(printed, self.theirs.paper)
            found.append((same, printed))
            if same == rows:
                break
        return max(found, key=lambda each: each[0])[1]

    def _filled(self, printed: PrintedReport) -> list[Filled]:
        """The cells that the file still has. Raises SourceError if one cannot be read."""
        filled = filled_cells(printed, self.theirs.paper)
        if not any(each.cell for each in filled):
            raise SourceError("into-no-base", path=self.file)
        kept = [each for each in filled if each.edited.doubt not in UNSAVED]
        doubted = [each.edited for each in kept if each.cell and each.is_edited]
        texts = [f"{each.place.cell} {each.text}".strip() for each in doubted if each.doubt]
        if texts:
            raise SourceError("into-unread", path=self.file, texts="; ".join(texts))
        return kept

    def _without_sums(
        self, values: Values, printed: PrintedReport, filled: Sequence[Filled], english: str
    ) -> Values:
        """The values without amounts that are worked out, and come to what the file has anyway."""
        base = report_data(self.base)
        summed = {
            each.cell.value: each
            for each in filled
            if each.cell and each.cell.value[0] == "funds" and each.printed.text
            if each.cell.value in values and value_at(base, each.cell.value) is None
        }
        written = {path: value for path, value in values.items() if path not in summed}
        after = _texts(self._after(written, printed, english).paper) if summed else {}
        left = {
            path: values[path]
            for path, each in summed.items()
            if text_key(after.get(each.printed.place, each.printed)) != text_key(each.edited)
        }
        return written | left

    def _after(self, values: Values, printed: PrintedReport, english: str) -> OwnReading:
        """What the report of the file prints with values; without them if it cannot be printed."""
        data = report_data(self.base)
        table = self._table(rewritten(self.base, merge_report(data, data, values, english)))
        return self.printer.read(table, printed.mode) if table and values else printed.reading

    def _not_taken(
        self,
        printed: PrintedReport,
        after: OwnReading,
        filled: Sequence[Filled],
        taken: frozenset[Place],
    ) -> Iterator[Difference]:
        """What the file has that the report does not have, or print, with its values."""
        before, made = printed.reading, _texts(after.paper)
        expected = {
            each.printed.place: each.edited
            if each.edited.place in taken
            else made.get(each.printed.place, each.printed)
            for each in filled
            if each.is_edited
        }
        is_xlsx = self.printer.kind == "xlsx"
        sums = frozenset(formulas(before.source.data) if is_xlsx else ())
        wanted = _with_texts(before.paper, expected)
        yield from form_differences(self.theirs.paper, wanted, lambda _: False, sums)
        yield from side_differences(before, after, self.theirs, sums)


def _reader(printed: PrintedReport, known: Mapping[str, Any]) -> ValueReader:
    reported = printed.table.reported
    if reported is None:
        raise AssertionError("a report was printed that the table does not have")
    return ValueReader(reported=reported, mode=printed.mode, known=known)


def rewritten(spec: Source, merged: Merged) -> Source:
    """Return a report with the merged data."""
    text = rewrite_data(spec.data.decode("utf-8-sig"), merged.data, report_data(spec))
    return Source(name=spec.name, data=encode_like(text, spec.data))


def _texts(paper: Paper) -> dict[Place, PaperCell]:
    return {cell.place: cell for table in paper.tables for cell in table.cells}


def _with_texts(paper: Paper, cells: Mapping[Place, PaperCell]) -> Paper:
    """A paper with the texts of other cells at places."""
    tables = (
        replace(
            table,
            cells=tuple(
                replace(each, text=cells[each.place].text) if each.place in cells else each
                for each in table.cells
            ),
        )
        for table in paper.tables
    )
    return replace(paper, tables=tuple(tables))

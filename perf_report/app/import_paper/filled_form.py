"""Read a report's form that an office filled in by itself, as values of a report on a plan."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from perf_report.app.import_paper.filled_cells import CellReader
from perf_report.app.import_paper.filled_fields import field_values, printed_total
from perf_report.app.import_paper.filled_goals import read_goals
from perf_report.app.import_paper.filled_money import MoneyReader
from perf_report.app.import_paper.filled_points import (
    PrintedPoints,
    choose_scoring,
    score_by,
    settle_points,
)
from perf_report.app.import_paper.filled_rows import (
    NamedItem,
    match_indicators,
    match_named,
)
from perf_report.app.import_paper.filled_targets import compare_target
from perf_report.app.import_paper.report_merge import merge_report
from perf_report.app.import_paper.report_values import ValueReader, Values
from perf_report.model.form import FundsBlock, IndicatorColumn, IndicatorsBlock
from perf_report.model.money import add_amounts
from perf_report.model.paper import Paper
from perf_report.model.plan import Plan
from perf_report.model.report import Report, ReportKind
from perf_report.model.scoring import Scoring
from perf_report.model.target import Statement
from perf_report.outputs.table import Table
from perf_report.parse.reports import read_report_data
from perf_report.recognize.block_labels import label_keys
from perf_report.recognize.notes import Note
from perf_report.recognize.numbers import read_points
from perf_report.recognize.outside_rows import list_rest
from perf_report.recognize.report_form import FilledForm, recognize_report
from perf_report.recognize.report_labels import names_whole_year
from perf_report.recognize.rows import Row, RowCell
from perf_report.render.report_funds import stands_by_task
from perf_report.render.reported import Reported
from perf_report.score.planned_funds import planned_amounts

_DECEMBER = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class FormValues:
    """The values of a report on a filled-in form, and the notes about them.

    `taken` is how many rows of indicators were those of the plan.
    """

    values: Values
    notes: tuple[Note, ...]
    taken: int
    month: int | None


def read_filled_form(
    paper: Paper,
    table: Table,
    known: Mapping[str, Any],
    scorings: Mapping[str, Scoring],
    *,
    is_new: bool,
) -> FormValues:
    """Return what a paper says on the form of the report of a table.

    `known` is what the report says already. The scoring is that of the report, or the one of
    `scorings` that gives most of the printed points. In a report that `is_new`, scores that it does
    not give are kept as those of the office; in another one, they are marked alone.
    """
    return _Form(paper, table, known).read(scorings, is_new=is_new)


class _Form:
    """A filled-in form beside the plan that it reports on."""

    def __init__(self, paper: Paper, table: Table, known: Mapping[str, Any]) -> None:
        reported = table.reported
        if reported is None:
            raise AssertionError("a filled-in form is read without a report")
        self.table, self.known, self.reported = table, known, reported
        self.filled = _recognized(paper, table, reported)
        self.draft = self.filled.draft
        self.reader = ValueReader(reported=reported, mode="zh", known=known)
        self.cells = CellReader(reader=self.reader, draft=self.draft)
        self.money = MoneyReader(draft=self.draft, known=known.get("funds", {}))
        self.values: Values = {}

    def read(self, scorings: Mapping[str, Scoring], *, is_new: bool) -> FormValues:
        taken = self._read_indicators()
        self.values |= read_goals(self.filled, self.reported, self.cells)
        self._read_money()
        self.values |= field_values(self.table.plan, self.reader, self.draft)
        self.values |= self.cells.values | self.money.values
        self._compare_years()
        self._compare_months(is_new=is_new)
        self._take_points(scorings, keeps_scores=is_new)
        list_rest(self.filled.paper, self.filled.rows, self.filled.sections, self.draft)
        return FormValues(
            values=self.values,
            notes=tuple(self.draft.notes),
            taken=taken,
            month=next(iter(self.filled.months), None),
        )

    def _read_indicators(self) -> int:
        framework = self.table.vocabulary.framework
        rows = match_indicators(
            self.filled.indicators, self.reported.indicators, framework, self.draft
        )
        for indicator in self.reported.indicators:
            if indicator.id in rows:
                before = self.reported.of(indicator).initial
                self.values |= compare_target(indicator, before, rows[indicator.id], self.draft)
                self.cells.read(indicator, rows[indicator.id])
        return len(rows)

    def _read_money(self) -> None:
        blocks = self.filled.form.blocks_of(FundsBlock)
        by_task = [block for block in blocks if stands_by_task(block, self.table.plan)]
        by_source = [block for block in blocks if block not in by_task]
        self.money.read_sources(by_source)
        self._miss_sources(by_source)
        for block in by_task:
            rows = [row for row in self.filled.tasks if not row.is_total]
            items = [NamedItem(id=t.id, text=t.text.zh or "") for t in self.table.plan.tasks]
            named = match_named("funds", rows, items, self.draft)
            found = [self.money.read_task(id_, row, block.columns) for id_, row in named.items()]
            for total in (row for row in self.filled.tasks if row.is_total):
                self.money.read_total(total, found, block.columns)
        planned = planned_amounts(self.table.plan, self.table.vocabulary.form)
        times = self.money.scale(planned, _budget(self.table.plan, planned))
        if times:
            self.draft.mark("import-unit-unlikely", ("funds",), None, times=times)
        if self.money.values and not self.draft.units.stated:
            self.draft.mark("import-unit-unstated", ("funds",), None, unit=self.draft.units.kept)

    def _miss_sources(self, blocks: Sequence[FundsBlock]) -> None:
        """Mark the sources without a row on the form; a row without amounts says that of itself."""
        texts = {cell.key for row in self.filled.rows for cell in row.starting}
        for node in (node for block in blocks for node in block.amounts()):
            if not texts & label_keys(node.label, self.draft.year):
                name = node.label.zh or ""
                self.draft.miss("import-row-missing", ("funds", node.id), name=name)

    def _compare_years(self) -> None:
        year = self.table.plan.year
        others = [each for each in self.filled.years if each != year]
        if others:
            stated = "、".join(map(str, others))
            self.draft.mark("import-year-differs", ("of",), None, stated=stated, year=year)

    def _compare_months(self, *, is_new: bool) -> None:
        """Mark months that differ, and labels without months where they may be of others."""
        months, through = self.filled.months, "" if is_new else str(self.known.get("through", ""))
        if len(months) > 1:
            stated = "、".join(map(str, months))
            self.draft.mark("import-months-differ", ("through",), None, months=stated)
        is_year = months == (_DECEMBER,) or through.endswith(f"-{_DECEMBER}")
        is_known = bool(months or through)
        labels = [
            label
            for label in self.filled.unnamed
            if not is_known or (names_whole_year(label) and not is_year)
        ]
        if labels:
            named = "、".join(labels)
            self.draft.mark("import-months-unnamed", ("through",), None, labels=named)

    def _take_points(self, scorings: Mapping[str, Scoring], *, keeps_scores: bool) -> None:
        total, execution = self._total_row(), self.money.execution
        if execution.weight is None:
            execution.weight = self.filled.execution
        printed = PrintedPoints(
            points=self.cells.points,
            execution=execution,
            levels=self.draft.data.get("weights", {}),
            total=printed_total(self.draft) if total is None else total,
        )
        is_evaluation = self.reported.report.kind is ReportKind.EVALUATION
        if printed.is_empty or not is_evaluation:
            return
        self.values |= self._scores_of_words(printed)
        report = self._report()
        given = self.table.report.scoring if self.table.report else None
        if report is None:
            self.draft.mark("import-points-not-compared", ("scoring",), None)
            return
        scored = (
            score_by(given, self.table, report, printed)
            if given
            else choose_scoring(scorings, self.table, report, printed)
        )
        if scored is None:
            return
        if given is None:
            same, count = scored.agreeing(printed)
            self.values[("scoring",)] = scored.scoring.id
            self.draft.mark("import-scoring-chosen", ("scoring",), None, same=same, count=count)
            if scored.equals:
                others = "、".join(scored.equals)
                self.draft.mark("import-scoring-equal", ("scoring",), None, others=others)
        self.values |= scored.values
        self.values |= settle_points(scored, printed, self.draft, keeps_scores=keeps_scores)

    def _scores_of_words(self, printed: PrintedPoints) -> Values:
        """The scores of words, which the office chooses."""
        return {
            ("indicators", each.id, "score"): printed.points.scores[each.id]
            for each in self.reported.indicators
            if isinstance(each.target, Statement) and each.id in printed.points.scores
        }

    def _report(self) -> Report | None:
        merged = merge_report(self.known, self.known, self.values, "")
        return read_report_data(merged.data)

    def _total_row(self) -> Decimal | None:
        """The total in the last row of indicators, beside the sum of their weights."""
        heads = {id_: head for row in self.filled.indicators for id_, head in row.heads.items()}
        for row, label in self._labelled_totals():
            cells = {id_: row.at(head.cell.column) for id_, head in heads.items()}
            score = cells.get(IndicatorColumn.SCORE)
            total = read_points(score.text) if score else None
            for id_ in (IndicatorColumn.SCORE, IndicatorColumn.WEIGHT):
                cell = cells.get(id_)
                if cell is not None and cell is not label and read_points(cell.text) is not None:
                    self.draft.use(cell)
            if total is not None:
                return total
        return None

    def _labelled_totals(self) -> Iterator[tuple[Row, RowCell]]:
        for section in self.filled.sections:
            block = section.block
            labels = label_keys(getattr(block, "total", None), self.draft.year)
            for row in section.rows if isinstance(block, IndicatorsBlock) else ():
                for cell in row.starting:
                    if cell.key in labels:
                        yield row, cell


def _budget(plan: Plan, planned: Mapping[str, Decimal]) -> Decimal:
    """About how much a plan has: what all its tasks have, or the largest of its other amounts."""
    if plan.tasks:
        return add_amounts(planned.values())
    tables = (row for rows in plan.tables.values() for row in rows)
    cells = (cell for row in (*plan.funds.values(), plan.fields, *tables) for cell in row.values())
    return max((cell for cell in cells if isinstance(cell, Decimal)), default=Decimal(0))


def _recognized(paper: Paper, table: Table, reported: Reported) -> FilledForm:
    plan = table.plan
    blocks = reported.form.blocks_of(FundsBlock)
    return recognize_report(
        paper,
        reported.form,
        table.vocabulary.framework,
        plan.year,
        unit=plan.currency_unit,
        by_task=any(stands_by_task(block, plan) for block in blocks),
    )

"""Recognize the filled-in form of a report: its rows and cells, before they are those of a plan."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TypeVar

from perf_report.model.form import (
    FieldsBlock,
    Form,
    FundsBlock,
    GoalsBlock,
    IndicatorsBlock,
    LineBlock,
    Stage,
    ValueType,
)
from perf_report.model.framework import Framework
from perf_report.model.paper import Paper
from perf_report.model.text import Text
from perf_report.recognize.assemble import take_level_weights
from perf_report.recognize.block_labels import form_keys, label_keys
from perf_report.recognize.draft import Draft
from perf_report.recognize.fields import recognize_fields
from perf_report.recognize.form_choice import choose_report_form, paper_lines
from perf_report.recognize.funds import recognize_source_funds
from perf_report.recognize.indicators import FoundIndicator, find_indicators
from perf_report.recognize.money_units import find_units, mark_units
from perf_report.recognize.outside_rows import framework_keys, take_lines
from perf_report.recognize.report_labels import (
    find_execution_points,
    find_months,
    labels_without_months,
    with_labels_of,
)
from perf_report.recognize.report_rows import NamedRow, find_goal_rows, find_goals, find_tasks
from perf_report.recognize.rows import Row, cell_keys, paper_rows
from perf_report.recognize.sections import Section, divide
from perf_report.recognize.several import divide_paper
from perf_report.recognize.title_year import find_year, headings, title_months, title_years

_Kind = TypeVar("_Kind")

_READ_LATER = frozenset({ValueType.PERCENT, ValueType.POINTS})


@dataclass(frozen=True, slots=True, kw_only=True)
class FilledForm:
    """A form of a report that is filled in: its rows, of which no plan is known yet.

    `draft` has its fields and the money of its sources. `goal_rows` are goals above indicators of
    theirs. `years` are those that its title names, `months` are the last ones that labels of
    monitoring name, or the title. `unnamed` are such labels without months, and `execution` has the
    points in the label of the budget's execution.
    """

    form: Form
    draft: Draft
    paper: Paper
    rows: tuple[Row, ...]
    sections: tuple[Section, ...]
    indicators: tuple[FoundIndicator, ...]
    goals: tuple[NamedRow, ...]
    goal_rows: tuple[NamedRow, ...]
    tasks: tuple[NamedRow, ...]
    years: tuple[int, ...]
    months: tuple[int, ...]
    unnamed: tuple[str, ...]
    execution: Decimal | None


def divide_reports(
    paper: Paper, forms: Mapping[str, Form], year: int
) -> tuple[tuple[Paper, Form | None], ...]:
    """Return the tables of a paper, each with the form of a report that it fills, if it does."""
    papers = divide_paper(paper, forms, year)
    return tuple((each, _report_form(each, forms, year)) for each in papers)


def _report_form(paper: Paper, forms: Mapping[str, Form], year: int) -> Form | None:
    return choose_report_form(forms, cell_keys(paper_rows(paper)), paper_lines(paper), year)


def recognize_report(
    paper: Paper, form: Form, framework: Framework, year: int, *, unit: str, by_task: bool
) -> FilledForm:
    """Return what a paper has on the form of a report on a plan of a year.

    `unit` is that of the plan's amounts, and `by_task` is whether money stands by main task.
    """
    rows = paper_rows(paper)
    texts = [cell.text for row in rows for cell in row.starting]
    filled = with_labels_of(form, texts)
    units = replace(find_units(paper, rows, filled, year), kept=unit)
    labels = form_keys(filled, year) | label_keys(form.title, year) | framework_keys(framework)
    labels |= _printed_words(form, year)
    draft = Draft(year=year, labels=labels, units=units)
    sections = divide(rows, filled, year)
    found = _Blocks(sections=sections, draft=draft, by_task=by_task)
    result = FilledForm(
        form=filled,
        draft=draft,
        paper=paper,
        rows=rows,
        sections=sections,
        indicators=tuple(found.indicators()),
        goals=tuple(found.goals()),
        goal_rows=tuple(found.goal_rows()),
        tasks=tuple(found.tasks()),
        years=title_years(headings(paper.tables, rows)) or _named_year(paper, rows),
        months=_months(form, paper, rows, texts),
        unnamed=labels_without_months(form, texts),
        execution=find_execution_points(form, texts),
    )
    found.take_values()
    take_lines(filled, paper, rows, draft)
    take_level_weights(framework, rows, draft)
    mark_units(("funds",), draft)
    return result


def _months(form: Form, paper: Paper, rows: Sequence[Row], texts: Sequence[str]) -> tuple[int, ...]:
    if form.stage is not Stage.MONITORING:
        return ()
    titles = title_months(headings(paper.tables, rows))
    return tuple(dict.fromkeys([*find_months(form, texts), *titles]))


def _printed_words(form: Form, year: int) -> frozenset[str]:
    """The words that a form prints as they are, such as notes below its table."""
    parts = (part for block in form.blocks_of(LineBlock) for part in block.parts)
    texts = [part for part in parts if isinstance(part, Text)]
    return frozenset(key for text in texts for key in label_keys(text, year))


def _named_year(paper: Paper, rows: Sequence[Row]) -> tuple[int, ...]:
    year = find_year(headings(paper.tables, rows))
    return (year,) if year else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Blocks:
    """The blocks of a form with their rows."""

    sections: Sequence[Section]
    draft: Draft
    by_task: bool

    def _sections(self, kind: type[_Kind]) -> Iterator[tuple[_Kind, Section]]:
        for section in self.sections:
            if isinstance(section.block, kind):
                yield section.block, section

    def take_values(self) -> None:
        """Take the fields, and the money of sources."""
        for fields, section in self._sections(FieldsBlock):
            recognize_fields(fields, section.rows, self.draft)
        for funds, section in self._sections(FundsBlock):
            if not self._has_tasks(funds):
                recognize_source_funds(_as_written(funds), section.rows, self.draft)

    def indicators(self) -> Iterator[FoundIndicator]:
        for block, section in self._sections(IndicatorsBlock):
            yield from find_indicators(block, section.rows, self.draft)

    def goals(self) -> Iterator[NamedRow]:
        for block, section in self._sections(GoalsBlock):
            yield from find_goals(block, section.rows, self.draft)

    def goal_rows(self) -> Iterator[NamedRow]:
        for block, section in self._sections(IndicatorsBlock):
            yield from find_goal_rows(block, section.rows, self.draft)

    def tasks(self) -> Iterator[NamedRow]:
        for block, section in self._sections(FundsBlock):
            if self._has_tasks(block):
                yield from find_tasks(block, section.rows, self.draft)

    def _has_tasks(self, block: FundsBlock) -> bool:
        return block.rows == "tasks" and self.by_task


def _as_written(block: FundsBlock) -> FundsBlock:
    """A block whose rates and points are texts, which are compared with what the rule gives."""
    columns = tuple(
        replace(column, type=ValueType.TEXT) if column.type in _READ_LATER else column
        for column in block.columns
    )
    return replace(block, columns=columns)

"""Recognize the plan of a paper: from rows of cells to the data of a spec."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from perf_report.model.form import (
    FieldsBlock,
    Form,
    FundsBlock,
    GoalsBlock,
    IndicatorsBlock,
    LineBlock,
    Subject,
    TableBlock,
)
from perf_report.model.framework import Framework
from perf_report.model.paper import Paper, PaperLine
from perf_report.recognize.assemble import assemble, framework_of, take_level_weights
from perf_report.recognize.block_labels import form_keys, label_keys
from perf_report.recognize.cell_text import label_key
from perf_report.recognize.draft import Draft
from perf_report.recognize.fields import recognize_fields, recognize_lines
from perf_report.recognize.flat import recognize_flat
from perf_report.recognize.flat_words import find_labels, split_words
from perf_report.recognize.form_choice import (
    FormChoice,
    choose_form,
    find_year,
    paper_lines,
    stated_year,
)
from perf_report.recognize.funds import (
    check_source_sums,
    check_sums,
    recognize_source_funds,
    recognize_task_funds,
)
from perf_report.recognize.goals import recognize_goals
from perf_report.recognize.indicators import FoundIndicator, find_indicators
from perf_report.recognize.money import stated_units, states_unit_alone
from perf_report.recognize.money_units import find_units, note_units
from perf_report.recognize.rows import Row, paper_rows
from perf_report.recognize.sections import divide
from perf_report.recognize.several import divide_paper
from perf_report.recognize.sheet import divide_sheet
from perf_report.recognize.small_table import recognize_table

# The year whose labels are compared while none is known.
_ANY_YEAR = 2000
# The title of a sheet stands in one of so many rows.
_FIRST_ROWS = 6
_SENTENCE = re.compile("[。；;]")
_PAGE = re.compile(r"第[0-9]+页(?:[/，,]?共[0-9]+页)?|[0-9]+/[0-9]+|-?[0-9]{1,3}-?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognized:
    """A plan of a paper: its form, the data of its spec without ids, and the notes about it.

    `data` has what the paper has: `year`, `department` and `project` may be absent.
    """

    choice: FormChoice
    data: Mapping[str, Any]
    draft: Draft


def recognize(
    paper: Paper, forms: Mapping[str, Form], frameworks: Mapping[str, Framework]
) -> tuple[Recognized, ...]:
    """Return the plans of a paper: one, or those of several tables or of a sheet of projects.

    There are none if the paper has no table of a known form.
    """
    papers = divide_paper(paper, forms, _ANY_YEAR)
    return tuple(plan for each in papers for plan in _recognize_one(each, forms, frameworks))


def _recognize_one(
    paper: Paper, forms: Mapping[str, Form], frameworks: Mapping[str, Framework]
) -> tuple[Recognized, ...]:
    rows, lines = paper_rows(paper), paper_lines(paper)
    texts = [*lines, *(cell.text for row in rows for cell in row.starting)]
    stated = stated_year(_headings(paper, rows))
    # A year that stands elsewhere may be that of a project or of a date; it is marked.
    year = stated or find_year(texts) or _ANY_YEAR
    keys = _flat_keys(paper, forms, year) if paper.is_flat else _cell_keys(rows)
    choice = choose_form(forms, keys, lines, year)
    if choice is None or (paper.is_flat and not choice.form.has_tasks):
        # Only forms with main tasks can be told apart in text without cells.
        return ()
    if paper.is_flat:
        units = find_units(paper, rows, choice.form, year)
        draft = recognize_flat(paper, choice.form, frameworks, Draft(year=year, units=units))
        drafts = [(frameworks[draft.data["framework"]], draft)]
    else:
        drafts = list(_drafts(paper, rows, choice.form, frameworks, year))
    for _, draft in drafts:
        _finish_funds(choice.form, draft)
    return tuple(_recognized(choice, framework, draft, stated) for framework, draft in drafts)


def _drafts(
    paper: Paper,
    rows: tuple[Row, ...],
    form: Form,
    frameworks: Mapping[str, Framework],
    year: int,
) -> Iterator[tuple[Framework, Draft]]:
    """The drafts of a paper with cells, each with its framework."""
    units = find_units(paper, rows, form, year)
    shared = Draft(year=year, labels=form_keys(form, year), units=units)
    found = _recognize_blocks(form, rows, shared)
    lines = _lines(paper, rows)
    recognize_lines(form.blocks_of(LineBlock), lines, shared)
    shared.used |= {line.place for line in lines if _is_heading(line, year)}
    shared.used |= {
        each.cell.place for row in rows for each in row.starting if states_unit_alone(each.text)
    }
    if form.subject is Subject.PROJECTS:
        drafts = list(divide_sheet(found, form, frameworks, shared))
    else:
        framework = framework_of(found, form, frameworks)
        assemble(found, form, framework, shared)
        take_level_weights(form, framework, rows, shared)
        drafts = [(framework, shared)]
    if drafts:
        framework, first = drafts[0]
        first.labels |= _framework_keys(framework) | label_keys(form.title, year)
        first.leave_unused(rows)
        first.leave_doubtful(cell for table in paper.tables for cell in table.cells)
        first.leave_lines(_lines_outside(paper))
    yield from drafts


def _recognized(
    choice: FormChoice, framework: Framework, draft: Draft, year: int | None
) -> Recognized:
    form = _form_with(framework, choice)
    head: dict[str, Any] = {} if form.is_default else {"form": form.id}
    head |= {"year": year} if year else {}
    data = {key: value for key, value in draft.data.items() if key != "framework"}
    head |= {} if framework.id == form.frameworks[0] else {"framework": framework.id}
    return Recognized(choice=replace(choice, form=form), data=head | data, draft=draft)


def _form_with(framework: Framework, choice: FormChoice) -> Form:
    """Of forms with the same labels, the one whose first framework is that of the paper."""
    forms = (choice.form, *choice.equals)
    return next((form for form in forms if form.frameworks[0] == framework.id), choice.form)


def _framework_keys(framework: Framework) -> frozenset[str]:
    """The labels of categories, which print also where a category has no indicator."""
    return frozenset(label_key(text) for each in framework.labels() for text in each.both if text)


def _cell_keys(rows: tuple[Row, ...]) -> set[str]:
    return {cell.key for row in rows for cell in row.starting if cell.key}


def _flat_keys(paper: Paper, forms: Mapping[str, Form], year: int) -> set[str]:
    """The labels of any form in the words of a text without cells."""
    labels = frozenset(key for form in forms.values() for key in form_keys(form, year))
    return {word.label for word in find_labels(split_words(paper.below), labels) if word.label}


def _recognize_blocks(
    form: Form, rows: tuple[Row, ...], draft: Draft
) -> list[tuple[IndicatorsBlock, FoundIndicator]]:
    found: list[tuple[IndicatorsBlock, FoundIndicator]] = []
    for section in divide(rows, form, draft.year):
        if section.block is None:
            continue
        block = form.blocks[section.block]
        match block:
            case FieldsBlock():
                recognize_fields(block, section.rows, draft)
            case FundsBlock(rows="tasks"):
                recognize_task_funds(block, section.rows, draft)
            case FundsBlock():
                recognize_source_funds(block, section.rows, draft)
            case TableBlock():
                recognize_table(block, section.rows, draft)
            case GoalsBlock():
                recognize_goals(block, section.rows, draft)
            case IndicatorsBlock():
                found += [(block, each) for each in find_indicators(block, section.rows, draft)]
    return found


def _headings(paper: Paper, rows: Iterable[Row]) -> Iterator[str]:
    """The lines above tables, and the texts that stand alone in one of their first rows."""
    above = [line for table in paper.tables for line in table.above]
    yield from (line.text for line in (paper.below if paper.is_flat else above))
    for row in rows:
        lone = row.lone_text
        if lone is not None and lone.cell.row < _FIRST_ROWS:
            yield lone.text


def _lines(paper: Paper, rows: tuple[Row, ...]) -> list[PaperLine]:
    """The lines outside tables, and those that a sheet has as rows."""
    texts = (each for row in rows for each in row.line_texts)
    return [
        *_lines_outside(paper),
        *(
            PaperLine(text=each.text, place=each.cell.place, doubt=each.cell.doubt)
            for each in texts
        ),
    ]


def _lines_outside(paper: Paper) -> list[PaperLine]:
    return [*(line for table in paper.tables for line in table.above), *paper.below]


def _is_heading(line: PaperLine, year: int) -> bool:
    """Whether a line has the year of the table, the unit of money, or the number of a page."""
    text = "".join(line.text.split())
    return find_year([text]) == year or _is_unit(text) or bool(_PAGE.fullmatch(text))


def _is_unit(text: str) -> bool:
    return bool(stated_units(text)) and not _SENTENCE.search(text)


def _finish_funds(form: Form, draft: Draft) -> None:
    tree = form.task_sources()
    if tree is not None:
        check_sums(draft, tree)
    note_units(form, draft)
    check_source_sums(
        draft, [each for each in form.blocks_of(FundsBlock) if each.rows == "sources"]
    )

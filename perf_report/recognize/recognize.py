"""Recognize the plan of a paper: from rows of cells to the data of a spec."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from perf_report.model.form import (
    FieldsBlock,
    Form,
    FundsBlock,
    GoalsBlock,
    IndicatorsBlock,
    Subject,
    TableBlock,
)
from perf_report.model.framework import Framework
from perf_report.model.paper import Paper
from perf_report.recognize.assemble import (
    assemble,
    framework_of,
    shows_weights,
    take_level_weights,
)
from perf_report.recognize.block_labels import form_keys, label_keys
from perf_report.recognize.draft import Draft
from perf_report.recognize.fields import recognize_fields
from perf_report.recognize.flat import recognize_flat
from perf_report.recognize.flat_words import find_labels, split_words
from perf_report.recognize.form_choice import (
    FormChoice,
    choose_form,
    choose_report_form,
    paper_lines,
)
from perf_report.recognize.fund_sums import check_source_sums, check_sums
from perf_report.recognize.funds import recognize_source_funds, recognize_task_funds
from perf_report.recognize.goals import recognize_goals
from perf_report.recognize.indicators import FoundIndicator, find_indicators
from perf_report.recognize.money_units import find_units, note_units
from perf_report.recognize.outside_rows import framework_keys, list_rest, take_lines
from perf_report.recognize.rows import Row, cell_keys, paper_rows
from perf_report.recognize.sections import Section, divide
from perf_report.recognize.several import divide_paper
from perf_report.recognize.sheet import divide_sheet, settle_unit_totals
from perf_report.recognize.small_table import recognize_table
from perf_report.recognize.task_rows import link_tasks
from perf_report.recognize.title_year import find_year, headings, is_of_results, title_years

# The year whose labels are compared while none is known.
_ANY_YEAR = 2000
# The title of a text without cells stands in one of so many lines.
_FIRST_LINES = 12
# What plans of different tables differ in.
_IDENTITY = ("form", "year", "department", "project")


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
    plans = tuple(plan for each in papers for plan in _recognize_one(each, forms, frameworks))
    _mark_repeated(plans)
    return plans


def report_forms(paper: Paper, forms: Mapping[str, Form]) -> tuple[Form, ...]:
    """Return the forms of the reports on a paper, which no spec is made of."""
    papers = divide_paper(paper, forms, _ANY_YEAR)
    choices = (_choices(each, forms) for each in papers)
    return tuple(choice for choice, _, _ in choices if isinstance(choice, Form))


def _mark_repeated(plans: Sequence[Recognized]) -> None:
    """Mark plans of the same name and year: a file may have a draft beside the final table."""
    heads = [tuple(str(plan.data.get(key)) for key in _IDENTITY) for plan in plans]
    for plan, head in zip(plans, heads, strict=True):
        if heads.count(head) > 1:
            plan.draft.mark("import-plan-repeated", ("year",), None, count=heads.count(head))


def _choices(
    paper: Paper, forms: Mapping[str, Form]
) -> tuple[FormChoice | Form | None, Sequence[int], int]:
    """The form of a plan, or that of a report, with the years that are stated, and the paper's."""
    rows, lines = paper_rows(paper), paper_lines(paper)
    texts = [*lines, *(cell.text for row in rows for cell in row.starting)]
    stated = title_years(_headings(paper, rows))
    # A year that stands elsewhere may be that of a project or of a date; it is marked.
    year = next(iter(stated), None) or find_year(texts) or _ANY_YEAR
    keys = _flat_keys(paper, forms, year) if paper.is_flat else cell_keys(rows)
    report = choose_report_form(forms, keys, lines, year)
    return report or choose_form(forms, keys, lines, year), stated, year


def _recognize_one(
    paper: Paper, forms: Mapping[str, Form], frameworks: Mapping[str, Framework]
) -> tuple[Recognized, ...]:
    choice, stated, year = _choices(paper, forms)
    rows = paper_rows(paper)
    if not isinstance(choice, FormChoice) or (paper.is_flat and not choice.form.has_tasks):
        # Only forms with main tasks can be told apart in text without cells.
        return ()
    if paper.is_flat:
        units = find_units(paper, rows, choice.form, year)
        draft = recognize_flat(paper, choice.form, frameworks, Draft(year=year, units=units))
        drafts = [(frameworks[draft.data["framework"]], draft)]
    else:
        drafts = list(_drafts(paper, rows, choice.form, frameworks, year))
    other = next(filter(is_of_results, _headings(paper, rows)), None)
    for _, draft in drafts:
        _finish_funds(choice.form, draft)
        if other is not None:
            draft.mark("import-title-of-results", ("year",), None, title=other.strip())
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
    sections = divide(rows, form, year)
    found = _recognize_blocks(sections, shared)
    link_tasks(shared)
    take_lines(form, paper, rows, shared)
    if form.subject is Subject.PROJECTS:
        drafts = list(divide_sheet(found, form, frameworks, shared))
        settle_unit_totals(rows, found, [draft for _, draft in drafts])
    else:
        framework = framework_of(found, form, frameworks)
        assemble(found, form, framework, shared)
        if shows_weights(form):
            take_level_weights(framework, rows, shared)
        drafts = [(framework, shared)]
    if drafts:
        framework, first = drafts[0]
        first.labels |= framework_keys(framework) | label_keys(form.title, year)
        list_rest(paper, rows, sections, first)
    yield from drafts


def _recognized(
    choice: FormChoice, framework: Framework, draft: Draft, years: Sequence[int]
) -> Recognized:
    form = choice.form_with(framework)
    head: dict[str, Any] = {} if form.is_default else {"form": form.id}
    head |= {"year": years[0]} if years else {}
    if len(years) > 1:
        draft.mark("import-years-differ", ("year",), None, years="、".join(map(str, years)))
    data = {key: value for key, value in draft.data.items() if key != "framework"}
    head |= {} if framework.id == form.frameworks[0] else {"framework": framework.id}
    return Recognized(choice=replace(choice, form=form), data=head | data, draft=draft)


def _flat_keys(paper: Paper, forms: Mapping[str, Form], year: int) -> set[str]:
    """The labels of any form in the words of a text without cells."""
    labels = frozenset(key for form in forms.values() for key in form_keys(form, year))
    return {word.label for word in find_labels(split_words(paper.below), labels) if word.label}


def _recognize_blocks(
    sections: Sequence[Section], draft: Draft
) -> list[tuple[IndicatorsBlock, FoundIndicator]]:
    found: list[tuple[IndicatorsBlock, FoundIndicator]] = []
    for section in sections:
        match section.block:
            case FieldsBlock() as block:
                recognize_fields(block, section.rows, draft)
            case FundsBlock(rows="tasks") as block:
                recognize_task_funds(block, section.rows, draft)
            case FundsBlock() as block:
                recognize_source_funds(block, section.rows, draft)
            case TableBlock() as block:
                recognize_table(block, section.rows, draft)
            case GoalsBlock() as block:
                recognize_goals(block, section.rows, draft)
            case IndicatorsBlock() as block:
                found += [(block, each) for each in find_indicators(block, section.rows, draft)]
    return found


def _headings(paper: Paper, rows: Sequence[Row]) -> Iterator[str]:
    yield from headings(paper.tables, rows)
    if paper.is_flat:
        yield from (line.text for line in paper.below[:_FIRST_LINES])


def _finish_funds(form: Form, draft: Draft) -> None:
    tree = form.task_sources()
    if tree is not None:
        check_sums(draft, tree)
    note_units(form, draft)
    check_source_sums(
        draft, [each for each in form.blocks_of(FundsBlock) if each.rows == "sources"]
    )

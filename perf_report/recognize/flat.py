"""Recognize the plan of text without cells, as it is copied out of a PDF: a form with main tasks.

Labels of the form divide the text into funds, goals and indicators. Amounts fall on columns by
their sums, and names are told from targets by the widths of their columns.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from perf_report.model.form import Form, FundsBlock, GoalsBlock, IndicatorsBlock
from perf_report.model.framework import Framework
from perf_report.model.paper import Paper, PaperCell
from perf_report.model.route import Route
from perf_report.model.target_reading import is_readable
from perf_report.recognize.blanks import assign_amounts
from perf_report.recognize.block_labels import form_keys, label_keys
from perf_report.recognize.categories import choose_framework, find_category
from perf_report.recognize.cell_text import category_key, label_key, plain_text
from perf_report.recognize.draft import Draft, MoneyUnits
from perf_report.recognize.flat_pairs import Pair, divide_pairs, measure_columns
from perf_report.recognize.flat_words import Word, find_labels, split_words
from perf_report.recognize.label_words import goal_label
from perf_report.recognize.money import read_amount
from perf_report.recognize.numbers import read_number
from perf_report.recognize.rows import RowCell
from perf_report.recognize.task_rows import link_tasks

_AMOUNT = re.compile(r"[0-9]{1,3}(?:[,，][0-9]{3})*\.[0-9]{1,6}|[0-9]+\.[0-9]{1,6}")
_NUMBERS = re.compile(r"[0-9]{1,3}(?:[、,，;；][0-9]{1,3})*")


def recognize_flat(
    paper: Paper, form: Form, frameworks: Mapping[str, Framework], draft: Draft
) -> Draft:
    """Return an empty draft with what the lines of a paper say as a form with main tasks."""
    year = draft.year
    draft.labels = labels = form_keys(form, year)
    furniture = labels | label_keys(form.title, year) | {f"({year}年度)", f"({year}年)"}
    words = list(find_labels(split_words(paper.below), furniture))
    funds, goals, indicators = _parts(words, form, year)
    _take_head(words, form, draft)
    _take_funds(funds, form, draft)
    _take_goals(goals, draft)
    _take_indicators(indicators, form, frameworks, draft)
    return draft


def _parts(
    words: Sequence[Word], form: Form, year: int
) -> tuple[list[Word], list[Word], list[Word]]:
    """The words of the funds, of the goals and of the indicators."""
    funds = label_keys(form.blocks_of(FundsBlock)[0].label, year)
    goals = label_keys(form.blocks_of(GoalsBlock)[0].heading, year)
    block = form.blocks_of(IndicatorsBlock)[0]
    indicators = frozenset(key for each in block.columns for key in label_keys(each.label, year))
    parts: dict[str, list[Word]] = {"": [], "funds": [], "goals": [], "indicators": []}
    part = ""
    for word in words:
        for name, keys in (("funds", funds), ("goals", goals), ("indicators", indicators)):
            if word.label in keys:
                part = name
        parts[part].append(word)
    return parts["funds"], parts["goals"], parts["indicators"]


def _cell(words: Sequence[Word]) -> RowCell:
    """Words as one cell: where it begins, and its text in the lines of the paper."""
    text = "\n".join(word.text for word in words)
    place = words[0].place
    return RowCell(cell=PaperCell(text=text, row=0, column=0, place=place), starts=True)


def _take_head(words: Sequence[Word], form: Form, draft: Draft) -> None:
    """Take the name of the department, which stands behind its label."""
    labels = frozenset(
        key for field in form.fields() if field.id == "department.name"
        for key in label_keys(field.label, draft.year)
    )  # fmt: skip
    for number, word in enumerate(words):
        if word.label in labels:
            name = list(_until_label(words[number + 1 :]))
            if name:
                cell = _cell(name)
                draft.data["department"] = {"name": {"zh": cell.text}}
                draft.take(("department", "name", "zh"), cell)
            return


def _until_label(words: Sequence[Word]) -> Iterator[Word]:
    for word in words:
        if word.label:
            return
        yield word


# --- Funds ---


def _take_funds(words: Sequence[Word], form: Form, draft: Draft) -> None:
    block = form.blocks_of(FundsBlock)[0]
    totals_key = label_keys(block.total, draft.year)
    texts, amounts = _numbered_rows(words, totals_key, draft.units)
    tree = form.task_sources()
    if tree is None or not amounts:
        return
    ids = [node.id for node in block.amounts()]
    totals = amounts.pop(0) if texts and not texts[0] else []
    texts = texts[1:] if len(texts) > len(amounts) else texts
    rows = [[value for value, _ in row] for row in amounts]
    if len(totals) != len(ids):
        _leave_unsolved(texts, amounts, "import-totals-missing", draft)
        return
    budget = {id_: value for id_, (value, _) in zip(ids, totals, strict=True)}
    draft.data["budget"] = budget
    for id_, (_, word) in zip(ids, totals, strict=True):
        draft.take(("budget", id_), _cell([word]))
    found = assign_amounts(rows, budget, tree)
    if len(found.ways) == 1:
        _take_tasks(texts, amounts, found.ways[0], draft)
    elif found.ways:
        _take_tasks(texts, amounts, found.ways[0], draft)
        draft.mark("import-amounts-several", ("tasks",), None, ways=len(found.ways))
    else:
        _leave_unsolved(texts, amounts, "import-amounts-none", draft)


_Row = list[tuple[Decimal, Word]]


def _numbered_rows(
    words: Sequence[Word], totals: frozenset[str], units: MoneyUnits
) -> tuple[list[list[Word]], list[_Row]]:
    """The texts and the amounts of rows that begin with 1, 2, 3 …; the totals have no text."""
    texts: list[list[Word]] = []
    amounts: list[_Row] = []
    expected = 1
    is_open = False
    for word in words:
        if word.label in totals:
            texts.append([])
            amounts.append([])
            is_open = True
        elif word.label:
            is_open = is_open and not amounts[-1]
        elif word.is_first and word.text == str(expected):
            texts.append([])
            amounts.append([])
            expected += 1
            is_open = True
        elif is_open and _AMOUNT.fullmatch(word.text):
            amount = read_amount(word.text)
            usual = units.stated or units.kept
            value = amount.within(usual, units.kept) if amount else None
            if value is not None:
                amounts[-1].append((value, word))
        elif is_open and not amounts[-1]:
            texts[-1].append(word)
    return texts, amounts


def _take_tasks(
    texts: Sequence[Sequence[Word]],
    amounts: Sequence[_Row],
    way: Sequence[Mapping[str, Decimal]],
    draft: Draft,
) -> None:
    tasks: list[dict[str, Any]] = []
    for number, (text, row, funds) in enumerate(zip(texts, amounts, way, strict=True)):
        cell = _cell(text) if text else None
        tasks.append({"text": {"zh": cell.text if cell else None}, "funds": dict(funds)})
        if cell:
            draft.take(("tasks", number, "text", "zh"), cell)
        for id_, (_, word) in zip(funds, row, strict=True):
            draft.take(("tasks", number, "funds", id_), _cell([word]))
        if len(funds) > 1:
            draft.mend(
                "import-blanks-solved", ("tasks", number, "funds"), _cell([w for _, w in row])
            )
    draft.data["tasks"] = tasks


def _leave_unsolved(
    texts: Sequence[Sequence[Word]], amounts: Sequence[_Row], id_: str, draft: Draft
) -> None:
    """Take the tasks with their totals alone: which source other amounts are of is not known."""
    way = [{"total": row[0][0]} if row else {} for row in amounts]
    _take_tasks(texts, [row[:1] for row in amounts], way, draft)
    draft.mark(id_, ("tasks",), None)


# --- Goals ---


def _take_goals(words: Sequence[Word], draft: Draft) -> None:
    """Take goals: a number, the text, and the numbers of tasks."""
    goals: list[dict[str, Any]] = []
    text: list[Word] = []
    for word in words:
        if word.label:
            continue
        if not _NUMBERS.fullmatch(word.text):
            text.append(word)
        elif text:
            route: Route = ("goals", len(goals))
            cell = _cell(text)
            draft.links[len(goals)] = [_cell([word])]
            goals.append({"text": {"zh": cell.text}})
            draft.take((*route, "text", "zh"), cell)
            text = []
    draft.data["goals"] = goals
    link_tasks(draft)
    for goal in goals:
        goal["indicators"] = []


# --- Indicators ---


def _take_indicators(
    words: Sequence[Word], form: Form, frameworks: Mapping[str, Framework], draft: Draft
) -> None:
    framework = _framework(words, form, frameworks)
    draft.data["framework"] = framework.id
    segments = list(_segments(words, framework))
    widths = measure_columns([run for *_, run in segments])
    for goal, level1, level2, run in segments:
        category = find_category(framework, tuple(filter(None, (level1, level2))))
        for pair in divide_pairs(run, widths):
            _take_pair(goal, category, pair, draft)


def _framework(words: Sequence[Word], form: Form, frameworks: Mapping[str, Framework]) -> Framework:
    admitted = list(frameworks) if form.is_default else list(form.frameworks)
    texts = {word.text for word in words}
    return frameworks[choose_framework(frameworks, admitted, [(text,) for text in sorted(texts)])]


def _segments(
    words: Sequence[Word], framework: Framework
) -> Iterator[tuple[int, str, str, list[Word]]]:
    """The runs of names and targets, each with its goal and the labels of its levels."""
    level1s = {category_key(level.label.zh or "") for level in framework.levels}
    level2s = {category_key(category.label.zh or "") for _, category in framework.categories()}
    goal, level1, level2 = 0, "", ""
    run: list[Word] = []
    follows_label = True
    for word in words:
        key = category_key(word.text)
        at_label = word.is_first or follows_label
        found = goal_label().fullmatch(label_key(word.text))
        is_level1, is_level2 = key in level1s and at_label, key in level2s and at_label
        if not (word.label or found or is_level1 or is_level2):
            run.append(word)
            follows_label = False
            continue
        if run:
            yield goal, level1, level2, run
            run = []
        follows_label = True
        if found:
            goal = read_number(found["number"])
        elif is_level1 and not (is_level2 and level1):
            level1, level2 = word.text, ""
        elif is_level2:
            level2 = word.text
    if run:
        yield goal, level1, level2, run


def _take_pair(goal: int, category: str | None, pair: Pair, draft: Draft) -> None:
    goals = draft.data["goals"]
    while len(goals) < max(goal, 1):
        draft.mark("import-goal-unlisted", ("goals", len(goals), "text", "zh"), None)
        goals.append({"text": {"zh": None}, "indicators": []})
    number = max(goal, 1) - 1
    indicators = goals[number]["indicators"]
    route: Route = ("goals", number, "indicators", len(indicators))
    name = _cell(pair.name)
    target = plain_text("\n".join(word.text for word in pair.target))
    written: Any = target if is_readable(target) else {"zh": target}
    indicators.append(
        {"category": category, "name": {"zh": name.text}, "target": written if target else None}
    )
    draft.take((*route, "name", "zh"), name)
    if pair.target:
        draft.take((*route, "target"), _cell(pair.target))
    else:
        draft.miss("import-target-missing", (*route, "target"))
    if category is None:
        draft.mark("import-category-unknown", (*route, "category"), name)
    if not pair.is_sure:
        draft.mark("import-split-unsure", (*route, "name", "zh"), name)

"""Put goals and indicators together: each indicator under its goal, or in the list of the table."""

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from perf_report.model.characters import unspaced
from perf_report.model.form import ANY_FRAMEWORK, Form, IndicatorColumn, IndicatorsBlock
from perf_report.model.framework import Framework
from perf_report.model.route import Route
from perf_report.model.target_reading import is_readable
from perf_report.recognize.categories import choose_framework, find_category, find_level
from perf_report.recognize.cell_text import points_of
from perf_report.recognize.draft import Draft
from perf_report.recognize.indicator_data import indicator_data
from perf_report.recognize.indicators import FoundIndicator
from perf_report.recognize.label_words import filling_words
from perf_report.recognize.references import read_numbering
from perf_report.recognize.rows import Row
from perf_report.recognize.target_parts import unit_name

_LABEL = re.compile(
    r"(?P<before>\D*?)第?[(]?(?P<number>[0-9]{1,3}|[一二三四五六七八九十]{1,3})[)]?[个项、.:]*"
    r"(?P<after>\D*?)(?:\([^()0-9]*\))?"
)

# The unit of a target that a page breaks has no more characters.
_LONGEST_UNIT = 3

Found = Sequence[tuple[IndicatorsBlock, FoundIndicator]]


def framework_of(found: Found, form: Form, frameworks: Mapping[str, Framework]) -> Framework:
    """Return the framework whose labels the indicators have, of those that the form admits."""
    admitted = list(frameworks) if ANY_FRAMEWORK in form.frameworks else list(form.frameworks)
    levels = [tuple(cell.text for cell in each.levels) for _, each in found]
    return frameworks[choose_framework(frameworks, admitted, levels)]


def assemble(found: Found, form: Form, framework: Framework, draft: Draft) -> None:
    """Give the indicators their categories and their places."""
    for block, each in sorted(found, key=_horizon_order):
        category = _category(framework, each)
        if block.under == "goals":
            _under_goal(each, category, draft)
        else:
            _under_table(form, each, category, draft)
    _finish_goals(form, draft)


def _horizon_order(found: tuple[IndicatorsBlock, FoundIndicator]) -> int:
    block, each = found
    return [horizon.id for horizon in block.horizons].index(each.horizon)


def _category(framework: Framework, found: FoundIndicator) -> str | None:
    return find_category(framework, tuple(cell.text for cell in found.levels))


def _under_goal(found: FoundIndicator, category: str | None, draft: Draft) -> None:
    number = _goal_of(found, draft)
    goal = draft.data["goals"][number]
    indicators = goal.setdefault("indicators", [])
    route: Route = ("goals", number, "indicators", len(indicators))
    indicators.append(_data(found, category, route, draft))
    _mark_broken(indicators, found, route, draft)


def _under_table(form: Form, found: FoundIndicator, category: str | None, draft: Draft) -> None:
    indicators = draft.data.setdefault("indicators", [])
    route: Route = ("indicators", len(indicators))
    data = _data(found, category, route, draft)
    horizons = {each.id for block in form.blocks_of(IndicatorsBlock) for each in block.horizons}
    if len(horizons) > 1:
        data["horizon"] = found.horizon
    indicators.append(data)
    _mark_broken(indicators, found, route, draft)


def _mark_broken(
    indicators: Sequence[Mapping[str, Any]], found: FoundIndicator, route: Route, draft: Draft
) -> None:
    """Mark an indicator that may go on with the one above it, which a page breaks: ≥120, 家."""
    before, own = ({}, *indicators)[-2:]
    above, below = before.get("target"), own.get("target")
    if "unit" in before or not isinstance(above, str) or not isinstance(below, Mapping):
        return
    text = below["zh"]
    is_unit = len(text) <= _LONGEST_UNIT and not any(map(str.isdigit, text))
    if is_unit and not unit_name(above) and is_readable(f"{above}{text}"):
        draft.mark("import-line-goes-on", (*route, "target"), found.cell(IndicatorColumn.TARGET))


def _data(
    found: FoundIndicator, category: str | None, route: Route, draft: Draft
) -> dict[str, Any]:
    data = indicator_data(found, category, route, draft)
    last = found.levels[-1] if found.levels else None
    if category is None:
        draft.mark("import-category-unknown", (*route, "category"), last)
    elif last is not None:
        draft.take((*route, "category"), last)
    if found.row_id:
        data["id"] = found.row_id
    return data


def _goal_of(found: FoundIndicator, draft: Draft) -> int:
    """The position of an indicator's goal among all; one that no list names is made."""
    goals = draft.data.setdefault("goals", [])
    known = [number for number, goal in enumerate(goals) if goal.get("horizon") == found.horizon]
    label = found.goal.text if found.goal else ""
    by_text = [each for each in known if label and goals[each]["text"]["zh"] == label]
    by_number = _with_number(_number_in(label), known, draft) if label else []
    if by_text or by_number:
        return (by_text or by_number)[0]
    unnamed = [each for each in known if not goals[each]["text"]["zh"]]
    if not label and (unnamed or len(known) == 1):
        return (unnamed or known)[-1]
    goals.append({"text": {"zh": label or None}, "horizon": found.horizon})
    route: Route = ("goals", len(goals) - 1, "text", "zh")
    if label and found.goal and not known:
        draft.take(route, found.goal)
    else:
        draft.mark("import-goal-unlisted", route, found.goal)
    return len(goals) - 1


def _with_number(number: str, known: Sequence[int], draft: Draft) -> list[int]:
    """The goal with a number: the one that it has on paper, or the place in their list."""
    printed = {at: read_numbering(draft.goal_numbers.get(at, "")) for at in known}
    if not any(printed.values()):
        printed = {at: str(place) for place, at in enumerate(known, start=1)}
    found = [at for at, each in printed.items() if number and each == number]
    return found if len(found) == 1 else []


def _number_in(label: str) -> str:
    """The number of a label that has nothing else: 目标1, 第二个目标, 3, 目标2（续）."""
    found = _LABEL.fullmatch(unspaced(label))
    words = filling_words("goals") | {""}
    is_label = found is not None and {found["before"], found["after"]} <= words
    return read_numbering(found["number"]) if found and is_label else ""


def shows_weights(form: Form) -> bool:
    """Return whether a form prints points after the labels of level 1."""
    return any(block.shows_weights for block in form.blocks_of(IndicatorsBlock))


def take_level_weights(framework: Framework, rows: Iterable[Row], draft: Draft) -> None:
    """Take the points that labels of level 1 name: 产出指标（45分）."""
    weights: dict[str, Decimal] = {}
    for cell in (cell for row in rows for cell in row.starting):
        points = points_of(cell.text)
        level = points and find_level(framework, cell.text)
        if level and level not in weights:
            weights[level] = Decimal(points)
            draft.take(("weights", level), cell)
    if weights:
        draft.data["weights"] = weights


def _finish_goals(form: Form, draft: Draft) -> None:
    """Leave out what a spec need not say: the only horizon of its form."""
    goals: Iterable[dict[str, Any]] = draft.data.get("goals", ())
    horizons = {goal["horizon"] for goal in goals}
    asked = {
        each.id for block in form.blocks if hasattr(block, "horizons") for each in block.horizons
    }
    for goal in goals:
        if len(asked | horizons) == 1:
            goal.pop("horizon")
        if form.lists_under_goals:
            goal.setdefault("indicators", [])

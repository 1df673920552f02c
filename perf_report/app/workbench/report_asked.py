"""What may stand at a route of a report, and in which order."""

from collections.abc import Iterator, Mapping, Sequence

from perf_report.app.workbench.asked import asked_at, asked_value, labelled
from perf_report.app.workbench.kinds import Asked, Choices, Kind, worded_choices
from perf_report.app.workbench.readable import Readable
from perf_report.model.form import FundsBlock, IndicatorColumn, IndicatorsBlock, ShownColumn
from perf_report.model.plan import Goal, Indicator
from perf_report.model.report import Cause, Likelihood
from perf_report.model.route import Route
from perf_report.model.target import Quantity
from perf_report.render.report_funds import stands_by_task
from perf_report.score.rules.report_form import fitting_forms
from perf_report.score.rules.report_rule import ReportContext

# What a report says of a row, in the order of its file.
_EVALUATED_FUNDS: Mapping[str, Kind] = {
    **dict.fromkeys(("initial", "adjusted", "executed"), Kind.AMOUNT),
    "reason": Kind.TEXT,
}
_MONITORED_FUNDS: Mapping[str, Kind] = {
    **dict.fromkeys(("initial", "executed", "expected"), Kind.AMOUNT),
    "reason": Kind.TEXT,
}
_EVALUATED: Mapping[str, Kind] = {
    "initial": Kind.TARGET,
    "actual": Kind.ACTUAL,
    "tier": Kind.CHOICE,
    "score": Kind.NUMBER,
    "score_reason": Kind.TEXT,
    "reason": Kind.TEXT,
    "remedy": Kind.TEXT,
    "not_applicable": Kind.TEXT,
}
_MONITORED: Mapping[str, Kind] = {
    "initial": Kind.TARGET,
    "so_far": Kind.ACTUAL,
    "expected": Kind.ACTUAL,
    "likelihood": Kind.CHOICE,
    "causes": Kind.SEVERAL,
    "reason": Kind.TEXT,
    "remedy": Kind.TEXT,
}
_ROWS = ("funds", "goals", "indicators")
_GOAL = ("initial", "achieved")
_WHOLE = (
    "format", "report", "of", "form", "scoring", "revision", "revision_note", "as_of", "through",
    "weights", *_ROWS, "fields", "conclusion", "problems", "measures",
)  # fmt: skip
_TEXTS = frozenset({"conclusion", "problems", "measures", "revision_note"})


def asked_of(route: Route, readable: Readable) -> Asked | None:
    """Return what a cell of a plan or of a report asks for; None if its form has no such cell."""
    if readable.context is None:
        return asked_at(route, readable)
    return _ReportAsked(readable, readable.context).at(route)


def head_routes(readable: Readable) -> tuple[Route, ...]:
    """Return what a report begins with, which its form need not print."""
    if readable.context is None:
        return ()
    if readable.context.is_monitoring:
        return ("through",), ("form",)
    return ("as_of",), ("form",), ("scoring",)


def further_routes(readable: Readable) -> tuple[Route, ...]:
    """Return what else a report may say as a whole: its revision, and points of its own."""
    context = readable.context
    if context is None:
        return ()
    return ("revision",), ("revision_note",), *(("weights", id_) for id_ in _weighted(readable))


def _weighted(readable: Readable) -> tuple[str, ...]:
    """The levels of which an evaluation may say the points: those that have some, or indicators."""
    context = readable.context
    if context is None or context.is_monitoring:
        return ()
    scoring = context.scorings.get(context.report.scoring or "")
    levels = (level.id for level, _ in readable.vocabulary.framework.categories())
    return tuple(
        dict.fromkeys([*levels, *(scoring.weights if scoring else ()), *context.report.weights])
    )


def key_order(route: Route, readable: Readable) -> Sequence[str]:
    """Return the keys that a mapping of a report may have, in the order of its file."""
    context = readable.context
    if context is None:
        return ()
    if route in {("funds",), ("goals",), ("indicators",)}:
        return _ids(str(route[0]), readable)
    if route[:1] == ("goals",):
        return _GOAL
    return (*said_in(str(route[0]), context), "extra") if route else _WHOLE


def _ids(part: str, readable: Readable) -> Sequence[str]:
    """The ids of the rows that a report may speak of, in the order of print."""
    if part == "funds":
        return _funds_rows(readable)
    items = readable.plan.goals if part == "goals" else indicators_of(readable)
    return [each.id for each in items]


def said_in(part: str, context: ReportContext) -> Mapping[str, Kind]:
    """Return what a report may say of a row of its funds or its indicators."""
    if part == "funds":
        return _MONITORED_FUNDS if context.is_monitoring else _EVALUATED_FUNDS
    return _MONITORED if context.is_monitoring else _EVALUATED


def goals_of(readable: Readable) -> tuple[tuple[int, Goal], ...]:
    """Return the goals that a report is on, each with its number."""
    return readable.reported.goals if readable.reported else ()


def indicators_of(readable: Readable) -> tuple[Indicator, ...]:
    """Return the indicators that a report is on."""
    return readable.reported.indicators if readable.reported else ()


def _funds_rows(readable: Readable) -> list[str]:
    """The ids of the rows of money, in the order of print."""
    rows: list[str] = []
    for block in readable.form.blocks_of(FundsBlock):
        if stands_by_task(block, readable.plan):
            rows += [task.id for task in readable.plan.tasks]
        else:
            rows += [node.id for node in block.amounts()]
    return rows


class _ReportAsked:
    """What the cells of a report ask for."""

    def __init__(self, readable: Readable, context: ReportContext) -> None:
        self.readable, self.context, self.form = readable, context, readable.form

    def at(self, route: Route) -> Asked | None:  # noqa: PLR0911  # one case for each place
        match route:
            case (("as_of" | "through" | "form" | "scoring"),) if route in head_routes(
                self.readable
            ):
                return self._head(str(route[0]))
            case ("revision",):
                return Asked(kind=Kind.NUMBER)
            case ("weights", str(id_)) if id_ in _weighted(self.readable):
                return Asked(kind=Kind.NUMBER)
            case (str(key),) if key in _TEXTS:
                return Asked(kind=Kind.TEXT)
            case (("goals" | "indicators"), "*", _):
                return Asked(kind=Kind.LIST)
            case ("fields", str(id_)):
                return asked_value(self.form.asked_fields().get(id_))
            case (("funds" | "goals" | "indicators") as part, str(id_), *keys):
                is_known = id_ in _ids(part, self.readable)
                return self._in_row(part, id_, tuple(map(str, keys))) if is_known else None
        return None

    def _head(self, key: str) -> Asked:
        if key in {"as_of", "through"}:
            return Asked(kind=Kind.DATE)
        scorings = self.context.scorings.values()
        named = ((each.id, each.name) for each in scorings)
        if key == "form":
            forms = fitting_forms(self.context.forms.values(), self.context.report)
            named = ((each.id, each.title) for each in forms)
        return Asked(kind=Kind.CHOICE, choices=tuple(named))

    def _in_row(self, part: str, id_: str, keys: tuple[str, ...]) -> Asked | None:
        if not keys:
            return None
        if part == "goals":
            return Asked(kind=Kind.TEXT) if keys in {(each,) for each in _GOAL} else None
        return self._in_funds(keys) if part == "funds" else self._in_indicator(id_, keys)

    def _in_funds(self, keys: tuple[str, ...]) -> Asked | None:
        said = said_in("funds", self.context)
        match keys:
            case ("extra", id_):
                blocks = self.form.blocks_of(FundsBlock)
                columns = {each.id: each for block in blocks for each in block.columns}
                return asked_value(columns.get(id_))
            case (key,) if key in said:
                return Asked(kind=said[key])
        return None

    def _in_indicator(self, indicator: str, keys: tuple[str, ...]) -> Asked | None:
        said = said_in("indicators", self.context)
        match keys:
            case ("extra", id_):
                return asked_value(self.form.own_columns().get(id_))
            case (("likelihood" | "causes") as key, word) if key in said:
                return Asked(kind=Kind.TICK) if word in _WORDS[key] else None
            case (key,) if key in said:
                unit = self._unit_apart(indicator) if said[key] is Kind.ACTUAL else ""
                return Asked(kind=said[key], choices=self._choices(key), unit=unit)
        return None

    def _unit_apart(self, id_: str) -> str:
        """The unit of a target, where it has a column of its own."""
        found = (each.target for each in indicators_of(self.readable) if each.id == id_)
        target, columns = next(found, None), _columns(self.readable)
        is_apart = any(shown.builtin is IndicatorColumn.UNIT for shown in columns)
        return target.unit_name if is_apart and isinstance(target, Quantity) else ""

    def _choices(self, key: str) -> Choices:
        """What may be chosen: as the form words it, or else as we do."""
        if key == "tier":
            scoring = self.context.scorings.get(self.context.report.scoring or "")
            return tuple((each.id, each.label) for each in scoring.tiers) if scoring else ()
        worded = (each.choices for each in _columns(self.readable) if each.id == key)
        words = {word: word for word in _WORDS.get(key, ())}
        return labelled(next(filter(None, worded), ())) or worded_choices("answer", words)


# What is one tick of several.
TICKED = frozenset({"likelihood", "causes"})
_WORDS: Mapping[str, tuple[str, ...]] = {
    "likelihood": tuple(map(str, Likelihood)),
    "causes": tuple(map(str, Cause)),
}


def _columns(readable: Readable) -> Iterator[ShownColumn]:
    for block in readable.form.blocks_of(IndicatorsBlock):
        yield from block.columns

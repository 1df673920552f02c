"""What may stand at a route of a spec: the kind of value that a cell of a form asks for."""

from collections.abc import Iterator, Mapping

from perf_report.app.workbench.asked_beside import asked_beside
from perf_report.app.workbench.kinds import Asked, Choices, Kind
from perf_report.app.workbench.readable import Readable
from perf_report.model.form import Choice, Column, Field, Form, IndicatorsBlock, ValueType
from perf_report.model.framework import Framework
from perf_report.model.plan_data import INDICATOR_NOTES
from perf_report.model.route import Route
from perf_report.model.text import Text

_KINDS = {
    ValueType.TEXT: Kind.TEXT,
    ValueType.CHOICE: Kind.CHOICE,
    ValueType.DATE: Kind.DATE,
    ValueType.PERIOD: Kind.PERIOD,
    ValueType.UNIT: Kind.UNIT,
    ValueType.PERSON: Kind.TEXT,
    ValueType.PHONE: Kind.PLAIN,
    ValueType.MONEY: Kind.AMOUNT,
    ValueType.PERCENT: Kind.PLAIN,
    ValueType.YES_NO: Kind.YES_NO,
}

_INDICATOR: Mapping[str, Kind] = {
    "name": Kind.TEXT,
    "target": Kind.TARGET,
    "weight": Kind.NUMBER,
    **dict.fromkeys(INDICATOR_NOTES, Kind.TEXT),
}


def asked_at(route: Route, readable: Readable) -> Asked | None:
    """Return what a cell at a route asks for; None if nothing can be written there."""
    vocabulary = readable.vocabulary
    found = _of_form(route, vocabulary.form, vocabulary.framework)
    return found or asked_beside(route, readable)


def _of_form(  # noqa: C901, PLR0911  # one case for each place of a spec
    route: Route, form: Form, framework: Framework
) -> Asked | None:
    """What a cell of the form asks for."""
    match route:
        case ("year",):
            return Asked(kind=Kind.NUMBER)
        case ("department" | "project", "name"):
            return Asked(kind=Kind.TEXT)
        case ("department" | "project", "code"):
            return Asked(kind=Kind.PLAIN)
        case ("fields", str(id_)):
            return asked_value(form.asked_fields().get(id_))
        case ("tables", str(id_), int(), str(column)):
            return asked_value(form.table_columns().get(id_, {}).get(column))
        case ("funds", str(id_), *rest):
            return _of_funds(form, id_, rest)
        case ("budget", str(id_)) | ("tasks", int(), "funds", str(id_)):
            known = id_ in form.source_labels()
            return Asked(kind=Kind.AMOUNT) if known else None
        case ("tasks" | "goals", int(), "text"):
            return Asked(kind=Kind.TEXT)
        case ("goals", int(), "tasks"):
            return Asked(kind=Kind.TASKS)
        case ("indicators", int(), *keys) | ("goals", int(), "indicators", int(), *keys):
            return _of_indicator(form, framework, tuple(map(str, keys)))
    return None


def asked_value(asked: Field | Column | None) -> Asked | None:
    """Return what a field or a column of a form's own asks for."""
    if asked is None:
        return None
    return Asked(kind=_KINDS[asked.type], choices=labelled(asked.choices))


def _of_funds(form: Form, id_: str, rest: list[str | int]) -> Asked | None:
    """A row of money is one amount where its form has one column alone."""
    columns = form.funds_columns().get(id_, {})
    if not rest and len(columns) > 1:
        return None
    return asked_value(columns.get(str(rest[0]) if rest else next(iter(columns), "")))


def _of_indicator(form: Form, framework: Framework, keys: tuple[str, ...]) -> Asked | None:
    match keys:
        case ("category",):
            return Asked(kind=Kind.CHOICE, choices=tuple(_categories(framework)))
        # Where the form has no such column, the words for it are ours.
        case ("better",) if choices := tuple(_directions(form)):
            return Asked(kind=Kind.CHOICE, choices=choices)
        case ("extra", id_):
            return asked_value(form.own_columns().get(id_))
        case (key,) if key in _INDICATOR:
            return Asked(kind=_INDICATOR[key])
    return None


def _categories(framework: Framework) -> Iterator[tuple[str, Text]]:
    for level, category in framework.categories():
        zh, en = level.label, category.label
        yield category.id, Text(zh=f"{zh.zh} · {en.zh}", en=f"{zh.en} · {en.en}")


def _directions(form: Form) -> Iterator[tuple[str, Text]]:
    for block in form.blocks_of(IndicatorsBlock):
        for column in block.columns:
            if column.id == "direction":
                yield from labelled(column.choices)


def labelled(choices: tuple[Choice, ...]) -> Choices:
    """Return choices by id, with their labels."""
    return tuple((choice.id, choice.label) for choice in choices)

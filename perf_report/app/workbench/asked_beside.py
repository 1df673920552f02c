"""What a spec may say that its form has no cell for: keys of its head, of goals and indicators."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from perf_report.app.workbench.kinds import Asked, Kind, worded_choices
from perf_report.app.workbench.readable import Readable
from perf_report.model.form import ANY_FRAMEWORK, GoalsBlock, IndicatorsBlock, Stage
from perf_report.model.plan_data import INDICATOR_NOTES
from perf_report.model.route import Route
from perf_report.model.target import Quantity, Range
from perf_report.model.text import Text

_Choices = Iterable[tuple[str, Text]]

# The keys of the head, in the order in which they are shown.
_HEAD: tuple[Route, ...] = (
    ("languages",), ("form",), ("year",), ("department", "name"), ("department", "code"),
    ("department", "parent"), ("project", "name"), ("project", "code"), ("project", "task"),
    ("framework",), ("currency_unit",),
    ("budget_approved",), ("published",), ("disclose",), ("disclose_basis",),
    ("revision",), ("revision_kind",), ("revision_approved", "by"), ("revision_approved", "on"),
    ("revision_note",),
)  # fmt: skip
_PROJECT = "project"
_GOAL = ("tasks", "horizon", "weight", "formerly")
_INDICATOR = (
    *INDICATOR_NOTES, "weight", "better", "baseline", "unit", "goal", "horizon", "formerly"
)  # fmt: skip

_SIMPLE: Mapping[Route, Kind] = {
    ("languages",): Kind.LANGUAGES,
    ("department", "parent"): Kind.PLAIN,
    ("project", "task"): Kind.PLAIN,
    ("budget_approved",): Kind.DATE,
    ("published",): Kind.DATE,
    ("disclose",): Kind.YES_NO,
    ("disclose_basis",): Kind.TEXT,
    ("revision",): Kind.NUMBER,
    ("revision_approved", "by"): Kind.TEXT,
    ("revision_approved", "on"): Kind.DATE,
    ("revision_note",): Kind.TEXT,
}
_OF_GOAL: Mapping[str, Kind] = {"formerly": Kind.IDS, "weight": Kind.NUMBER}
_OF_INDICATOR: Mapping[str, Kind] = {
    "formerly": Kind.IDS,
    "baseline": Kind.BASELINE,
    "unit": Kind.WORDS,
}
_CURRENCY_UNITS = ("万元", "元")
# The values of keys with their words.
_LANGUAGES = {"zh": "only-chinese", "zh,en": "both-languages"}
_REVISIONS = {"adjustment": "revision-adjustment", "correction": "revision-correction"}
_BETTER = {"more": "better-more", "less": "better-less"}


def routes_beside(route: Route, readable: Readable) -> Iterator[Route]:
    """Yield what may be written of a row, or of the head of a table where the route is empty."""
    match route:
        case ():
            has_project = readable.plan.project is not None
            yield from (each for each in _HEAD if has_project or each[0] != _PROJECT)
            yield from (("weights", id_) for id_ in _level_ids(readable))
            yield from (("units", name) for name in _unit_names(readable))
        case ("tasks", int()):
            yield (*route, "formerly")
        case ("goals", int()):
            yield from ((*route, key) for key in _GOAL)
        case (*_, "indicators", int()):
            yield from ((*route, key) for key in _INDICATOR)


def asked_beside(  # noqa: PLR0911  # one case for each place of a spec
    route: Route, readable: Readable
) -> Asked | None:
    """Return what is asked at a route that no cell of the form has; None if nothing is."""
    if route in _SIMPLE:
        return _asked(_SIMPLE[route], _LANGUAGES if route == ("languages",) else {})
    match route:
        case ("form" | "framework" | "currency_unit" | "revision_kind" as key,):
            return _chosen(_head_choices(key, readable))
        case ("weights", str(id_)):
            return Asked(kind=Kind.NUMBER) if id_ in _level_ids(readable) else None
        case ("units", str(name)):
            return Asked(kind=Kind.WORDS) if name in _unit_names(readable) else None
        case ("tasks", int(), "formerly"):
            return Asked(kind=Kind.IDS)
        case ("goals", int(), str(key)):
            return _of_goal(key, readable)
        case ("indicators", int(), str(key)) | ("goals", int(), "indicators", int(), str(key)):
            return _of_indicator(key, readable)
    return None


def _of_goal(key: str, readable: Readable) -> Asked | None:
    if key == "horizon":
        return _horizon(readable.vocabulary.form.blocks_of(GoalsBlock))
    return Asked(kind=_OF_GOAL[key]) if key in _OF_GOAL else None


def _of_indicator(key: str, readable: Readable) -> Asked | None:
    form = readable.vocabulary.form
    if key == "horizon":
        return _horizon(form.blocks_of(IndicatorsBlock))
    if key == "better":
        return _asked(Kind.CHOICE, _BETTER)
    if key == "goal" and form.lists_under_table:
        return _chosen((goal.id, goal.text) for goal in readable.plan.goals)
    return Asked(kind=_OF_INDICATOR[key]) if key in _OF_INDICATOR else None


def _horizon(blocks: Sequence[GoalsBlock | IndicatorsBlock]) -> Asked | None:
    """The horizons of a form's blocks may be chosen, unless there is one alone."""
    found = [(each.id, each.label) for block in blocks for each in block.horizons]
    return _chosen(found) if len(found) > 1 else None


def _head_choices(key: str, readable: Readable) -> _Choices:
    form, standards = readable.vocabulary.form, readable.standards
    if standards is None:
        return
    if key == "form":
        for other in standards.forms.values():
            if other.stage is Stage.PLAN and other.subject is form.subject:
                yield other.id, other.title
    elif key == "framework":
        for id_, each in standards.frameworks.items():
            if ANY_FRAMEWORK in form.frameworks or id_ in form.frameworks:
                yield id_, each.name
    elif key == "currency_unit":
        yield from ((each, Text(zh=each)) for each in _CURRENCY_UNITS)
    else:
        yield from worded_choices("workbench", _REVISIONS)


def _level_ids(readable: Readable) -> tuple[str, ...]:
    """The levels of which a table may say the points: where the form prints them, or it does."""
    form, framework = readable.vocabulary.form, readable.vocabulary.framework
    if not readable.plan.weights and not any(
        block.shows_weights for block in form.blocks_of(IndicatorsBlock)
    ):
        return ()
    found = {level.id: None for level, _ in framework.categories()}
    return (*found, *framework.category_ids())


def _unit_names(readable: Readable) -> tuple[str, ...]:
    """The units of which a table says the English itself, and those that have none."""
    found = dict.fromkeys(readable.plan.units)
    if "en" in readable.plan.languages:
        for each in readable.plan.all_indicators():
            if isinstance(each.target, Quantity | Range) and each.unit is None:
                names = (each.target.unit, each.target.per)
                known = readable.vocabulary.units
                found |= {name: None for name in names if name and name not in known}
    return tuple(found)


def _chosen(choices: _Choices) -> Asked | None:
    found = tuple(choices)
    return Asked(kind=Kind.CHOICE, choices=found) if found else None


def _asked(kind: Kind, words: Mapping[str, str]) -> Asked:
    return Asked(kind=kind, choices=worded_choices("workbench", words))

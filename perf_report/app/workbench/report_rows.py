"""The rows of a report on its page: where its cells are in the file, and what has no column."""

from collections.abc import Mapping, Sequence

from perf_report.app.workbench.readable import Readable
from perf_report.app.workbench.report_asked import further_routes, goals_of, indicators_of, said_in
from perf_report.model.framework import level_labels
from perf_report.model.route import Route
from perf_report.model.text import Text
from perf_report.render.grid.cells import LineCell
from perf_report.render.localized_text import Localizer, TextRuns

_ITEMS = frozenset({"funds", "goals", "indicators"})
# What is said in a column alone: a form without it has no place for it.
_IN_COLUMNS: Mapping[str, frozenset[str]] = {
    "indicators": frozenset({"actual", "so_far", "expected", "score"}),
    "funds": frozenset(),
}
_LABELS = {("indicators", "initial"): "initial_target", ("goals", "initial"): "initial_goal"}


def cell_route(cell: LineCell, readable: Readable) -> Route:
    """Return where the value of a cell is in the file of a plan, or of a report."""
    if readable.context is None:
        return cell.route
    if cell.value[:2] != ("goals", "*"):
        return cell.value
    # What is said of all goals is said of the only one.
    ids = [goal.id for _, goal in goals_of(readable)]
    return ("goals", ids[0], *cell.value[2:]) if len(ids) == 1 else cell.value


def report_row(route: Route) -> Route:
    """Return the row of a report that a cell is in: an item, or what is said of all of them."""
    is_item = route[:1] and route[0] in _ITEMS
    return () if not is_item else route if route[1] == "*" else route[:2]


def detail_routes(
    route: Route, readable: Readable, localizer: Localizer
) -> Sequence[tuple[TextRuns, Route]]:
    """Return what a report may say of a row, or of each row in place of a `*`, with labels."""
    match route:
        case ():
            return [(_further_label(each, readable, localizer), each)
                    for each in further_routes(readable)]  # fmt: skip
        case ("goals", "*", key):
            texts = {goal.id: goal.text for _, goal in goals_of(readable)}
            return [(localizer.text(each), ("goals", id_, key)) for id_, each in texts.items()]
        case ("indicators", "*", key):
            names = {each.id: each.name for each in indicators_of(readable)}
            return [(localizer.text(each), ("indicators", id_, key)) for id_, each in names.items()]
        case (("indicators" | "funds") as part, id_) if readable.context:
            keys = said_in(part, readable.context)
            found: list[Route] = [(part, id_, key) for key in keys if key not in _IN_COLUMNS[part]]
        case ("goals", id_):
            found = [("goals", id_, "initial")]
        case _:
            found = []
    return [(field_label(each, localizer), each) for each in found]


def _further_label(route: Route, readable: Readable, localizer: Localizer) -> TextRuns:
    if route[0] != "weights":
        return field_label(route, localizer)
    return localizer.format("field", "points-of-level", level=_level_label(str(route[1]), readable))


def _level_label(id_: str, readable: Readable) -> Text:
    """The label of a level; one that the plan has not is called as another framework calls it."""
    others = readable.standards.frameworks.values() if readable.standards else ()
    return level_labels([readable.vocabulary.framework, *others]).get(id_) or Text(zh=id_)


def field_label(route: Route, localizer: Localizer) -> TextRuns:
    """Return what a value of a report is called."""
    key = str(route[-1])
    return localizer.format("field", _LABELS.get((str(route[0]), key), key))

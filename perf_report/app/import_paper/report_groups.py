"""Read the cells of an edited form that make a value together, as ticks in several columns do."""

from collections.abc import Iterable, Iterator, Sequence

from perf_report.app.import_paper.leaves import Path
from perf_report.app.import_paper.report_rows import Filled
from perf_report.app.import_paper.report_values import ValueReader, Values
from perf_report.model.paper import Place
from perf_report.model.report_columns import NO_TICKS, TICKS

_TICKED = ("likelihood", "causes")


def read_values(reader: ValueReader, filled: Iterable[Filled]) -> tuple[Values, frozenset[Place]]:
    """Return the values of the edited cells, and the places of those that could be read."""
    values: Values = {}
    taken: set[Place] = set()
    for cells in _groups(filled):
        is_ticks = _is_ticks(cells[0])
        found = _read_group(reader, cells) if is_ticks else reader.read(cells[0])
        if found is not None:
            values |= found
            taken |= {each.edited.place for each in cells}
    return values, frozenset(taken)


def _groups(filled: Iterable[Filled]) -> Iterator[list[Filled]]:
    """The cells that make a value, of each value of which one was edited."""
    groups: dict[tuple[str, ...], list[Filled]] = {}
    for each in filled:
        if each.cell:
            path = each.cell.value[:-1] if _is_ticks(each) else each.cell.value
            groups.setdefault(path, []).append(each)
    yield from (cells for cells in groups.values() if any(each.is_edited for each in cells))


def _is_ticks(filled: Filled) -> bool:
    path = filled.cell.value if filled.cell else ()
    return path[0] == "indicators" and path[-2] in _TICKED


def _read_group(reader: ValueReader, cells: Sequence[Filled]) -> Values | None:
    said = [(each.cell.value, each.edited.text) for each in cells if each.cell]
    return read_ticks(reader, said[0][0][:-1], ((path[-1], text) for path, text in said))


def read_ticks(reader: ValueReader, path: Path, cells: Iterable[tuple[str, str]]) -> Values | None:
    """Return the values of the texts of cells with ticks; None if one has something else."""
    said = [(id_, text.strip()) for id_, text in cells]
    ticked = [(id_, text) for id_, text in said if text not in {"", *NO_TICKS}]
    if not all(text in TICKS for _, text in ticked):
        return None
    return reader.read_ticks(path, [id_ for id_, _ in ticked])

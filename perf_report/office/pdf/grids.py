"""Find tables by their rules: rules that meet are one table, and cells lie between them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from perf_report.office.pdf.shapes import Rule

# Ends that are so near are one point, in points.
_NEAR = 2.5


@dataclass(frozen=True, slots=True)
class Box:
    """A cell: its first row and column, its spans, and its edges in points.

    `is_open_above` and `is_open_below` are whether no rule ends it there, as at the end of a page.
    """

    row: int
    column: int
    rows: int
    columns: int
    left: float
    bottom: float
    right: float
    top: float
    is_open_above: bool = False
    is_open_below: bool = False


def find_grids(horizontal: Iterable[Rule], vertical: Iterable[Rule]) -> list[list[Box]]:
    """Return the cells of each table of a page, from the top down."""
    rows, columns = _joined(horizontal), _joined(vertical)
    tables = []
    for across, down in _groups(rows, columns):
        cells = list(_cells(across, down))
        if len(cells) > 1:
            tables.append(cells)
    return sorted(tables, key=lambda cells: -max(cell.top for cell in cells))


def _joined(rules: Iterable[Rule]) -> list[Rule]:
    """Rules with those that continue or cover each other as one."""
    found: list[Rule] = []
    for rule in sorted(rules, key=lambda each: (round(each.at / _NEAR), each.start)):
        last = found[-1] if found else None
        if last and _continues(last, rule):
            found[-1] = Rule(last.at, last.start, max(last.end, rule.end))
        else:
            found.append(rule)
    return found


def _continues(last: Rule, rule: Rule) -> bool:
    is_in_line = abs(last.at - rule.at) < _NEAR
    return is_in_line and last.start - _NEAR <= rule.start <= last.end + _NEAR


def _groups(
    rows: Sequence[Rule], columns: Sequence[Rule]
) -> Iterator[tuple[list[Rule], list[Rule]]]:
    """Rules that meet, directly or by others."""
    parent = list(range(len(rows) + len(columns)))

    def root(item: int) -> int:
        while parent[item] != item:
            parent[item] = parent[parent[item]]
            item = parent[item]
        return item

    for i, row in enumerate(rows):
        for j, column in enumerate(columns):
            if _meet(row, column):
                parent[root(i)] = root(len(rows) + j)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for i, row in enumerate(rows):
        groups.setdefault(root(i), ([], []))[0].append(row)
    for j, column in enumerate(columns):
        groups.setdefault(root(len(rows) + j), ([], []))[1].append(column)
    # A row that the end of a page cuts off has one rule across, and its sides.
    for group in groups.values():
        if group[0] and group[1] and (len(group[0]) > 1 or len(group[1]) > 1):
            yield group


def _meet(row: Rule, column: Rule) -> bool:
    return (
        row.start - _NEAR <= column.at <= row.end + _NEAR
        and column.start - _NEAR <= row.at <= column.end + _NEAR
    )


def _positions(values: Iterable[float]) -> list[float]:
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > _NEAR:
            found.append(value)
    return found


def _cells(rows: Sequence[Rule], columns: Sequence[Rule]) -> Iterator[Box]:
    """The cells between rules; where no rule divides two, they are one."""
    edges = [column.at for column in columns]
    edges += [row.start for row in rows] + [row.end for row in rows]
    xs = _positions(edges)
    # A cell that a page cuts has no rule there: its sides end in the open.
    sides = [end for column in columns for end in (column.start, column.end)]
    ys = _positions([row.at for row in rows] + sides)[::-1]
    down_rules, across_rules = _by_position(columns, xs), _by_position(rows, ys)
    across, down = len(xs) - 1, len(ys) - 1
    merged = _Merged()
    for r in range(down):
        middle = (ys[r] + ys[r + 1]) / 2
        for c in range(across):
            merged.add((r, c))
            if c and not _covers(down_rules[c], middle):
                merged.join((r, c), (r, c - 1))
            if r and not _covers(across_rules[r], (xs[c] + xs[c + 1]) / 2):
                merged.join((r, c), (r - 1, c))
    for cells in merged.groups():
        top, left = min(r for r, _ in cells), min(c for _, c in cells)
        end, last = max(r for r, _ in cells) + 1, max(c for _, c in cells) + 1
        middle = (xs[left] + xs[left + 1]) / 2
        yield Box(
            top, left, end - top, last - left, xs[left], ys[end], xs[last], ys[top],
            is_open_above=not _covers(across_rules[top], middle),
            is_open_below=not _covers(across_rules[end], middle),
        )  # fmt: skip


def _by_position(rules: Iterable[Rule], positions: Sequence[float]) -> list[list[Rule]]:
    """The rules that lie at each position: each rule is at the nearest one."""
    found: list[list[Rule]] = [[] for _ in positions]
    for rule in rules:
        nearest = min(range(len(positions)), key=lambda each: abs(positions[each] - rule.at))
        found[nearest].append(rule)
    return found


def _covers(rules: Iterable[Rule], along: float) -> bool:
    return any(rule.start <= along <= rule.end for rule in rules)


class _Merged:
    """Places of a grid, in groups that are one cell each."""

    def __init__(self) -> None:
        self._parent: dict[tuple[int, int], tuple[int, int]] = {}

    def add(self, place: tuple[int, int]) -> None:
        """Take a place as a group of its own."""
        self._parent[place] = place

    def join(self, one: tuple[int, int], other: tuple[int, int]) -> None:
        """Make the groups of two places one."""
        self._parent[self._root(one)] = self._root(other)

    def groups(self) -> list[list[tuple[int, int]]]:
        """The groups, each with its places."""
        found: dict[tuple[int, int], list[tuple[int, int]]] = {}
        for place in self._parent:
            found.setdefault(self._root(place), []).append(place)
        return list(found.values())

    def _root(self, place: tuple[int, int]) -> tuple[int, int]:
        while self._parent[place] != place:
            self._parent[place] = self._parent[self._parent[place]]
            place = self._parent[place]
        return place

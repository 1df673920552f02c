"""Join the tables of pages that are one table, which the end of a page cuts."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from perf_report.model.paper import PaperCell
from perf_report.office.pdf.grids import Box

CUT = "import-row-cut"

# Edges that are so near are one, in points.
_NEAR = 4.0


@dataclass(frozen=True, slots=True, kw_only=True)
class PageCell:
    """A cell of a table on a page, with its box and the width of its last line."""

    box: Box
    cell: PaperCell
    last_line: float = 0.0
    size: float = 0.0

    @property
    def is_full(self) -> bool:
        """Whether its last line fills its width, so that more may follow."""
        room = self.box.right - self.box.left
        return bool(self.size) and self.last_line > room - 3 * self.size


PageTable = Sequence[PageCell]


def can_join(above: PageTable, below: PageTable) -> bool:
    """Return whether a table at the top of a page continues that at the end of the page before.

    The edges of its columns are among those of the other, and so are the outer ones.
    """
    known, own = _edges(above), _edges(below)
    if abs(min(known) - min(own)) > _NEAR or abs(max(known) - max(own)) > _NEAR:
        return False
    return _are_among(own, known) or _are_among(known, own)


def join(above: PageTable, below: PageTable) -> list[PageCell]:
    """Return one table, without the rows that the second page repeats from the first."""
    columns = sorted({*_edges(above)})
    columns += [edge for edge in _edges(below) if not _are_among([edge], columns)]
    columns.sort()
    first = _on_grid(above, columns, 0)
    count = _repeated_rows(above, below)
    height = max(each.box.row + each.box.rows for each in above)
    rest = [each for each in below if each.box.row >= count]
    second = _on_grid(rest, columns, height - count)
    return list(_connected(first, second))


def _edges(table: PageTable) -> list[float]:
    return [edge for each in table for edge in (each.box.left, each.box.right)]


def _are_among(edges: Iterable[float], known: Sequence[float]) -> bool:
    return all(any(abs(edge - each) <= _NEAR for each in known) for edge in edges)


def _on_grid(table: PageTable, edges: Sequence[float], down: int) -> list[PageCell]:
    positions = [edges[0]]
    positions += [edge for edge, last in zip(edges[1:], edges, strict=False) if edge - last > _NEAR]

    def position(edge: float) -> int:
        return min(range(len(positions)), key=lambda each: abs(positions[each] - edge))

    found = []
    for each in table:
        left, right = position(each.box.left), position(each.box.right)
        row, columns = each.box.row + down, max(1, right - left)
        cell = replace(each.cell, row=row, column=left, columns=columns)
        box = replace(each.box, row=row, column=left, columns=columns)
        found.append(replace(each, box=box, cell=cell))
    return found


def _repeated_rows(above: PageTable, below: PageTable) -> int:
    """How many rows at the top are those at the top of the table, which a program prints again."""
    first, again = _texts(above), _texts(below)
    count = 0
    for one, other in zip(first, again, strict=False):
        if one != other or not any(one):
            break
        count += 1
    return count


def _texts(table: PageTable) -> list[list[str]]:
    rows: dict[int, list[str]] = {}
    for each in table:
        rows.setdefault(each.box.row, []).append(each.cell.text)
    return [rows.get(row, []) for row in range(max(rows, default=-1) + 1)]


def _connected(first: Sequence[PageCell], second: Sequence[PageCell]) -> Iterator[PageCell]:
    """The cells of both, those that are open at the cut as one."""
    top = min((each.box.row for each in second), default=0)
    heads = [each for each in second if each.box.row == top]
    lasts = [each for each in first if each.box.row + each.box.rows == top]
    pairs = {id(upper): lower for upper in lasts for lower in heads if _is_one(upper, lower)}
    is_doubtful = not pairs and _may_be_cut(lasts, heads, top)
    if is_doubtful and _goes_on_below(lasts, heads):
        below = {(each.box.column, each.box.columns): _doubted(each) for each in heads}
        pairs = {id(each): below[each.box.column, each.box.columns] for each in lasts}
    joined = {(each.box.row, each.box.column) for each in pairs.values()}
    for each in first:
        lower = pairs.get(id(each))
        is_last = is_doubtful and each in lasts and each.box.rows == 1
        upper = _doubted(each) if is_last else each
        yield upper if lower is None else _one(upper, lower)
    for each in second:
        if (each.box.row, each.box.column) not in joined:
            yield _doubted(each) if is_doubtful and each.box.row == top else each


def _goes_on_below(lasts: Sequence[PageCell], heads: Sequence[PageCell]) -> bool:
    """Whether a row goes on in the first of a page: only below lines that fill their cell."""
    below = {(each.box.column, each.box.columns): each for each in heads}
    above = {(each.box.column, each.box.columns): each for each in lasts}
    return above.keys() == below.keys() and all(
        above[place].is_full for place, each in below.items() if each.cell.text
    )


def _is_one(upper: PageCell, lower: PageCell) -> bool:
    is_open = upper.box.is_open_below and lower.box.is_open_above
    columns = (upper.box.column, upper.box.columns)
    return is_open and columns == (lower.box.column, lower.box.columns)


def _one(upper: PageCell, lower: PageCell) -> PageCell:
    text = "\n".join(filter(None, (upper.cell.text, lower.cell.text)))
    rows = lower.box.row + lower.box.rows - upper.box.row
    cell = replace(upper.cell, text=text, rows=rows)
    return replace(lower, box=replace(upper.box, rows=rows), cell=cell)


def _may_be_cut(lasts: Sequence[PageCell], heads: Sequence[PageCell], top: int) -> bool:
    """Whether the first row of a page may be the rest of the last one of the page before.

    Where a program rules off both, that cannot be seen: what stands to the left in the row is
    blank, and a text of the last row may go on, or has nothing of its own below it.
    """
    own = [each for each in lasts if each.box.row == top - 1 and each.cell.text]
    below = {each.box.column: each for each in heads}
    left = min(heads, key=lambda each: each.box.column, default=None)
    if not own or left is None or left.cell.text:
        return False
    goes_on = any(each.is_full and _text_below(each, below) for each in own)
    ends = any(not _text_below(each, below) for each in own)
    return goes_on or ends


def _text_below(upper: PageCell, below: dict[int, PageCell]) -> bool:
    lower = below.get(upper.box.column)
    return lower is not None and bool(lower.cell.text)


def _doubted(each: PageCell) -> PageCell:
    return replace(each, cell=replace(each.cell, doubt=each.cell.doubt or CUT))

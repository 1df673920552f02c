"""Read plain text: lines, or a table that was copied out of a page with tabs between its cells."""

from collections.abc import Sequence

from perf_report.model.paper import Paper, PaperCell, PaperLine, PaperTable, Place

# A copied table has a tab in most of its lines.
_TABBED = 0.4


def read_text(text: str) -> Paper:
    """Return the lines of a text, or its cells where tabs divide them.

    A line of a copied table lacks the cells that span into it from above, which stand to its left.
    """
    lines = text.splitlines()
    written = [line for line in lines if line.strip()]
    if written and sum("\t" in line for line in written) >= _TABBED * len(written):
        return _tabbed(lines)
    found = tuple(
        PaperLine(text=line.strip(), place=Place(part="file", line=number))
        for number, line in enumerate(lines, start=1)
        if line.strip()
    )
    return Paper(below=found, is_flat=True)


def _tabbed(lines: Sequence[str]) -> Paper:
    above: list[PaperLine] = []
    rows: list[tuple[int, list[str]]] = []
    for number, line in enumerate(lines, start=1):
        if "\t" in line:
            rows.append((number, line.split("\t")))
        elif line.strip() and not rows:
            above.append(PaperLine(text=line.strip(), place=Place(part="file", line=number)))
        elif line.strip():
            rows.append((number, [line]))
    width = max(len(cells) for _, cells in rows)
    cells = tuple(
        _cell(text, row, column + _offset(cells, width), number)
        for row, (number, cells) in enumerate(rows)
        for column, text in enumerate(cells)
    )
    is_ragged = len({len(texts) for _, texts in rows if len(texts) > 1}) > 1
    return Paper(tables=(PaperTable(cells=cells, above=tuple(above), is_ragged=is_ragged),))


def _offset(cells: Sequence[str], width: int) -> int:
    return width - len(cells) if len(cells) > 1 else 0


def _cell(text: str, row: int, column: int, line: int) -> PaperCell:
    place = Place(part="file", cell=f"{row + 1}:{column + 1}", line=line)
    return PaperCell(text=text.strip(), row=row, column=column, place=place)

"""Write a layout as text that was copied: out of a web page, or out of a spreadsheet."""

from collections.abc import Callable

from makers.grid import Layout, Table


def write_copied_page(layout: Layout) -> bytes:
    """Return text as a browser copies it: a cell is once there, and a line lacks what spans in."""
    return _write(
        layout, lambda table: [[_flat(cell.final) for cell in cells] for cells in table.cells()]
    )


def write_copied_sheet(layout: Layout) -> bytes:
    """Return text as a spreadsheet copies it: what a merged cell covers is blank."""
    return _write(layout, _full)


def _full(table: Table) -> list[list[str]]:
    rows = [[""] * table.width for _ in table.rows]
    for cells in table.cells():
        for cell in cells:
            rows[cell.row][cell.column] = _flat(cell.final)
    return rows


def _write(layout: Layout, rows_of: Callable[[Table], list[list[str]]]) -> bytes:
    lines = []
    for table in layout.tables:
        lines += table.above
        lines += ["\t".join(row) for row in rows_of(table)]
        lines += table.below
    return ("\n".join(lines) + "\n").encode()


def _flat(text: str) -> str:
    return text.replace("\n", "")

"""Write a layout as a web page: one saved from a site of a government, in UTF-8 or GB 18030."""

from html import escape

from makers.grid import Cell, Layout, Table

_STYLE = (
    "table.t{border-collapse:collapse;width:100%}table.t td{border:1px solid #000;padding:2px 4px;"
    "font-size:13px;text-align:center}h1,p{text-align:center}.nav{display:none}"
)


def write_page(layout: Layout, encoding: str = "utf-8") -> bytes:
    """Return a web page of a layout."""
    body = "".join(_table_with_lines(table, layout) for table in layout.tables)
    if "nested" in layout.directions:
        body = f'<table width="100%"><tr><td>{body}</td></tr></table>'
    charset = "utf-8" if encoding == "utf-8" else "gb2312"
    page = (
        f'<!DOCTYPE html>\n<html><head><meta charset="{charset}"><title>公开</title>'
        f'<style>{_STYLE}</style></head><body>\n<div class="nav" style="display: none">首页</div>'
        f'\n<div id="zoom">{body}</div>\n<script>var a = "<td>";</script></body></html>\n'
    )
    return page.encode(encoding)


def _table_with_lines(table: Table, layout: Layout) -> str:
    above = "".join(
        f"<h1>{_text(line)}</h1>\n" if number == 0 else f"<p>{_text(line)}</p>\n"
        for number, line in enumerate(table.above)
    )
    below = "".join(f"<p>{_text(line)}</p>\n" for line in table.below)
    rows = [_row(table, row) for row in range(len(table.rows))]
    if "repeat-head" in layout.directions:
        rows[0] = f"<thead>{rows[0]}</thead><tbody>"
        rows[-1] += "</tbody>"
    below = below or "<p>&nbsp;</p>\n"
    return f'{above}<table class="t MsoNormalTable">\n{"".join(rows)}</table>\n{below}'


def _row(table: Table, row: int) -> str:
    return f"<tr>{''.join(map(_cell, table.cells()[row]))}</tr>\n"


def _cell(cell: Cell) -> str:
    spans = f' rowspan="{cell.rows}"' if cell.rows > 1 else ""
    spans += f' colspan="{cell.columns}"' if cell.columns > 1 else ""
    lines = "<br>".join(
        f'<span style="font-family:宋体">{_text(e)}</span>' for e in cell.final.split("\n")
    )
    return f'<td{spans}><p class="MsoNormal">{lines or "&nbsp;"}</p></td>'


def _text(text: str) -> str:
    return escape(text) or "&nbsp;"

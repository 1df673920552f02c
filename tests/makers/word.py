"""Write a layout as a Word file, with the XML that WPS writes: many runs, empty paragraphs."""

import io
import re
import zipfile
from xml.sax.saxutils import escape

from makers.grid import Cell, Layout, Table

_TYPES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_LINKS = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/officeDocument" Target="word/document.xml"/></Relationships>'
)
_NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:wpsCustomData="http://www.wps.cn/officeDocument/2013/wpsCustomData" '
    'mc:Ignorable="w14"'
)
_FONT = (
    '<w:rPr><w:rFonts w:hint="eastAsia" w:ascii="宋体" w:hAnsi="宋体" w:eastAsia="宋体"/>'
    '<w:sz w:val="{size}"/></w:rPr>'
)
_CHANGE = 'w:id="9" w:author="office" w:date="2026-01-05T09:00:00Z"'
_PIECES = re.compile(r"\{-(?P<old>.*?)-\}|\{\+(?P<new>.*?)\+\}")
_WIDTH = {False: 9000, True: 14000}


def write_word(layout: Layout) -> bytes:
    """Return a Word file of a layout."""
    wide = max(table.width for table in layout.tables) > 8
    body = "".join(_table_with_lines(table, layout, _WIDTH[wide]) for table in layout.tables)
    if "nested" in layout.directions:
        body = _nest(body, _WIDTH[wide])
    size = 'w:w="16838" w:h="11906" w:orient="landscape"' if wide else 'w:w="11906" w:h="16838"'
    body += (
        f'<w:p/><w:sectPr><w:pgSz {size}/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" '
        'w:left="1134" w:header="600" w:footer="600" w:gutter="0"/></w:sectPr>'
    )
    document = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f"<w:document {_NAMES}><w:body>{body}</w:body></w:document>"
    )
    return pack({
        "[Content_Types].xml": _TYPES, "_rels/.rels": _LINKS, "word/document.xml": document,
    })  # fmt: skip


def pack(parts: dict[str, str]) -> bytes:
    """Return an archive of parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            info = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))
            archive.writestr(info, text.encode(), zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def _table_with_lines(table: Table, layout: Layout, width: int) -> str:
    above = "".join(_paragraph(line, 28, "center") for line in table.above)
    if "textbox" in layout.directions:
        above = _text_box(above)
    below = "".join(_paragraph(line, 18, "left") for line in table.below)
    return above + _table(table, layout, width) + (below or "<w:p/>")


def _table(table: Table, layout: Layout, width: int) -> str:
    widths = _widths(table, width)
    grid = "".join(f'<w:gridCol w:w="{each}"/>' for each in widths)
    edges = "".join(
        f'<w:{side} w:val="single" w:color="auto" w:sz="4" w:space="0"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    heads = int("repeat-head" in layout.directions)
    rows = "".join(_row(table, row, widths, heads) for row in range(len(table.rows)))
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/><w:tblBorders>{edges}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>'
    )


def _widths(table: Table, width: int) -> list[int]:
    longest = [4] * table.width
    for cells in table.cells():
        for cell in cells:
            share = max(map(len, cell.final.split("\n"))) / cell.columns
            for column in range(cell.column, cell.column + cell.columns):
                longest[column] = max(longest[column], min(int(share) + 1, 14))
    return [width * each // sum(longest) for each in longest]


def _row(table: Table, row: int, widths: list[int], heads: int) -> str:
    cells = []
    column = 0
    begins = {cell.column: cell for cell in table.cells()[row]}
    while column < table.width:
        owner = begins.get(column) or table.is_covered(row, column)
        if owner is None:
            cells.append(_cell(Cell("", row, column), row, widths))
            column += 1
        else:
            cells.append(_cell(owner, row, widths))
            column = owner.column + owner.columns
    head = "<w:trPr><w:tblHeader/></w:trPr>" if row < heads else ""
    return f"<w:tr>{head}{''.join(cells)}</w:tr>"


def _cell(cell: Cell, row: int, widths: list[int]) -> str:
    width = sum(widths[cell.column : cell.column + cell.columns])
    span = f'<w:gridSpan w:val="{cell.columns}"/>' if cell.columns > 1 else ""
    merge = ""
    if cell.rows > 1:
        kind = "restart" if row == cell.row else "continue"
        merge = f'<w:vMerge w:val="{kind}"/>'
    text = cell.text.removeprefix("!date ") if row == cell.row else ""
    paragraphs = "".join(_paragraph(line, 20, "center") for line in text.split("\n"))
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{merge}'
        f'<w:vAlign w:val="center"/></w:tcPr>{paragraphs}</w:tc>'
    )


def _paragraph(text: str, size: int, align: str) -> str:
    runs, at = "", 0
    for found in _PIECES.finditer(text):
        runs += _runs(text[at : found.start()], size)
        if found["old"] is not None:
            runs += f"<w:del {_CHANGE}>{_runs(found['old'], size, 'delText')}</w:del>"
        else:
            runs += f"<w:ins {_CHANGE}>{_runs(found['new'], size)}</w:ins>"
        at = found.end()
    runs += _runs(text[at:], size)
    return f'<w:p><w:pPr><w:jc w:val="{align}"/></w:pPr>{runs}</w:p>'


def _runs(text: str, size: int, tag: str = "t") -> str:
    """The runs of a text, which WPS breaks where the input method did."""
    pieces = [text[at : at + 5] for at in range(0, len(text), 5)]
    return '<w:proofErr w:type="gramStart"/>'.join(
        f'<w:r>{_FONT.format(size=size)}<w:{tag} xml:space="preserve">{escape(piece)}</w:{tag}>'
        "</w:r>"
        for piece in pieces
    )


def _text_box(paragraphs: str) -> str:
    """Paragraphs in a text box, which is there in the new and in the old way of writing one."""
    content = f"<w:txbxContent>{paragraphs}</w:txbxContent>"
    return (
        '<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>'
        '<wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="5400000" cy="900000"/>'
        '<wp:docPr id="1" name="box"/><a:graphic><a:graphicData uri="http://schemas.microsoft.com/'
        'office/word/2010/wordprocessingShape"><wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm>'
        '<a:off x="0" y="0"/><a:ext cx="5400000" cy="900000"/></a:xfrm><a:prstGeom prst="rect">'
        f"<a:avLst/></a:prstGeom></wps:spPr><wps:txbx>{content}</wps:txbx><wps:bodyPr/></wps:wsp>"
        "</a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice><mc:Fallback><w:pict>"
        f'<v:shape style="width:425pt;height:70pt"><v:textbox>{content}</v:textbox></v:shape>'
        "</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )


def _nest(body: str, width: int) -> str:
    """A body in the only cell of a table, as a page that was pasted into Word has it."""
    return (
        '<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr>'
        f'<w:tblGrid><w:gridCol w:w="{width}"/></w:tblGrid><w:tr><w:tc><w:tcPr>'
        f'<w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{body}<w:p/></w:tc></w:tr></w:tbl>'
    )

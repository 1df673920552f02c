"""Word files from the XML of their paragraphs, as Word and WPS write it."""

import io
import zipfile
from collections.abc import Iterable

from perf_report.model.paper import Paper
from perf_report.model.source import Source
from perf_report.office.open_paper import open_paper

_NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)
_LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"
_KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def run(text: str, properties: str = "") -> str:
    """A run of a text."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def cell(*paragraphs: str) -> str:
    """A cell of paragraphs, each the XML of its runs."""
    return "<w:tc>" + "".join(f"<w:p>{each}</w:p>" for each in paragraphs) + "</w:tc>"


def table(*rows: Iterable[str]) -> str:
    """A table of rows of cells."""
    return "<w:tbl>" + "".join(f"<w:tr>{''.join(row)}</w:tr>" for row in rows) + "</w:tbl>"


# The names in a file that is saved as strict.
_STRICT = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main":
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    "http://schemas.openxmlformats.org/officeDocument/2006": "http://purl.oclc.org/ooxml/officeDocument",
}  # fmt: skip


def word_file(body: str, styles: str = "", numbering: str = "", main: str = "document") -> bytes:
    """A file with a body, and what its styles and its lists are."""
    return _packed(_parts(body, styles, numbering, main))


def strict_word_file(body: str) -> bytes:
    """A file that is saved as strict."""
    parts = _parts(body, "", "", "document")
    for usual, strict in _STRICT.items():
        parts = {name: text.replace(usual, strict) for name, text in parts.items()}
    return _packed(parts)


def _parts(body: str, styles: str, numbering: str, main: str) -> dict[str, str]:
    return {
        "_rels/.rels": f'<Relationships xmlns="{_LINKS}"><Relationship Id="r1" '
        f'Type="{_KINDS}/officeDocument" Target="word/{main}.xml"/></Relationships>',
        f"word/_rels/{main}.xml.rels": f'<Relationships xmlns="{_LINKS}">'
        f'<Relationship Id="r1" Type="{_KINDS}/styles" Target="styles.xml"/>'
        f'<Relationship Id="r2" Type="{_KINDS}/numbering" Target="numbering.xml"/></Relationships>',
        f"word/{main}.xml": f"<w:document {_NAMES}><w:body>{body}</w:body></w:document>",
        "word/styles.xml": f"<w:styles {_NAMES}>{styles}</w:styles>",
        "word/numbering.xml": f"<w:numbering {_NAMES}>{numbering}</w:numbering>",
    }


def _packed(parts: dict[str, str]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return stream.getvalue()


def read_word(body: str, styles: str = "", numbering: str = "", main: str = "document") -> Paper:
    """What the reader makes of a file."""
    data = word_file(body, styles, numbering, main)
    return open_paper(Source(name="去年.docx", data=data))

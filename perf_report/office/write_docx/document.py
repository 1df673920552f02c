"""Write a table as a Word file."""

import io
import re
from collections.abc import Iterable, Iterator
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm

from perf_report.model.plan import Plan
from perf_report.model.source import Source
from perf_report.office.carried_spec import with_spec
from perf_report.office.cell_style import page_words
from perf_report.office.form_table import place_grids
from perf_report.office.package import pack, stated_date, stated_text, unpack
from perf_report.office.row_marks import row_marks
from perf_report.office.write_docx.styles import (
    FOOT,
    GAP,
    LINE,
    TITLE,
    YEAR,
    fill_settings,
    fill_styles,
    twentieths,
)
from perf_report.office.write_docx.tables import TableWriter
from perf_report.office.write_docx.texts import (
    field_run,
    inline_runs,
    paragraph,
    plain_run,
    text_run,
)
from perf_report.render.form_view import FormView
from perf_report.render.grid.cells import Grid, TextLine
from perf_report.render.localized_text import TextRuns, join_runs

_MAIN = "word/document.xml"
# What the library's own template has, and no table needs.
_UNUSED = frozenset(
    {
        RELATIONSHIP_TYPE.CUSTOM_XML,
        RELATIONSHIP_TYPE.EXTENDED_PROPERTIES,
        RELATIONSHIP_TYPE.FONT_TABLE,
        RELATIONSHIP_TYPE.NUMBERING,
        RELATIONSHIP_TYPE.THUMBNAIL,
        RELATIONSHIP_TYPE.WEB_SETTINGS,
        "http://schemas.microsoft.com/office/2007/relationships/stylesWithEffects",
    }
)
_IGNORABLE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Ignorable"
_SECOND_TITLE, _SECOND_YEAR = 12.0, 11.0
# The fields of Word with the number of pages, and of the page; the longer name comes first.
_PAGE_FIELDS = ("NUMPAGES", "PAGE")
# Between tables that stand apart, in points.
_APART = 14.0
# In millimetres: the header begins here, and the text of the first page, which has none.
_HEADER, _TOP = 10.0, 11.0


def write_docx(view: FormView, plan: Plan, spec: Source) -> bytes:
    """Return a table as a Word file that carries its spec, as it goes out."""
    document = docx.Document()
    _drop_unused(document)
    fill_styles(document.styles.element, view)
    _fill_body(document.element.body, view, plan)
    _set_page(document.sections[0], view)
    fill_settings(document.settings.element)
    for element in (document.element, document.styles.element, document.settings.element):
        _drop_ignored(element)
    _set_properties(document.core_properties, view, plan)
    stream = io.BytesIO()
    document.save(stream)
    return pack(with_spec(unpack(stream.getvalue()), _MAIN, spec))


def _drop_unused(document: Any) -> None:
    for relations in (document.part.rels, document.part.package.rels):
        for id_ in [id_ for id_, each in relations.items() if each.reltype in _UNUSED]:
            del relations[id_]


def _drop_ignored(element: Any) -> None:
    """Remove what a root says of namespaces that are not used, and that ECMA-376 does not know."""
    element.attrib.pop(_IGNORABLE, None)


def _set_properties(properties: Any, view: FormView, plan: Plan) -> None:
    made = stated_date(view.published, plan.year)
    properties.author = properties.last_modified_by = stated_text(join_runs(view.department, " / "))
    properties.title = stated_text(view.title)
    properties.comments = ""
    properties.created = properties.modified = made
    properties.language = view.localizer.lang


# --- The body ---


def _fill_body(body: Any, view: FormView, plan: Plan) -> None:
    writer = TableWriter(view=view, marks=row_marks(plan))
    blocks = [*_heading(view), *_blocks(view, writer), *_foot(view)]
    wrapped = parse_xml(f"<w:body {nsdecls('w')}>{''.join(blocks)}</w:body>")
    for block in reversed(list(wrapped)):
        body.insert(0, block)


def _heading(view: FormView) -> Iterator[str]:
    """The title and the year, a line a language in the title."""
    for number, run in enumerate(view.form_title):
        yield paragraph(TITLE, [text_run(run, _SECOND_TITLE if number else None)])
    yield paragraph(YEAR, inline_runs(view.year, _SECOND_YEAR))


def _blocks(view: FormView, writer: TableWriter) -> Iterator[str]:
    parts = list(group_parts(view))
    for part, after in zip(parts, [*parts[1:], None], strict=True):
        if isinstance(part, TextLine):
            yield _line(part, view)
            continue
        gap = _gap(part[-1], after[0], view) if isinstance(after, list) else None
        yield writer.table(place_grids(part, view.geometry), is_open_below=gap is _NO_GAP)
        yield gap or ""


def group_parts(view: FormView) -> Iterator[TextLine | list[Grid]]:
    """Yield lines, and the grids that make one table each: a header is repeated at its top."""
    group: list[Grid] = []
    for part in view.parts:
        ends = isinstance(part, TextLine) or bool(part.head)
        if group and ends:
            yield group
            group = []
        if isinstance(part, TextLine):
            yield part
        else:
            group.append(part)
    if group:
        yield group


# Word takes tables for one without a paragraph between them.
_NO_GAP = paragraph(GAP, (), is_hidden=True)


def _gap(above: Grid, below: Grid, view: FormView) -> str:
    """What stands between two tables.

    In a sheet they hang together; so do the fields and what is below them.
    """
    if below.starts_page:
        return paragraph(GAP, (), properties="<w:pageBreakBefore/>")
    if view.is_sheet or not above.head:
        return _NO_GAP
    return paragraph(GAP, (), properties=f'<w:spacing w:before="{twentieths(_APART)}"/>')


def _line(line: TextLine, view: FormView) -> str:
    """Texts that stand apart: the first at the left, the last at the right."""
    texts = [inline_runs(text) for text in line.texts]
    return paragraph(LINE, _spread(texts), properties=_stops(view, len(texts)))


def _spread(texts: Iterable[list[str]]) -> Iterator[str]:
    """The runs of texts with a tab between them."""
    for number, runs in enumerate(texts):
        yield from [plain_run("\t")] if number else []
        yield from runs


def _stops(view: FormView, count: int) -> str:
    """The tab stops by which so many texts stand apart."""
    width = view.geometry.inner_points
    stops = "".join(
        f'<w:tab w:val="{"right" if number == count - 1 else "center"}" '
        f'w:pos="{twentieths(width * number / (count - 1))}"/>'
        for number in range(1, count)
    )
    return f"<w:tabs>{stops}</w:tabs>" if stops else ""


def _foot(view: FormView) -> Iterator[str]:
    """What stands below the table; a body does not end with a table."""
    lines: list[TextRuns] = [view.revision] if view.revision else []
    lines += [view.published_words] if view.published else []
    yield from (paragraph(FOOT, inline_runs(runs)) for runs in lines)
    if not lines:
        yield paragraph(GAP, ())


# --- The page ---


def _set_page(section: Any, view: FormView) -> None:
    page = view.geometry.page
    section.orientation = WD_ORIENT.LANDSCAPE if page.width > page.height else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(page.width), Mm(page.height)
    section.left_margin = section.right_margin = Mm(view.geometry.margin_side)
    section.top_margin, section.bottom_margin = Mm(_TOP), Mm(view.geometry.margin_bottom)
    section.header_distance = section.footer_distance = Mm(_HEADER)
    # The title of the first page is in its text.
    section.different_first_page_header_footer = True
    _fill(section.header, list(_heading(view)))
    for footer in (section.footer, section.first_page_footer):
        _fill(footer, [_page_foot(view)])
    _fill(section.first_page_header, [paragraph(GAP, ())])


def _page_foot(view: FormView) -> str:
    """The foot of every page: whose table it is, the number of the page, and the unit of money."""
    number = (
        field_run(piece) if piece in _PAGE_FIELDS else plain_run(piece)
        for piece in re.split(f"({'|'.join(_PAGE_FIELDS)})", page_words(view, *_PAGE_FIELDS[::-1]))
    )
    sides = [inline_runs(view.owner_words[:1]), list(number), inline_runs(view.money[:1])]
    return paragraph(FOOT, _spread(sides), properties=_stops(view, len(sides)))


def _fill(story: Any, paragraphs: list[str]) -> None:
    """Replace what stands in a header or a footer."""
    story.is_linked_to_previous = False
    element = story.part.element
    _drop_ignored(element)
    for child in list(element):
        element.remove(child)
    wrapped = parse_xml(f"<w:body {nsdecls('w')}>{''.join(paragraphs)}</w:body>")
    for child in list(wrapped):
        element.append(child)

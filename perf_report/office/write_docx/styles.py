"""The styles of a Word file: fonts, sizes and spaces of the form, as its geometry has them."""

from typing import Any

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from perf_report.office.cell_style import HEI, LATIN, LATIN_HEI, SONG
from perf_report.render.form_view import FormView

# The ids of our styles; the names that a person sees are those with spaces.
TITLE, YEAR, TEXT, HEADING, NOTE, LINE, FOOT, GAP = (
    "Title", "Subtitle", "FormText", "FormHeading", "FormNote", "FormLine", "FormFoot", "FormGap"
)  # fmt: skip
_NAMES = {
    TITLE: "Title", YEAR: "Subtitle", TEXT: "Form text", HEADING: "Form heading",
    NOTE: "Form note", LINE: "Form line", FOOT: "Form foot", GAP: "Form gap",
}  # fmt: skip

_FOOT_SIZE = 9.0
_YEAR_SIZE = 12.0
# The size of a title in Chinese alone, and in other modes.
_TITLE_SIZES = {"zh": 18.0}
_TITLE_SIZE = 16.0
_TWENTIETHS = 20
# In the order that the schema has; punctuation gets narrower as Chinese offices set it.
_SETTINGS = {
    "zoom": 'w:percent="100"',
    "defaultTabStop": 'w:val="420"',
    "characterSpacingControl": 'w:val="compressPunctuation"',
}
# Without it, Word gives tables margins of its own.
_TABLE_STYLE = (
    f'<w:style {nsdecls("w")} w:type="table" w:default="1" w:styleId="TableNormal">'
    '<w:name w:val="Normal Table"/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/></w:tblPr></w:style>'
)
# Between the year and the table.
_BELOW_YEAR = 11.0


def fill_styles(styles: Any, view: FormView) -> None:
    """Replace the styles of a document by those of the form."""
    for child in list(styles):
        styles.remove(child)
    for xml in _styles(view):
        styles.append(parse_xml(xml))


def fill_settings(settings: Any) -> None:
    """Replace the settings of a document by those that a form needs."""
    for child in list(settings):
        settings.remove(child)
    for name, attributes in _SETTINGS.items():
        settings.append(parse_xml(f"<w:{name} {nsdecls('w')} {attributes}/>"))


def title_size(view: FormView) -> float:
    """Return the size of the title, in points."""
    return _TITLE_SIZES.get(view.localizer.mode, _TITLE_SIZE)


def second_size(view: FormView) -> float:
    """Return the size of a second language in cells, in points."""
    return view.geometry.font_size * view.geometry.second_size


def half_points(size: float) -> int:
    """Return a size as Word writes it."""
    return round(size * 2)


def twentieths(points: float) -> int:
    """Return a length in twentieths of a point, as Word writes it."""
    return round(points * _TWENTIETHS)


def _styles(view: FormView) -> list[str]:
    page = view.geometry
    line = page.font_size * page.line_height
    sizes = title_size(view), page.font_size, page.head_size
    note = (
        second_size(view) * page.note_size
        if view.localizer.mode != "zh"
        else (page.font_size * page.note_size)
    )
    return [
        _defaults(page.font_size),
        _style("Normal", "Normal", "", "", is_default=True),
        _TABLE_STYLE,
        _paragraph_style(TITLE, '<w:jc w:val="center"/>', f"<w:b/>{_size(sizes[0])}"),
        _paragraph_style(
            YEAR, f'<w:spacing w:after="{twentieths(_BELOW_YEAR)}"/><w:jc w:val="center"/>',
            _size(_YEAR_SIZE),
        ),
        _paragraph_style(TEXT, _line(line), _size(sizes[1])),
        _paragraph_style(HEADING, _line(line), f"{_hei()}{_size(sizes[2])}"),
        _paragraph_style(NOTE, _line(note * page.line_height), _size(note)),
        _paragraph_style(LINE, _spacing(_FOOT_SIZE / 3), _size(sizes[1])),
        _paragraph_style(FOOT, "", _size(_FOOT_SIZE)),
        _paragraph_style(GAP, '<w:spacing w:line="20" w:lineRule="exact"/>', _size(1)),
    ]  # fmt: skip


def _defaults(size: float) -> str:
    return (
        f"<w:docDefaults {nsdecls('w')}><w:rPrDefault><w:rPr>"
        f'<w:rFonts w:ascii="{LATIN}" w:eastAsia="{SONG}" w:hAnsi="{LATIN}" w:cs="{LATIN}"/>'
        f'{_size(size)}<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'
        "</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>"
        '<w:spacing w:before="0" w:after="0"/></w:pPr></w:pPrDefault></w:docDefaults>'
    )


def _paragraph_style(id_: str, paragraph: str, run: str) -> str:
    return _style(id_, _NAMES[id_], paragraph, run)


def _style(id_: str, name: str, paragraph: str, run: str, *, is_default: bool = False) -> str:
    default = ' w:default="1"' if is_default else ""
    based = "" if is_default else '<w:basedOn w:val="Normal"/>'
    return (
        f'<w:style {nsdecls("w")} w:type="paragraph"{default} w:styleId="{id_}">'
        f'<w:name w:val="{name}"/>{based}<w:qFormat/>'
        f"<w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
    )


def _line(points: float) -> str:
    return f'<w:spacing w:line="{twentieths(points)}" w:lineRule="atLeast"/>'


def _spacing(points: float) -> str:
    return f'<w:spacing w:before="{twentieths(points)}" w:after="{twentieths(points)}"/>'


def _hei() -> str:
    return (
        f'<w:rFonts w:ascii="{LATIN_HEI}" w:eastAsia="{HEI}" w:hAnsi="{LATIN_HEI}" '
        f'w:cs="{LATIN_HEI}"/>'
    )


def _size(points: float) -> str:
    size = half_points(points)
    return f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'

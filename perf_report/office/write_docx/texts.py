"""Paragraphs of a Word file, as XML."""

from collections.abc import Iterable
from xml.sax.saxutils import escape

from perf_report.office.cell_style import Side
from perf_report.office.write_docx.styles import half_points, twentieths
from perf_report.render.localized_text import TextRun

# In a text of both kinds of fonts, quotes and signs such as ≥ are Chinese ones.
_CHINESE = '<w:rFonts w:hint="eastAsia"/>'


def paragraph(
    style: str,
    runs: Iterable[str],
    *,
    side: Side = "left",
    indent: float = 0,
    properties: str = "",
    is_hidden: bool = False,
) -> str:
    """Return a paragraph of runs.

    `indent` is in points; `properties` are others of the paragraph, as XML.
    """
    own = "".join(
        [
            f'<w:pStyle w:val="{style}"/>',
            properties,
            f'<w:ind w:left="{twentieths(indent)}"/>' if indent else "",
            "" if side == "left" else f'<w:jc w:val="{side}"/>',
            "<w:rPr><w:vanish/></w:rPr>" if is_hidden else "",
        ]
    )
    return f"<w:p><w:pPr>{own}</w:pPr>{''.join(runs)}</w:p>"


def text_run(run: TextRun, size: float | None = None) -> str:
    """Return a text in one language; `size` is in points where it is not that of the style."""
    is_chinese = run.lang.startswith("zh")
    scaled = "" if size is None else _size(size)
    language = "" if is_chinese else '<w:lang w:val="en-US"/>'
    properties = f"{_CHINESE if is_chinese else ''}{scaled}{language}"
    return f"<w:r>{f'<w:rPr>{properties}</w:rPr>' if properties else ''}{_words(run.text)}</w:r>"


def plain_run(text: str) -> str:
    """Return a run of what has no language, such as a space or a tab."""
    return f"<w:r>{_words(text)}</w:r>"


def field_run(code: str) -> str:
    """Return a field, such as the number of the page."""
    return f'<w:fldSimple w:instr=" {code} "><w:r><w:t>1</w:t></w:r></w:fldSimple>'


def inline_runs(runs: Iterable[TextRun], second: float | None = None) -> list[str]:
    """Return a text in its languages on one line; `second` is the size of all but the first."""
    listed: list[str] = []
    for run in runs:
        listed += [plain_run(" ")] if listed else []
        listed.append(text_run(run, second if listed else None))
    return listed


def _words(text: str) -> str:
    """A text with its lines and tabs."""
    lines = ("<w:tab/>".join(map(_word, line.split("\t"))) for line in text.split("\n"))
    return "<w:br/>".join(lines)


def _word(text: str) -> str:
    return f'<w:t xml:space="preserve">{escape(text)}</w:t>' if text else ""


def _size(points: float) -> str:
    size = half_points(points)
    return f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'

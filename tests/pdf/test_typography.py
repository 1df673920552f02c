"""How lines break: no mark stands alone, figures stay whole, and nothing is too pale to read."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from perf_report import resources
from perf_report.render.localized_text import MODES
from perf_report.render.no_break_spans import insert_no_breaks, split_spans
from perf_report.render.templates import open_environment

NEVER_FIRST = "、，。）；：！？”’》】%％"
NEVER_LAST = "（“‘《【≥≤＝＞＜"

# The widest gap between two words of one line, in points; columns are further apart.
GAP = 4.5

ENOUGH_CONTRAST = 7.0


# The stretches of a text


@pytest.mark.parametrize(
    ("lang", "room", "text", "whole"),
    [
        ("zh-CN", 0, "做好2025年日本大阪世博会", ["2025年", "博会"]),
        ("zh-CN", 0, "资金变动（万元）", ["（万元）"]),
        (
            "zh-CN",
            0,
            "成本≤409.6万元，增长18.7个百分点，达95%",
            ["≤409.6万元", "18.7个百分点", "95%"],
        ),
        ("zh-CN", 0, "出具《履约函》", ["约函》"]),
        ("zh-CN", 20, "系统修复时间", []),
        ("zh-CN", 11, "促进贸易便利化效果提升并且", ["并且"]),
        ("zh-CN", 11, "推动解决外资企业诉求并持续优化营商环境", []),
        ("zh-CN", 0, "执行率（B/A）", ["（B/A）"]),
        ("en", 0, "Execution rate (B/A)", ["(B/A)"]),
        ("en", 0, "at most ≤409.6 (CNY 10,000) a year", ["≤409.6 (CNY 10,000)"]),
        ("zh-CN", 0, "增长率≥-3%的，≤负5%的", ["≥-3%", "≤负5%"]),
        ("en", 0, "= -2 units, -18 to -2 points", ["-2 units", "-18 to", "-2 points"]),
        ("en", 0, "Level 1 indicator; goal 2, and 3 ships", ["Level 1", "goal 2", "3 ships"]),
        ("en", 0, "within 12 months, for CNY 10,000", ["12 months", "CNY 10,000"]),
        ("en", 0, "Expo 2025 Osaka and 2025 onwards", []),
        ("zh-CN", 0, "编号1234567890123456789012", []),
        (
            "en",
            0,
            "the Sub-Council’s services for foreign-funded, export-oriented firms",
            ["Sub-Council’s", "foreign-funded,", "export-oriented"],
        ),
        ("en", 0, "a - b, internationally-coordinated-measures", []),
    ],
)
def test_figures_remarks_and_ends_are_whole(
    lang: str, room: float, text: str, whole: list[str]
) -> None:
    found = list(split_spans(text, lang, room))

    assert "".join(stretch.text for stretch in found) == text
    assert [stretch.text for stretch in found if stretch.is_whole] == whole


def test_what_is_measured_has_the_same_letters_and_no_break_in_a_stretch() -> None:
    measured = insert_no_breaks("做好2025年日本大阪世博会", "zh-CN")

    assert measured.replace("\u2060", "") == "做好2025年日本大阪世博会"
    assert "2\u20600\u20602\u20605\u2060年" in measured


def test_a_space_before_a_whole_stretch_is_not_in_the_text_before_it() -> None:
    environment = open_environment((resources.templates_path(),))
    template = environment.from_string("{{ text|words('en', 0) }}")

    markup = template.render(medium="page", text="for the Sub-Council of Tianjin")

    whole = '<span class="whole">Sub-Council</span>'
    assert markup == f"for the<span> </span>{whole} of Tianjin"


# The lines of real PDFs


@pytest.fixture(scope="module")
def changes(office_built: Path) -> Path:
    """The made-up department's report of changes."""
    (path,) = office_built.rglob("changes.pdf")
    return path


@pytest.fixture(scope="module", params=[*MODES, "changes"])
def path(built: Path, changes: Path, request: pytest.FixtureRequest) -> Path:
    return changes if request.param == "changes" else built / f"table.{request.param}.pdf"


def lines_of(path: Path) -> Iterator[str]:
    """The lines of all cells: words side by side are one."""
    program = shutil.which("pdftotext")
    assert program, "these tests need pdftotext (poppler-utils)"
    ran = subprocess.run([program, "-bbox", path, "-"], capture_output=True, check=True)
    space = "{http://www.w3.org/1999/xhtml}"
    for page in ET.fromstring(ran.stdout).iter(f"{space}page"):  # noqa: S314 - our own page
        words = sorted(page.iter(f"{space}word"), key=lambda word: (place(word)[1], place(word)[0]))
        line, right, middle = "", 0.0, 0.0
        for word in words:
            left, center, end = place(word)
            if line and abs(center - middle) < 1 and -1 < left - right < GAP:
                line += word.text or ""
            else:
                yield line
                line = word.text or ""
            right, middle = end, center
        yield line


def test_no_line_begins_or_ends_with_a_mark_that_must_not(path: Path) -> None:
    lines = [line for line in lines_of(path) if line]

    assert len(lines) > 200
    assert [line for line in lines if line[0] in NEVER_FIRST or line[-1] in NEVER_LAST] == []


def test_no_figure_is_parted_from_its_unit(path: Path) -> None:
    figure = re.compile("[0-9](万|亿)$|万$|CNY$")

    assert [line for line in lines_of(path) if figure.search(line)] == []


def test_no_line_of_a_chinese_cell_is_a_single_character(path: Path) -> None:
    lonely = re.compile("[\u3400-\u9fff][。！？；]?")

    assert [line for line in lines_of(path) if lonely.fullmatch(line)] == []


# Colors


def test_every_color_of_type_on_paper_is_dark_enough() -> None:
    templates = resources.templates_path()
    names = ("style.css.j2", "page.css.j2", "changes.css.j2", "changes-page.css.j2")
    sheets = "".join((templates / name).read_text("utf-8") for name in names)
    inks = set(re.findall(r"(?<!-)color: \{\{ color\(\"\w+\", \"(#\w+)\"\)", sheets))
    papers = set(re.findall(r"background: (?:\{\{ color\(\"\w+\", \")?(#\w+)", sheets))

    assert {"#000", "#333"} <= inks
    assert {"#fff", "#e6e6e6", "#f0f0f0"} <= papers
    assert not re.search(r"(?<!-)color: #", sheets)
    contrasts = [contrast(ink, paper) for ink in inks for paper in papers]
    assert min(contrasts) >= ENOUGH_CONTRAST


def contrast(ink: str, paper: str) -> float:
    """By WCAG's formula."""
    dark, light = sorted((luminance(ink), luminance(paper)))
    return (light + 0.05) / (dark + 0.05)


def luminance(color: str) -> float:
    digits = color.removeprefix("#")
    pairs = [each * 2 for each in digits] if len(digits) == 3 else re.findall("..", digits)
    channels = (int(pair, 16) / 255 for pair in pairs)
    linear = [
        each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in channels
    ]
    return sum(share * each for share, each in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def place(word: ET.Element) -> tuple[float, float, float]:
    """Left, middle and right of a word."""
    left, top, right, bottom = (
        float(word.get(side, "")) for side in ("xMin", "yMin", "xMax", "yMax")
    )
    return left, round((top + bottom) / 2, 1), right

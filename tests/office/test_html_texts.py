"""What a page shows of its texts: struck out, raised, in fonts of symbols, in numbered lists."""

import pytest

from perf_report.office.read_html import read_html

STRUCK, RAISED = "import-text-struck", "import-text-raised"
PICTURE = "import-picture"
STYLE = (
    "<style><!-- .xl65 {mso-style-parent:style0; text-decoration:line-through;}\n"
    "td.xl66, span.up {vertical-align:super} /* .xl67 {display:none} */ .gone{display:none}"
    "--></style>"
)


@pytest.mark.parametrize(
    ("cell", "text", "doubt"),
    [
        ("<del>≥5000卷</del>≥6000卷", "≥6000卷", STRUCK),
        ("<s>98%</s>", "", STRUCK),
        ("<strike>98%</strike>99%", "99%", STRUCK),
        ('<span style="text-decoration: line-through">300</span>', "", STRUCK),
        ('<span style="text-decoration-line:line-through">3</span>4', "4", STRUCK),
        ('<span style="text-decoration:underline">300</span>', "300", ""),
        ('<p class="a xl65">旧值</p><p>新值</p>', "新值", STRUCK),
        ('<span class="xl67">3</span>', "3", ""),
        ('<span class="gone">旧值</span>新值', "新值", ""),
        ("≥10<sup>4</sup>卷", "≥10⁴卷", ""),
        ('面积5km<span class="up">2</span>', "面积5km²", ""),
        ("300<sup>1</sup>", "300¹", RAISED),
        ("98%<sup>注</sup>", "98%注", RAISED),
        ("CO<sub>2</sub>", "CO2", ""),
        ("<span style='font-family:Symbol'>³</span>98%", "≥98%", ""),
        ("<span style='font:12pt Symbol'>³</span>98%", "≥98%", ""),
        ("<span style='mso-ascii-font-family:Symbol'>R</span>", "R", ""),
        ('<font face="Wingdings 2">R</font>是<font face="Wingdings 2">£</font>否', "☑是□否", ""),
        # The sign of a figure may be a picture; beside a name it is a seal.
        ("<img src='ge.gif'>98%", "98%", PICTURE),
        ("<span><img src='ge.gif'></span> 98%", "98%", PICTURE),
        ("示例局<img src='seal.png'>", "示例局", ""),
        ("<ol><li>甲</li><li>乙</li></ol>", "1.甲\n2.乙", ""),
        ('<ol start="3"><li>甲</li></ol>', "3.甲", ""),
        ("<ul><li>甲</li><li>乙</li></ul>", "甲\n乙", ""),
    ],
)
def test_cell_has_the_text_that_the_page_shows(cell: str, text: str, doubt: str) -> None:
    page = f"<html><head>{STYLE}</head><table><tr><td>{cell}</td><td>旁边</td></tr></table></html>"
    found = read_html(page.encode()).tables[0].cells[0]
    assert (found.text, found.doubt) == (text, doubt)


def test_row_that_is_struck_out_has_no_text() -> None:
    page = "<table><tr style='text-decoration:line-through'><td>甲</td><td>乙</td></tr></table>"
    found = read_html(page.encode()).tables[0].cells
    assert [(cell.text, cell.doubt) for cell in found] == [("", STRUCK)] * 2


def test_struck_line_outside_tables_is_left_out_and_remarked_on() -> None:
    paper = read_html("<p><s>2024年绩效目标表</s></p><p>2025年<s>旧</s></p>".encode())
    assert [(line.text, line.doubt) for line in paper.below] == [("2025年", STRUCK)]
    assert [each.id for each in paper.remarks] == [STRUCK, STRUCK]


def test_page_may_declare_its_encoding_as_xml() -> None:
    page = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<html><table><tr><td>甲</td></tr></table></html>'
    )
    assert read_html(page.encode()).tables[0].cells[0].text == "甲"

"""What a Word file shows beside the letters of its runs: symbols, formulas, numbers, strikes."""

import pytest

from office.word_files import cell, read_word, run, strict_word_file, table
from perf_report.model.source import Source
from perf_report.office.open_paper import open_paper

STRUCK, RAISED = "import-text-struck", "import-text-raised"
SYMBOL, FORMULA = "import-symbol-unread", "import-formula-unread"
STYLES = (
    '<w:style w:type="character" w:styleId="Old"><w:rPr><w:strike/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="Older"><w:basedOn w:val="Old"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Away"><w:rPr><w:vanish/></w:rPr></w:style>'
)
UP = '<w:vertAlign w:val="superscript"/>'
WINGDINGS = '<w:rFonts w:ascii="Wingdings 2" w:hAnsi="Wingdings 2"/>'


def symbol(code: str, font: str = "Symbol") -> str:
    return f'<w:r><w:sym w:font="{font}" w:char="{code}"/></w:r>'


def formula(inner: str) -> str:
    return f"<m:oMath>{inner}</m:oMath>"


def letters(text: str) -> str:
    return f"<m:r><m:t>{text}</m:t></m:r>"


def form_field(data: str) -> str:
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"><w:ffData>{data}</w:ffData></w:fldChar></w:r>'
        "<w:r><w:instrText>FORMCHECKBOX</w:instrText></w:r>"
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


@pytest.mark.parametrize(
    ("paragraph", "text", "doubt"),
    [
        (symbol("F0B3") + run("5000卷"), "≥5000卷", ""),
        (symbol("F0A3") + run("98%"), "≤98%", ""),
        (symbol("00A3") + run("98%"), "≤98%", ""),
        (symbol("F0B1") + run("5%"), "±5%", ""),
        (run("\uf0b3", '<w:rFonts w:ascii="Symbol" w:hAnsi="Symbol"/>') + run("90%"), "≥90%", ""),
        (symbol("F052", "Wingdings 2") + run("是"), "☑是", ""),
        (symbol("F0A3", "Wingdings 2") + run("否"), "□否", ""),
        (symbol("F0FE", "Wingdings") + run("是"), "☑是", ""),
        (run("R", WINGDINGS) + run("是 ") + run("£", WINGDINGS) + run("否"), "☑是 □否", ""),
        (symbol("F04A", "Wingdings") + run("5"), "\uf04a5", SYMBOL),
        (symbol("F0B3", "Unknown Font") + run("5"), "\uf0b35", SYMBOL),
        (formula(letters("≥")) + run("5000卷"), "≥5000卷", ""),
        (f"<m:oMathPara>{formula(letters('≥98%'))}</m:oMathPara>", "≥98%", ""),
        (
            formula(f"<m:sSup><m:e>{letters('10')}</m:e><m:sup>{letters('4')}</m:sup></m:sSup>"),
            "10⁴",
            "",
        ),
        (
            formula(f"<m:f><m:num>{letters('1')}</m:num><m:den>{letters('3')}</m:den></m:f>"),
            "1/3",
            FORMULA,
        ),
        (formula(f"<m:rad><m:deg/><m:e>{letters('2')}</m:e></m:rad>"), "2", FORMULA),
        (run("10") + run("4", UP) + run("卷"), "10⁴卷", ""),
        (run("100m") + run("2", UP), "100m²", ""),
        (run("300") + run("1", UP), "300¹", RAISED),
        (run("≥98%") + run("[1]", UP), "≥98%[1]", RAISED),
        (run("98%", UP), "98%", RAISED),
        (run("CO") + run("2", '<w:vertAlign w:val="subscript"/>'), "CO2", ""),
        (run("≥5000卷", "<w:strike/>") + run("≥6000卷"), "≥6000卷", STRUCK),
        (run("98%", "<w:dstrike/>"), "", STRUCK),
        (run("98%", '<w:strike w:val="0"/>'), "98%", ""),
        (run("98%", '<w:rStyle w:val="Older"/>'), "", STRUCK),
        (run("98%", '<w:rStyle w:val="Older"/><w:strike w:val="false"/>'), "98%", ""),
        (run("98%") + run(" ", "<w:strike/>"), "98%", ""),
        ('<w:pPr><w:pStyle w:val="Away"/></w:pPr>' + run("旧值"), "", ""),
        (form_field('<w:checkBox><w:default w:val="0"/><w:checked/></w:checkBox>'), "☑", ""),
        (form_field('<w:checkBox><w:default w:val="0"/></w:checkBox>'), "□", ""),
        (
            form_field(
                '<w:ddList><w:result w:val="1"/><w:listEntry w:val="新增"/>'
                '<w:listEntry w:val="延续"/></w:ddList>'
            ),
            "延续",
            "",
        ),
        (
            "<w:r><w:instrText>eq \\o\\ac(○,5)</w:instrText></w:r>" + run("万元"),
            "万元",
            FORMULA,
        ),
        (
            "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr>" + run("单击此处") + "</w:sdt>",
            "",
            "",
        ),
        ("<w:r><w:object/></w:r>" + run("5000卷"), "5000卷", FORMULA),
        ("<w:r><w:drawing/></w:r>", "", "import-picture"),
        ("<w:r><w:drawing/></w:r>" + run("已签字"), "已签字", ""),
        ("<w:r><w:drawing/></w:r>" + run("98%"), "98%", "import-picture"),
        (
            f"<w:r><w:pict><w:txbxContent><w:p>{run('≥5卷')}</w:p></w:txbxContent></w:pict></w:r>",
            "≥5卷",
            "import-text-box",
        ),
        (
            "<w:r><w:ruby><w:rt>" + run("dang") + "</w:rt><w:rubyBase>" + run("档")
            + "</w:rubyBase></w:ruby></w:r>",
            "档",
            "",
        ),
    ],
)  # fmt: skip
def test_cell_has_the_text_that_word_shows(paragraph: str, text: str, doubt: str) -> None:
    paper = read_word(table([cell(paragraph), cell(run("旁边"))]), STYLES)
    found = paper.tables[0].cells[0]
    assert (found.text, found.doubt) == (text, doubt)


def level(kind: str, text: str, number: int = 0, start: int = 1) -> str:
    return (
        f'<w:lvl w:ilvl="{number}"><w:start w:val="{start}"/><w:numFmt w:val="{kind}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def lists(*levels: str) -> str:
    return (
        f'<w:abstractNum w:abstractNumId="7">{"".join(levels)}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0">'
        '<w:startOverride w:val="1"/></w:lvlOverride></w:num>'
    )


def numbered(text: str, list_: int = 1, at: int = 0) -> str:
    return f'<w:pPr><w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="{list_}"/></w:numPr></w:pPr>' + (
        run(text) if text else ""
    )


@pytest.mark.parametrize(
    ("levels", "paragraphs", "texts"),
    [
        ([level("decimal", "%1")], [numbered(""), numbered("")], ["1", "2"]),
        ([level("decimal", "%1、", start=3)], [numbered("甲"), numbered("乙")], ["3、甲", "4、乙"]),
        ([level("japaneseCounting", "%1、")], [numbered("甲")] * 2, ["一、甲", "二、甲"]),
        ([level("chineseCountingThousand", "（%1）")], [numbered("甲")], ["（一）甲"]),
        ([level("decimalEnclosedCircle", "%1")], [numbered("甲"), numbered("乙")], ["①甲", "②乙"]),
        ([level("upperLetter", "%1.")], [numbered("甲"), numbered("乙")], ["A.甲", "B.乙"]),
        ([level("lowerRoman", "%1.")], [numbered("")] * 4, ["i.", "ii.", "iii.", "iv."]),
        ([level("bullet", "\uf0b7")], [numbered("甲"), numbered("乙")], ["甲", "乙"]),
        (
            [level("decimal", "%1."), level("decimal", "%1.%2", 1)],
            [numbered("甲"), numbered("乙", at=1), numbered("丙", at=1), numbered("丁"),
             numbered("戊", at=1)],
            ["1.甲", "1.1乙", "1.2丙", "2.丁", "2.1戊"],
        ),
        ([level("decimal", "%1.")], [numbered("甲"), numbered("乙", 2)], ["1.甲", "1.乙"]),
        ([level("decimal", "%1.")], [numbered("甲"), numbered("乙", 0)], ["1.甲", "乙"]),
    ],
)  # fmt: skip
def test_paragraph_has_its_number(
    levels: list[str], paragraphs: list[str], texts: list[str]
) -> None:
    rows = ([cell(each)] for each in paragraphs)
    found = read_word(table(*rows), numbering=lists(*levels)).tables[0].cells
    assert [each.text for each in found] == texts
    assert not any(each.doubt for each in found)


def test_numbers_of_an_unknown_kind_are_doubtful() -> None:
    paper = read_word(table([cell(numbered("甲"))]), numbering=lists(level("hebrew1", "%1.")))
    assert paper.tables[0].cells[0].doubt == "import-number-unread"


def test_struck_line_outside_tables_is_left_out_and_remarked_on() -> None:
    body = f"<w:p>{run('2024年绩效目标表', '<w:strike/>')}</w:p><w:p>{run('2025年')}</w:p>"
    paper = read_word(body)
    assert [(line.text, line.doubt) for line in paper.below] == [("2025年", "")]
    assert [each.id for each in paper.remarks] == [STRUCK]


def test_text_of_a_file_may_have_another_name_and_be_strict() -> None:
    body = table([cell(run("部门名称")), cell(run("档案局"))])
    assert len(read_word(body, main="document2").tables[0].cells) == 2
    paper = open_paper(Source(name="x", data=strict_word_file(body)))
    assert [each.text for each in paper.tables[0].cells] == ["部门名称", "档案局"]

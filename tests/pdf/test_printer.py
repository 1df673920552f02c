"""The PDF of a table: its words, its pages, its bookmarks, its fonts; it stands alone."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from fontTools.ttLib import TTFont
from usual_funds import amounts_of
from vocabularies import vocabulary_of

from perf_report.model.characters import plain_text
from perf_report.model.plan import Plan
from perf_report.model.text import Text
from perf_report.render.localized_text import MODES, Mode, mode_languages

A4 = (595.28, 841.89)
FAMILIES = {"Perf-Report-Song", "Perf-Report-Song-Bold", "Perf-Report-Hei-Medium"}

TITLES = {"zh": "整体支出绩效目标表", "en": "Overall Expenditure Performance Targets"}
YEARS = {"zh": "（2025年度）", "en": "(Fiscal Year 2025)"}
DEPARTMENTS = {
    "zh": "中国国际贸易促进委员会天津市分会",
    "en": "China Council for the Promotion of International Trade, Tianjin Sub-Council",
}
PARTS = {
    "zh": ["预算资金", "年度绩效目标", "绩效指标"],
    "en": ["Budget funds", "Annual performance goals", "Performance indicators"],
}

# The strings in the header rows of the three tables.
HEADERS = {
    "zh": [
        ["序号", "主要工作任务", "预算资金（万元）", "总额", "财政资金", "其他资金", "基本支出",
         "项目支出"],
        ["序号", "年度绩效目标", "对应工作任务"],
        ["绩效目标", "年度绩效指标", "一级指标", "二级指标", "三级指标", "年度指标值"],
    ],
    "en": [
        ["No.", "Main task", "Budget funds (CNY 10,000)", "Total", "Fiscal funds", "Other funds",
         "Basic expenditure", "Project expenditure"],
        ["No.", "Annual performance goal", "Related task"],
        ["Goal", "Annual performance indicators", "Level 1 indicator", "Level 2 indicator",
         "Level 3 indicator", "Annual target value"],
    ],
}  # fmt: skip


@pytest.fixture(scope="module", params=MODES)
def mode(request: pytest.FixtureRequest) -> Mode:
    given: Mode = request.param
    return given


@pytest.fixture(scope="module")
def path(built: Path, mode: Mode) -> Path:
    return built / f"table.{mode}.pdf"


@pytest.fixture(scope="module")
def pdf(path: Path) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(path) as document:
        yield document


@pytest.fixture(scope="module")
def pages(path: Path) -> list[str]:
    """The text of every page in the order in which it is drawn, without white space."""
    return read_pages(path)


def read_pages(path: Path, *area: str) -> list[str]:
    program = shutil.which("pdftotext")
    assert program, "these tests need pdftotext (poppler-utils)"
    ran = subprocess.run([program, "-raw", *area, path, "-"], capture_output=True, check=True)
    return [squeeze(page) for page in ran.stdout.decode().split("\f")[:-1]]


def squeeze(text: str) -> str:
    return re.sub(r"\s", "", text)


def in_mode(texts: Mapping[Any, Any], mode: Mode) -> list[Any]:
    return [texts[language] for language in mode_languages(mode)]


def plan_texts(plan: Plan) -> Iterator[Text]:
    """Every text of a plan, as it is printed."""
    vocabulary = vocabulary_of(plan)
    framework = vocabulary.framework
    yield plan.department.name
    yield from (task.text for task in plan.tasks)
    for goal in plan.goals:
        yield goal.text
        for indicator in goal.indicators:
            yield indicator.name
            yield vocabulary.target_text(indicator, indicator.target)
    used = {indicator.category for goal in plan.goals for indicator in goal.indicators}
    yield from (category.label for _, category in framework.categories() if category.id in used)
    yield from (level.label for level in framework.levels)


# The words


def test_every_text_of_the_plan_can_be_copied_out_of_the_pdf(
    pages: list[str], mode: Mode, real_plan: Plan
) -> None:
    text = "".join(pages)
    texts = [
        squeeze(found.get(language) or "no text")
        for found in plan_texts(real_plan)
        for language in mode_languages(mode)
        # What is the same in both languages but for its width stands once.
        if language == mode_languages(mode)[0]
        or plain_text(found.en or "") != plain_text(found.zh or "")
    ]

    assert len(texts) >= 170
    assert [string for string in texts if string not in text] == []


def test_every_row_of_the_funds_table_reads_from_number_to_last_amount(
    pages: list[str], mode: Mode, real_plan: Plan
) -> None:
    for number, task in enumerate(real_plan.tasks, start=1):
        texts = [task.text.get(language) or "no text" for language in mode_languages(mode)]
        funds = amounts_of(task.funds)
        amounts = [str(amount) for amount in funds if amount is not None]

        assert squeeze("".join([str(number), *texts, *amounts])) in "".join(pages)


def test_the_totals_stand_in_the_sum_row(pages: list[str], mode: Mode) -> None:
    label = "".join(in_mode({"zh": "合计", "en": "Total"}, mode))

    assert f"{label}5230.601854.801306.002069.80" in pages[0]


def test_the_title_and_the_year_stand_at_the_top_of_every_page(
    path: Path, pages: list[str], mode: Mode
) -> None:
    title = squeeze("".join(in_mode(TITLES, mode) + in_mode(YEARS, mode)))
    # The uppermost 45 mm.
    tops = read_pages(path, "-x", "0", "-y", "0", "-W", "596", "-H", "128")

    assert len(pages) >= 5
    assert len(tops) == len(pages)
    for page, top in zip(pages, tops, strict=True):
        assert page.count(title) == 1
        assert title in top


def test_every_page_says_which_of_how_many_it_is(pages: list[str], mode: Mode) -> None:
    for number, page in enumerate(pages, start=1):
        words = {"zh": f"第{number}页共{len(pages)}页", "en": f"Page{number}of{len(pages)}"}
        assert "·".join(in_mode(words, mode)) in page


def test_every_page_says_whose_it_is_and_in_which_unit_amounts_are(
    path: Path, mode: Mode, real_plan: Plan
) -> None:
    name = real_plan.department.name
    owner = {"zh": name.zh or "", "en": name.en or ""}
    money = {"zh": "金额单位：万元", "en": "Amounts in CNY 10,000"}
    # The lowest 18 mm.
    feet = read_pages(path, "-x", "0", "-y", "791", "-W", "596", "-H", "51")

    for foot in feet:
        for words in (*in_mode(owner, mode), *in_mode(money, mode)):
            assert squeeze(words) in foot


def test_the_header_rows_stand_on_every_page_of_their_table(
    pages: list[str], mode: Mode, real_plan: Plan
) -> None:
    seen = [0, 0, 0]
    for page in pages:
        for part, strings in enumerate(rows_of_parts(real_plan, mode)):
            if any(string in page for string in strings):
                seen[part] += 1
                for language in mode_languages(mode):
                    missing = [it for it in HEADERS[language][part] if squeeze(it) not in page]
                    assert missing == []
    assert seen[0] >= 1
    assert seen[1] >= 1
    assert seen[2] >= 4


def rows_of_parts(plan: Plan, mode: Mode) -> list[list[str]]:
    """What stands in the rows of each of the three tables, and nowhere else."""
    vocabulary = vocabulary_of(plan)

    def said(text: Text) -> str:
        return "".join(text.get(language) or "no text" for language in mode_languages(mode))

    rows = (
        [f"{said(task.text)}{task.funds.total}" for task in plan.tasks],
        [said(goal.text) for goal in plan.goals],
        [
            said(indicator.name) + said(vocabulary.target_text(indicator, indicator.target))
            for goal in plan.goals
            for indicator in goal.indicators
        ],
    )
    return [[squeeze(text) for text in texts] for texts in rows]


# The pages


def test_every_page_is_upright_a4(pdf: pikepdf.Pdf) -> None:
    for page in pdf.pages:
        left, bottom, right, top = map(float, page.mediabox)
        assert (left, bottom) == (0, 0)
        assert (right, top) == pytest.approx(A4, abs=0.1)
        assert page.get("/Rotate", 0) == 0


def test_the_chinese_table_takes_no_more_pages_than_the_official_one(built: Path) -> None:
    assert len(read_pages(built / "table.zh.pdf")) <= 8


def test_the_bookmarks_are_the_three_parts_and_the_goals_below_the_third(
    pdf: pikepdf.Pdf, mode: Mode
) -> None:
    goals = {
        "zh": [f"目标{number}" for number in range(1, 9)],
        "en": [f"Goal {number}" for number in range(1, 9)],
    }

    with pdf.open_outline() as outline:
        parts = [(item.title, [child.title for child in item.children]) for item in outline.root]

    expected = [" ".join(titles) for titles in zip(*in_mode(PARTS, mode), strict=True)]
    below = [" ".join(titles) for titles in zip(*in_mode(goals, mode), strict=True)]
    assert parts == [(expected[0], []), (expected[1], []), (expected[2], below)]


def test_a_bookmark_leads_to_the_page_where_its_goal_begins(
    pdf: pikepdf.Pdf, pages: list[str], mode: Mode, real_plan: Plan
) -> None:
    numbers: dict[Any, int] = {page.objgen: number for number, page in enumerate(pdf.pages)}
    language = mode_languages(mode)[0]

    with pdf.open_outline() as outline:
        goals = list(zip(outline.root[2].children, real_plan.goals, strict=True))
        for item, goal in goals:
            destination: Any = item.destination
            page = pages[numbers[destination[0].objgen]]
            assert squeeze(item.title) in page
            assert squeeze(goal.indicators[0].name.get(language) or "no text") in page


def test_the_document_says_its_title_author_and_language(pdf: pikepdf.Pdf, mode: Mode) -> None:
    title, author = str(pdf.docinfo["/Title"]), str(pdf.docinfo["/Author"])

    for part in (*in_mode(DEPARTMENTS, mode), *in_mode(TITLES, mode), *in_mode(YEARS, mode)):
        assert part in title
    assert author == " / ".join(in_mode(DEPARTMENTS, mode))
    assert str(pdf.Root["/Lang"]) == {"zh": "zh-CN", "en": "en", "zh-en": "zh-CN"}[mode]
    assert str(pdf.docinfo["/Creator"]) == "perf-report"


def test_the_document_does_not_say_when_it_was_made(pdf: pikepdf.Pdf) -> None:
    assert "/CreationDate" not in pdf.docinfo
    assert "/ModDate" not in pdf.docinfo


# The fonts


def fonts(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """The fonts that any page draws with."""
    seen = set()
    for page in pdf.pages:
        for font in page.Resources.get("/Font", pikepdf.Dictionary()).values():
            if font.objgen not in seen:
                seen.add(font.objgen)
                yield font


def test_all_fonts_are_bundled_ones_cut_to_what_is_used_and_embedded(pdf: pikepdf.Pdf) -> None:
    names = set()
    for font in fonts(pdf):
        descendant = font["/DescendantFonts"][0]
        descriptor = descendant["/FontDescriptor"]
        tag, _, name = str(font["/BaseFont"]).removeprefix("/").partition("+")
        names.add(name)
        assert re.fullmatch("[A-Z]{6}", tag)
        assert {"/FontFile3", "/FontFile2", "/FontFile"} & set(descriptor.keys())
        assert "/ToUnicode" in font
    assert names == FAMILIES


def test_the_fonts_of_the_machine_change_nothing(
    built: Path, tmp_path: Path, tool: Any, real_spec: Path, repository: Path
) -> None:
    impostor = tmp_path / "fonts" / "PerfReportSong-Regular.otf"
    impostor.parent.mkdir()
    disguise(repository / "perf_report" / "fonts" / "PerfReportHei-Medium.otf", impostor)
    configuration = tmp_path / "fonts.conf"
    configuration.write_text(
        f"<fontconfig><dir>{impostor.parent}</dir>"
        '<match target="font"><edit name="matrix" mode="assign"><matrix>'
        "<double>2</double><double>0</double><double>0</double><double>2</double>"
        "</matrix></edit></match></fontconfig>"
    )
    environment = {"FONTCONFIG_FILE": str(configuration), "HOME": str(tmp_path)}

    ran = tool(
        *("build", real_spec, "--output", tmp_path / "out", "--format", "pdf", "--lang", "zh"),
        environment=environment,
    )

    assert ran.code == 0, ran.stderr
    made = tmp_path / "out" / "ccpit-tianjin" / "2025" / "table.zh.pdf"
    assert made.read_bytes() == (built / "table.zh.pdf").read_bytes()


def disguise(font_path: Path, target: Path) -> None:
    """A copy of a font that claims to be the bundled Song."""
    with TTFont(font_path) as font:
        for record in font["name"].names:
            if record.nameID in {1, 4, 16}:
                record.string = "Perf Report Song"
        font["OS/2"].usWeightClass = 400
        font.save(target)


# It starts nothing

# Runs the engine's loading, and ends where it would start a program.
LOADING = """
import sys

def refuse(event, arguments):
    if event in {"subprocess.Popen", "os.system", "os.posix_spawn", "os.fork", "os.forkpty"}:
        raise RuntimeError(f"{event} {arguments}")

sys.addaudithook(refuse)
from perf_report.pdf.printer import PdfPrinter
PdfPrinter()
"""


def test_loading_the_engine_starts_no_program() -> None:
    subprocess.run([sys.executable, "-c", LOADING], check=True)


# It stands alone


def test_nothing_in_the_document_runs_or_leads_outside(pdf: pikepdf.Pdf) -> None:
    forbidden = {"/JavaScript", "/JS", "/Launch", "/URI", "/SubmitForm", "/GoToR", "/EmbeddedFiles"}

    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
            assert not forbidden & set(thing.keys())
            assert str(thing.get("/S", "")) not in forbidden
    assert "/OpenAction" not in pdf.Root
    assert "/AcroForm" not in pdf.Root


def test_the_file_is_small(path: Path) -> None:
    assert 50_000 < path.stat().st_size < 500_000


def test_the_file_is_sound(path: Path) -> None:
    with pikepdf.open(path) as document:
        assert document.check_pdf_syntax() == []

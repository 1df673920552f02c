"""Where pages break: merged cells begin again, rows stay whole, and nothing is ever lost."""

import re
import shutil
import subprocess
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import Literal
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from vocabularies import ordered_indicators, vocabulary_of

from perf_report import resources
from perf_report.model.plan import Goal, Indicator, Plan
from perf_report.model.source import Source
from perf_report.model.target import Statement
from perf_report.model.text import Text
from perf_report.outputs.build_config import BuildConfig
from perf_report.outputs.jobs import Job, make_output
from perf_report.outputs.output_files import Output
from perf_report.outputs.table import Table
from perf_report.render.grid.cells import Grid, GridColumn, Line, LineCell
from perf_report.render.grid.printed_rows import PrintedCell, RowGroup, group_rows
from perf_report.render.localized_text import TextRun

GOES_ON = "（续）"

# The page numbers stand below this line, in points from the upper edge.
FOOTER = 790

# Real PDFs


@dataclass(frozen=True)
class Word:
    """A stretch of text on a page, in points from its upper left corner."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    @property
    def center(self) -> float:
        return (self.left + self.right) / 2

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


@dataclass(frozen=True)
class PrintedRow:
    """An indicator as the plan has it: the labels before it, its name and its target."""

    labels: tuple[str, str, str]
    name: str
    target: str


@dataclass(frozen=True)
class PdfPage:
    """The words of a page by their places, and its text in the order of drawing."""

    words: tuple[Word, ...]
    text: str


def poppler(path: Path, *options: str) -> str:
    program = shutil.which("pdftotext")
    assert program, "these tests need pdftotext (poppler-utils)"
    ran = subprocess.run([program, *options, path, "-"], capture_output=True, check=True)
    return ran.stdout.decode()


def read_pages(path: Path) -> list[PdfPage]:
    texts = poppler(path, "-raw").split("\f")[:-1]
    # Poppler writes control characters into its XML where a font has no text for a glyph.
    document = ET.fromstring(poppler(path, "-bbox"))  # noqa: S314
    space = "{http://www.w3.org/1999/xhtml}"
    pages = [
        tuple(read_word(word) for word in page.iter(f"{space}word"))
        for page in document.iter(f"{space}page")
    ]
    return [
        PdfPage(words=words, text=re.sub(r"\s", "", text))
        for words, text in zip(pages, texts, strict=True)
    ]


def read_word(word: ET.Element) -> Word:
    sides = (float(word.get(side, "")) for side in ("xMin", "yMin", "xMax", "yMax"))
    return Word(word.text or "", *sides)


@pytest.fixture(scope="module")
def print_plan(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Plan], list[PdfPage]]:
    """Makes the Chinese PDF of a plan and reads its pages."""

    def make(plan: Plan, mode: Literal["zh", "zh-en"] = "zh") -> list[PdfPage]:
        path = tmp_path_factory.mktemp("pdf") / "table.pdf"
        job = Job(
            table=Table(
                plan=plan, vocabulary=vocabulary_of(plan), source=Source(name="test", data=b"")
            ),
            output=Output(format="pdf", path="table.pdf", mode=mode),
            config=BuildConfig(templates=(resources.templates_path(),)),
            identifier="test",
        )
        path.write_bytes(make_output(job))
        return read_pages(path)

    return make


Printer = Callable[[Plan], list[PdfPage]]


def printed_rows(plan: Plan) -> list[PrintedRow]:
    """The rows of the indicators table as the form prints them in Chinese."""
    known = vocabulary_of(plan)
    levels = {category.id: (level, category) for level, category in known.framework.categories()}
    rows = []
    for number, goal in enumerate(plan.goals, start=1):
        for indicator in ordered_indicators(goal, known.framework):
            level, category = levels[indicator.category]
            target = known.target_text(indicator, indicator.target).zh
            rows.append(
                PrintedRow(
                    labels=(f"目标{number}", level.label.zh or "", category.label.zh or ""),
                    name=indicator.name.zh or "",
                    target=target or "",
                )
            )
    return rows


def rows_of_pages(pages: Sequence[PdfPage], rows: Sequence[PrintedRow]) -> list[list[PrintedRow]]:
    """The rows on each page; fails where one is missing, out of order, or over two pages."""
    found: list[list[PrintedRow]] = [[] for _ in pages]
    number, place = first_indicators_page(pages), 0
    for row in rows:
        text = row.name + row.target
        while (at := pages[number].text.find(text, place)) < 0:
            number, place = number + 1, 0
            assert number < len(pages), f"not whole on any page: {text[:80]}"
        found[number].append(row)
        place = at + len(text)
    return found


def first_indicators_page(pages: Sequence[PdfPage]) -> int:
    return next(number for number, page in enumerate(pages) if "年度绩效指标" in page.text)


def column_words(page: PdfPage, header: str) -> list[Word]:
    """The words centered below a header cell, from top to bottom."""
    head = next(word for word in page.words if word.text == header)
    below = [
        word
        for word in page.words
        if head.bottom < word.top and word.bottom < FOOTER and abs(word.center - head.center) < 3
    ]
    return sorted(below, key=lambda word: word.top)


def column_labels(page: PdfPage, header: str) -> list[Word]:
    """The labels below a header cell; （续） stands below the label of a goal that goes on."""
    labels: list[Word] = []
    for word in column_words(page, header):
        if word.text == GOES_ON:
            labels[-1] = replace(labels[-1], text=labels[-1].text + word.text, bottom=word.bottom)
        else:
            labels.append(word)
    return labels


def merged_runs(rows: Sequence[PrintedRow], level: int) -> list[list[PrintedRow]]:
    """The rows of each merged cell of a level on one page."""
    return [list(run) for _, run in groupby(rows, key=lambda row: row.labels[: level + 1])]


def assert_labels_begin_again(pages: Sequence[PdfPage], rows: Sequence[PrintedRow]) -> int:
    """On every page each merged cell shows its label once; the number of indicator pages.

    A goal that goes on from the page before says so.
    """
    seen, before = 0, ""
    for page, on_page in zip(pages, rows_of_pages(pages, rows), strict=True):
        if on_page:
            seen += 1
            for level, header in enumerate(("目标", "一级指标", "二级指标")):
                labels = [word.text for word in column_labels(page, header)]
                expected = [run[0].labels[level] for run in merged_runs(on_page, level)]
                if level == 0 and expected[0] == before:
                    expected[0] += GOES_ON
                assert labels == expected
            before = on_page[-1].labels[0]
    return seen


def test_every_page_of_the_real_table_shows_the_labels_of_its_first_row(
    built: Path, real_plan: Plan
) -> None:
    pages = read_pages(built / "table.zh.pdf")

    count = assert_labels_begin_again(pages, printed_rows(real_plan))

    assert count >= 4


@pytest.mark.parametrize(("mode", "most"), [("zh", 6), ("en", 9), ("zh-en", 11)])
def test_no_page_but_the_last_is_less_than_seven_tenths_full(
    built: Path, mode: str, most: int
) -> None:
    # Between the running title and the foot: 34 mm from the upper edge to 20 mm from the lower.
    top, bottom = 34 * 72 / 25.4, (297 - 20) * 72 / 25.4
    ends = [
        max(word.bottom for word in page.words if word.top < bottom)
        for page in read_pages(built / f"table.{mode}.pdf")
    ]

    assert len(ends) <= most
    assert min((end - top) / (bottom - top) for end in ends[:-1]) > 0.7


def indicator(number: int, category: str, size: int = 0) -> Indicator:
    """An indicator whose name and target occur once in the table, of a size in characters."""
    return Indicator(
        id=f"i-{number}",
        category=category,
        name=Text(zh=f"名{number:04}", en=f"Name {number:04}"),
        target=Statement(
            text=Text(zh=f"值{number:04}" + "长" * size, en=f"Target {number:04}" + " long" * size)
        ),
    )


def plan_of(real_plan: Plan, goals: Sequence[Sequence[Indicator]]) -> Plan:
    """The real plan with other goals."""
    return replace(
        real_plan,
        goals=tuple(
            Goal(
                id=f"goal-{number}",
                tasks=(real_plan.tasks[0].id,),
                text=Text(zh=f"目的{number:04}", en=f"Aim {number:04}"),
                indicators=tuple(indicators),
            )
            for number, indicators in enumerate(goals, start=1)
        ),
    )


CATEGORIES = (
    "output.quantity", "output.quality", "output.timeliness", "output.cost", "benefit.economic",
    "benefit.social", "benefit.ecological", "benefit.sustained", "satisfaction.beneficiary",
)  # fmt: skip


def goals_of_many_shapes(count: int) -> list[list[Indicator]]:
    """Indicators in all categories, of many heights, so that pages break in all places."""
    numbers = iter(range(count))
    goals: list[list[Indicator]] = []
    left = count
    while left:
        size = min(left, 1 + len(goals) * 7 % 23)
        left -= size
        goals.append(
            [
                indicator(
                    number,
                    CATEGORIES[place * len(CATEGORIES) // size],
                    (number * 37 % 11) ** 2 if number % 5 == 0 else 0,
                )
                for place, number in zip(range(size), numbers, strict=False)
            ]
        )
    return goals


def test_400_indicators_keep_their_labels_and_their_rows_whole(
    print_plan: Printer, real_plan: Plan
) -> None:
    plan = plan_of(real_plan, goals_of_many_shapes(400))

    pages = print_plan(plan)

    assert assert_labels_begin_again(pages, printed_rows(plan)) >= 15


def test_a_label_stands_beside_the_rows_that_it_names(print_plan: Printer, real_plan: Plan) -> None:
    plan = plan_of(real_plan, goals_of_many_shapes(120))

    pages = print_plan(plan)

    for page, rows in zip(pages, rows_of_pages(pages, printed_rows(plan)), strict=True):
        names = {word.text: word for word in page.words if word.text.startswith("名")}
        for level, header in enumerate(("目标", "一级指标", "二级指标")[: 3 if rows else 0]):
            labels = column_labels(page, header)
            for label, run in zip(labels, merged_runs(rows, level), strict=True):
                first, last = names[run[0].name], names[run[-1].name]
                assert first.top - 60 < label.middle < last.bottom + 60
                if len(run) > 1:
                    assert first.top < label.middle < last.bottom


def test_one_category_may_span_many_pages(print_plan: Printer, real_plan: Plan) -> None:
    plan = plan_of(real_plan, [[indicator(number, "output.quality") for number in range(120)]])

    pages = print_plan(plan)

    assert assert_labels_begin_again(pages, printed_rows(plan)) >= 3


@pytest.mark.parametrize(("size", "shares"), [(0, True), (200, True), (700, False)])
def test_indicators_begin_under_the_goals_where_enough_of_the_page_is_left(
    print_plan: Printer, real_plan: Plan, size: int, *, shares: bool
) -> None:
    plan = plan_of(real_plan, [[indicator(1, "output.cost")]])
    goal = replace(plan.goals[0], text=Text(zh="目" * size + "目的0001", en="Aim"))

    pages = print_plan(replace(plan, goals=(goal,)))

    with_goals = next(page for page in pages if "目的0001" in page.text)
    assert ("年度绩效指标" in with_goals.text) == shares


def test_a_plan_without_indicators_has_a_table_with_a_header_alone(
    print_plan: Printer, real_plan: Plan
) -> None:
    plan = plan_of(real_plan, [[], []])

    pages = print_plan(plan)

    assert "1目的00011" in pages[0].text


def test_a_goal_without_indicators_is_among_the_goals_alone(
    print_plan: Printer, real_plan: Plan
) -> None:
    plan = plan_of(real_plan, [[indicator(1, "output.cost")], [], [indicator(3, "output.cost")]])

    pages = print_plan(plan)

    assert_labels_begin_again(pages, printed_rows(plan))
    assert "2目的00021" in pages[0].text


def test_30_goals_of_one_indicator_each_are_all_there(print_plan: Printer, real_plan: Plan) -> None:
    goals = [[indicator(number, "benefit.social")] for number in range(30)]
    plan = plan_of(real_plan, goals)

    pages = print_plan(plan)

    assert_labels_begin_again(pages, printed_rows(plan))
    text = "".join(page.text for page in pages)
    for number in range(1, 31):
        assert f"{number}目的{number:04}1" in text


def test_a_plan_with_one_indicator_has_one_row_with_all_labels(
    print_plan: Printer, real_plan: Plan
) -> None:
    plan = plan_of(real_plan, [[indicator(1, "output.cost")]])

    pages = print_plan(plan)

    assert "目标1产出指标成本指标名0001值0001" in pages[-1].text
    assert len(pages) == 1


def test_two_goals_in_one_category_do_not_share_its_cell(
    print_plan: Printer, real_plan: Plan
) -> None:
    plan = plan_of(real_plan, [[indicator(1, "output.cost")], [indicator(2, "output.cost")]])

    text = print_plan(plan)[-1].text

    assert "目标1产出指标成本指标名0001值0001目标2产出指标成本指标名0002值0002" in text


@pytest.mark.sampled
@pytest.mark.parametrize("goals", [9, 10, 99, 100])
def test_a_goal_label_stands_on_one_line(print_plan: Printer, real_plan: Plan, goals: int) -> None:
    plan = plan_of(
        real_plan, [[indicator(number, "output.cost")] for number in range(1, goals + 1)]
    )

    # What stands below the table may need a page more.
    last = [page for page in print_plan(plan) if "年度绩效指标" in page.text][-1]

    assert column_words(last, "目标")[-1].text == f"目标{goals}"


# Rows taller than a page

HAN = [chr(point) for point in range(0x4E00, 0x4E00 + 10_000)]


def assert_nothing_is_lost(pages: Sequence[PdfPage], text: str) -> None:
    """Every character of a text without repetitions is printed, inside the page, in order."""
    printed = "".join(page.text for page in pages)
    assert [character for character in text if character not in printed] == []
    for page in pages:
        foot = [word for word in page.words if word.top > FOOTER]
        body = [word for word in page.words if word.top <= FOOTER]
        assert max(word.bottom for word in body) < min(word.top for word in foot)
        assert min(word.left for word in body) > 40
        assert max(word.right for word in body) < 555


def test_a_goal_of_2000_characters_is_printed_whole(print_plan: Printer, real_plan: Plan) -> None:
    text = "".join(HAN[:2000])
    goal = replace(real_plan.goals[0], text=Text(zh=text, en="A long goal."))

    pages = print_plan(replace(real_plan, goals=(goal, *real_plan.goals[1:])))

    assert_nothing_is_lost(pages, text)


def test_a_target_of_10000_characters_is_split_and_nothing_is_lost(
    print_plan: Printer, real_plan: Plan
) -> None:
    long_text = "".join(HAN)
    tall = replace(
        indicator(2, "output.quality"), target=Statement(text=Text(zh=long_text, en="Long."))
    )
    plan = plan_of(
        real_plan,
        [
            [indicator(1, "output.quantity"), tall, indicator(3, "output.cost")],
            [indicator(4, "output.cost")],
        ],
    )

    pages = print_plan(plan)

    assert_nothing_is_lost(pages, long_text)
    text = "".join(page.text for page in pages)
    for number in (1, 3, 4):
        assert f"名{number:04}值{number:04}" in text
    assert "目标2产出指标成本指标名0004" in text


def test_after_a_row_taller_than_a_page_labels_still_begin_again(
    print_plan: Printer, real_plan: Plan
) -> None:
    tall = replace(
        indicator(0, "output.quantity"),
        target=Statement(text=Text(zh="".join(HAN[:2500]), en="Long.")),
    )
    rest = [indicator(number, "output.quality") for number in range(1, 60)]
    plan = plan_of(real_plan, [[tall, *rest]])

    pages = print_plan(plan)

    after = printed_rows(plan)[1:]
    for page, rows in zip(pages, rows_of_pages(pages, after), strict=True):
        if rows:
            goals = [word.text for word in column_labels(page, "目标")]
            categories = [word.text for word in column_labels(page, "二级指标")]
            assert goals == ["目标1（续）"]
            assert categories[-1:] == ["质量指标"]


@pytest.mark.parametrize("count", [1, 20])
def test_tall_indicator_names_are_printed_whole(
    print_plan: Printer, real_plan: Plan, count: int
) -> None:
    size = 3000 // count
    names = ["".join(HAN[number * size : (number + 1) * size]) for number in range(count)]
    goals = [
        [replace(indicator(number, "output.cost"), name=Text(zh=name, en="Name."))]
        for number, name in enumerate(names)
    ]

    pages = print_plan(plan_of(real_plan, goals))

    assert_nothing_is_lost(pages, "".join(names))


def test_a_main_task_of_many_characters_is_printed_whole(
    print_plan: Printer, real_plan: Plan
) -> None:
    text = "".join(HAN[:3000])
    task = replace(real_plan.tasks[0], text=Text(zh=text, en="A long task."))

    pages = print_plan(replace(real_plan, tasks=(task, *real_plan.tasks[1:])))

    assert_nothing_is_lost(pages, text)


# The spans of merged cells, without a layout


# The columns with merged cells in the grids of these tests: goal, level 1, level 2.
MERGED_COLUMNS = 3


def line(index: int, path: str) -> Line:
    """A line under labels such as `abc`: goal a, level 1 b, level 2 c."""
    merged = [
        LineCell(
            column=column, runs=(TextRun("zh-CN", key),), key="_".join(path[: column + 1]),
            is_header=True,
        )
        for column, key in enumerate(path)
    ]  # fmt: skip
    return Line(anchor=f"line-{index}", cells=(*merged, LineCell(column=MERGED_COLUMNS, runs=())))


def grid_of(paths: Sequence[str]) -> Grid:
    columns = tuple(GridColumn(id=str(column)) for column in range(MERGED_COLUMNS + 1))
    lines = tuple(line(index, path) for index, path in enumerate(paths))
    return Grid(id="grid", kind="grid", caption=(), columns=columns, lines=lines)


def merged_cells(cells: Sequence[PrintedCell]) -> list[PrintedCell]:
    return [each for each in cells if each.cell.key]


def name(cell: PrintedCell) -> str:
    return cell.cell.runs[0].text


def shape(groups: Sequence[RowGroup]) -> list[str]:
    """Groups as short words: `|` where a page starts, then each row's cells with their spans.

    A cell is its label and its span; a continued one has a `'`.
    """
    return [
        ("| " if group.starts_page else "")
        + " ".join(
            "".join(
                f"{name(cell)}{cell.rows}{chr(39) if cell.is_continued else ''}"
                for cell in merged_cells(row.cells)
            )
            or "-"
            for row in group.rows
        )
        for group in groups
        if group.rows
    ]


@pytest.mark.parametrize(
    ("paths", "breaks", "expected"),
    [
        pytest.param([], (), [], id="no lines, no groups"),
        pytest.param(["abc"], (), ["a1b1c1"], id="one line has three cells of one row"),
        pytest.param(["abc", "abc"], (), ["a2b2c2 -"], id="equal labels share their cells"),
        pytest.param(["abc", "abd"], (), ["a2b2c1 d1"], id="another level 2 begins a cell"),
        pytest.param(["abc", "axc"], (), ["a2b1c1 x1c1"], id="equal level 2, other level 1"),
        pytest.param(["abc", "xbc"], (), ["a1b1c1", "x1b1c1"], id="each goal is a group"),
        pytest.param(["abc", "abc"], {1}, ["a1b1c1", "| a1'b1'c1'"], id="a break cuts all cells"),
        pytest.param(
            ["abc", "abd"], {1}, ["a1b1c1", "| a1'b1'd1"], id="a new cell is not continued"
        ),
        pytest.param(["abc", "xbc"], {1}, ["a1b1c1", "| x1b1c1"], id="a new goal is not continued"),
        pytest.param(
            ["abc", "abc", "abc", "abd"],
            {2},
            ["a2b2c2 -", "| a2'b2'c1' d1"],
            id="spans on both sides of a break",
        ),
        pytest.param(
            ["abc", "abc", "abc"],
            {1, 2},
            ["a1b1c1", "| a1'b1'c1'", "| a1'b1'c1'"],
            id="one cell over three pages",
        ),
        pytest.param(["abc"], {0}, ["| a1b1c1"], id="the first line may begin a page"),
        pytest.param(["abc", "abd", "abc"], (), ["a3b3c1 d1 c1"], id="a label may come again"),
    ],
)
def test_merged_cells_end_where_labels_change_and_where_pages_break(
    paths: list[str], breaks: Collection[int], expected: list[str]
) -> None:
    assert shape(group_rows(grid_of(paths), breaks)) == expected


def rows_in(groups: Sequence[RowGroup]) -> Iterator[tuple[int, int, str, int]]:
    """Every merged cell as its level, the row that it begins in, its label and its span."""
    index = 0
    for group in groups:
        for row in group.rows:
            for cell in merged_cells(row.cells):
                yield cell.cell.column, index, name(cell), cell.rows
            index += 1


TABLES = st.lists(
    st.tuples(*(st.sampled_from("ab"),) * MERGED_COLUMNS).map("".join), max_size=30
).flatmap(
    lambda paths: st.tuples(
        st.just(sorted(paths)), st.frozensets(st.integers(1, max(1, len(paths) - 1)))
    )
)


@settings(deadline=None)
@given(TABLES)
def test_the_cells_of_every_column_tile_the_rows_and_cross_no_break_and_no_change(
    table: tuple[list[str], frozenset[int]],
) -> None:
    paths, breaks = table

    cells = list(rows_in(group_rows(grid_of(paths), breaks)))

    for level in range(MERGED_COLUMNS):
        covered: list[int] = []
        for at, start, label, span in cells:
            if at == level:
                spanned = range(start, start + span)
                covered += spanned
                assert label == paths[start][level]
                assert len({paths[row][: level + 1] for row in spanned}) == 1
                assert not breaks & set(spanned[1:])
        assert covered == list(range(len(paths)))


@settings(deadline=None)
@given(TABLES)
def test_a_cell_begins_only_where_it_must(table: tuple[list[str], frozenset[int]]) -> None:
    paths, breaks = table

    for level, start, _, _ in rows_in(group_rows(grid_of(paths), breaks)):
        is_new = start == 0 or paths[start][: level + 1] != paths[start - 1][: level + 1]
        assert is_new or start in breaks


@settings(deadline=None)
@given(TABLES)
def test_a_row_stands_under_one_cell_of_each_level_and_no_two_cells_share_an_id(
    table: tuple[list[str], frozenset[int]],
) -> None:
    paths, breaks = table
    rows = [row for group in group_rows(grid_of(paths), breaks) for row in group.rows]

    assert [row.line.anchor for row in rows] == [f"line-{index}" for index in range(len(paths))]
    labels = {cell.anchor: name(cell) for row in rows for cell in merged_cells(row.cells)}
    for row, path in zip(rows, paths, strict=True):
        *_, own = row.cells
        assert "".join(labels[anchor] for anchor in own.headers.split()) == path
    anchors = [cell.anchor for row in rows for cell in merged_cells(row.cells)]
    assert len(anchors) == len(set(anchors))

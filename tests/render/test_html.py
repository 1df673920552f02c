"""The web page of a table: its words, its table semantics, its languages; it stands alone."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
from html_pages import Page, column_count, grid, runs, sections, words
from usual_funds import amounts_of
from vocabularies import complete, ordered_indicators, vocabulary_of

from perf_report import resources
from perf_report.model.characters import plain_text
from perf_report.model.funds import Funds
from perf_report.model.plan import Plan
from perf_report.model.source import Source
from perf_report.model.target import Statement
from perf_report.model.text import Text
from perf_report.outputs.build_config import BuildConfig
from perf_report.outputs.jobs import Job, make_output
from perf_report.outputs.output_files import Output
from perf_report.outputs.table import Table
from perf_report.parse.load import load_plan
from perf_report.parse.source import read_source
from perf_report.render.localized_text import MODES, Mode, mode_languages

TAGS = {"zh": "zh-CN", "en": "en"}
SEPARATORS = {"zh": "、", "en": ", ", "zh-en": "、"}
CHINESE = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
LATIN = re.compile("[A-Za-z]")

# Elements that carry out something, or that fetch it.
ACTIVE = {
    "audio", "base", "button", "embed", "form", "frame", "iframe", "img", "input", "link",
    "object", "picture", "script", "source", "svg", "template", "track", "video",
}  # fmt: skip
FETCHING = {
    "action", "archive", "background", "cite", "data", "formaction", "href", "longdesc", "manifest",
    "ping", "poster", "src", "srcdoc", "srcset", "xlink:href",
}  # fmt: skip


@pytest.fixture(scope="module", params=MODES)
def mode(request: pytest.FixtureRequest) -> Mode:
    given: Mode = request.param
    return given


@pytest.fixture(scope="module")
def page(built: Path, mode: Mode) -> Page:
    return Page((built / f"table.{mode}.html").read_text("utf-8"))


@pytest.fixture(scope="module")
def zh_page(built: Path) -> Page:
    return Page((built / "table.zh.html").read_text("utf-8"))


def page_of(plan: Plan, mode: Mode = "zh-en") -> Page:
    """The page of a plan, made without a spec or a disk."""
    output = Output(format="html", path=f"table.{mode}.html", mode=mode)
    config = BuildConfig(templates=(resources.templates_path(),))
    table = Table(plan=plan, vocabulary=vocabulary_of(plan), source=Source(name="test", data=b""))
    job = Job(table=table, output=output, config=config, identifier="test")
    return Page(make_output(job).decode())


# The words


def in_mode(text: Text, mode: Mode) -> list[str]:
    found = [text.get(language) for language in mode_languages(mode)]
    assert all(found)
    return [words or "" for words in found]


def test_the_funds_table_has_every_task_with_its_amounts(
    page: Page, mode: Mode, real_plan: Plan
) -> None:
    rows = page.table("funds").findall("tbody/tr")[1:]

    shown = [
        (words(row[0]), runs(row[1]), [words(cell) for cell in row.findall("td")[1:]])
        for row in rows
    ]

    assert shown == [
        (str(number), in_mode(task.text, mode), amounts(task.funds))
        for number, task in enumerate(real_plan.tasks, start=1)
    ]


def amounts(funds: Funds) -> list[str]:
    shown = amounts_of(funds)
    return ["" if amount is None else str(amount) for amount in shown]


def test_the_total_row_has_the_published_totals(page: Page) -> None:
    total = page.table("funds").findall("tbody/tr")[0]

    shown = [words(cell) for cell in total.findall("td")]

    assert shown == ["5230.60", "1854.80", "1306.00", "2069.80"]


def test_the_goals_table_has_every_goal_with_its_tasks(
    page: Page, mode: Mode, real_plan: Plan
) -> None:
    numbers = {task.id: str(number) for number, task in enumerate(real_plan.tasks, start=1)}
    rows = page.table("goals").findall("tbody/tr")

    shown = [(words(row[0]), runs(row[1]), words(row[2])) for row in rows]

    assert shown == [
        (
            str(number),
            in_mode(goal.text, mode),
            SEPARATORS[mode].join(numbers[task] for task in goal.tasks),
        )
        for number, goal in enumerate(real_plan.goals, start=1)
    ]


def once(texts: list[str]) -> list[str]:
    """The first text alone if all are the same but for their width."""
    return texts[:1] if len({plain_text(text) for text in texts}) == 1 else texts


def test_the_indicators_table_has_every_indicator_in_the_order_of_the_framework(
    page: Page, mode: Mode, real_plan: Plan
) -> None:
    known = vocabulary_of(real_plan)
    rows = page.table("indicators").findall("tbody/tr")

    shown = [(runs(row.findall("th")[-1]), runs(row.findall("td")[0])) for row in rows]

    assert len(shown) == 79
    assert shown == [
        (
            in_mode(indicator.name, mode),
            once(in_mode(known.target_text(indicator, indicator.target), mode)),
        )
        for goal in real_plan.goals
        for indicator in ordered_indicators(goal, known.framework)
    ]


@pytest.mark.parametrize(
    ("zh", "en"),
    [
        ("≥17台", "≥17 units"),
        ("≤409.6万元", "≤CNY 4.096 million"),
        ("≤4小时", "≤4 hours"),
        ("＝1场", "= 1 event"),
        ("2025年底前", "By the end of 2025"),
    ],
)
def test_targets_stand_beside_their_english(built: Path, zh: str, en: str) -> None:
    page = Page((built / "table.zh-en.html").read_text("utf-8"))

    targets = [runs(cell) for cell in page.table("indicators").iter("td")]

    assert [zh, en] in targets


def test_a_target_that_is_the_same_in_both_languages_stands_once(built: Path) -> None:
    page = Page((built / "table.zh-en.html").read_text("utf-8"))

    targets = [runs(cell) for cell in page.table("indicators").iter("td")]

    assert ["≤5%"] in targets
    assert ["≤5%", "≤5%"] not in targets


def test_the_page_names_the_form_the_department_and_the_year(
    page: Page, mode: Mode, real_plan: Plan
) -> None:
    titles = {"zh": "整体支出绩效目标表", "en": "Overall Expenditure Performance Targets"}
    years = {"zh": "（2025年度）", "en": "(Fiscal Year 2025)"}
    heading, year = page.root.find(".//h1"), page.root.find(".//p[@class='year']")
    title = page.root.find(".//title")
    assert heading is not None
    assert year is not None
    assert title is not None

    languages = mode_languages(mode)

    assert runs(heading) == [titles[language] for language in languages]
    assert runs(year) == [years[language] for language in languages]
    assert runs(page.table("fields").findall(".//td")[0]) == in_mode(
        real_plan.department.name, mode
    )
    for part in (*runs(heading), *runs(year), *in_mode(real_plan.department.name, mode)):
        assert part in words(title)


def test_a_line_break_in_a_text_stays_one(real_plan: Plan) -> None:
    first = replace(real_plan.tasks[0], text=Text(zh="第一行\n第二行", en="one\ntwo"))
    page = page_of(replace(real_plan, tasks=(first, *real_plan.tasks[1:])), "zh")

    cell = page.by_id()[f"task-{first.id}_text"]

    assert [cell.text, *((child.tag, child.tail) for child in cell)] == [
        "第一行",
        ("br", "第二行"),
    ]


# Table semantics


def test_merged_cells_fill_every_table_exactly(page: Page) -> None:
    for table in page.tables():
        for section in sections(table):
            rows, columns = len(section.findall("tr")), column_count(table)

            covered = set(grid(section))

            assert covered == {(row, column) for row in range(rows) for column in range(columns)}


def test_every_table_of_figures_has_a_caption(page: Page, mode: Mode) -> None:
    captions = {
        "funds": {"zh": "预算资金（万元）", "en": "Budget funds (CNY 10,000)"},
        "goals": {"zh": "年度绩效目标", "en": "Annual performance goals"},
        "indicators": {"zh": "绩效指标", "en": "Performance indicators"},
    }

    for name, texts in captions.items():
        caption = page.table(name)[0]
        assert caption.tag == "caption"
        assert runs(caption) == [texts[language] for language in mode_languages(mode)]


def test_every_header_cell_says_what_it_heads(page: Page) -> None:
    headers = list(page.root.iter("th"))

    assert len(headers) > 100
    assert {header.get("scope") for header in headers} <= {"col", "colgroup", "row", "rowgroup"}


def test_ids_are_unique(page: Page) -> None:
    ids = [element.get("id") for element in page.root.iter() if element.get("id")]

    assert len(ids) > 200
    assert len(ids) == len(set(ids))


def test_ids_hold_no_white_space_that_would_cut_a_reference(page: Page) -> None:
    assert not [id_ for id_ in page.by_id() if re.search(r"\s", id_)]


def test_the_headers_of_a_cell_are_those_above_it_and_those_before_it_in_its_row(
    page: Page,
) -> None:
    checked = 0
    for table in page.tables():
        head = table.find("thead")
        if head is None:
            continue
        above = grid(head)
        for body in table.findall("tbody"):
            for cell, expected in expected_headers(grid(body), above):
                assert set(cell.get("headers", "").split()) == expected, words(cell)
                checked += 1
    assert checked == 4 + 7 * 5 + 8 * 2 + 79


def expected_headers(
    body: dict[tuple[int, int], Element], above: dict[tuple[int, int], Element]
) -> Iterator[tuple[Element, set[str]]]:
    for (row, column), cell in body.items():
        if cell.tag == "td":
            heads = [head for place, head in above.items() if place[1] == column]
            heads += [
                body[row, before] for before in range(column) if body[row, before].tag == "th"
            ]
            yield cell, {head.get("id", "no id") for head in heads}


def test_what_a_header_cell_refers_to_are_header_cells_of_its_table(page: Page) -> None:
    for table in page.tables():
        own = {header.get("id") for header in table.iter("th")}
        for header in table.iter("th"):
            referred = header.get("headers", "").split()
            assert set(referred) <= own - {header.get("id")}


def test_a_target_is_reached_by_its_goal_levels_and_column(zh_page: Page) -> None:
    ids = zh_page.by_id()
    cell = ids["indicator-hardware-maintained"].findall("td")[0]

    said = {words(ids[id_]) for id_ in cell.get("headers", "").split()}

    assert said == {
        "目标1", "产出指标", "数量指标", "硬件采购（维护）数量", "年度绩效指标", "年度指标值"
    }  # fmt: skip


# Languages


def test_every_piece_of_text_says_its_language(page: Page) -> None:
    seen = {"zh-CN": 0, "en": 0}
    for element, text in page.texts():
        if CHINESE.search(text):
            assert page.lang(element) == "zh-CN", text
            seen["zh-CN"] += 1
        elif LATIN.search(text):
            assert page.lang(element) == "en", text
            seen["en"] += 1
    assert sum(seen.values()) > 100


def test_the_page_is_in_the_first_language_of_its_mode(page: Page, mode: Mode) -> None:
    assert page.root.get("lang") == TAGS[mode_languages(mode)[0]]


def test_a_page_in_one_language_holds_no_other(built: Path) -> None:
    english = Page((built / "table.en.html").read_text("utf-8"))
    chinese = Page((built / "table.zh.html").read_text("utf-8"))

    assert not [text for _, text in english.texts() if CHINESE.search(text)]
    assert {element.get("lang") for element in chinese.root.iter()} == {None, "zh-CN"}


def test_the_words_that_styles_print_are_in_the_language_of_their_cell(built: Path) -> None:
    english = Page((built / "table.en.html").read_text("utf-8"))

    labels = [element.get("data-label", "") for element in english.root.iter("td")]

    assert any(labels)
    assert not [label for label in labels if CHINESE.search(label)]


# It stands alone


def test_nothing_is_fetched_and_nothing_runs(page: Page) -> None:
    elements = list(page.root.iter())

    assert not {element.tag for element in elements} & ACTIVE
    assert all(href.startswith("#") for href in links(page))
    rest = [element for element in elements if element.tag != "a"]
    assert not {name for element in rest for name in element.keys()} & FETCHING  # noqa: SIM118
    assert not [name for element in elements for name in element.attrib if name.startswith("on")]
    assert not re.search(r"url\(|@import|image-set\(|src\(|://", page.html)


def links(page: Page) -> list[str]:
    return [element.get("href", "") for element in page.root.iter("a")]


def test_the_head_leads_to_every_part_and_goal_and_each_of_them_back(
    page: Page, mode: Mode, real_plan: Plan
) -> None:
    by_id, goals = page.by_id(), [goal.id for goal in real_plan.goals]
    nav = by_id["outline--top"]
    led = [link.get("href", "").removeprefix("#") for link in nav.iter("a")]

    assert led == [
        "funds--part", "goals--part", "indicators--part", *(f"of_{goal}" for goal in goals)
    ]  # fmt: skip
    assert (
        nav.get("aria-label")
        == {"zh": "本页内容", "en": "Contents", "zh-en": "本页内容 Contents"}[mode]
    )
    for number, goal in enumerate(goals, start=1):
        heading, row = by_id[f"of_{goal}"], by_id[f"goal-{goal}"]
        assert [words(link) for link in row.iter("a")] == [str(number)]
        assert [link.get("href") for link in row.iter("a")] == [f"#of_{goal}"]
        assert [link.get("href") for link in heading.iter("a")] == [f"#goal-{goal}"]
    assert links(page)[-1] == "#outline--top"


def test_every_link_leads_somewhere(page: Page) -> None:
    assert {href.removeprefix("#") for href in links(page)} <= set(page.by_id())


def test_a_page_whose_indicators_are_not_under_goals_has_no_outline() -> None:
    page = page_of(example("project-2021"))

    assert "outline--top" not in page.by_id()
    assert links(page) == []


def test_goals_without_numbers_are_led_to_and_have_their_indicators_lead_back() -> None:
    page = page_of(example("overall-hubei"))
    ids = page.by_id()
    headings = [key for key, cell in ids.items() if "goal" in cell.get("class", "").split()]

    assert len(headings) >= 2
    assert {f"#{key}" for key in headings} <= set(links(page))
    assert {href.removeprefix("#") for href in links(page)} <= set(ids)


def example(name: str) -> Plan:
    """The made-up spec of a form."""
    plan = load_plan(read_source(resources.example_specs_path() / f"{name}.yaml")).plan
    assert plan is not None
    return complete(plan)


def test_the_unit_in_a_heading_is_in_one_piece(page: Page, mode: Mode) -> None:
    units = {"zh": ["（万元）"], "en": ["CNY 10,000"], "zh-en": ["（万元）", "CNY 10,000"]}[mode]
    caption = page.table("funds").find("caption")
    heads = [cell for cell in page.table("funds").iter("th") if cell.get("id") == "funds-budget"]

    for heading in (caption, *heads):
        assert heading is not None
        pieces = [words(span) for span in heading.iter("span") if span.get("class") == "whole"]
        assert set(units) <= set(pieces)


def test_no_character_of_a_style_is_escaped(page: Page) -> None:
    (style,) = page.root.iter("style")
    assert style.text is not None
    assert not re.search("&(gt|lt|amp|#[0-9]+);", style.text)


def test_the_page_forbids_all_but_its_own_style(page: Page) -> None:
    policies = [
        meta.get("content")
        for meta in page.root.iter("meta")
        if meta.get("http-equiv", "").lower() == "content-security-policy"
    ]

    assert policies == ["default-src 'none'; style-src 'unsafe-inline'"]


def test_styles_stand_in_one_element_and_never_in_attributes_that_a_policy_may_refuse(
    page: Page,
) -> None:
    assert len(list(page.root.iter("style"))) == 1
    assert not [element for element in page.root.iter() if element.get("style")]


def test_the_page_fits_a_phone_and_follows_light_and_dark(page: Page) -> None:
    contents = {meta.get("name"): meta.get("content") for meta in page.root.iter("meta")}

    assert contents["viewport"] == "width=device-width, initial-scale=1"
    assert contents["color-scheme"] == "light dark"
    assert "@media (prefers-color-scheme: dark)" in page.html


HOSTILE = "<script>alert(1)</script></style><b onclick='x'>&amp; \"{{ 7 * 7 }}\" {% raw %} --><!--"


def test_markup_in_texts_is_shown_as_text(real_plan: Plan) -> None:
    text = Text(zh=HOSTILE, en=HOSTILE)
    goal = real_plan.goals[0]
    indicator = replace(
        goal.indicators[0], name=text, target=Statement(text=text), note=text, definition=text
    )
    hostile = replace(
        real_plan,
        department=replace(real_plan.department, name=text),
        tasks=(replace(real_plan.tasks[0], text=text), *real_plan.tasks[1:]),
        goals=(replace(goal, text=text, indicators=(indicator,)), *real_plan.goals[1:]),
        revision=2,
        revision_note=text,
    )

    page = page_of(hostile)

    elements = list(page.root.iter())
    assert not {element.tag for element in elements} & (ACTIVE | {"b"})
    assert not [element for element in elements if element.get("onclick")]
    # In both languages the title, the department, a task, a goal, a name, two notes and the
    # revision; the target, which is the same in both, once.
    assert words(page.root).count(HOSTILE) == 17


def test_optional_remarks_stand_below_the_name_of_their_indicator(real_plan: Plan) -> None:
    goal = real_plan.goals[0]
    indicator = replace(goal.indicators[0], basis=Text(zh="依据甲", en="Basis A"))
    plan = replace(
        real_plan,
        goals=(replace(goal, indicators=(indicator, *goal.indicators[1:])), *real_plan.goals[1:]),
    )

    page = page_of(plan)

    notes = page.by_id()[f"indicator-{indicator.id}_name"].findall(".//li")
    assert [runs(note) for note in notes] == [
        ["设定依据", "Basis of the target value", "依据甲", "Basis A"]
    ]


def test_a_page_of_a_revision_says_so_and_when_it_was_published(real_plan: Plan) -> None:
    note = Text(zh="更正数字。", en="Figures corrected.")
    plan = replace(real_plan, revision=2, revision_note=note)

    footer = page_of(plan).root.find(".//footer")

    assert footer is not None
    assert runs(footer[0]) == ["第2版（更正）。更正数字。", "Revision 2. Figures corrected."]
    others = page_of(real_plan).root.findall(".//footer/p")
    assert [paragraph.get("class") for paragraph in others] == ["changes"]

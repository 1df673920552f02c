"""The report of changes as a web page and as a PDF: its words, its figures, its looks."""

import json
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element

import pikepdf
import pytest
from paths import REAL_SPEC

from perf_report import resources
from perf_report.diff.significance import Policy, Significance
from perf_report.errors import RenderError
from perf_report.messages import Catalogue, load_catalogue
from perf_report.model.approval import Approval
from perf_report.model.source import Source
from perf_report.model.target import Quantity
from perf_report.model.text import LANGUAGES, Language
from perf_report.model.vocabulary import Vocabulary
from perf_report.parse.load import load_frameworks, load_plan, load_units
from perf_report.pdf.printer import PdfPrinter
from perf_report.render.changes.change_text import tell
from perf_report.render.changes.located_changes import compare_sides
from perf_report.render.changes.report import Side, TableChanges, ToldChange
from perf_report.render.changes.view import ChangesView, build_changes_view
from perf_report.render.html import Pages
from perf_report.render.localized_text import MODES, TAGS, Mode, Speech, mode_languages, plain

SPEC = REAL_SPEC
STARTER = resources.PACKAGE / "data" / "starter" / "specs"

SVG = "svg"
ENOUGH_CONTRAST = 7.0
CHINESE = re.compile("[\u3400-\u9fff]")

# What next year's table changes: of every kind something.
EDITS = [
    ("year: 2025\n", "year: 2026\n"),
    ("project: 1306.00, other: 2069.80}", "project: 1316.00, other: 2069.80}"),
    ("budget: {total: 5230.60", "budget: {total: 5240.60"),
    ("zh: 开展网络安全和信息化工作。", "zh: 开展网络安全、数据安全和信息化工作。"),
    ("en: Carry out cybersecurity and IT work.", "en: Carry out data security and IT work."),
    ("{total: 409.60, basic: 396.60, project: 13.00}", "{basic: 396.60, project: 23.00}"),
    ("  - id: operations\n    text:\n      zh: 加强正常运转保障。",
     "  - id: general-affairs\n    text:\n      zh: 做好各项日常服务。"),
    ("tasks: [operations]", "tasks: [general-affairs]"),
    ("≥17台", "≥12台"),
    ("≥4份", "≥6份"),
    ("≤5%", "＜5%"),
    ("≤4小时", "≤1工作日"),
    ("{zh: 提升办公效率和社会影响力, en: Improve office efficiency",
     "{zh: 大幅提升办公效率, en: Improve office efficiency"),
    ("{zh: 2025年底前, en: by the end of 2025, by: 2025-12-31}",
     "{zh: 2026年底前, en: by the end of 2026, by: 2026-12-31}"),
    ("{zh: 2025年底前, en: by the end of 2025, by: 2025-12-31}",
     "{zh: 2027年6月底前, en: by the end of June 2027, by: 2027-06-30}"),
    ("宣传推介我市营商环境，务实", "宣传推介我市营商环境和产业优势，务实"),
    ("- id: city-visibility", "- id: world-visibility"),
    ("zh: 提升我市国际知名度，助力", "zh: 提升我市国际知名度和美誉度，助力"),
    ("en: Improvement of Tianjin’s business environment", "en: A better business environment"),
    ("≥90%\n      - id: foreign-enterprise-on-time",
     "{zh: 稳步提升, en: Improve steadily}\n      - id: foreign-enterprise-on-time"),
    ("- id: overseas-alerts\n        category: output.quantity",
     "- id: overseas-alerts\n        category: benefit.social"),
    ("zh: 完善消防系统，有效保障安全生产；加强单位管理与服务，维护正常运转\n",
     "zh: 完善消防系统，加强单位管理与服务，维护正常运转\n"),
    ("  - id: normal-operations\n", "  - id: daily-services\n"),
    ("zh: 升级改造消防报警系统，防止安全隐患，落实安全生产要求。", "zh: 周到服务。"),
    ("日常维护办公场所，保障机关正常运转。", "厉行节约。"),
]  # fmt: skip


def edited(text: str, *edits: tuple[str, str]) -> str:
    for old, new in edits:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def side(text: str, name: str) -> Side:
    loaded = load_plan(Source(name=name, data=text.encode()))
    assert loaded.plan is not None, loaded.findings
    vocabulary = Vocabulary(
        framework=load_frameworks(())[loaded.plan.framework],
        units={**load_units(), **loaded.plan.units},
    )
    return Side(name=name, plan=loaded.plan, vocabulary=vocabulary, document=loaded.document)


def compared(before: str | None, after: str | None) -> TableChanges:
    sides = (
        side(before, "specs/2025.yaml") if before else None,
        side(after, "specs/2026.yaml") if after else None,
    )
    return compare_sides(sides, Policy(), {})


@cache
def base_text() -> str:
    return SPEC.read_text("utf-8")


@cache
def real_changes() -> TableChanges:
    """The real table, and a year that changes much of it."""
    return compared(base_text(), edited(base_text(), *EDITS))


@cache
def starter_changes() -> TableChanges:
    """The made-up department's two years."""
    return compared(*((STARTER / f"{year}-demo.yaml").read_text("utf-8") for year in (2025, 2026)))


TABLES = {"real": real_changes, "starter": starter_changes}


def view_of(mode: Mode, *tables: TableChanges) -> ChangesView:
    catalogues = {language: load_catalogue(language) for language in LANGUAGES}
    return build_changes_view(tables, Speech(mode=mode, catalogues=catalogues))


@cache
def pages() -> Pages:
    return Pages(folders=(resources.templates_path(),))


def page_of(mode: Mode, *tables: TableChanges) -> Element:
    """The page as XML: it is well-formed, or this fails."""
    html = pages().render_changes(view_of(mode, *tables))
    return ET.fromstring(html.removeprefix("<!DOCTYPE html>"))  # noqa: S314 - our own page


def words(element: Element) -> str:
    return squeeze("".join(element.itertext()))


def squeeze(text: str) -> str:
    return re.sub(r"\s", "", text)


def by_id(page: Element, id_: str) -> Element:
    found = [element for element in page.iter() if element.get("id") == id_]
    assert len(found) == 1, id_
    return found[0]


def of_class(page: Element, name: str) -> list[Element]:
    return [element for element in page.iter() if name in element.get("class", "").split()]


@pytest.fixture(params=MODES)
def mode(request: pytest.FixtureRequest) -> Mode:
    return request.param


@pytest.fixture(params=TABLES)
def changes(request: pytest.FixtureRequest) -> TableChanges:
    return TABLES[request.param]()


def test_the_edits_make_changes_of_many_kinds() -> None:
    kinds = {told.change.kind for told in real_changes().told}

    assert len(kinds) >= 15
    assert len(real_changes().comparison.matches) >= 1
    assert {told.verdict.significance for told in real_changes().told} == set(Significance)


# The words


def test_every_change_is_on_the_page_in_every_language(changes: TableChanges, mode: Mode) -> None:
    page = page_of(mode, changes)

    assert len(changes.told) > 20
    for told in changes.told:
        row = words(by_id(page, f"change-{told.fingerprint}"))
        for language in mode_languages(mode):
            said = tell(told, changes, load_catalogue(language))
            parts = (said.kind, *said.before, *said.after, *said.difference, said.significance,
                     said.reason)  # fmt: skip
            assert [part for part in parts if squeeze(part) not in row] == []


def test_every_change_stands_once_in_the_order_of_the_report(changes: TableChanges) -> None:
    page = page_of("zh-en", changes)

    shown = [row.get("id", "") for row in page.iter("tr") if row.get("id", "").startswith("change")]

    assert sorted(shown) == sorted(f"change-{told.fingerprint}" for told in changes.told)
    joined = len(changes.comparison.joined)
    assert joined
    first = [f"change-{told.fingerprint}" for told in changes.told[:joined]]
    assert shown[:joined] == first


def test_a_change_stands_under_the_goal_that_it_belongs_to() -> None:
    view = view_of("zh", real_changes()).tables[0]

    groups = {group.heading[0].text: group for group in view.groups}

    assert [heading.partition(" · ")[0] for heading in groups] == [
        "资金与指标综合判断", "表头信息", "主要工作任务",
        "目标1", "目标2", "目标3", "目标5", "目标7", "目标8", "原目标8",
    ]  # fmt: skip
    rows = next(group for heading, group in groups.items() if heading.startswith("目标1")).rows
    assert rows[0].item[0].text == "硬件采购（维护）数量"


def test_the_summary_counts_the_changes(changes: TableChanges) -> None:
    page = page_of("en", changes)

    (table,) = of_class(page, "counts")
    counts = [words(cell) for cell in table.iter("td")]

    assert counts == [*map(str, changes.summary.values()), str(len(changes.told))]


def test_what_was_matched_by_likeness_is_said_at_the_change_and_listed() -> None:
    page = page_of("zh", real_changes())

    (table,) = of_class(page, "guesses")
    assert "提升我市国际知名度，助力我市高水平对外开放" in words(table)
    remarks = [words(element) for element in of_class(page, "remark")]
    assert any(re.fullmatch(r"按名称相近匹配，相似度\d+%", remark) for remark in remarks)


def test_an_approval_says_who_when_and_why() -> None:
    told = real_changes().told[0]
    approval = Approval(
        fingerprint=told.fingerprint, table="", kind="", subject="", reason="职能已划转",
        by="示例处", given=date(2026, 1, 9), expires=date(2026, 12, 31),
    )  # fmt: skip
    sides = (real_changes().base, real_changes().revision)

    page = page_of("zh", compare_sides(sides, Policy(), {told.fingerprint: approval}))

    row = words(by_id(page, f"change-{told.fingerprint}"))
    for part in ("示例处", "2026-01-09", "2026-12-31", "职能已划转"):
        assert part in row


def test_what_changed_inside_a_text_is_marked() -> None:
    page = page_of("zh", real_changes())

    marked = {words(element) for element in page.iter("ins")}

    assert {"、数据安全", "和产业优势", "和美誉度", "2026"} <= marked
    assert "2025" in {words(element) for element in page.iter("del")}


# No change, a table that came or went, several tables


@pytest.mark.parametrize("language", LANGUAGES)
def test_where_nothing_changed_the_page_says_so(language: Language) -> None:
    page = page_of(language, compared(base_text(), base_text()))

    said = load_catalogue(language).say("compared", "no-change")
    assert [words(element) for element in of_class(page, "sentence")] == [squeeze(said)]
    assert not of_class(page, "list")
    assert not list(page.iter(SVG))


def test_where_nothing_of_substance_changed_the_page_says_so() -> None:
    later = edited(base_text(), ("year: 2025\n", "year: 2025\nrevision: 2\n"))

    page = page_of("en", compared(base_text(), later))

    said = load_catalogue("en").say("compared", "no-substance")
    assert [words(element) for element in of_class(page, "sentence")] == [squeeze(said)]
    assert len(of_class(page, "list")) == 1


def test_where_something_of_substance_changed_there_is_no_such_sentence(mode: Mode) -> None:
    assert not of_class(page_of(mode, real_changes()), "sentence")


def test_a_table_that_came_or_went_says_so_and_compares_no_funds(mode: Mode) -> None:
    for came in (True, False):
        sides = (None, base_text()) if came else (base_text(), None)
        page = page_of(mode, compared(*sides))

        for language in mode_languages(mode):
            id_ = "year-added" if came else "year-removed"
            assert squeeze(load_catalogue(language).say("report", id_, year=2025)) in words(page)
        assert not of_class(page, "moves")


def test_several_tables_stand_one_below_the_other(mode: Mode) -> None:
    page = page_of(mode, real_changes(), starter_changes())

    assert len(list(page.iter("article"))) == 2
    ids = [element.get("id") for element in page.iter() if element.get("id")]
    assert len(ids) == len(set(ids))


# The funds


def test_the_funds_are_those_of_the_two_tables(changes: TableChanges) -> None:
    view = view_of("zh", changes).tables[0].funds
    base, revision = changes.comparison.base, changes.comparison.revision
    assert view
    assert base
    assert revision

    shown = [(row.before, row.after) for row in view.tasks]

    assert sorted(before for before, _ in shown if before) == sorted(
        str(task.funds.printed_total) for task in base.tasks
    )
    assert [after for _, after in shown if after] == [
        str(task.funds.printed_total) for task in revision.tasks
    ]
    assert view.totals.before == str(base.printed_totals().total)
    assert view.totals.after == str(revision.printed_totals().total)


def test_a_task_with_a_new_name_stands_beside_what_it_was() -> None:
    later = edited(
        base_text(),
        ("  - id: operations\n", "  - id: running\n    formerly: operations\n"),
        ("tasks: [operations]", "tasks: [running]"),
        ("≥17台", "≥12台"),
    )
    view = view_of("zh", compared(base_text(), later)).tables[0].funds
    assert view

    assert [(row.before, row.after) for row in view.tasks][-1] == ("355.20", "355.20")


def test_a_task_that_came_or_went_is_blank_on_the_other_side() -> None:
    view = view_of("en", real_changes()).tables[0].funds
    assert view

    rows = {row.status: row for row in view.tasks}

    assert (rows["came"].before, rows["came"].after) == ("", "355.20")
    assert (rows["went"].before, rows["went"].after) == ("355.20", "")
    assert plain(rows["came"].percent) == "new"
    assert plain(rows["went"].percent) == "gone"


def test_amounts_in_another_unit_are_compared_in_the_new_one() -> None:
    small = """\
format: 1
year: 2025
department: {code: example, name: {zh: 示例局, en: Example Bureau}}
framework: output-cost
currency_unit: 万元
tasks:
  - {id: service, text: {zh: 服务。, en: Serve.}, funds: {basic: 1.50}}
goals:
  - id: served
    tasks: [service]
    text: {zh: 服务好。, en: Serve well.}
    indicators:
      - {id: visits, category: output.quantity, name: {zh: 次数, en: Visits}, target: ≥3次}
"""
    later = edited(
        small,
        ("currency_unit: 万元", "currency_unit: 元"),
        ("basic: 1.50", "basic: 18000.00"),
        ("year: 2025", "year: 2026"),
    )
    view = view_of("zh", compared(small, later)).tables[0].funds
    assert view

    assert (view.tasks[0].before, view.tasks[0].after) == ("15000.00", "18000.00")
    assert plain(view.tasks[0].difference) == "+3000.00"
    assert plain(view.tasks[0].percent) == "+20.0%"


def test_the_part_without_a_quantified_outcome_is_shown_before_and_after() -> None:
    comparison = real_changes().comparison
    view = view_of("zh", real_changes()).tables[0].funds
    before, after = comparison.uncovered
    assert view
    assert before
    assert after

    funds, share = view.uncovered

    assert (funds.before, funds.after) == (str(before.funds), str(after.funds))
    assert (share.before, share.after) == (f"{before.share}%", f"{after.share}%")


def test_the_chart_shows_the_figures_of_the_table(changes: TableChanges, mode: Mode) -> None:
    page = page_of(mode, changes)

    (moves,) = of_class(page, "moves")
    rows = [row for row in moves.iter("tr") if row.find("td") is not None]
    figures = [words(cell) for row in rows for cell in row if cell.get("class") == "amount"]
    tasks = figures[2 : len(figures) - 4]
    (chart,) = (svg for svg in page.iter(SVG) if svg.get("role") == "img")

    assert len(tasks) > 8
    assert [words(text) for text in of_class(chart, "figure")] == [it for it in tasks if it]


def test_bars_are_as_long_as_their_amounts(changes: TableChanges) -> None:
    charts = view_of("zh", changes).tables[0].charts
    bars = [bar for chart in charts for group in chart.groups for bar in group.bars]

    scales = {round(float(bar.width) / float(bar.text), 3) for bar in bars}

    assert max(float(bar.width) for bar in bars) == 74
    assert max(scales) - min(scales) <= 0.002


def test_the_chart_has_a_name_and_a_description_in_every_language(mode: Mode) -> None:
    page = page_of(mode, real_changes())
    (chart,) = (svg for svg in page.iter(SVG) if svg.get("role") == "img")

    named = [by_id(chart, id_) for id_ in chart.get("aria-labelledby", "").split()]

    languages = [TAGS[language] for language in mode_languages(mode)]
    assert [element.get("lang") for element in named] == [*languages, *languages]
    assert all(words(element) for element in named)


def test_a_table_of_many_tasks_has_a_chart_for_each_page_of_them() -> None:
    task = "  - {{id: task-{0}, text: {{zh: 任务甲, en: Task}}, funds: {{basic: {0}.00}}}}\n"
    many = edited(
        base_text(),
        ("tasks:\n", "tasks:\n" + "".join(task.format(number) for number in range(1, 25))),
    )
    view = view_of("zh", compared(base_text(), many)).tables[0]
    assert view.funds

    assert [len(chart.groups) for chart in view.charts] == [14, 14, 3]
    assert len(view.funds.tasks) == 31


# The markup


def test_header_cells_say_what_they_head(changes: TableChanges, mode: Mode) -> None:
    page = page_of(mode, changes)

    scopes = [header.get("scope") for header in page.iter("th")]

    assert len(scopes) > 50
    assert set(scopes) == {"col", "row", "rowgroup"}
    for row in page.iter("tr"):
        assert row.find("th") is not None or of_class(page, "counts")[0] in list(page.iter("table"))


def test_ids_are_unique_and_what_is_referred_to_is_there(mode: Mode) -> None:
    page = page_of(mode, real_changes())
    ids = [element.get("id") for element in page.iter() if element.get("id")]

    assert len(ids) == len(set(ids))
    for element in page.iter():
        assert set(element.get("aria-labelledby", "").split()) <= set(ids)


def test_every_piece_of_text_says_its_language(mode: Mode) -> None:
    page = page_of(mode, real_changes())
    body = page.find("body")
    assert body is not None

    found = list(spoken(body, page.get("lang", "")))

    assert len(found) > 300
    assert [text for lang, text in found if CHINESE.search(text) and lang != "zh-CN"] == []
    assert [
        text
        for lang, text in found
        if re.search("[a-z]{4}", text) and not CHINESE.search(text) and lang != "en"
    ] == []


def spoken(element: Element, lang: str) -> Iterator[tuple[str, str]]:
    """Every piece of text with its language, names of files apart."""
    own = element.get("lang", lang)
    if "file" in element.get("class", "").split():
        return
    if element.text and element.text.strip():
        yield own, element.text
    for child in element:
        yield from spoken(child, own)
        if child.tail and child.tail.strip():
            yield own, child.tail


def test_a_changed_translation_is_in_the_language_that_changed() -> None:
    page = page_of("zh", real_changes())

    row = next(row for row in page.iter("tr") if "Improvement" in words(row))

    (value,) = (div for div in row.iter("div") if "Improvement" in words(div) and div.get("lang"))
    assert value.get("lang") == "en"


HOSTILE = "<script>alert(1)</script></style><b onclick='x'>&amp; \"{{ 7 * 7 }}\" --><!--"


def test_markup_in_texts_is_shown_as_text() -> None:
    quoted = json.dumps(HOSTILE)
    later = edited(
        base_text(),
        ("zh: 开展网络安全和信息化工作。", f"zh: {quoted}"),
        ("{zh: 硬件采购（维护）数量,", f"{{zh: {quoted},"),
        ("{zh: 2025年底前,", f"{{zh: {quoted},"),
    )

    page = page_of("zh", compared(base_text(), later))

    assert not {element.tag for element in page.iter()} & {"script", "b"}
    # In the funds, in the item and the new text of a task and an indicator, in a new target; the
    # chart has its beginning alone.
    assert words(page).count(squeeze(HOSTILE)) == 6


def test_the_page_forbids_all_but_its_own_style_and_fetches_nothing(mode: Mode) -> None:
    page = page_of(mode, real_changes())

    (policy,) = (
        meta.get("content") for meta in page.iter("meta") if (meta.get("http-equiv") or "")
    )
    assert policy == "default-src 'none'; style-src 'unsafe-inline'"
    names = {name for element in page.iter() for name in element.attrib}
    assert not names & {"href", "src", "style", "onclick", "onload"}
    assert "url(" not in "".join(page.itertext())


# A user's own templates


def test_a_users_template_takes_the_place_of_a_part_of_the_report(tmp_path: Path) -> None:
    (tmp_path / "changes-funds.html.j2").write_text("<p>{{ table.funds.totals.after }}</p>")
    own = Pages(folders=(tmp_path, resources.templates_path()))

    page = own.render_changes(view_of("zh", real_changes()))

    assert "<p>5240.60</p>" in page
    assert 'class="moves"' not in page
    assert 'class="list"' in page


@pytest.mark.parametrize("template", ["{{ nothing }}", "{{ table.nothing }}", "{{ form.nothing }}"])
def test_a_mistake_in_a_users_template_is_reported(tmp_path: Path, template: str) -> None:
    (tmp_path / "changes-table.html.j2").write_text(f"\n{template}")
    own = Pages(folders=(tmp_path, resources.templates_path()))

    with pytest.raises(RenderError) as caught:
        own.render_changes(view_of("zh", real_changes()))

    assert caught.value.arguments["template"] == "changes-table.html.j2"
    assert caught.value.arguments["line"] == 2


# In a browser


@pytest.fixture(scope="module")
def addresses(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Mode], str]:
    """The address of the real table's changes in a mode."""
    folder = tmp_path_factory.mktemp("changes")

    @cache
    def address(mode: Mode) -> str:
        path = folder / f"changes.{mode}.html"
        path.write_text(pages().render_changes(view_of(mode, real_changes())), "utf-8")
        return path.as_uri()

    return address


@pytest.fixture(params=["light", "dark"])
def scheme(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.mark.parametrize("width", [390, 1280])
def test_the_page_fits_its_window_and_can_be_read(
    window: Callable[..., Any],
    addresses: Callable[[Mode], str],
    mode: Mode,
    width: int,
    scheme: str,
) -> None:
    with window(addresses(mode), width=width, color_scheme=scheme) as visit:
        contrasts = visit.contrasts()

        assert not visit.scrolls_sideways()
        assert visit.cut_cells() == []
        assert visit.overlaps() == []
        assert len(contrasts) > 300
        assert [found for found in contrasts if found[1] < ENOUGH_CONTRAST] == []
        assert visit.requests == [visit.page.url]
        assert visit.complaints == []


@pytest.mark.parametrize("width", [320, 600, 768, 1024])
def test_no_width_scrolls_sideways_or_cuts_text(
    window: Callable[..., Any], addresses: Callable[[Mode], str], mode: Mode, width: int
) -> None:
    with window(addresses(mode), width=width) as visit:
        assert not visit.scrolls_sideways()
        assert visit.cut_cells() == []


def test_no_drawing_is_cut(
    window: Callable[..., Any], addresses: Callable[[Mode], str], mode: Mode
) -> None:
    with window(addresses(mode), width=390) as visit:
        cut = visit.evaluate(
            """() => [...document.querySelectorAll("svg[role=img] text")].filter(text => {
              const inner = text.getBoundingClientRect();
              const outer = text.closest("svg[role=img]").getBoundingClientRect();
              return inner.right > outer.right + 1 || inner.bottom > outer.bottom + 1;
            }).map(text => text.textContent)"""
        )
        assert cut == []


def test_on_a_phone_assistive_technology_finds_the_tables(
    window: Callable[..., Any], addresses: Callable[[Mode], str]
) -> None:
    with window(addresses("zh-en"), width=390) as visit:
        session = visit.page.context.new_cdp_session(visit.page)
        nodes = session.send("Accessibility.getFullAXTree")["nodes"]

    roles = [node.get("role", {}).get("value") for node in nodes if not node.get("ignored")]
    assert roles.count("table") == 5
    assert roles.count("image") == 1
    assert roles.count("row") > len(real_changes().told)


def test_the_browser_prints_every_change(
    window: Callable[..., Any], addresses: Callable[[Mode], str], tmp_path: Path, scheme: str
) -> None:
    path = tmp_path / "printed.pdf"

    with window(addresses("zh"), color_scheme=scheme) as visit:
        path.write_bytes(visit.page.pdf(prefer_css_page_size=True, print_background=True))
        visit.page.emulate_media(media="print")
        ink = visit.evaluate("() => getComputedStyle(document.querySelector('ins')).color")

    found = pdf_pages(path)
    assert len(found) >= 4
    figures = [told.change.after.printed for told in real_changes().told
               if isinstance(told.change.after, Quantity)]  # fmt: skip
    assert len(figures) >= 4
    assert [figure for figure in figures if figure.strip("≥≤＜") not in "".join(found)] == []
    assert ink == "rgb(0, 0, 0)"


# The PDF


@pytest.fixture(scope="module")
def printer() -> PdfPrinter:
    return PdfPrinter()


@pytest.fixture(scope="module", params=MODES)
def printed(
    request: pytest.FixtureRequest, printer: PdfPrinter, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Mode, Path]:
    """The PDF of the real table's changes in each mode."""
    path = tmp_path_factory.mktemp("pdf") / f"changes.{request.param}.pdf"
    html = pages().render_changes_pages(view_of(request.param, real_changes()))
    path.write_bytes(printer.print_page(html, b"test"))
    return request.param, path


def pdf_pages(path: Path) -> list[str]:
    """The text of every page in the order in which it is drawn, without white space."""
    program = shutil.which("pdftotext")
    assert program, "these tests need pdftotext (poppler-utils)"
    ran = subprocess.run([program, "-raw", path, "-"], capture_output=True, check=True)
    return [squeeze(page) for page in ran.stdout.decode().split("\f")[:-1]]


def test_every_change_can_be_copied_out_of_the_pdf(printed: tuple[Mode, Path]) -> None:
    mode, path = printed
    text = "".join(pdf_pages(path))

    for told in real_changes().told:
        for language in mode_languages(mode):
            said = tell(told, real_changes(), load_catalogue(language))
            parts = (said.kind, *said.before, *said.after, said.significance, said.reason)
            assert [part for part in parts if squeeze(part) not in text] == []


def test_every_page_has_the_title_and_its_number(printed: tuple[Mode, Path]) -> None:
    mode, path = printed
    found = pdf_pages(path)
    titles = [load_catalogue(language).say("report", "title") for language in mode_languages(mode)]

    assert len(found) >= 4
    for number, page in enumerate(found, start=1):
        assert page.endswith(f"{number}/{len(found)}")
        assert squeeze("".join(titles)) in page


def test_the_header_stands_on_every_page_of_the_list_and_no_heading_ends_a_page(
    printed: tuple[Mode, Path],
) -> None:
    mode, path = printed
    catalogue = load_catalogue(mode_languages(mode)[-1])
    reasons = [squeeze(told_reason(told, catalogue)) for told in real_changes().told]
    head = squeeze(catalogue.say("report", "judgement"))

    for page in pdf_pages(path):
        if any(reason in page for reason in reasons):
            assert head in page
            # The last row of a page ends with the reason of a change, or a list follows it.
            body = re.sub(r"\d+/\d+$", "", page)
            assert not body.endswith(tuple(headings(mode)))


def told_reason(told: ToldChange, catalogue: Catalogue) -> str:
    return catalogue.say("reason", told.verdict.reason)


def headings(mode: Mode) -> Iterator[str]:
    for group in view_of(mode, real_changes()).tables[0].groups:
        yield squeeze(group.heading[-1].text)


def test_the_bookmarks_are_the_table_its_parts_and_the_groups(printed: tuple[Mode, Path]) -> None:
    mode, path = printed
    view = view_of(mode, real_changes()).tables[0]

    with pikepdf.open(path) as pdf, pdf.open_outline() as outline:
        (table,) = outline.root
        parts = list(table.children)
        groups = [child.title for child in parts[2].children]

    assert table.title == plain(view.title)
    assert len(parts) == 4
    assert groups == [plain(group.heading) for group in view.groups]


def test_the_fonts_are_the_bundled_ones(printed: tuple[Mode, Path]) -> None:
    names = set()
    with pikepdf.open(printed[1]) as pdf:
        for page in pdf.pages:
            for font in page.get("/Resources", {}).get("/Font", {}).values():
                names.add(str(font["/BaseFont"]).partition("+")[2])
                descriptor = font["/DescendantFonts"][0]["/FontDescriptor"]
                assert {"/FontFile3", "/FontFile2", "/FontFile"} & set(descriptor.keys())

    assert names == {"Perf-Report-Song", "Perf-Report-Song-Bold", "Perf-Report-Hei-Medium"}


def test_the_same_changes_give_the_same_bytes(printed: tuple[Mode, Path]) -> None:
    mode, path = printed
    html = pages().render_changes_pages(view_of(mode, real_changes()))

    assert PdfPrinter().print_page(html, b"test") == path.read_bytes()


def test_a_text_longer_than_a_page_goes_on_over_the_next(
    printer: PdfPrinter, tmp_path: Path
) -> None:
    sentence = "对信息化设备和网站进行维修维护、"
    long = edited(base_text(), ("zh: 开展信息化建设，", f"zh: {sentence * 150}"))
    path = tmp_path / "long.pdf"

    html = pages().render_changes_pages(view_of("zh", compared(base_text(), long)))
    path.write_bytes(printer.print_page(html, b"test"))

    found = pdf_pages(path)
    assert "".join(found).count(squeeze(sentence)) >= 120
    assert sum("判断与理由" in page for page in found) >= 4

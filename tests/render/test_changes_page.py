"""The report of changes as a web page: its words, its figures, its markup."""

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
from changes_pages import (
    CHINESE,
    SVG,
    TABLES,
    base_text,
    by_id,
    compared,
    edited,
    of_class,
    page_of,
    real_changes,
    squeeze,
    starter_changes,
    view_of,
    words,
)

from perf_report import resources
from perf_report.diff.assessment import Significance
from perf_report.diff.significance import Policy
from perf_report.errors import RenderError
from perf_report.messages import load_catalogue
from perf_report.model.approval import Approval
from perf_report.model.text import LANGUAGES, Language
from perf_report.render.changes.change_text import describe_change
from perf_report.render.changes.located_changes import compare_sides
from perf_report.render.changes.report import WEIGHTS, TableChanges
from perf_report.render.html import TemplateRenderer
from perf_report.render.localized_text import MODES, Mode, join_runs, mode_languages


@pytest.fixture(params=MODES)
def mode(request: pytest.FixtureRequest) -> Mode:
    given: Mode = request.param
    return given


@pytest.fixture(params=TABLES)
def changes(request: pytest.FixtureRequest) -> TableChanges:
    return TABLES[request.param]()


def test_the_edits_make_changes_of_many_kinds() -> None:
    kinds = {reported.change.kind for reported in real_changes().changes}

    assert len(kinds) >= 15
    assert len(real_changes().comparison.matches) >= 1
    assert {reported.assessment.significance for reported in real_changes().changes} == set(
        Significance
    )


# The words


def test_every_change_is_on_the_page_in_every_language(changes: TableChanges, mode: Mode) -> None:
    page = page_of(mode, changes)

    assert len(changes.changes) > 20
    for reported in changes.changes:
        row = by_id(page, f"change-{reported.fingerprint}")
        body = next(body for body in page.iter("tbody") if row in list(body))
        shown = words(row) + words(body[0]) + words(note_of(page, row))
        for language in mode_languages(mode):
            said = describe_change(reported, changes, load_catalogue(language))
            parts = (said.kind, *said.before, *said.after, *said.difference, said.significance,
                     said.reason)  # fmt: skip
            assert [part for part in parts if squeeze(part) not in shown] == []


def note_of(page: Element, row: Element) -> Element:
    """The reason to which a row leads."""
    (link,) = row.iter("a")
    return by_id(page, link.get("href", "").removeprefix("#"))


def test_every_change_stands_once_the_weightiest_first(changes: TableChanges) -> None:
    page = page_of("zh-en", changes)

    shown = [row.get("id", "") for row in page.iter("tr") if row.get("id", "").startswith("change")]

    assert shown == [f"change-{each.fingerprint}" for each in changes.by_weight.changes]
    groups = [
        (body.get("class"), len(body) - 1) for body in page.iter("tbody") if body.get("class")
        if body.get("class") in {significance.value for significance in Significance}
    ]  # fmt: skip
    counts = changes.summary
    assert groups == [(each.value, counts[each]) for each in WEIGHTS if counts[each]]


def test_rows_are_numbered_through(changes: TableChanges) -> None:
    view = view_of("zh", changes).tables[0]

    numbers = [row.number for group in view.groups for row in group.rows]

    assert numbers == [*range(1, len(changes.changes) + 1)]


def test_each_reason_stands_once_and_every_row_has_its_number(
    changes: TableChanges, mode: Mode
) -> None:
    page = page_of(mode, changes)
    (notes,) = of_class(page, "reasons")

    told = [words(note) for note in notes.iter("li")]
    linked = {
        words(link): words(note_of(page, row))
        for row in page.iter("tr")
        if (row.get("id") or "").startswith("change-")
        for link in row.iter("a")
    }

    assert len(told) == len({each.assessment.reason for each in changes.changes})
    assert [told[int(number) - 1] for number in linked] == [*linked.values()]
    assert all(note.startswith(number) for number, note in linked.items())


def test_a_change_says_which_goal_it_belongs_to() -> None:
    view = view_of("zh", real_changes()).tables[0]

    items = [row.item[0].text for group in view.groups for row in group.rows]

    assert items[0] == "目标1 · 硬件采购（维护）数量"
    assert any(item.startswith("原目标8 · 升级改造消防报警系统") for item in items)
    assert "原任务7 · 加强正常运转保障。" in items
    assert "任务7 · 做好各项日常服务。" in items


def test_the_weaker_changes_come_first_in_short(changes: TableChanges, mode: Mode) -> None:
    view = view_of(mode, changes).tables[0]
    page = page_of(mode, changes)
    (first,) = of_class(page, "first")
    most, weaker = 3 if mode == "zh-en" else 5, changes.summary[Significance.WEAKER]

    linked = [link.get("href") for link in first.iter("a")]

    rows = view.groups[0].rows[:most]
    assert linked == [f"#{row.anchor}" for row in rows]
    assert [change.kind for change in view.weaker.shown] == [row.kind for row in rows]
    assert view.weaker.left_out == max(0, weaker - most)
    assert len(of_class(page, "more")) == (weaker > most)


def test_where_nothing_is_weaker_the_page_says_so(mode: Mode) -> None:
    page = page_of(mode, compared(base_text(), edited(base_text(), ("≥17台", "≥18台"))))

    said = [load_catalogue(each).format("report", "no-weaker") for each in mode_languages(mode)]
    assert [words(element) for element in of_class(page, "sentence")] == [squeeze("".join(said))]
    assert not of_class(page, "first")


def test_a_long_weaker_change_is_cut_on_the_first_page() -> None:
    long = "组织企业参加境内外展会并取得实效" * 6 + "不少于20次"
    before = edited(base_text(), ("≥17台", f"{{zh: {long}}}"))
    after = edited(base_text(), ("≥17台", f"{{zh: {long.replace('20', '12')}}}"))
    (change,) = view_of("zh", compared(before, after)).tables[0].weaker.shown

    assert change.before[0].text.endswith("…")
    assert len(change.before[0].text) < 30


def test_the_summary_counts_the_changes(changes: TableChanges) -> None:
    page = page_of("en", changes)

    (table,) = of_class(page, "counts")
    counts = [words(cell) for cell in table.iter("td")]

    assert counts == [*map(str, changes.summary.values()), str(len(changes.changes))]


def test_what_was_matched_by_likeness_is_said_at_the_change_and_listed() -> None:
    page = page_of("zh", real_changes())

    (table,) = of_class(page, "guesses")
    assert "提升我市国际知名度，助力我市高水平对外开放" in words(table)
    remarks = [words(element) for element in of_class(page, "remark")]
    assert any(re.fullmatch(r"按名称相近匹配，相似度\d+%", remark) for remark in remarks)


def test_an_approval_says_who_when_and_why() -> None:
    reported = real_changes().changes[0]
    approval = Approval(
        fingerprint=reported.fingerprint, table="", kind="", subject="", reason="职能已划转",
        by="示例处", given=date(2026, 1, 9), expires=date(2026, 12, 31),
    )  # fmt: skip
    sides = (real_changes().base, real_changes().revision)

    page = page_of("zh", compare_sides(sides, Policy(), {reported.fingerprint: approval}))

    row = words(by_id(page, f"change-{reported.fingerprint}"))
    for part in ("示例处", "2026年1月9日", "2026年12月31日", "职能已划转"):
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

    said = load_catalogue(language).format("compared", "no-change")
    assert [words(element) for element in of_class(page, "sentence")] == [squeeze(said)]
    assert not of_class(page, "list")
    assert not list(page.iter(SVG))


def test_where_nothing_of_substance_changed_the_page_says_so() -> None:
    later = edited(base_text(), ("year: 2025\n", "year: 2025\nrevision: 2\n"))

    page = page_of("en", compared(base_text(), later))

    said = load_catalogue("en").format("compared", "no-substance")
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
            assert squeeze(load_catalogue(language).format("report", id_, year=2025)) in words(page)
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
    assert view.totals
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
    assert join_runs(rows["came"].percent) == "new"
    assert join_runs(rows["went"].percent) == "removed"


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
    assert join_runs(view.tasks[0].difference) == "+3000.00"
    assert join_runs(view.tasks[0].percent) == "+20.0%"


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


def test_every_amount_of_a_task_has_its_bar_beside_it(changes: TableChanges, mode: Mode) -> None:
    page = page_of(mode, changes)
    view = view_of(mode, changes).tables[0].funds
    assert view

    (moves,) = of_class(page, "moves")
    drawn = []
    for row in moves.iter("tr"):
        amounts = [words(cell) for cell in row if cell.get("class") == "amount"]
        (cell,) = of_class(row, "bars")
        drawn.append((amounts, [bar.get("class") for bar in of_class(cell, "bar")]))

    _, totals, *tasks = drawn
    assert totals[1] == []
    for amounts, bars in tasks[: len(view.tasks)]:
        sides = zip(("before", "after"), amounts, strict=False)
        assert bars == [f"bar {side}" for side, amount in sides if amount]
    assert [bars for _, bars in tasks[len(view.tasks) :]] == [[], []]


def test_bars_are_as_long_as_their_amounts(changes: TableChanges) -> None:
    view = view_of("zh", changes).tables[0].funds
    assert view
    lengths = [
        (float(bar.width), float(getattr(row, bar.side))) for row in view.tasks for bar in row.bars
    ]

    scales = {round(width / amount, 3) for width, amount in lengths}

    assert max(width for width, _ in lengths) == 98
    assert max(scales) - min(scales) <= 0.002


def test_the_chart_has_a_title_with_the_unit_and_a_key_in_the_headings(mode: Mode) -> None:
    page = page_of(mode, real_changes())
    (moves,) = of_class(page, "moves")
    (head,) = moves.iter("thead")

    units = {"zh": "万元", "en": "CNY10,000"}
    (title,) = of_class(head, "bars")
    assert all(units[language] in words(title) for language in mode_languages(mode))
    keys = [bar.get("class") for cell in of_class(head, "amount") for bar in of_class(cell, "bar")]
    assert keys == ["bar before", "bar after"]


def test_the_bars_are_not_read_out(mode: Mode) -> None:
    page = page_of(mode, real_changes())

    assert len(list(page.iter(SVG))) > 8
    hidden = {
        id(inner)
        for element in page.iter()
        if element.get("aria-hidden") == "true"
        for inner in element.iter(SVG)
    }
    assert [drawing for drawing in page.iter(SVG) if id(drawing) not in hidden] == []


def test_long_names_of_tasks_are_cut_on_paper_alone() -> None:
    long = edited(
        base_text(), ("zh: 开展网络安全和信息化工作。", f"zh: {'开展网络安全工作，' * 9}")
    )
    changed = compared(long, edited(long, ("≥17台", "≥12台")))
    view = view_of("zh", changed).tables[0].funds
    assert view

    assert view.tasks[0].short_text[0].text.endswith("…")
    assert len(view.tasks[0].short_text[0].text) < 40
    (moves,) = of_class(page_of("zh", changed), "moves")
    assert "开展网络安全工作，" * 9 in words(moves)


def test_the_files_are_named_at_the_foot(mode: Mode) -> None:
    page = page_of(mode, real_changes())
    (article,) = page.iter("article")

    assert article[-1].tag == "footer"
    assert [words(file) for file in of_class(article[-1], "file")] == [
        "specs/2025.yaml", "specs/2026.yaml",
    ]  # fmt: skip
    assert len(of_class(page, "file")) == 2


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

    row = next(row for row in page.iter("tr") if "Improving" in words(row))

    (value,) = (div for div in row.iter("div") if "Improving" in words(div) and div.get("lang"))
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
    # In the funds, in the item and the new text of a task and an indicator, and twice in a new
    # target, which has figures now that its English has not; the chart has its beginning alone.
    assert words(page).count(squeeze(HOSTILE)) == 7


def test_the_page_forbids_all_but_its_own_style_and_fetches_nothing(mode: Mode) -> None:
    page = page_of(mode, real_changes())

    (policy,) = (
        meta.get("content") for meta in page.iter("meta") if (meta.get("http-equiv") or "")
    )
    assert policy == "default-src 'none'; style-src 'unsafe-inline'"
    names = {name for element in page.iter() for name in element.attrib}
    assert not names & {"src", "style", "onclick", "onload"}
    links = [element.get("href") for element in page.iter() if "href" in element.attrib]
    ids = {element.get("id") for element in page.iter()}
    assert links
    assert [link for link in links if not link or link.removeprefix("#") not in ids] == []
    assert "url(" not in "".join(page.itertext())


# A user's own templates


def test_a_users_template_takes_the_place_of_a_part_of_the_report(tmp_path: Path) -> None:
    (tmp_path / "changes-funds.html.j2").write_text("<p>{{ table.funds.totals.after }}</p>")
    own = TemplateRenderer(folders=(tmp_path, resources.templates_path()))

    page = own.render_changes(view_of("zh", real_changes()))

    assert "<p>5240.60</p>" in page
    assert 'class="moves"' not in page
    assert 'class="list"' in page


@pytest.mark.parametrize("template", ["{{ nothing }}", "{{ table.nothing }}", "{{ form.nothing }}"])
def test_a_mistake_in_a_users_template_is_reported(tmp_path: Path, template: str) -> None:
    (tmp_path / "changes-table.html.j2").write_text(f"\n{template}")
    own = TemplateRenderer(folders=(tmp_path, resources.templates_path()))

    with pytest.raises(RenderError) as caught:
        own.render_changes(view_of("zh", real_changes()))

    assert caught.value.arguments["template"] == "changes-table.html.j2"
    assert caught.value.arguments["line"] == 2

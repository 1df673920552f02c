"""Next year's spec from last year's file: what moves, what is marked, and that all else stays."""

import codecs
import dataclasses
import difflib
import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from cases import for_each
from hypothesis import given, settings
from hypothesis import strategies as st
from paths import REPOSITORY
from sampling import tries

from perf_report import resources
from perf_report.app.check.spec_check import Standards, check_source, open_standards
from perf_report.app.project import Project
from perf_report.model.finding import LocatedFinding
from perf_report.model.plan import Indicator, Plan, RevisionKind
from perf_report.model.plan_data import plan_data
from perf_report.model.route import Route
from perf_report.model.source import Source
from perf_report.model.target import Deadline, Statement, Target
from perf_report.model.text import Text
from perf_report.parse.encoding import encode_like
from perf_report.parse.load import load_plan
from perf_report.parse.next_year import NextYearText, ReviewMarks, carry_over, move_date
from perf_report.parse.plan_edits import rewrite_plan
from perf_report.parse.yaml_writer import dump_plan

STARTER_SPECS = resources.starter_path() / "specs"
SPECS = [
    REPOSITORY / "specs" / "2025-ccpit-tianjin.yaml",
    STARTER_SPECS / "2025-demo.yaml",
    STARTER_SPECS / "2026-demo.yaml",
]
EXAMPLES = sorted((REPOSITORY / "tests" / "examples" / "valid").glob("*.yaml"))
each_example = for_each("path", [*SPECS, *EXAMPLES])
each_spec = for_each("path", SPECS)

MARKS = ReviewMarks(carried="# carried 2025", moved="# moved 2025", mentions="# mentions 2025")
ANY_MARK = re.compile(r"  # (carried|moved|mentions) 2025")

SMALL = """\
format: 1
year: 2025
department: {code: kites, name: {zh: 风筝局, en: Kite Bureau}}
framework: output-cost
currency_unit: 万元
tasks:
  - id: fly
    text: {zh: 放风筝。, en: Fly kites.}
    funds: {basic: 1.00}
goals:
  - id: fun
    tasks: [fly]
    text: {zh: 高兴。, en: Be happy.}
    indicators:
      - id: flown
        category: output.quantity
        name: {zh: 风筝, en: Kites}
        target: ≥17个
      - id: done
        category: output.timeliness
        name: {zh: 时间, en: Time}
        target: {zh: 2025年底前, en: by the end of 2025, by: 2025-12-31}
"""
TASK = "    text: {zh: 放风筝。, en: Fly kites.}\n"
FUNDS, TARGET = "    funds: {basic: 1.00}\n", "        target: ≥17个\n"
DEADLINE = "        target: {zh: 2025年底前, en: by the end of 2025, by: 2025-12-31}\n"
GOAL = "    text: {zh: 高兴。, en: Be happy.}\n"


def source(text: str) -> Source:
    return Source(name="spec.yaml", data=text.encode())


def read(text: str) -> Plan:
    loaded = load_plan(source(text))
    assert loaded.plan is not None, (loaded.findings, text)
    return loaded.plan


def carried(text: str, year: int = 2026) -> NextYearText:
    loaded = load_plan(source(text))
    assert loaded.plan is not None, (loaded.findings, text)
    return carry_over(loaded.document, year, MARKS)


def changed(*pairs: str) -> str:
    """The small spec with one text in place of another, pair by pair."""
    text = SMALL
    for old, new in zip(pairs[::2], pairs[1::2], strict=True):
        assert text.count(old) == 1
        text = text.replace(old, new)
    return text


def changes(before: str, after: str) -> list[str]:
    """The lines that differ, with - and + as in a pull request."""
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=0)
    return [line for line in lines if not line.startswith(("---", "+++", "@@"))]


def expected(plan: Plan, year: int) -> Plan:
    """The old plan, with the year and the deadlines moved and what is of the old year gone."""

    def moved(target: Target) -> Target:
        if not isinstance(target, Deadline):
            return target
        by = target.by.replace(year=target.by.year + year - plan.year)
        years = {plan.year, target.by.year}
        words = {
            language: moved_words(str(target.text.get(language)), years, year - plan.year)
            for language in plan.languages
        }
        return dataclasses.replace(target, text=Text(**words), by=by)

    def next_year(items: tuple[Indicator, ...]) -> tuple[Indicator, ...]:
        return tuple(
            dataclasses.replace(item, formerly=(), target=moved(item.target)) for item in items
        )

    return dataclasses.replace(
        plan,
        year=year,
        revision=None,
        revision_note=None,
        revision_kind=RevisionKind.CORRECTION,
        revision_approved=None,
        published=None,
        budget_approved=None,
        tasks=tuple(dataclasses.replace(task, formerly=()) for task in plan.tasks),
        goals=tuple(
            dataclasses.replace(goal, formerly=(), indicators=next_year(goal.indicators))
            for goal in plan.goals
        ),
        indicators=next_year(plan.indicators),
    )


# --- The plan ---


def test_there_are_examples() -> None:
    assert len(EXAMPLES) > 20


@each_example
@for_each("years", [1, 3, -2])
def test_the_new_plan_is_the_old_one_with_its_year_and_deadlines_moved(
    path: Path, years: int
) -> None:
    text = path.read_text("utf-8")
    plan = read(text)
    assert read(carried(text, plan.year + years).text) == expected(plan, plan.year + years)


@each_spec
@for_each("indent", [None, 2])
def test_the_layout_does_not_matter(path: Path, indent: int | None) -> None:
    """JSON is YAML, too: on one line, or with every bracket on a line of its own."""
    plan = dataclasses.replace(
        read(path.read_text("utf-8")),
        revision=2,
        revision_note=Text(zh="更正。", en="Corrected."),
        published=date(2025, 2, 14),
        budget_approved=date(2025, 1, 27),
    )
    data = json.dumps(
        plan_data(plan), ensure_ascii=False, indent=indent, default="decimal {}".format
    )
    text = re.sub(r'"decimal (.*?)"', r"\1", data)
    assert read(text) == plan
    new = carried(text, plan.year + 1)
    assert read(new.text) == expected(plan, plan.year + 1)
    # What stands on one line shares a mark.
    assert (new.text.count("# carried") == 1) == (indent is None)


YEAR = 2025
words = st.lists(
    st.sampled_from(
        ["2025", "2026", "年", "底前", " by ", "12025", "0", "'", '"', ": ", " #", "\n", "\\u2025",
         "{", "}", ",", "台", "第3季度", "- ", "%", "甲乙", "a"]
    ),
    min_size=1,
    max_size=6,
).map("".join).map(str.strip).filter(bool)  # fmt: skip
texts = st.builds(Text, zh=words, en=words)
# Without 29 February, which has a test of its own.
days = st.dates(date(2025, 1, 1), date(2027, 12, 31))
targets = st.one_of(st.builds(Deadline, text=texts, by=days), st.builds(Statement, text=texts))


@settings(max_examples=tries(80), deadline=None, derandomize=True)
@given(target=targets, text=texts, years=st.integers(1, 5), formerly=st.booleans())
def test_deadlines_move_and_no_other_text_does(
    target: Target, text: Text, years: int, *, formerly: bool
) -> None:
    plan = read(SMALL)
    former = ("old",) if formerly else ()
    indicator = dataclasses.replace(
        plan.goals[0].indicators[1], target=target, note=text, formerly=former
    )
    goal = dataclasses.replace(plan.goals[0], text=text, indicators=(indicator,))
    plan = dataclasses.replace(plan, goals=(goal,), revision=1, revision_note=text)
    new = read(carried(dump_plan(plan), YEAR + years).text)
    (after,) = new.goals[0].indicators
    assert (after.note, new.goals[0].text) == (text, text)
    assert (after.formerly, new.revision_note) == ((), None)
    if isinstance(target, Statement):
        assert after.target == target
        return
    assert isinstance(target, Deadline)
    assert isinstance(after.target, Deadline)
    assert after.target.by.replace(year=target.by.year) == target.by
    assert after.target.by.year == target.by.year + years
    for language in ("zh", "en"):
        before = str(target.text.get(language))
        assert after.target.text.get(language) == moved_words(before, {YEAR, target.by.year}, years)


def moved_words(text: str, moving: set[int], years: int) -> str:
    """Every number by itself that is one of the years, so many on; written without a pattern."""
    numbers = re.split("([0-9]+)", text)
    escaped = ["", *(part[-2:] in {"\\u", "\\x"} for part in numbers)]
    return "".join(
        str(int(part) + years) if part in map(str, moving) and not escaped[place] else part
        for place, part in enumerate(numbers)
    )


@pytest.mark.parametrize(
    ("day", "years", "moved"),
    [
        (date(2024, 2, 29), 1, date(2025, 2, 28)),
        (date(2024, 2, 29), 4, date(2028, 2, 29)),
        (date(2023, 2, 28), 1, date(2024, 2, 28)),
        (date(2025, 12, 31), 1, date(2026, 12, 31)),
        (date(9999, 12, 31), 1, date(9999, 12, 31)),
        (date(1, 1, 31), -1, date(1, 1, 31)),
    ],
)
def test_a_date_moves_to_a_day_that_exists(day: date, years: int, moved: date) -> None:
    assert move_date(day, years) == moved


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "{zh: 2024年2月29日前, en: by 29 February 2024, by: 2024-02-29}",
            "{zh: 2025年2月28日前, en: by 28 February 2025, by: 2025-02-28}",
        ),
        (
            "{zh: ２０２４年底前, en: by the end of 2024, by: 2024-12-31}",
            "{zh: ２０２５年底前, en: by the end of 2025, by: 2025-12-31}",
        ),
        (
            "{zh: 二〇二四年底前, en: by the end of 2024, by: 2024-12-31}",
            "{zh: 二〇二五年底前, en: by the end of 2025, by: 2025-12-31}",
        ),
        (
            "{zh: 2024年度报告于2025年3月底前, en: the 2024 report by March 2025, by: 2025-03-31}",
            "{zh: 2025年度报告于2026年3月底前, en: the 2025 report by March 2026, by: 2026-03-31}",
        ),
        (
            "{zh: '2024年底前', en: \"by the end of 2024\", by: '2024-12-31'}",
            "{zh: '2025年底前', en: \"by the end of 2025\", by: '2025-12-31'}",
        ),
        (
            '{zh: 2024年底前, en: "\\u2024 by the end of 2024", by: 2024-12-31}',
            '{zh: 2025年底前, en: "\\u2024 by the end of 2025", by: 2025-12-31}',
        ),
        (
            "{zh: 12024号文后, en: after document 12024, by: 2024-12-31}",
            "{zh: 12024号文后, en: after document 12024, by: 2025-12-31}",
        ),
    ],
)
def test_a_deadline_moves_as_it_is_written(before: str, after: str) -> None:
    text = changed("year: 2025", "year: 2024", DEADLINE, f"        target: {before}\n")
    assert f"        target: {after}  # moved 2025\n" in carried(text, 2025).text


def test_a_table_in_chinese_alone_has_its_deadlines_moved() -> None:
    text = re.sub(", en: [^,}]*", "", SMALL).replace("year: 2025", "year: 2025\nlanguages: [zh]")
    assert "target: {zh: 2026年底前, by: 2026-12-31}" in carried(text).text


# --- The file ---


@each_spec
def test_a_file_without_its_marks_differs_only_where_it_must(path: Path) -> None:
    text = path.read_text("utf-8")
    old = read(text).year
    new = carried(text, old + 1).text
    for line in changes(text, ANY_MARK.sub("", new)):
        is_moved = "by:" in line or line[1:].startswith("year:")
        assert is_moved or line.lstrip("- ").startswith(("published:", "formerly:")), line


@each_spec
def test_every_funds_and_target_has_one_mark_behind_it(path: Path) -> None:
    text = path.read_text("utf-8")
    plan = read(text)
    new = carried(text, plan.year + 1)
    lines = new.text.splitlines()
    for key in ("budget", "funds", "target"):
        entries = [line for line in lines if re.match(rf" *{key}:", line)]
        assert entries
        for line in entries:
            kind = "moved" if "by:" in line else "carried"
            assert line.endswith(f"  # {kind} 2025"), line
    assert new.funds == 1 + len(plan.tasks)
    indicators = [indicator for goal in plan.goals for indicator in goal.indicators]
    assert new.targets == len(indicators)
    assert new.figures == sum(
        (indicator.baseline is not None) + (indicator.weight is not None)
        for indicator in indicators
    )
    marks = re.findall(r"# (carried|moved|mentions) 2025", new.text)
    assert len(marks) == new.funds + new.targets + new.figures + new.texts


def test_what_a_text_says_of_the_old_year_stays_and_is_marked() -> None:
    text = changed(GOAL, "    text:\n      zh: 参加2025年大阪世博会。\n      en: Join Expo 2025.\n")
    new = carried(text)
    assert (
        "    text:  # mentions 2025\n      zh: 参加2025年大阪世博会。\n      en: Join Expo 2025.\n"
    ) in new.text
    assert new.texts == 1


@pytest.mark.parametrize(
    ("text", "mentions"),
    [
        ("2025年世博会", True),
        ("２０２５年世博会", True),
        ("二〇二五年世博会", True),
        ("2024年世博会", False),
        ("12025个", False),
        ("20251个", False),
    ],
)
def test_only_the_old_year_is_a_mention(text: str, *, mentions: bool) -> None:
    assert carried(changed("{zh: 高兴。", f"{{zh: {text}。")).texts == int(mentions)


def test_a_mention_in_words_that_are_a_target_is_marked_beside_the_target() -> None:
    text = changed("≥17个", "{zh: 2025年更多, en: more in 2025}")
    assert "target: {zh: 2025年更多, en: more in 2025}  # carried 2025  # mentions 2025\n" in (
        carried(text).text
    )


def test_what_is_dropped_is_no_mention() -> None:
    new = carried(f"{SMALL}revision_note: {{zh: 2025年改, en: Mended in 2025}}\n")
    assert new.texts == 0
    assert "mentions" not in new.text


@pytest.mark.parametrize(
    ("target", "next_target"),
    [
        ("2025年10月底前", "2026年10月底前  # moved 2025"),
        ("2025.12.31", "2026.12.31  # moved 2025"),
        ("2025-12-31", "2026-12-31  # moved 2025"),
        ("第三季度", "第三季度  # carried 2025"),
        ("12个月内", "12个月内  # carried 2025"),
    ],
)
def test_a_deadline_that_is_one_string_moves_on_where_it_names_a_year(
    target: str, next_target: str
) -> None:
    written = next(line for line in TARGET.splitlines() if "target:" in line)
    value = written.split("target:")[1].strip()
    new = carried(changed(value, target))
    assert f"target: {next_target}\n" in new.text
    assert read(new.text).goals


def test_a_baseline_and_a_weight_are_kept_and_marked() -> None:
    more = "        baseline: {year: 2025, value: ＝15个}\n        weight: 30\n"
    new = carried(changed(TARGET, f"{TARGET}{more}"))
    assert "        baseline: {year: 2025, value: ＝15个}  # carried 2025\n" in new.text
    assert "        weight: 30  # carried 2025\n" in new.text
    assert (new.targets, new.figures) == (carried(SMALL).targets, 2)


# What stands in the file, and what becomes of it.
LAYOUTS = {
    "an amount in a block": (
        FUNDS,
        "    funds:\n      basic: 1.00\n",
        "    funds:  # carried 2025\n      basic: 1.00\n",
    ),
    "braces over two lines": (
        FUNDS,
        "    funds: {basic: 1.00,\n      other: 2.00}\n",
        "    funds: {basic: 1.00,  # carried 2025\n      other: 2.00}\n",
    ),
    "braces with spaces": (
        FUNDS,
        "    funds: { basic:  1.00 }\n",
        "    funds: { basic:  1.00 }  # carried 2025\n",
    ),
    "a value below its key": (
        TARGET,
        "        target:\n          ≥17个\n",
        "        target:  # carried 2025\n          ≥17个\n",
    ),
    "spaces at the end of the line": (
        TARGET,
        "        target: ≥17个   \n",
        "        target: ≥17个  # carried 2025\n",
    ),
    "a comment of the author's": (
        TARGET,
        "        target: ≥17个   # as counted\n",
        "        target: ≥17个  # carried 2025  # as counted\n",
    ),
    "a number sign inside a text": (
        TARGET,
        "        target: {zh: '甲 #乙', en: \"a #b\"} # c\n",
        "        target: {zh: '甲 #乙', en: \"a #b\"}  # carried 2025  # c\n",
    ),
    "a quantity in a block": (
        TARGET,
        "        target: |-\n          ≥17个\n",
        "        target: |-  # carried 2025\n          ≥17个\n",
    ),
    "a text over several lines behind the key": (
        TARGET,
        '        target: {zh: "甲\n          乙", en: a}\n',
        '        target: {zh: "甲\n          乙", en: a}  # carried 2025\n',
    ),
    "a block of text": (
        GOAL,
        "    text:\n      zh: |-\n        2025\n        # 1\n      en: a\n\n    # c\n",
        "    text:  # mentions 2025\n      zh: |-\n        2025\n        # 1\n      en: a\n\n",
    ),
    "an item in braces": (
        f"  - id: fly\n{TASK}{FUNDS}",
        "  - {id: fly, text: {zh: 2025年, en: '2025'}, funds: {basic: 1.00}}  # c\n",
        (
            "  - {id: fly, text: {zh: 2025年, en: '2025'}, funds: {basic: 1.00}}"
            "  # carried 2025  # mentions 2025  # c\n"
        ),
    ),
}


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
def test_marks_find_their_place_in_any_layout(layout: tuple[str, str, str]) -> None:
    place, before, after = layout
    text = changed(place, before)
    assert after in carried(text).text
    assert read(carried(text).text) == expected(read(text), 2026)


DROPPED = {
    "a line": ("year: 2025\n", "year: 2025\npublished: 2025-02-14\n", "year: 2026\n"),
    "a line with a comment": (
        "year: 2025\n",
        "year: 2025\n# above\nrevision: 2  # behind\n\n# below\n",
        "year: 2026\n# above\n\n# below\n",
    ),
    "a block": (
        "year: 2025\n",
        "year: 2025\nrevision_note:\n  zh: 改\n  en: |-\n    Mended.\n\n    # Twice.\n\n# below\n",
        "year: 2026\n\n# below\n",
    ),
    "a list": (
        "  - id: fly\n",
        "  - id: fly\n    formerly:\n      - run\n      - walk\n    # below\n",
        "  - id: fly\n    # below\n",
    ),
    "a list in brackets over several lines": (
        "  - id: fun\n",
        "  - id: fun\n    formerly: [joy,\n      mirth,  # c\n    ]  # c\n",
        "  - id: fun\n    tasks:",
    ),
    "a line with a mark of an earlier year": (
        "year: 2025\n",
        "year: 2025\nrevision_note:  # mentions 2024  # c\n  zh: 改\n  en: Mended\n",
        "year: 2026\ndepartment:",
    ),
    "the first of an item": (
        "  - id: fly\n",
        "  - formerly: [run, walk]\n    id: fly\n",
        "tasks:\n  - id: fly\n",
    ),
    "the first of an item, with a comment behind": (
        "  - id: fly\n",
        "  - formerly: run\n    # below\n    id: fly\n",
        "  - \n    # below\n    id: fly\n",
    ),
}


@pytest.mark.parametrize("layout", DROPPED.values(), ids=DROPPED)
def test_what_is_dropped_takes_nothing_else_with_it(layout: tuple[str, str, str]) -> None:
    place, before, after = layout
    text = changed(place, before)
    assert after in carried(text).text
    assert read(carried(text).text) == expected(read(text), 2026)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("{id: fly, formerly: run, TEXT, FUNDS}", "{id: fly, TEXT, FUNDS}"),
        ("{formerly: run, id: fly, TEXT, FUNDS}", "{id: fly, TEXT, FUNDS}"),
        ("{id: fly, TEXT, FUNDS, formerly: [run, walk]}", "{id: fly, TEXT, FUNDS}"),
        ("{id: fly, TEXT, FUNDS, formerly: run,}", "{id: fly, TEXT, FUNDS,}"),
        ("{id: fly, TEXT, FUNDS,  # c\n  formerly: run}", "{id: fly, TEXT, FUNDS,  # c\n  }"),
        ("{id: fly,\n     formerly: run,\n     TEXT, FUNDS}", "{id: fly,\n     TEXT, FUNDS}"),
        ("{id: fly, formerly: run, # c\n     TEXT, FUNDS}", "{id: fly, # c\n     TEXT, FUNDS}"),
    ],
)
def test_what_is_dropped_from_braces_takes_its_comma_with_it(before: str, after: str) -> None:
    def filled(item: str) -> str:
        return item.replace("TEXT", TASK.strip()).replace("FUNDS", FUNDS.strip())

    text = changed(f"id: fly\n{TASK}{FUNDS}", f"{filled(before)}\n")
    new = carried(text).text
    assert filled(after) in ANY_MARK.sub("", new)
    assert read(new) == expected(read(text), 2026)


def test_a_dropped_last_line_needs_no_line_end() -> None:
    new = carried(f"{SMALL}published: 2025-02-14").text
    assert new.endswith("# moved 2025\n")
    assert read(new) == expected(read(SMALL), 2026)


@each_spec
def test_every_comment_stays_but_those_on_what_is_dropped(path: Path) -> None:
    text = path.read_text("utf-8")
    kept = [line for line in text.splitlines() if "formerly:" not in line]
    comments = [line.strip() for line in kept if line.lstrip().startswith("#")]
    new = carried(text, read(text).year + 1).text
    assert comments
    assert [line.strip() for line in new.splitlines() if line.lstrip().startswith("#")] == comments


def test_marks_of_an_earlier_year_do_not_pile_up() -> None:
    text = changed(TARGET, "        target: ≥17个  # carried 2024  # as counted\n").replace(
        "year: 2025\n", "year: 2025  # mentions 2024\n"
    )
    new = carried(text).text
    assert "year: 2026\n" in new
    assert "        target: ≥17个  # carried 2025  # as counted\n" in new
    again = carried(carried(text).text, 2027).text
    assert again.count("#") == new.count("#")


# --- What reads the file afterwards ---


@pytest.fixture(scope="module")
def standards() -> Standards:
    return open_standards(Project(root=REPOSITORY), ())


@each_example
def test_the_new_spec_has_no_findings_that_the_old_one_had_not(
    path: Path, standards: Standards
) -> None:
    text = path.read_text("utf-8")
    new = carried(text, read(text).year + 1).text
    before, after = (check_source(source(file), standards).findings for file in (text, new))
    assert list(map(subject, after)) == list(map(subject, before))


def subject(located: LocatedFinding) -> tuple[str, Route]:
    return located.finding.rule, located.finding.route


def test_a_comment_that_accepts_a_finding_still_does(standards: Standards) -> None:
    allow = "# perf-report: allow target-vague -- counted by hand"
    text = changed(TARGET, f"        target: {{zh: 更多, en: more}}  {allow}\n")
    before = check_source(source(text), standards)
    after = check_source(source(carried(text).text), standards)
    assert [reason for _, reason in before.accepted] == ["counted by hand"]
    assert [reason for _, reason in after.accepted] == ["counted by hand"]


@each_spec
def test_the_round_trip_that_mends_files_still_keeps_this_one_as_it_is(path: Path) -> None:
    text = path.read_text("utf-8")
    new = carried(text, read(text).year + 1).text
    assert rewrite_plan(new, read(new)) == new


@pytest.mark.parametrize("mark", [b"", codecs.BOM_UTF8], ids=["no mark", "mark"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_line_ends_and_the_byte_order_mark_are_those_of_the_other_file(
    mark: bytes, line_end: str
) -> None:
    data = mark + f"a{line_end}".encode()
    assert encode_like("甲\n乙\n", data) == mark + f"甲{line_end}乙{line_end}".encode()


@pytest.mark.parametrize(
    ("text", "before", "after"),
    [
        ("a\nX\nc\n", "a\r\nb\nc\r\n", "a\r\nX\nc\r\n"),
        ("X\na\nb\n", "a\r\nb\n", "X\r\na\r\nb\n"),
        ("a\nb\nc\n", "a\nb\r\n", "a\nb\r\nc\r\n"),
        ("b\n", "a\r\nb\n", "b\n"),
        ("a\nb", "a\r\nb\n", "a\r\nb"),
        ("a\nb\nc\nX\n", "a\nb\r\nc", "a\nb\r\nc\r\nX\r\n"),
        ("", "a\r\nb\n", ""),
        ("a\nX\n", "a\rb\r", "a\rX\r"),
        ("a\nX\nc\n", "a\r\r\nb\nc\n", "a\r\r\nX\nc\n"),
        ("a\r\nX\r\n", "a\r\nb\r\n", "a\r\nX\r\n"),
    ],
)
def test_a_line_of_a_file_with_several_kinds_of_ends_keeps_its_own(
    text: str, before: str, after: str
) -> None:
    assert encode_like(text, before.encode()) == after.encode()


def test_the_figures_of_the_real_spec(real_plan: Plan) -> None:
    new: Any = carried(SPECS[0].read_text("utf-8"))
    assert (new.funds, new.targets, new.texts) == (8, 79, 1)
    assert len(real_plan.tasks) == 7

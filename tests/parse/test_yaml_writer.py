"""From a plan to YAML and back: nothing is lost, and a person's file changes only where it must."""

import dataclasses
import difflib
import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from paths import SMALL_SPEC
from sampling import tries
from usual_funds import usual_funds, with_amounts

from perf_report.model.funds import Funds
from perf_report.model.plan import (
    Baseline,
    Department,
    Goal,
    Indicator,
    Plan,
    Task,
)
from perf_report.model.source import Source
from perf_report.model.target import Deadline, Operator, Quantity, Statement, parse_quantity
from perf_report.model.text import LANGUAGES, Text
from perf_report.model.unit import Unit
from perf_report.parse.document import parse_document
from perf_report.parse.load import load_plan
from perf_report.parse.plan_edits import rewrite_data, rewrite_plan
from perf_report.parse.yaml_writer import MODELINE, dump_plan

SMALL = (SMALL_SPEC).read_text("utf-8")


def read(text: str) -> Plan:
    loaded = load_plan(Source(name="spec.yaml", data=text.encode()))
    assert loaded.plan is not None, (loaded.findings, text)
    return loaded.plan


def changed_lines(before: str, after: str) -> list[str]:
    """The lines that differ, with - and + as in a pull request."""
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=0)
    return [line for line in lines if not line.startswith(("---", "+++", "@@"))]


@pytest.fixture(scope="module")
def real_text(repository: Path) -> str:
    return (repository / "specs" / "2025-ccpit-tianjin.yaml").read_text("utf-8")


# --- Plan -> YAML -> plan ---

ids = st.from_regex(r"[a-z0-9]{1,6}(-[a-z0-9]{1,4}){0,2}", fullmatch=True)
# What a text may hold: anything visible; YAML's own signs are the hard part.
words = st.one_of(
    st.sampled_from(
        [
            "true", "null", "~", "2025", "1,306.00", "≥17台", "- a", "a: b", "a #b", "#a", "'", '"',
            "{a}", "[a]", "&a", "*a", "!a", "|", ">", "%", "@a", "`a`", "<<", "=", "0o17", "1_000",
            "2025-12-31", "2025-12-31 10:00:00", "12:30:45", "yes", "No", ".", "---", "...", "? a",
            "a\nb", "a\n\n b", "a\n  b\nc", "\U00020000", "a: ", "：", "-", "1.", "+1", "0x1F",
        ]
    ),
    st.text(
        alphabet=st.one_of(
            st.sampled_from("甲乙，。；（）“”：、 abcXYZ019:-#'\"\\{}[]&*!|>%@`~?,=<\n"),
            st.characters(codec="utf-8", max_codepoint=0xDFFFF, exclude_categories=("C", "Z")),
        ),
        min_size=1,
        max_size=30,
    ),
).map(str.strip).filter(bool)  # fmt: skip
texts = st.builds(Text, zh=words, en=words)
amounts = st.one_of(
    st.none(), st.integers(0, 10**14 - 1).map(lambda cents: Decimal(cents).scaleb(-2))
)
funds = st.builds(usual_funds, total=amounts, basic=amounts, project=amounts, other=amounts).filter(
    lambda value: value != Funds()
)
days = st.dates(min_value=date(1000, 1, 1))
units = st.builds(Unit, one=words, other=words, space=st.booleans())
unit_names = st.sampled_from(
    ["台", "份", "%", "‰", "工作日", "元/人", "a#b", "国 别".replace(" ", "")]
)
quantities = st.builds(
    Quantity,
    operator=st.sampled_from(list(Operator)),
    figure=st.sampled_from(["0", "17", "409.6", "1,306.00", "0.5", "67400"]),
    unit=unit_names,
).map(lambda quantity: parse_quantity(quantity.printed) or quantity)
targets = st.one_of(
    quantities, st.builds(Deadline, text=texts, by=days), st.builds(Statement, text=texts)
)
formers = st.lists(ids, max_size=3, unique=True).map(tuple)


def maybe(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.one_of(st.none(), values)


indicators = st.builds(
    Indicator,
    id=ids,
    category=st.sampled_from(["output.quantity", "satisfaction.beneficiary"]),
    name=texts,
    target=targets,
    unit=maybe(units),
    definition=maybe(texts),
    formula=maybe(texts),
    source=maybe(texts),
    basis=maybe(texts),
    weight=maybe(st.integers(0, 10_000).map(lambda cents: Decimal(cents).scaleb(-2))),
    baseline=maybe(st.builds(Baseline, year=st.integers(1949, 2100), value=targets)),
    responsible=maybe(texts),
    note=maybe(texts),
    formerly=formers,
)
tasks = st.builds(Task, id=ids, text=texts, funds=funds, formerly=formers)
goals = st.builds(
    Goal,
    id=ids,
    tasks=st.lists(ids, min_size=1, max_size=3, unique=True).map(tuple),
    text=texts,
    indicators=st.lists(indicators, max_size=2, unique_by=lambda item: item.id).map(tuple),
    formerly=formers,
)
plans = st.builds(
    Plan,
    year=st.integers(2000, 2100),
    department=st.builds(Department, code=ids, name=texts),
    framework=ids,
    currency_unit=st.sampled_from(["万元", "元"]),
    tasks=st.lists(tasks, min_size=1, max_size=2, unique_by=lambda task: task.id).map(tuple),
    goals=st.lists(goals, min_size=1, max_size=2, unique_by=lambda goal: goal.id).map(tuple),
    budget=maybe(funds),
    languages=st.sampled_from([LANGUAGES, ("zh",), ("en", "zh")]),
    units=st.dictionaries(unit_names, units, max_size=2),
    revision=maybe(st.integers(1, 999)),
    revision_note=maybe(texts),
    published=maybe(days),
    budget_approved=maybe(days),
)
# Making a failing plan smaller takes minutes, and the first one says enough.
GENERATE = (Phase.explicit, Phase.generate)
many = settings(max_examples=tries(60), deadline=None, derandomize=True, phases=GENERATE)


def test_the_real_plan_survives_being_written(real_plan: Plan) -> None:
    assert read(dump_plan(real_plan)) == real_plan


@pytest.mark.slow
@many
@given(plans)
def test_every_plan_survives_being_written(plan: Plan) -> None:
    assert read(dump_plan(plan)) == plan


def test_a_fresh_file_names_its_schema_and_prints_amounts_with_two_decimals(
    real_plan: Plan,
) -> None:
    text = dump_plan(real_plan)
    assert text.startswith(MODELINE)
    assert "basic: 396.60" in text
    assert "target: ≥17台" in text
    assert not re.search(r"funds:\n.*: [0-9]+\.[0-9]\n", text)


def test_optional_fields_that_a_plan_lacks_are_not_written() -> None:
    text = dump_plan(read(SMALL))
    for key in ("budget", "formerly", "weight", "note", "units", "languages", "null", "revision"):
        assert key not in text


# --- A person's file, rewritten ---


def test_rewriting_an_unchanged_plan_changes_nothing(real_text: str, real_plan: Plan) -> None:
    assert rewrite_plan(real_text, real_plan) == real_text


@pytest.mark.slow
@many
@given(plans)
def test_rewriting_what_was_written_changes_nothing(plan: Plan) -> None:
    text = dump_plan(plan)
    assert rewrite_plan(text, plan) == text


@pytest.mark.slow
@many
@given(plans, plans)
def test_rewriting_one_plan_into_another_gives_the_other(plan: Plan, other: Plan) -> None:
    assert read(rewrite_plan(dump_plan(plan), other)) == other


def with_task(plan: Plan, number: int, **changes: Any) -> Plan:
    tasks = list(plan.tasks)
    tasks[number] = dataclasses.replace(tasks[number], **changes)
    return dataclasses.replace(plan, tasks=tuple(tasks))


def with_goal(plan: Plan, number: int, **changes: Any) -> Plan:
    goals = list(plan.goals)
    goals[number] = dataclasses.replace(goals[number], **changes)
    return dataclasses.replace(plan, goals=tuple(goals))


def with_indicator(plan: Plan, goal: int, number: int, **changes: Any) -> Plan:
    items = list(plan.goals[goal].indicators)
    items[number] = dataclasses.replace(items[number], **changes)
    return with_goal(plan, goal, indicators=tuple(items))


def one_amount(plan: Plan) -> Plan:
    funds = with_amounts(plan.tasks[0].funds, project=Decimal("12.50"))
    return with_task(plan, 0, funds=funds)


def one_target(plan: Plan) -> Plan:
    return with_indicator(plan, 0, 0, target=parse_quantity("≥12台"))


def one_deadline(plan: Plan) -> Plan:
    target = plan.goals[1].indicators[3].target
    assert isinstance(target, Deadline)
    return with_indicator(plan, 1, 3, target=dataclasses.replace(target, by=date(2025, 6, 30)))


def one_text(plan: Plan) -> Plan:
    text = dataclasses.replace(plan.tasks[1].text, en="Build platforms.")
    return with_task(plan, 1, text=text)


def the_year(plan: Plan) -> Plan:
    return dataclasses.replace(plan, year=2026)


def no_last_task(plan: Plan) -> Plan:
    return dataclasses.replace(plan, tasks=plan.tasks[:-1])


def one_note_more(plan: Plan) -> Plan:
    return with_indicator(plan, 7, 5, note=Text(zh="抽样", en="By sample"))


LONG = (
    "Build platforms for foreign economic and trade exchanges, expand international exchanges "
    "and cooperation, and strengthen the work of the China Chamber of International Commerce."
)
NEW = Indicator(
    id="windows",
    category="output.quantity",
    name=Text(zh="窗口数量", en="Number of windows"),
    target=Quantity(operator=Operator.AT_LEAST, figure="3", unit="个"),
)


def one_indicator_more(plan: Plan) -> Plan:
    return with_goal(plan, 7, indicators=(*plan.goals[7].indicators, NEW))


def one_indicator_less(plan: Plan) -> Plan:
    items = plan.goals[0].indicators
    return with_goal(plan, 0, indicators=(*items[:2], *items[3:]))


@pytest.mark.parametrize(
    ("change", "lines"),
    [
        (
            one_amount,
            [
                "-    funds: {total: 409.60, basic: 396.60, project: 13.00}",
                "+    funds: {total: 409.60, basic: 396.60, project: 12.50}",
            ],
        ),
        (one_target, ["-        target: ≥17台", "+        target: ≥12台"]),
        (
            one_deadline,
            [
                "-        target: {zh: 2025年底前, en: By the end of 2025, by: 2025-12-31}",
                "+        target: {zh: 2025年底前, en: By the end of 2025, by: 2025-06-30}",
            ],
        ),
        (
            one_text,
            [
                f"-      en: {LONG}",
                "+      en: Build platforms.",
            ],
        ),
        (the_year, ["-year: 2025", "+year: 2026"]),
        (
            no_last_task,
            [
                "-  - id: operations",
                "-    text:",
                "-      zh: 加强正常运转保障。",
                "-      en: Strengthen support for normal operations.",
                "-    funds: {total: 355.20, basic: 216.40, project: 138.80}",
            ],
        ),
        (one_note_more, ["+        note:", "+          zh: 抽样", "+          en: By sample"]),
        (
            one_indicator_more,
            [
                "+      - id: windows",
                "+        category: output.quantity",
                "+        name:",
                "+          zh: 窗口数量",
                "+          en: Number of windows",
                "+        target: ≥3个",
            ],
        ),
        (
            one_indicator_less,
            [
                "-      - id: system-failure-rate",
                "-        category: output.quality",
                "-        name: {zh: 系统故障率, en: System failure rate}",
                "-        target: ≤5%",
            ],
        ),
    ],
    ids=lambda value: value.__name__ if callable(value) else "",
)
def test_a_change_of_the_plan_changes_only_its_lines(
    real_text: str, real_plan: Plan, change: Callable[[Plan], Plan], lines: list[str]
) -> None:
    plan = change(real_plan)
    after = rewrite_plan(real_text, plan)
    assert changed_lines(real_text, after) == lines
    assert read(after) == plan


@pytest.mark.parametrize("languages", [("zh",), LANGUAGES])
def test_a_change_of_languages_is_written(languages: Any) -> None:
    text = SMALL.replace("year: 2025", "languages: [zh]\nyear: 2025")
    plan = dataclasses.replace(read(text), languages=languages)
    assert read(rewrite_plan(text, plan)) == plan


def test_reordering_goals_moves_their_lines_and_loses_none(real_text: str, real_plan: Plan) -> None:
    plan = dataclasses.replace(real_plan, goals=real_plan.goals[::-1])
    after = rewrite_plan(real_text, plan)
    assert read(after) == plan
    assert sorted(filter(None, after.splitlines())) == sorted(filter(None, real_text.splitlines()))


PERSONAL = """\
# A note at the top.
format: 1

year: 2025  # the budget year
department:
  name: {en: 'Example Bureau', zh: "示例局"}   # the other way round
  code: example-bureau
framework: output-cost
languages: [zh, en]
currency_unit: 万元
# Before the tasks.
tasks:
  # Before the task.
  - id: service
    text:
      zh: '做好服务。'
      en: >-
        Provide
        services.
    funds: {total: 409.6, basic: 396.60, project: 13}  # as declared
goals:
  - id: better-service
    tasks:
      - service
    text: {zh: 提升服务。, en: Improve services.}
    indicators:
      - id: windows
        name: {zh: 窗口数量, en: Number of windows}
        category: output.quantity
        target: ">１７台"
# The end.
"""


def test_comments_order_quotes_and_signs_of_a_person_are_kept() -> None:
    assert rewrite_plan(PERSONAL, read(PERSONAL)) == PERSONAL


def test_quotes_stay_around_a_changed_text() -> None:
    plan = with_task(read(PERSONAL), 0, text=Text(zh="做好全部服务。", en="Provide services."))
    after = rewrite_plan(PERSONAL, plan)
    assert changed_lines(PERSONAL, after) == [
        "-      zh: '做好服务。'",
        "+      zh: '做好全部服务。'",
    ]


@pytest.mark.parametrize("mapping", [2, 4])
@pytest.mark.parametrize("lead", ["", "  ", "    "])
@pytest.mark.parametrize("gap", [" ", "   "])
def test_other_styles_of_indentation_are_kept(mapping: int, lead: str, gap: str) -> None:
    item = f"{lead}-{gap}"
    inner = " " * len(item)
    text = (
        "format: 1\nyear: 2025\n"
        f"department:\n{' ' * mapping}code: example-bureau\n{' ' * mapping}name:\n"
        f"{' ' * mapping * 2}zh: 示例局\n{' ' * mapping * 2}en: Example Bureau\n"
        "framework: output-cost\ncurrency_unit: 万元\n"
        f"tasks:\n{item}id: service\n{inner}text: {{zh: 做好服务。, en: Provide services.}}\n"
        f"{inner}funds: {{basic: 1.50}}\n"
        f"goals:\n{item}id: better\n{inner}tasks: [service]\n"
        f"{inner}text: {{zh: 提升。, en: Better.}}\n"
        f"{inner}indicators: []\n"
    )
    plan = read(text)
    assert rewrite_plan(text, plan) == text
    after = rewrite_plan(text, dataclasses.replace(plan, year=2026))
    assert changed_lines(text, after) == ["-year: 2025", "+year: 2026"]


@pytest.mark.parametrize("text", ["10⁴", "全部", "a: b"])
def test_a_mapping_of_one_pair_behind_a_key_has_braces(text: str) -> None:
    data = {"target": {"zh": text}}
    after = rewrite_data("target: ≥99%\n", data, {"target": "≥99%"})
    root = parse_document(Source(name="", data=after.encode())).root
    assert root is not None
    assert root.value() == data


def test_what_two_data_agree_on_stays_as_it_is_written() -> None:
    text = "goals:\n  - id: a\n    text: {zh: 甲}\nrows:\n  - {item: {zh: 乙}, count: 1}\n"
    known = {
        "goals": [{"id": "a", "text": {"zh": "甲"}, "indicators": []}],
        "rows": [{"item": {"zh": "乙"}, "count": 1}],
    }
    assert rewrite_data(text, known, known) == text
    changed = {**known, "rows": [{"item": {"zh": "乙"}, "count": 2}]}
    assert rewrite_data(text, changed, known) == text.replace("count: 1", "count: 2")


@pytest.mark.parametrize("written", ["2025-12-31 10:00:00", "12:30:45", "1_000", "yes", "2025-1-1"])
def test_a_text_that_other_yaml_tools_read_otherwise_is_kept(written: str) -> None:
    text = SMALL.replace(" {zh: 示例局, en: Example Bureau}", f"\n    zh: {written}\n    en: a")
    plan = read(text)
    assert plan.department.name.zh == written
    assert rewrite_plan(text, plan) == text


def test_amounts_keep_the_decimals_that_the_file_writes() -> None:
    text = SMALL.replace(
        "409.60, basic: 396.60, project: 13.00", "409.6, basic: 396.60, project: 13"
    )
    plan = with_indicator(read(text), 0, 0, target=parse_quantity("≥18台"))
    after = rewrite_plan(text, plan)
    assert changed_lines(text, after) == ["-        target: ≥17台", "+        target: ≥18台"]

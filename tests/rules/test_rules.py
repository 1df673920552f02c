"""The rules that a schema cannot state: for each, plans that pass and plans that fail."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cases import for_each
from paths import SMALL_SPEC
from vocabularies import complete

from perf_report import rules
from perf_report.messages import load_catalogue
from perf_report.model.finding import Finding, Severity, Term
from perf_report.model.source import Source
from perf_report.model.text import Text
from perf_report.parse.forms import load_forms
from perf_report.parse.frameworks import load_frameworks
from perf_report.parse.load import load_plan, load_units
from perf_report.parse.source import read_source
from perf_report.pdf.fonts import covered_characters
from perf_report.rules import RULES, check_plan
from perf_report.rules.rule import Rule
from perf_report.rules.rule_context import RuleContext

ALL_FRAMEWORKS = "chongqing, cost-first, ezhou, guangdong, hunan, investment, national, output-cost"

SMALL = (SMALL_SPEC).read_text("utf-8")
BY_ID = {rule.id: rule for rule in RULES}

AMOUNTS = "total: 409.60, basic: 396.60, project: 13.00"
TARGET = ("goals", 0, "indicators", 0, "target")


def context_of(text: str) -> RuleContext:
    loaded = load_plan(Source(name="spec.yaml", data=text.encode()))
    assert loaded.plan is not None, loaded.findings
    return RuleContext(
        plan=complete(loaded.plan),
        forms=load_forms([]),
        frameworks=load_frameworks([]),
        units={**load_units(), **loaded.plan.units},
        characters=covered_characters(()),
    )


def changed(*pairs: tuple[str, str]) -> str:
    text = SMALL
    for replace, with_ in pairs:
        assert replace in text
        text = text.replace(replace, with_, 1)
    return text


def found(text: str) -> list[Finding]:
    # What is milder than an error has its cases under examples/.
    every = check_plan(context_of(text))
    return [finding for finding in every if finding.severity is Severity.ERROR]


# Rule, what is changed in the small spec.
PASSING = [
    ("category-unknown", ("output.quantity", "output.cost")),
    ("category-unknown", ("output.quantity", "benefit.sustained")),
    ("category-unknown", ("framework: output-cost", "framework: cost-first")),
    ("department-code", ("code: example-bureau", "code: assets-bureau")),
    ("department-code", ("code: example-bureau", "code: r2-bureau")),
    ("funds-total", (AMOUNTS, "total: 0.3, basic: 0.1, other: 0.2")),
    ("funds-total", (AMOUNTS, "total: 409.60")),
    ("funds-total", ("total: 409.60, ", "")),
    ("funds-total", ("tasks:\n", f"budget: {{{AMOUNTS}}}\ntasks:\n")),
    ("funds-total", ("tasks:\n", "budget: {basic: 396.60}\ntasks:\n")),
    ("funds-total", ("tasks:\n", "budget: {other: 0}\ntasks:\n")),
    ("glyph-missing", ("示例局", '"天津“市”，（一）—…"')),
    ("glyph-missing", ("zh: 示例局", 'zh: "示例\\n局"')),
    ("glyph-missing", ("≥17台", '"≤0.5‰"')),
    ("id-duplicate", ("id: better-service", "id: service")),
    ("id-duplicate", ("id: windows", "id: service")),
    ("reference-unknown", ("id: better-service", "id: best-service")),
    ("text-missing", ("year: 2025", "year: 2025\npublished: 2025-02-14")),
    ("unit-unknown", ("≥17台", "≤3个工作日")),
    ("unit-unknown", ("year: 2025", "year: 2025\nunits: {坨: {one: lump, other: lumps}}")),
    ("unit-unknown", ("target: ≥17台", "target: ≥17坨\n        unit: lumps")),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "change"), PASSING, ids=str)
def test_a_good_plan_passes(rule: str, change: tuple[str, str]) -> None:
    assert list(BY_ID[rule].check(context_of(changed(change)))) == []


def test_a_plan_in_chinese_alone_needs_no_english() -> None:
    chinese = re.sub(r", en: [^}]*", "", SMALL).replace("year: 2025", "year: 2025\nlanguages: [zh]")
    assert found(chinese.replace("≥17台", "≥17坨")) == []


ANOTHER_TASK = "  - {id: service, text: {zh: 一, en: One}, funds: {other: 1}}\n"
ANOTHER_GOAL = """\
  - id: better-service
    tasks: [service]
    text: {zh: 二, en: Two}
    indicators:
      - {id: windows, category: output.cost, name: {zh: 三, en: Three}, target: {zh: 四, en: Four}}
"""

# What is changed in the small spec, and all that every rule together finds.
FAILING: list[tuple[list[tuple[str, str]], list[Finding]]] = [
    *(
        (
            [("code: example-bureau", f"code: {code}")],
            [
                Finding(
                    rule="department-code", route=("department", "code"), arguments={"code": code}
                )
            ],
        )
        for code in ("assets", "years", "table", "r2", "monitoring-07")
    ),
    (
        [("output.quantity", "output.quantty")],
        [
            Finding(
                rule="category-unknown",
                message="category-unknown-close",
                route=("goals", 0, "indicators", 0, "category"),
                arguments={
                    "category": "output.quantty",
                    "framework": "output-cost",
                    "close": "output.quantity",
                    "known": "output.quantity, output.quality, output.timeliness, output.cost, "
                    "benefit.economic, benefit.social, benefit.ecological, benefit.sustained, "
                    "satisfaction.beneficiary",
                },
            )
        ],
    ),
    (
        [("framework: output-cost", "framework: form-2015")],
        [
            Finding(
                rule="category-unknown",
                message="category-unknown-framework",
                route=("framework",),
                arguments={"framework": "form-2015", "known": ALL_FRAMEWORKS},
            )
        ],
    ),
    (
        [("409.60", "409.59")],
        [
            Finding(
                rule="funds-total",
                message="funds-total",
                route=("tasks", 0, "funds", "total"),
                arguments={
                    "label": Text(zh="总额", en="Total"),
                    "parts": Text(
                        zh="基本支出、项目支出、其他资金",
                        en="Basic expenditure, Project expenditure, Other funds",
                    ),
                    "declared": "409.59",
                    "sum": "409.60",
                    "difference": "-0.01",
                },
            )
        ],
    ),
    (
        [("tasks:\n", "budget: {project: 12.00, other: 1.00}\ntasks:\n")],
        [
            Finding(
                rule="funds-total",
                message="funds-total-column",
                route=("budget", "project"),
                arguments={
                    "column": Text(zh="项目支出", en="project expenditure"),
                    "declared": "12.00",
                    "sum": "13.00",
                    "difference": "-1.00",
                },
            ),
            Finding(
                rule="funds-total",
                message="funds-total-column",
                route=("budget", "other"),
                arguments={
                    "column": Text(zh="其他资金", en="other funds"),
                    "declared": "1.00",
                    "sum": "0.00",
                    "difference": "+1.00",
                },
            ),
        ],
    ),
    (
        [("tasks:\n", "budget: {total: 409.60, basic: 396.60}\ntasks:\n")],
        [
            Finding(
                rule="funds-total",
                message="funds-total",
                route=("budget", "total"),
                arguments={
                    "label": Text(zh="总额", en="Total"),
                    "parts": Text(
                        zh="基本支出、项目支出、其他资金",
                        en="Basic expenditure, Project expenditure, Other funds",
                    ),
                    "declared": "409.60",
                    "sum": "396.60",
                    "difference": "+13.00",
                },
            )
        ],
    ),
    (
        [("示例局", "示例\U000312fa局\U000312fa")],
        [
            Finding(
                rule="glyph-missing",
                route=("department", "name", "zh"),
                arguments={"character": "\U000312fa", "code": "U+312FA", "position": 3},
            )
        ],
    ),
    (
        [("en: Example Bureau", 'en: "Example\\tBureau"')],
        [
            Finding(
                rule="glyph-missing",
                message="glyph-missing-blank",
                route=("department", "name", "en"),
                arguments={
                    "blank": Term("word", "tab"),
                    "code": "U+0009",
                    "position": 8,
                    "fixed": "Example Bureau",
                },
                fix="Example Bureau",
            )
        ],
    ),
    (
        [("≥17台", "≥17\U000312fa\n        unit: counters")],
        [
            Finding(
                rule="glyph-missing",
                route=TARGET,
                arguments={"character": "\U000312fa", "code": "U+312FA", "position": 4},
            )
        ],
    ),
    (
        [("target: ≥17台", "target: {zh: 年底前, en: \U000312fa, by: 2025-12-31}")],
        [
            Finding(
                rule="glyph-missing",
                route=(*TARGET, "en"),
                arguments={"character": "\U000312fa", "code": "U+312FA", "position": 1},
            )
        ],
    ),
    (
        [("goals:\n", f"{ANOTHER_TASK}goals:\n")],
        [
            Finding(
                rule="id-duplicate",
                route=("tasks", 1, "id"),
                arguments={"kind": Term("kind", "task"), "id": "service"},
            )
        ],
    ),
    (
        [("≥17台\n", f"≥17台\n{ANOTHER_GOAL}")],
        [
            Finding(
                rule="id-duplicate",
                route=("goals", 1, "id"),
                arguments={"kind": Term("kind", "goal"), "id": "better-service"},
            ),
            Finding(
                rule="id-duplicate",
                route=("goals", 1, "indicators", 0, "id"),
                arguments={"kind": Term("kind", "indicator"), "id": "windows"},
            ),
        ],
    ),
    (
        [("[service]", "[service, servise, quite-another]")],
        [
            Finding(
                rule="reference-unknown",
                message="reference-unknown-close",
                route=("goals", 0, "tasks", 1),
                arguments={"task": "servise", "close": "service", "known": "service"},
            ),
            Finding(
                rule="reference-unknown",
                route=("goals", 0, "tasks", 2),
                arguments={"task": "quite-another", "close": "", "known": "service"},
            ),
        ],
    ),
    (
        [("{zh: 窗口数量, en: Number of windows}", "{zh: 窗口数量}")],
        [
            Finding(
                rule="text-missing",
                route=("goals", 0, "indicators", 0, "name"),
                arguments={"language": Term("language", "en")},
            )
        ],
    ),
    (
        [("≥17台", "{zh: 年底前, by: 2025-12-31}")],
        [
            Finding(
                rule="text-missing",
                route=TARGET,
                arguments={"language": Term("language", "en")},
            )
        ],
    ),
    (
        [("target: ≥17台", "target: ≥17台\n        baseline: {year: 2024, value: ≥9坨}")],
        [
            Finding(
                rule="unit-unknown",
                route=("goals", 0, "indicators", 0, "baseline", "value"),
                arguments={"unit": "坨"},
            )
        ],
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "findings"),
    FAILING,
    ids=[f"{findings[0].message_id}-{number}" for number, (_, findings) in enumerate(FAILING)],
)
def test_a_bad_plan_is_found_out(changes: list[tuple[str, str]], findings: list[Finding]) -> None:
    assert found(changed(*changes)) == findings


EXAMPLED = {
    "disclose-basis", "form-part", "form-unknown", "form-value", "goal-without-indicator",
    "percentage-range", "percentage-words", "revision-adjustment", "suppression-without-reason",
    "unit-form",
}  # fmt: skip


def test_every_rule_has_a_passing_and_a_failing_case() -> None:
    # The rules that can be made milder have theirs under examples/, which test_examples runs.
    needed = {rule.id for rule in RULES if rule.severity is Severity.ERROR} - EXAMPLED
    assert {rule for rule, _ in PASSING} >= needed
    assert {finding.rule for _, findings in FAILING for finding in findings} >= needed


def test_all_findings_stop_a_build() -> None:
    severities = {finding.severity for _, findings in FAILING for finding in findings}
    assert severities == {Severity.ERROR}


def test_the_real_plan_passes_every_rule(real_spec: Path) -> None:
    assert found(read_source(real_spec).data.decode()) == []


# --- The registry, the files, the documentation ---


def rule_files() -> dict[str, Path]:
    """The modules of the folder that define a rule, by the rule's id."""
    folder = Path(rules.__file__).parent
    files = {
        path.stem.replace("_", "-"): path
        for path in folder.glob("*.py")
        if "\nRULE = " in path.read_text("utf-8")
    }
    assert len(files) > 5
    return files


def test_the_registry_holds_exactly_the_rules_of_the_folder() -> None:
    assert [rule.id for rule in RULES] == sorted(rule_files())
    assert len({rule.id for rule in RULES}) == len(RULES)


@for_each("rule", RULES)
def test_a_rule_is_documented_with_a_passing_and_a_failing_example(rule: Rule) -> None:
    check: Callable[..., Any] = rule.check
    text = rule_files()[rule.id].read_text("utf-8")
    docstring = text.split('"""')[1]
    assert "\nPasses: " in docstring
    assert "\nFails: " in docstring
    assert check.__doc__


@for_each("rule", RULES)
@for_each("language", ["zh", "en"])
def test_a_rule_has_words_in_both_languages(rule: Rule, language: Any) -> None:
    tables = load_catalogue(language).tables
    for table in ("finding", "help"):
        assert any(id_ == rule.id or id_.startswith(f"{rule.id}-") for id_ in tables[table])


def test_a_text_of_each_kind_is_looked_at() -> None:
    """Every place of the schema that holds a text is reached by the rules about texts."""
    notes = ("definition", "formula", "source", "basis", "responsible", "note")
    more = "".join(f"        {note}: {{zh: 一}}\n" for note in notes)
    baseline = "        baseline: {year: 2024, value: {zh: 一}}\n"
    text = changed(
        ("year: 2025", "year: 2025\nrevision_note: {zh: 一}"),
        ("        target: ≥17台\n", f"        target: {{zh: 一}}\n{more}{baseline}"),
        ("{zh: 示例局, en: Example Bureau}", "{zh: 一}"),
        ("{zh: 做好服务。, en: Provide services.}", "{zh: 一}"),
        ("{zh: 提升服务。, en: Improve services.}", "{zh: 一}"),
        ("{zh: 窗口数量, en: Number of windows}", "{zh: 一}"),
    )  # fmt: skip
    indicator = ("goals", 0, "indicators", 0)
    assert {finding.route for finding in found(text)} == {
        ("revision_note",),
        ("department", "name"),
        ("tasks", 0, "text"),
        ("goals", 0, "text"),
        (*indicator, "name"),
        (*indicator, "target"),
        (*indicator, "baseline", "value"),
        *((*indicator, note) for note in notes),
    }


LISTED = """\
format: 1
form: project-2021
year: 2025
languages: [zh]
department: {code: example-bureau, name: {zh: 示例局}}
project: {code: walls, name: {zh: 示例项目}}
goals:
  - {id: built, text: {zh: 建成堤防。}}
  - {id: kept, text: {zh: 管好堤防。}, horizon: annual}
indicators:
  - {id: length, category: output.quantity, name: {zh: 堤防长度}, target: ≥5公里}
  - {id: length-of-year, category: output.quantity, name: {zh: 堤防长度}, target: ≥1公里, horizon: annual}
  - {id: checks, goal: built, category: output.quality, name: {zh: 合格率}, target: ≥95%}
  - {id: checks-of-kept, goal: kept, category: output.quality, name: {zh: 合格率}, target: ≥95%}
"""  # noqa: E501  # an indicator a line


def test_one_name_may_be_an_indicator_of_two_goals_or_horizons_under_the_table() -> None:
    rule = BY_ID["indicator-duplicate"]
    assert list(rule.check(context_of(LISTED))) == []

    twice = list(rule.check(context_of(LISTED.replace("goal: kept", "goal: built"))))

    assert [(each.message_id, each.route) for each in twice] == [
        ("indicator-duplicate-table", ("indicators", 3, "name"))
    ]

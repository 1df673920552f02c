"""What is said of two tables: a small table, what is edited on either side, and every change."""

import ast
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from perf_report.diff import significance
from perf_report.diff.change import JOINED, Kind
from perf_report.diff.change_data import detail_data, value_data
from perf_report.diff.comparison import Comparison, compare_plans
from perf_report.diff.significance import Policy
from perf_report.model.plan import Plan
from perf_report.model.source import Source
from perf_report.model.text import LANGUAGES
from perf_report.parse.load import load_plan

BASE = """\
format: 1
year: 2025
department:
  code: example-bureau
  name: {zh: 示例局, en: Example Bureau}
framework: output-cost
currency_unit: 万元
tasks:
  - id: service
    text: {zh: 做好窗口服务。, en: Run the service windows.}
    funds: {basic: 100.00, project: 20.00}
  - id: training
    text: {zh: 开展业务培训。, en: Train the staff.}
    funds: {project: 80.00}
goals:
  - id: better-service
    tasks: [service]
    text: {zh: 提升办事体验。, en: Make it easier.}
    indicators:
      - id: windows
        category: output.quantity
        name: {zh: 开放窗口数量, en: Windows open}
        target: ≥17个
      - id: visits
        category: output.quantity
        name: {zh: 全年接待量, en: Visits received}
        target: ≥39万次
      - id: waiting
        category: output.quality
        name: {zh: 平均等候时间, en: Average wait}
        target: ≤2小时
      - id: opening
        category: output.timeliness
        name: {zh: 大厅启用时间, en: Opening of the hall}
        target: {zh: 2025年底前, en: by the end of 2025, by: 2025-12-31}
      - id: service-cost
        category: output.cost
        name: {zh: 窗口运行成本, en: Cost of the windows}
        target: ≤120万元
      - id: reputation
        category: benefit.social
        name: {zh: 社会评价, en: Standing}
        target: {zh: 评价向好, en: Thought better of}
      - id: satisfaction
        category: satisfaction.beneficiary
        name: {zh: 群众满意度, en: Public satisfaction}
        target: ≥90%
  - id: skilled-staff
    tasks: [training]
    text: {zh: 建设专业队伍。, en: Build a skilled staff.}
    indicators:
      - id: courses
        category: output.quantity
        name: {zh: 培训班期数, en: Courses held}
        target: ＝6期
      - id: replies
        category: output.timeliness
        name: {zh: 答复时限, en: Time to reply}
        target: ≤5个工作日
      - id: revenue
        category: benefit.economic
        name: {zh: 带动产值, en: Output brought about}
        target: ≥1亿元
"""

TINY = """\
format: 1
year: 2025
department: {code: example-bureau, name: {zh: 示例局}}
framework: output-cost
currency_unit: 万元
languages: [zh]
tasks: [{id: service, text: {zh: 服务。}, funds: {basic: 1.00}}]
goals: [{id: better-service, tasks: [service], text: {zh: 更好。}, indicators: []}]
"""
TINY_DATA = {
    "format": 1,
    "languages": ["zh"],
    "year": 2025,
    "department": {"code": "example-bureau", "name": {"zh": "示例局"}},
    "framework": "output-cost",
    "currency_unit": "万元",
    "tasks": [{"id": "service", "text": {"zh": "服务。"}, "funds": {"basic": "1.00"}}],
    "goals": [
        {"id": "better-service", "tasks": ["service"], "text": {"zh": "更好。"}, "indicators": []}
    ],
}

Edit = tuple[str, str]
# Kind, type and id of the subject, before, after, significance, reason.
Told = tuple[str, str, str, Any, Any, str, str]
# Type, id in the base, id in the revision, likeness.
Matched = tuple[str, str, str, int | None]


@dataclass(frozen=True)
class Row:
    """What is edited in the base and in the revision, and all that is said of it."""

    name: str
    base: Sequence[Edit] | None
    revision: Sequence[Edit] | None
    changes: Sequence[Told]
    matches: Sequence[Matched] = ()
    text: str = BASE

    def plan(self, edits: Sequence[Edit] | None) -> Plan | None:
        return None if edits is None else plan_of(self.text, tuple(edits))

    def compare(self, policy: Policy | None = None) -> Comparison:
        return compare_plans(self.plan(self.base), self.plan(self.revision), policy or Policy())

    def compare_back(self) -> Comparison:
        return compare_plans(self.plan(self.revision), self.plan(self.base), Policy())


@cache
def plan_of(text: str, edits: tuple[Edit, ...]) -> Plan:
    for old, new in edits:
        assert text.count(old) == 1, (old, text.count(old))
        text = text.replace(old, new)
    loaded = load_plan(Source(name="spec.yaml", data=text.encode()))
    assert loaded.plan is not None, (loaded.findings, text)
    return loaded.plan


def told(comparison: Comparison) -> list[Told]:
    return [
        (
            item.change.kind.value,
            item.change.subject.type,
            item.change.subject.id,
            value_data(item.change.before),
            value_data(item.change.after),
            item.verdict.significance.value,
            item.verdict.reason,
        )
        for item in comparison.judged
    ]


def matched(comparison: Comparison) -> list[Matched]:
    return [(item.type, item.base, item.revision, item.likeness) for item in comparison.matches]


def aim(old: Any, new: Any, kind: str, significance: str, reason: str) -> list[Told]:
    """The change of the number of windows."""
    return [(kind, "indicator", "windows", old, new, significance, reason)]


# --- Parts of the small table, as data and as the text of an edit ---

WORDS = {"zh": "评价向好", "en": "Thought better of"}
WORDS_LINE = "target: {zh: 评价向好, en: Thought better of}"
YEAR_END = {"zh": "2025年底前", "en": "by the end of 2025", "by": "2025-12-31"}
YEAR_END_LINE = "target: {zh: 2025年底前, en: by the end of 2025, by: 2025-12-31}"

SERVICE_FUNDS = {"total": "120.00", "basic": "100.00", "project": "20.00"}
TRAINING = {
    "id": "training",
    "text": {"zh": "开展业务培训。", "en": "Train the staff."},
    "funds": {"project": "80.00"},
}
TRAINING_LINES = """\
  - id: training
    text: {zh: 开展业务培训。, en: Train the staff.}
    funds: {project: 80.00}
"""
GUARDS_LINES = """\
  - id: guards
    text: {zh: 大厅安保。, en: Guard the hall.}
    funds: {other: 1.00}
"""
GUARDS = {
    "id": "guards",
    "text": {"zh": "大厅安保。", "en": "Guard the hall."},
    "funds": {"other": "1.00"},
}

COURSES = {
    "id": "courses",
    "category": "output.quantity",
    "name": {"zh": "培训班期数", "en": "Courses held"},
    "target": "＝6期",
}
COURSES_LINES = """\
      - id: courses
        category: output.quantity
        name: {zh: 培训班期数, en: Courses held}
        target: ＝6期
"""
REPLIES = {
    "id": "replies",
    "category": "output.timeliness",
    "name": {"zh": "答复时限", "en": "Time to reply"},
    "target": "≤5个工作日",
}
REPLIES_LINES = """\
      - id: replies
        category: output.timeliness
        name: {zh: 答复时限, en: Time to reply}
        target: ≤5个工作日
"""
REVENUE = {
    "id": "revenue",
    "category": "benefit.economic",
    "name": {"zh": "带动产值", "en": "Output brought about"},
    "target": "≥1亿元",
}
REVENUE_LINES = """\
      - id: revenue
        category: benefit.economic
        name: {zh: 带动产值, en: Output brought about}
        target: ≥1亿元
"""
STAFF_HEAD = """\
  - id: skilled-staff
    tasks: [training]
    text: {zh: 建设专业队伍。, en: Build a skilled staff.}
    indicators:
"""
STAFF_LINES = STAFF_HEAD + COURSES_LINES + REPLIES_LINES + REVENUE_LINES
STAFF = {
    "id": "skilled-staff",
    "tasks": ["training"],
    "text": {"zh": "建设专业队伍。", "en": "Build a skilled staff."},
    "indicators": [COURSES, REPLIES, REVENUE],
}
SATISFACTION_LINES = """\
      - id: satisfaction
        category: satisfaction.beneficiary
        name: {zh: 群众满意度, en: Public satisfaction}
        target: ≥90%
"""
SATISFACTION = {
    "id": "satisfaction",
    "category": "satisfaction.beneficiary",
    "name": {"zh": "群众满意度", "en": "Public satisfaction"},
    "target": "≥90%",
}
WINDOWS_LINES = """\
      - id: windows
        category: output.quantity
        name: {zh: 开放窗口数量, en: Windows open}
        target: ≥17个
"""
VISITS_LINES = """\
      - id: visits
        category: output.quantity
        name: {zh: 全年接待量, en: Visits received}
        target: ≥39万次
"""
BUDGET_LINE = "currency_unit: 万元\n"

# --- Nothing changed ---

UNCHANGED = [
    Row("the same table", [], [], []),
    Row("万次 and 次", [], [("≥39万次", "≥390000次")], []),
    Row("万次 and 次 with separators", [], [("≥39万次", "≥390,000次")], []),
    Row("万元 and 元", [], [("≤120万元", "≤1200000元")], []),
    Row("亿 and 万", [], [("≥1亿元", "≥10000万元")], []),
    Row("百万 and 万", [("≥1亿元", "≥3百万元")], [("≥1亿元", "≥300万元")], []),
    Row("小时 and 分钟", [], [("≤2小时", "≤120分钟")], []),
    Row("天 and 小时", [("≤2小时", "≤2天")], [("≤2小时", "≤48小时")], []),
    Row("% and ‰", [], [("≥90%", "≥900‰")], []),
    Row("个工作日 and 工作日", [], [("≤5个工作日", "≤5工作日")], []),
    Row("季度 and 个月", [("≤5个工作日", "≤2季度")], [("≤5个工作日", "≤6个月")], []),
    Row("signs of the other width", [], [("＝6期", '"=6期"')], []),
    Row("figures of the other width", [], [("＝6期", "＝６期"), ("≥90%", "≥９０％")], []),
    Row("a figure with decimals that are zero", [], [("≥17个", "≥17.00个")], []),
    Row("thousands separators", [("≥17个", "≥1,306个")], [("≥17个", "≥1306个")], []),
    Row("the quotes and spaces of the file", [], [("{zh: 示例局,", '{ "zh": "示例局",')], []),
    Row("amounts with fewer decimals", [], [("basic: 100.00", "basic: 100")], []),
    Row(
        "a total that was only added up is declared",
        [],
        [("{basic: 100.00,", "{total: 120, basic: 100.00,")],
        [],
    ),
    Row(
        "a budget that was only added up is declared",
        [],
        [(BUDGET_LINE, BUDGET_LINE + "budget: {total: 200, basic: 100, project: 100}\n")],
        [],
    ),
    Row(
        "tasks in another order",
        [],
        [(TRAINING_LINES, ""), ("tasks:\n  -", f"tasks:\n{TRAINING_LINES}  -")],
        [],
    ),
    Row(
        "goals in another order",
        [],
        [(STAFF_LINES, ""), ("goals:\n", f"goals:\n{STAFF_LINES}")],
        [],
    ),
    Row(
        "indicators in another order",
        [],
        [(COURSES_LINES + REPLIES_LINES, REPLIES_LINES + COURSES_LINES)],
        [],
    ),
    Row(
        "the tasks of a goal in another order",
        [("tasks: [service]", "tasks: [service, training]")],
        [("tasks: [service]", "tasks: [training, service]")],
        [],
    ),
    Row(
        "new ids, with the old ones in `formerly`",
        [],
        [
            ("  - id: training\n", "  - id: courses\n    formerly: training\n"),
            ("tasks: [training]", "tasks: [courses]"),
            ("  - id: skilled-staff\n", "  - id: staff\n    formerly: skilled-staff\n"),
            ("      - id: courses\n", "      - id: classes\n        formerly: courses\n"),
        ],
        [],
        [
            ("task", "training", "courses", None),
            ("goal", "skilled-staff", "staff", None),
            ("indicator", "courses", "classes", None),
        ],
    ),
    Row(
        "a `formerly` that names nothing",
        [],
        [("      - id: courses\n", "      - id: courses\n        formerly: nothing\n")],
        [],
    ),
    Row(
        "new ids and nothing else",
        [],
        [
            ("  - id: training\n", "  - id: lessons\n"),
            ("tasks: [training]", "tasks: [lessons]"),
            ("  - id: skilled-staff\n", "  - id: staff\n"),
            ("      - id: courses\n", "      - id: classes\n"),
        ],
        [],
        [
            ("task", "training", "lessons", 100),
            ("goal", "skilled-staff", "staff", 100),
            ("indicator", "courses", "classes", 100),
        ],
    ),
]  # fmt: skip

# --- The plan and its tasks ---


def plan_changed(before: Any, after: Any, significance: str, reason: str) -> list[Told]:
    return [("plan-changed", "plan", "example-bureau", before, after, significance, reason)]


PLANS = [
    Row(
        "a table where there was none",
        None,
        [],
        [("plan-added", "plan", "example-bureau", None, TINY_DATA, "unclear", "plan-added")],
        text=TINY,
    ),
    Row(
        "a table that is gone",
        [],
        None,
        [("plan-removed", "plan", "example-bureau", TINY_DATA, None, "weaker", "plan-removed")],
        text=TINY,
    ),
    Row(
        "a revision with its number, date and note",
        [],
        [
            ("year: 2025", "year: 2025\nrevision: 2\npublished: 2025-03-01"),
            ("tasks:\n  -", "revision_note: {zh: 更正。, en: Mends.}\ntasks:\n  -"),
        ],
        plan_changed(None, 2, "neutral", "edition")
        + plan_changed(None, "2025-03-01", "neutral", "edition")
        + plan_changed(None, {"zh": "更正。", "en": "Mends."}, "neutral", "edition"),
    ),
    Row(
        "the English of a unit",
        [],
        [("year: 2025", "year: 2025\nunits: {个: {one: window, other: windows}}")],
        plan_changed({}, {"个": {"one": "window", "other": "windows"}}, "neutral", "edition"),
    ),
    Row(
        "another framework",
        [],
        [("framework: output-cost", "framework: cost-first")],
        plan_changed("output-cost", "cost-first", "unclear", "head"),
    ),
    Row(
        "another department code",
        [],
        [("code: example-bureau", "code: model-bureau")],
        [
            (
                "plan-changed", "plan", "model-bureau",
                "example-bureau", "model-bureau", "unclear", "head",
            )
        ],
    ),
    Row(
        "another department name",
        [],
        [("{zh: 示例局, en: Example Bureau}", "{zh: 样板局, en: Model Bureau}")],
        plan_changed(
            {"zh": "示例局", "en": "Example Bureau"},
            {"zh": "样板局", "en": "Model Bureau"},
            "unclear",
            "reworded",
        ),
    ),
    Row(
        "amounts in 元 instead of 万元",
        [],
        [
            ("currency_unit: 万元", "currency_unit: 元"),
            ("{basic: 100.00, project: 20.00}", "{basic: 1000000, project: 200000}"),
            ("{project: 80.00}", "{project: 800000.00}"),
        ],
        plan_changed("万元", "元", "unclear", "head"),
    ),
    Row(
        "a table in Chinese alone gets English",
        [
            ("year: 2025", "year: 2025\nlanguages: [zh]"),
            ("zh: 示例局, en: Example Bureau", "zh: 示例局"),
        ],
        [],
        plan_changed(["zh"], ["zh", "en"], "unclear", "head"),
    ),
    Row(
        "a table loses its English, and with it what only the English said",
        [],
        [
            ("year: 2025", "year: 2025\nlanguages: [zh]"),
            ("zh: 开放窗口数量, en: Windows open", "zh: 开放窗口数量"),
            (WORDS_LINE, "target: {zh: 评价向好}"),
            ("target: ≥17个", "target: ≥17个\n        unit: {one: window, other: windows}"),
        ],
        plan_changed(["zh", "en"], ["zh"], "unclear", "head"),
    ),
    Row(
        "a budget that does not agree with its tasks",
        [],
        [(BUDGET_LINE, BUDGET_LINE + "budget: {total: 200, basic: 120}\n")],
        [
            (
                "funds-changed", "plan", "example-bureau",
                {"total": "200.00", "basic": "100.00", "project": "100.00"},
                {"total": "200.00", "basic": "120.00", "project": "100.00"},
                "neutral", "funds",
            )
        ],
    ),
    Row(
        "a main task more",
        [],
        [(TRAINING_LINES, TRAINING_LINES + GUARDS_LINES)],
        [("task-added", "task", "guards", None, GUARDS, "unclear", "task")],
    ),
    Row(
        "a main task less",
        [(TRAINING_LINES, TRAINING_LINES + GUARDS_LINES)],
        [],
        [("task-removed", "task", "guards", GUARDS, None, "unclear", "task")],
    ),
    Row(
        "a main task in other words",
        [],
        [("{zh: 开展业务培训。, en: Train the staff.}", "{zh: 开展培训。, en: Train.}")],
        [
            (
                "task-reworded", "task", "training",
                {"zh": "开展业务培训。", "en": "Train the staff."},
                {"zh": "开展培训。", "en": "Train."},
                "unclear", "reworded",
            )
        ],
    ),
    Row(
        "more money for the same targets",
        [],
        [("basic: 100.00", "basic: 101.50")],
        [
            (
                "funds-up-targets-flat", "goal", "better-service",
                {"total": "120.00"}, {"total": "121.50"}, "weaker", "funds-up",
            ),
            (
                "funds-changed", "task", "service",
                SERVICE_FUNDS, {"total": "121.50", "basic": "101.50", "project": "20.00"},
                "neutral", "funds",
            ),
        ],
    ),
    Row(
        "more money in another unit for the same targets",
        [],
        [
            ("currency_unit: 万元", "currency_unit: 元"),
            ("{basic: 100.00, project: 20.00}", "{basic: 1000000, project: 200000.01}"),
            ("{project: 80.00}", "{project: 800000.00}"),
        ],
        [
            (
                "funds-up-targets-flat", "goal", "better-service",
                {"total": "120.00"}, {"total": "1200000.01"}, "weaker", "funds-up",
            ),
            *plan_changed("万元", "元", "unclear", "head"),
            (
                "funds-changed", "task", "service", SERVICE_FUNDS,
                {"total": "1200000.01", "basic": "1000000.00", "project": "200000.01"},
                "neutral", "funds",
            ),
        ],
    ),
    Row(
        "less money for the same targets",
        [],
        [("basic: 100.00", "basic: 99.00")],
        [
            (
                "funds-down-targets-kept", "goal", "better-service",
                {"total": "120.00"}, {"total": "119.00"}, "unclear", "funds-down",
            ),
            (
                "funds-changed", "task", "service",
                SERVICE_FUNDS, {"total": "119.00", "basic": "99.00", "project": "20.00"},
                "neutral", "funds",
            ),
        ],
    ),
    Row(
        "more money for a target that asks for more",
        [],
        [("basic: 100.00", "basic: 101.50"), ("≥17个", "≥20个")],
        [
            (
                "funds-changed", "task", "service",
                SERVICE_FUNDS, {"total": "121.50", "basic": "101.50", "project": "20.00"},
                "neutral", "funds",
            ),
            *aim("≥17个", "≥20个", "target-tightened", "stronger", "tightened"),
        ],
    ),
    Row(
        "a ceiling of cost that follows the money is no target that asks for less",
        [],
        [("basic: 100.00", "basic: 99.00"), ("≤120万元", "≤119万元")],
        [
            (
                "funds-down-targets-kept", "goal", "better-service",
                {"total": "120.00"}, {"total": "119.00"}, "unclear", "funds-down",
            ),
            (
                "funds-changed", "task", "service",
                SERVICE_FUNDS, {"total": "119.00", "basic": "99.00", "project": "20.00"},
                "neutral", "funds",
            ),
            (
                "target-tightened", "indicator", "service-cost",
                "≤120万元", "≤119万元", "neutral", "follows-funds",
            ),
        ],
    ),
    Row(
        "a ceiling of cost that rises with the money, in other units",
        [],
        [("basic: 100.00", "basic: 101.00"), ("≤120万元", "≤1,210,000元")],
        [
            (
                "funds-up-targets-flat", "goal", "better-service",
                {"total": "120.00"}, {"total": "121.00"}, "weaker", "funds-up",
            ),
            (
                "funds-changed", "task", "service",
                SERVICE_FUNDS, {"total": "121.00", "basic": "101.00", "project": "20.00"},
                "neutral", "funds",
            ),
            (
                "target-loosened", "indicator", "service-cost",
                "≤120万元", "≤1,210,000元", "neutral", "follows-funds",
            ),
        ],
    ),
    Row(
        "a ceiling of cost that rises by itself",
        [],
        [("≤120万元", "≤121万元")],
        [
            (
                "target-loosened", "indicator", "service-cost",
                "≤120万元", "≤121万元", "weaker", "loosened",
            )
        ],
    ),
    Row(
        "money of one source instead of another",
        [],
        [("{project: 80.00}", "{other: 80.00}")],
        [
            (
                "funds-changed", "task", "training",
                {"total": "80.00", "project": "80.00"}, {"total": "80.00", "other": "80.00"},
                "neutral", "funds",
            )
        ],
    ),
    Row(
        "a zero where the form was blank",
        [],
        [("{project: 80.00}", "{project: 80.00, other: 0}")],
        [
            (
                "funds-changed", "task", "training",
                {"total": "80.00", "project": "80.00"},
                {"total": "80.00", "project": "80.00", "other": "0.00"},
                "neutral", "funds",
            )
        ],
    ),
]  # fmt: skip

# --- Goals and indicators that come, go and move ---

RULES_GOAL_LINES = """\
  - id: clear-rules
    tasks: [training]
    text: {zh: 完善制度规范。, en: Write clear rules.}
    indicators:
      - id: rules
        category: output.quantity
        name: {zh: 出台制度, en: Rules issued}
        target: ≥3项
"""
RULES_GOAL = {
    "id": "clear-rules",
    "tasks": ["training"],
    "text": {"zh": "完善制度规范。", "en": "Write clear rules."},
    "indicators": [
        {
            "id": "rules",
            "category": "output.quantity",
            "name": {"zh": "出台制度", "en": "Rules issued"},
            "target": "≥3项",
        }
    ],
}

GOALS = [
    Row(
        "a goal more, with its indicators",
        [],
        [(STAFF_LINES, STAFF_LINES + RULES_GOAL_LINES)],
        [("goal-added", "goal", "clear-rules", None, RULES_GOAL, "stronger", "promise-added")],
    ),
    Row(
        "a goal less, with its own indicators, which are not told again",
        [],
        [(STAFF_LINES, "")],
        [
            ("coverage-fell", "plan", "example-bureau", "60.0", "100.0", "weaker", "coverage-fell"),
            ("goal-removed", "goal", "skilled-staff", STAFF, None, "weaker", "promise-gone"),
        ],
    ),
    Row(
        "a goal less, whose indicator another goal took over",
        [],
        [
            (STAFF_LINES, ""),
            (WINDOWS_LINES, REVENUE_LINES + WINDOWS_LINES),
        ],
        [
            (
                "coverage-rose", "plan", "example-bureau",
                "60.0", "40.0", "stronger", "coverage-rose",
            ),
            (
                "indicator-moved", "indicator", "revenue",
                {"goal": "skilled-staff", "category": "benefit.economic"},
                {"goal": "better-service", "category": "benefit.economic"},
                "neutral", "moved",
            ),
            (
                "goal-removed", "goal", "skilled-staff",
                STAFF | {"indicators": [COURSES, REPLIES]}, None, "weaker", "promise-gone",
            ),
        ],
    ),
    Row(
        "a goal more, that took an indicator over from another",
        [],
        [
            (COURSES_LINES, ""),
            (REVENUE_LINES, REVENUE_LINES + RULES_GOAL_LINES + COURSES_LINES),
        ],
        [
            ("goal-added", "goal", "clear-rules", None, RULES_GOAL, "stronger", "promise-added"),
            (
                "indicator-moved", "indicator", "courses",
                {"goal": "skilled-staff", "category": "output.quantity"},
                {"goal": "clear-rules", "category": "output.quantity"},
                "neutral", "moved",
            ),
        ],
    ),
    Row(
        "a goal in other words",
        [],
        [("{zh: 提升办事体验。, en: Make it easier.}", "{zh: 提升体验。, en: Make it easy.}")],
        [
            (
                "goal-reworded", "goal", "better-service",
                {"zh": "提升办事体验。", "en": "Make it easier."},
                {"zh": "提升体验。", "en": "Make it easy."},
                "unclear", "reworded",
            )
        ],
    ),
    Row(
        "a goal that serves another task too",
        [],
        [("tasks: [training]", "tasks: [training, service]")],
        [
            ("coverage-rose", "plan", "example-bureau", "60.0", "0.0", "stronger", "coverage-rose"),
            (
                "goal-relinked", "goal", "skilled-staff",
                ["training"], ["training", "service"], "unclear", "relinked",
            ),
        ],
    ),
    Row(
        "an indicator more",
        [(SATISFACTION_LINES, "")],
        [],
        [
            (
                "indicator-added", "indicator", "satisfaction",
                None, SATISFACTION, "stronger", "promise-added",
            )
        ],
    ),
    Row(
        "an indicator less",
        [],
        [(SATISFACTION_LINES, "")],
        [
            (
                "indicator-removed", "indicator", "satisfaction",
                SATISFACTION, None, "weaker", "promise-gone",
            )
        ],
    ),
    Row(
        "an indicator with another name",
        [],
        [("{zh: 开放窗口数量, en: Windows open}", "{zh: 窗口数量, en: Windows}")],
        [
            (
                "indicator-renamed", "indicator", "windows",
                {"zh": "开放窗口数量", "en": "Windows open"}, {"zh": "窗口数量", "en": "Windows"},
                "unclear", "reworded",
            )
        ],
    ),
    Row(
        "an indicator in another category of the same level 1",
        [],
        [(WINDOWS_LINES, WINDOWS_LINES.replace("output.quantity", "output.quality"))],
        [
            (
                "indicator-moved", "indicator", "windows",
                {"goal": "better-service", "category": "output.quantity"},
                {"goal": "better-service", "category": "output.quality"},
                "neutral", "moved",
            )
        ],
    ),
    Row(
        "an indicator in a category of another level 1",
        [],
        [("category: output.quality", "category: satisfaction.beneficiary")],
        [
            (
                "indicator-moved", "indicator", "waiting",
                {"goal": "better-service", "category": "output.quality"},
                {"goal": "better-service", "category": "satisfaction.beneficiary"},
                "unclear", "moved-level",
            )
        ],
    ),
    Row(
        "an indicator that moved and asks for less, while its old goal has more money",
        [],
        [("project: 80.00", "project: 81.00"), (COURSES_LINES, ""),
         (WINDOWS_LINES, COURSES_LINES.replace("＝6期", "≥5期") + WINDOWS_LINES)],
        [
            (
                "funds-up-targets-flat", "goal", "skilled-staff",
                {"total": "80.00"}, {"total": "81.00"}, "weaker", "funds-up",
            ),
            (
                "funds-changed", "task", "training",
                {"total": "80.00", "project": "80.00"}, {"total": "81.00", "project": "81.00"},
                "neutral", "funds",
            ),
            (
                "indicator-moved", "indicator", "courses",
                {"goal": "skilled-staff", "category": "output.quantity"},
                {"goal": "better-service", "category": "output.quantity"},
                "neutral", "moved",
            ),
            (
                "target-operator-changed", "indicator", "courses",
                "＝6期", "≥5期", "weaker", "bound-looser",
            ),
        ],
    ),
    Row(
        "an indicator that moved and asks for more, while its old goal has more money",
        [],
        [("project: 80.00", "project: 81.00"), (COURSES_LINES, ""),
         (WINDOWS_LINES, COURSES_LINES.replace("＝6期", "≥7期") + WINDOWS_LINES)],
        [
            (
                "funds-changed", "task", "training",
                {"total": "80.00", "project": "80.00"}, {"total": "81.00", "project": "81.00"},
                "neutral", "funds",
            ),
            (
                "indicator-moved", "indicator", "courses",
                {"goal": "skilled-staff", "category": "output.quantity"},
                {"goal": "better-service", "category": "output.quantity"},
                "neutral", "moved",
            ),
            (
                "target-operator-changed", "indicator", "courses",
                "＝6期", "≥7期", "stronger", "bound-tighter",
            ),
        ],
    ),
    Row(
        "a ceiling of cost that is one of quantity now, and lower, with more money",
        [],
        [
            ("basic: 100.00", "basic: 101.50"),
            ("output.cost", "output.quantity"),
            ("≤120万元", "≤100万元"),
        ],
        [
            (
                "funds-up-targets-flat", "goal", "better-service",
                {"total": "120.00"}, {"total": "121.50"}, "weaker", "funds-up",
            ),
            (
                "funds-changed", "task", "service",
                SERVICE_FUNDS, {"total": "121.50", "basic": "101.50", "project": "20.00"},
                "neutral", "funds",
            ),
            (
                "indicator-moved", "indicator", "service-cost",
                {"goal": "better-service", "category": "output.cost"},
                {"goal": "better-service", "category": "output.quantity"},
                "neutral", "moved",
            ),
            (
                "target-tightened", "indicator", "service-cost",
                "≤120万元", "≤100万元", "stronger", "tightened",
            ),
        ],
    ),
    Row(
        "what was no ceiling of cost followed no funds",
        [("output.cost", "output.quantity")],
        [("basic: 100.00", "basic: 101.50"), ("≤120万元", "≤121.5万元")],
        [
            (
                "funds-up-targets-flat", "goal", "better-service",
                {"total": "120.00"}, {"total": "121.50"}, "weaker", "funds-up",
            ),
            (
                "funds-changed", "task", "service",
                SERVICE_FUNDS, {"total": "121.50", "basic": "101.50", "project": "20.00"},
                "neutral", "funds",
            ),
            (
                "indicator-moved", "indicator", "service-cost",
                {"goal": "better-service", "category": "output.quantity"},
                {"goal": "better-service", "category": "output.cost"},
                "neutral", "moved",
            ),
            (
                "target-loosened", "indicator", "service-cost",
                "≤120万元", "≤121.5万元", "weaker", "loosened",
            ),
        ],
    ),
    Row(
        "more money for a task that another goal asks more of",
        [("tasks: [training]", "tasks: [training, service]")],
        [
            ("tasks: [training]", "tasks: [training, service]"),
            ("basic: 100.00", "basic: 101.50"),
            ("≥17个", "≥18个"),
        ],
        [
            (
                "funds-changed", "task", "service",
                SERVICE_FUNDS, {"total": "121.50", "basic": "101.50", "project": "20.00"},
                "neutral", "funds",
            ),
            *aim("≥17个", "≥18个", "target-tightened", "stronger", "tightened"),
        ],
    ),
    Row(
        "more money for a task that a new goal serves too",
        [],
        [("project: 80.00", "project: 81.00"), (STAFF_LINES, STAFF_LINES + RULES_GOAL_LINES)],
        [
            (
                "funds-changed", "task", "training",
                {"total": "80.00", "project": "80.00"}, {"total": "81.00", "project": "81.00"},
                "neutral", "funds",
            ),
            ("goal-added", "goal", "clear-rules", None, RULES_GOAL, "stronger", "promise-added"),
        ],
    ),
    Row(
        "more money for a goal that has no targets",
        [],
        [("basic: 1.00", "basic: 2.00")],
        [
            (
                "funds-changed", "task", "service",
                {"total": "1.00", "basic": "1.00"}, {"total": "2.00", "basic": "2.00"},
                "neutral", "funds",
            )
        ],
        text=TINY,
    ),
    Row(
        "what explains an indicator",
        [],
        [("≥17个", "≥17个\n        note: {zh: 含流动窗口。, en: With mobile ones.}")],
        [
            (
                "indicator-changed", "indicator", "windows",
                None, {"zh": "含流动窗口。", "en": "With mobile ones."}, "neutral", "remark",
            )
        ],
    ),
    Row(
        "what says how an indicator is measured",
        [("target: ≥17个", "target: ≥17个\n        formula: {zh: 日均, en: Daily}")],
        [("target: ≥17个", "target: ≥17个\n        formula: {zh: 月均, en: Monthly}")],
        [
            (
                "indicator-changed", "indicator", "windows",
                {"zh": "日均", "en": "Daily"}, {"zh": "月均", "en": "Monthly"},
                "unclear", "measured",
            )
        ],
    ),
    Row(
        "a weight and a baseline",
        [("target: ≥17个", "target: ≥17个\n        weight: 10")],
        [("≥17个", "≥17个\n        weight: 12.5\n        baseline: {year: 2024, value: ≥9个}")],
        [
            ("indicator-changed", "indicator", "windows", "10", "12.5", "unclear", "measured"),
            (
                "indicator-changed", "indicator", "windows",
                None, {"year": 2024, "value": "≥9个"}, "neutral", "remark",
            ),
        ],
    ),
]  # fmt: skip

# --- Targets ---

TARGETS = [
    Row(
        "a floor that rises",
        [],
        [("≥17个", "≥20个")],
        aim("≥17个", "≥20个", "target-tightened", "stronger", "tightened"),
    ),
    Row(
        "a floor that falls",
        [],
        [("≥17个", "≥12个")],
        aim("≥17个", "≥12个", "target-loosened", "weaker", "loosened"),
    ),
    Row(
        "a ceiling that falls, in another unit",
        [("≥17个", "≤2小时")],
        [("≥17个", "≤119分钟")],
        aim("≤2小时", "≤119分钟", "target-tightened", "stronger", "tightened"),
    ),
    Row(
        "a ceiling that rises, in another unit",
        [("≥17个", "≤100万元")],
        [("≥17个", "≤0.01001亿元")],
        aim("≤100万元", "≤0.01001亿元", "target-loosened", "weaker", "loosened"),
    ),
    Row(
        "a figure to be met exactly, of which nothing tells what would be better",
        [],
        [("＝6期", "＝8期")],
        [("target-tightened", "indicator", "courses", "＝6期", "＝8期", "unclear", "exact")],
    ),
    Row(
        "a lower figure to be met exactly, of which nothing tells what would be better",
        [],
        [("＝6期", "＝5期")],
        [("target-loosened", "indicator", "courses", "＝6期", "＝5期", "unclear", "exact")],
    ),
    Row(
        "a figure to be met exactly, of which less is better",
        [("≤120万元", "＝120万元")],
        [("≤120万元", "＝110万元")],
        [
            (
                "target-tightened", "indicator", "service-cost",
                "＝120万元", "＝110万元", "stronger", "tightened",
            )
        ],
    ),
    Row(
        "a figure to be met exactly, of which more is better",
        [("≥90%", "＝100%")],
        [("≥90%", "＝98%")],
        [
            (
                "target-loosened", "indicator", "satisfaction",
                "＝100%", "＝98%", "weaker", "loosened",
            )
        ],
    ),
    Row(
        "a figure to be met exactly, of which more was better under the old name alone",
        [("≥90%", "＝100%")],
        [
            ("≥90%", "＝98%"),
            ("{zh: 群众满意度, en: Public satisfaction}", "{zh: 投诉占比, en: Complaints}"),
        ],
        [
            (
                "indicator-renamed", "indicator", "satisfaction",
                {"zh": "群众满意度", "en": "Public satisfaction"},
                {"zh": "投诉占比", "en": "Complaints"},
                "unclear", "reworded",
            ),
            (
                "target-loosened", "indicator", "satisfaction",
                "＝100%", "＝98%", "unclear", "exact",
            ),
        ],
    ),
    Row(
        "working days do not convert into days",
        [],
        [("≤5个工作日", "≤5天")],
        [("target-unit-changed", "indicator", "replies", "≤5个工作日", "≤5天", "unclear", "unit")],
    ),
    Row(
        "months do not convert into days",
        [("≤5个工作日", "≤1个月")],
        [("≤5个工作日", "≤30天")],
        [("target-unit-changed", "indicator", "replies", "≤1个月", "≤30天", "unclear", "unit")],
    ),
    Row(
        "percentage points do not convert into percent",
        [("≥17个", "≥5个百分点")],
        [("≥17个", "≥5%")],
        aim("≥5个百分点", "≥5%", "target-unit-changed", "unclear", "unit"),
    ),
    Row(
        "another unit and another sign",
        [],
        [("≥17个", "≤17家")],
        aim("≥17个", "≤17家", "target-unit-changed", "unclear", "unit"),
    ),
    Row(
        "a floor becomes a ceiling",
        [],
        [("≥17个", "≤17个")],
        aim("≥17个", "≤17个", "target-operator-changed", "unclear", "sign-turned"),
    ),
    Row(
        "exactly becomes at least",
        [("≥17个", "＝17个")],
        [],
        aim("＝17个", "≥17个", "target-operator-changed", "unclear", "exact-to-bound"),
    ),
    Row(
        "at most becomes exactly",
        [("≥17个", "≤17个")],
        [("≥17个", "＝17个")],
        aim("≤17个", "＝17个", "target-operator-changed", "unclear", "bound-to-exact"),
    ),
    Row(
        "at least becomes more than",
        [],
        [("≥17个", "＞17个")],
        aim("≥17个", "＞17个", "target-operator-changed", "stronger", "bound-tighter"),
    ),
    Row(
        "less than becomes at most",
        [("≥17个", "＜2小时")],
        [("≥17个", "≤120分钟")],
        aim("＜2小时", "≤120分钟", "target-operator-changed", "weaker", "bound-looser"),
    ),
    Row(
        "exactly becomes at least, of more",
        [("≥17个", "＝17个")],
        [("≥17个", "≥18个")],
        aim("＝17个", "≥18个", "target-operator-changed", "stronger", "bound-tighter"),
    ),
    Row(
        "words in place of other words",
        [],
        [(WORDS_LINE, "target: {zh: 评价稳定, en: Thought of as before}")],
        [
            (
                "target-reworded", "indicator", "reputation",
                WORDS, {"zh": "评价稳定", "en": "Thought of as before"}, "unclear", "reworded",
            )
        ],
    ),
    Row(
        "a figure in place of words",
        [],
        [(WORDS_LINE, "target: ≥80%")],
        [
            ("coverage-rose", "plan", "example-bureau", "60.0", "0.0", "stronger", "coverage-rose"),
            (
                "target-quantified", "indicator", "reputation",
                WORDS, "≥80%", "stronger", "quantified",
            ),
        ],
    ),
    Row(
        "words in place of a figure, whose unit has nothing to say any more",
        [("≥17个", "≥17个\n        unit: {one: window, other: windows}")],
        [("≥17个", "{zh: 若干, en: Some}")],
        aim(
            "≥17个", {"zh": "若干", "en": "Some"}, "target-unquantified", "weaker", "unquantified"
        ),
    ),
    Row(
        "words in place of a date, the same words",
        [],
        [(", by: 2025-12-31", "")],
        [
            (
                "target-unquantified", "indicator", "opening",
                YEAR_END, {"zh": "2025年底前", "en": "by the end of 2025"},
                "weaker", "unquantified",
            )
        ],
    ),
    Row(
        "a figure in place of a date",
        [],
        [(YEAR_END_LINE, "target: ≤12个月")],
        [("target-unit-changed", "indicator", "opening", YEAR_END, "≤12个月", "unclear", "unit")],
    ),
    Row(
        "an earlier day",
        [],
        [(YEAR_END_LINE, "target: {zh: 6月底前, en: by the end of June, by: 2025-06-30}")],
        [
            (
                "deadline-earlier", "indicator", "opening",
                YEAR_END, {"zh": "6月底前", "en": "by the end of June", "by": "2025-06-30"},
                "stronger", "earlier",
            )
        ],
    ),
    Row(
        "a later day, the Chinese words as they were",
        [(YEAR_END_LINE, "target: {zh: 年内, en: by November, by: 2025-11-30}")],
        [(YEAR_END_LINE, "target: {zh: 年内, en: by 31 December, by: 2025-12-31}")],
        [
            (
                "deadline-later", "indicator", "opening",
                {"zh": "年内", "en": "by November", "by": "2025-11-30"},
                {"zh": "年内", "en": "by 31 December", "by": "2025-12-31"},
                "weaker", "later",
            ),
            (
                "translation-stale", "indicator", "opening",
                {"zh": "年内", "en": "by November"}, {"zh": "年内", "en": "by 31 December"},
                "unclear", "stale-zh",
            ),
        ],
    ),
]  # fmt: skip

# --- Years ---

NEXT_YEAR = ("year: 2025", "year: 2026")
NEXT_YEAR_TOLD = plan_changed(2025, 2026, "neutral", "edition")
LEAP_YEAR = ("year: 2025", "year: 2024")
LEAP_YEAR_TOLD = plan_changed(2024, 2025, "neutral", "edition")


GOAL_TEXT = "{zh: 提升办事体验。, en: Make it easier.}"


def goal_text(zh: str, en: str) -> Edit:
    return (GOAL_TEXT, f'{{zh: "{zh}", en: "{en}"}}')


def day(by: str) -> Edit:
    return (YEAR_END_LINE, f"target: {{zh: 按时, en: in time, by: {by}}}")


def moved_day(before: str, after: str, kind: str, significance: str, reason: str) -> list[Told]:
    words = {"zh": "按时", "en": "in time"}
    sides = words | {"by": before}, words | {"by": after}
    return [(kind, "indicator", "opening", *sides, significance, reason)]


YEARS = [
    Row(
        "a date that moves on with the year of the table",
        [],
        [
            NEXT_YEAR,
            (YEAR_END_LINE, "target: {zh: 2026年底前, en: by the end of 2026, by: 2026-12-31}"),
        ],
        [
            *NEXT_YEAR_TOLD,
            (
                "target-reworded", "indicator", "opening",
                {"zh": "2025年底前", "en": "by the end of 2025"},
                {"zh": "2026年底前", "en": "by the end of 2026"},
                "neutral", "only-year",
            ),
        ],
    ),
    Row(
        "a date that stays while the table's year moves on",
        [day("2025-12-31")],
        [NEXT_YEAR, day("2025-12-31")],
        [
            *NEXT_YEAR_TOLD,
            *moved_day("2025-12-31", "2025-12-31", "deadline-earlier", "stronger", "earlier"),
        ],
    ),
    Row(
        "a date that moves on while the table's year stays",
        [day("2025-12-31")],
        [day("2026-12-31")],
        moved_day("2025-12-31", "2026-12-31", "deadline-later", "weaker", "later"),
    ),
    Row(
        "a year that moves on in Chinese, where the English names none",
        [goal_text("2025年提升。", "Improve."), day("2025-12-31")],
        [NEXT_YEAR, goal_text("2026年提升。", "Improve."), day("2026-12-31")],
        [
            *NEXT_YEAR_TOLD,
            (
                "goal-reworded", "goal", "better-service",
                {"zh": "2025年提升。", "en": "Improve."},
                {"zh": "2026年提升。", "en": "Improve."},
                "neutral", "only-year",
            ),
        ],
    ),
    Row(
        "years that move on in a text, all by one",
        [NEXT_YEAR, goal_text("较2025年，2026年提升。", "2026 above 2025."), day("2026-12-31")],
        [
            ("year: 2025", "year: 2027"),
            goal_text("较2026年，2027年提升。", "2027 above 2026."),
            day("2027-12-31"),
        ],
        [
            *plan_changed(2026, 2027, "neutral", "edition"),
            (
                "goal-reworded", "goal", "better-service",
                {"zh": "较2025年，2026年提升。", "en": "2026 above 2025."},
                {"zh": "较2026年，2027年提升。", "en": "2027 above 2026."},
                "neutral", "only-year",
            ),
        ],
    ),
    Row(
        "a year in a text that moves on while another stays",
        [goal_text("2025年较2024年提升。", "2025 above 2024."), day("2025-12-31")],
        [
            NEXT_YEAR,
            goal_text("2026年较2024年提升。", "2026 above 2024."),
            day("2026-12-31"),
        ],
        [
            *NEXT_YEAR_TOLD,
            (
                "goal-reworded", "goal", "better-service",
                {"zh": "2025年较2024年提升。", "en": "2025 above 2024."},
                {"zh": "2026年较2024年提升。", "en": "2026 above 2024."},
                "unclear", "reworded",
            ),
        ],
    ),
    Row(
        "a figure that looks like the year is not moved on by it",
        [goal_text("2024年12025件", "12025 in 2024"), day("2025-12-31")],
        [NEXT_YEAR, goal_text("2025年12025件", "12025 in 2025"), day("2026-12-31")],
        [
            *NEXT_YEAR_TOLD,
            (
                "goal-reworded", "goal", "better-service",
                {"zh": "2024年12025件", "en": "12025 in 2024"},
                {"zh": "2025年12025件", "en": "12025 in 2025"},
                "unclear", "reworded",
            ),
        ],
    ),
    Row(
        "the year that ends a century",
        [("year: 2025", "year: 2099"), goal_text("2099年", "2099"), day("2099-12-31")],
        [("year: 2025", "year: 2100"), goal_text("2100年", "2100"), day("2100-12-31")],
        [
            *plan_changed(2099, 2100, "neutral", "edition"),
            (
                "goal-reworded", "goal", "better-service",
                {"zh": "2099年", "en": "2099"}, {"zh": "2100年", "en": "2100"},
                "neutral", "only-year",
            ),
        ],
    ),
    Row(
        "a day that no later year has",
        [day("9999-12-31")],
        [NEXT_YEAR, day("9999-12-31")],
        NEXT_YEAR_TOLD,
    ),
    Row(
        "the leap day, carried on to the end of February",
        [LEAP_YEAR, day("2024-02-29")],
        [day("2025-02-28")],
        LEAP_YEAR_TOLD,
    ),
    Row(
        "the day before the leap day, carried on",
        [LEAP_YEAR, day("2024-02-28")],
        [day("2025-02-28")],
        LEAP_YEAR_TOLD,
    ),
    Row(
        "the leap day, then the day after the end of February",
        [LEAP_YEAR, day("2024-02-29")],
        [day("2025-03-01")],
        LEAP_YEAR_TOLD
        + moved_day("2024-02-29", "2025-03-01", "deadline-later", "weaker", "later"),
    ),
    Row(
        "the leap day and the day before, in one year",
        [LEAP_YEAR, day("2024-02-29")],
        [LEAP_YEAR, day("2024-02-28")],
        moved_day("2024-02-29", "2024-02-28", "deadline-earlier", "stronger", "earlier"),
    ),
    Row(
        "the last day but one of a leap year, then the last of the next",
        [LEAP_YEAR, day("2024-12-30")],
        [day("2025-12-31")],
        LEAP_YEAR_TOLD
        + moved_day("2024-12-30", "2025-12-31", "deadline-later", "weaker", "later"),
    ),
]  # fmt: skip

# --- Words ---


def said(
    kind: str, before: tuple[str, str], after: tuple[str, str], significance: str, reason: str
) -> list[Told]:
    sides = [{"zh": zh, "en": en} for zh, en in (before, after)]
    return [(kind, "goal", "better-service", sides[0], sides[1], significance, reason)]


def rewording(
    name: str, before: tuple[str, str], after: tuple[str, str], kind: str, judged: str
) -> Row:
    """A goal's text in both languages, before and after; `judged` is `significance reason`."""
    significance, reason = judged.split()
    changes = said(kind, before, after, significance, reason)
    return Row(name, [goal_text(*before)], [goal_text(*after)], changes)


TEXTS = [
    rewording(
        "punctuation and width alone",
        ("提升办事体验（一窗）", "Easier, in one place."),
        ("提升办事体验(一窗)。", "Easier in one place"),
        "goal-reworded",
        "neutral only-punctuation",
    ),
    rewording(
        "Chinese punctuation alone leaves no English behind",
        ("提升体验", "Better"),
        ("提升体验。", "Better"),
        "goal-reworded",
        "neutral only-punctuation",
    ),
    rewording(
        "thousands separators in a text",
        ("服务1,200家企业", "Serve 1,200 firms"),
        ("服务1200家企业", "Serve 1200 firms"),
        "goal-reworded",
        "neutral only-punctuation",
    ),
    rewording(
        "the length of a dash between figures",
        ("每月2——3次", "2–3 a month"),
        ("每月2-3次", "2-3 a month"),
        "goal-reworded",
        "neutral only-punctuation",
    ),
    rewording(
        "a decimal point is no punctuation",
        ("服务3.5万户", "Serve 3.5 myriads"),
        ("服务35万户", "Serve 35 myriads"),
        "goal-reworded",
        "unclear reworded",
    ),
    rewording(
        "a dash between figures is no punctuation",
        ("每月2-3次", "2-3 a month"),
        ("每月23次", "23 a month"),
        "goal-reworded",
        "unclear reworded",
    ),
    rewording(
        "percent and per mille are no punctuation",
        ("增长5%", "Grow 5%"),
        ("增长5‰", "Grow 5‰"),
        "goal-reworded",
        "unclear reworded",
    ),
    rewording(
        "below zero is no punctuation",
        ("冷库达到-18度", "Freeze to -18 degrees"),
        ("冷库达到18度", "Freeze to 18 degrees"),
        "goal-reworded",
        "unclear reworded",
    ),
    rewording(
        "English mended alone",
        ("提升体验", "Make better"),
        ("提升体验", "Improve the experience"),
        "translation-changed",
        "neutral translation",
    ),
    rewording(
        "Chinese changed alone",
        ("提升体验", "Make better"),
        ("提升办事效率", "Make better"),
        "translation-stale",
        "unclear stale-en",
    ),
    rewording(
        "a figure of the English changed alone",
        ("服务百家企业", "Serve 100 firms"),
        ("服务百家企业", "Serve 120 firms"),
        "translation-stale",
        "unclear stale-zh",
    ),
    Row(
        "the English of an indicator's unit",
        [],
        [("target: ≥17个", "target: ≥17个\n        unit: {one: window, other: windows}")],
        [
            (
                "translation-changed", "indicator", "windows",
                None, {"one": "window", "other": "windows"}, "neutral", "translation",
            )
        ],
    ),
]  # fmt: skip

# --- Splits and merges, told by `formerly` ---

WINDOWS_SPLIT = (
    WINDOWS_LINES,
    WINDOWS_LINES.replace("≥17个", "≥9个")
    + """\
      - id: evening-windows
        formerly: windows
        category: output.quantity
        name: {zh: 晚间窗口, en: Evening windows}
        target: ≥8个
""",
)
EVENING_WINDOWS = {
    "id": "evening-windows",
    "formerly": "windows",
    "category": "output.quantity",
    "name": {"zh": "晚间窗口", "en": "Evening windows"},
    "target": "≥8个",
}
TRAINING_SPLIT = (
    TRAINING_LINES,
    TRAINING_LINES.replace("80.00", "50.00")
    + """\
  - id: exams
    formerly: training
    text: {zh: 组织考核。, en: Hold exams.}
    funds: {project: 30.00}
""",
)
EXAMS = {
    "id": "exams",
    "formerly": "training",
    "text": {"zh": "组织考核。", "en": "Hold exams."},
    "funds": {"project": "30.00"},
}
TRAINING_FUNDS = {"total": "80.00", "project": "80.00"}
TRAINING_HALF = {"total": "50.00", "project": "50.00"}
STAFF_SPLIT = (
    STAFF_LINES,
    STAFF_HEAD
    + COURSES_LINES
    + REVENUE_LINES
    + """\
  - id: quick-staff
    formerly: skilled-staff
    tasks: [training]
    text: {zh: 限时答复。, en: Reply in time.}
    indicators:
"""
    + REPLIES_LINES.replace("≤5个", "≤3个"),
)
QUICK_STAFF = {
    "id": "quick-staff",
    "formerly": "skilled-staff",
    "tasks": ["training"],
    "text": {"zh": "限时答复。", "en": "Reply in time."},
    "indicators": [],
}

DIVISIONS = [
    Row(
        "an indicator that was split",
        [],
        [WINDOWS_SPLIT],
        [
            *aim("≥17个", "≥9个", "target-loosened", "unclear", "divided-target"),
            (
                "indicator-added", "indicator", "evening-windows",
                None, EVENING_WINDOWS, "neutral", "divided",
            ),
        ],
    ),
    Row(
        "indicators that were merged",
        [WINDOWS_SPLIT, ("        formerly: windows\n", "")],
        [("      - id: windows\n", "      - id: windows\n        formerly: [evening-windows]\n")],
        [
            *aim("≥9个", "≥17个", "target-tightened", "unclear", "divided-target"),
            (
                "indicator-removed", "indicator", "evening-windows",
                {key: value for key, value in EVENING_WINDOWS.items() if key != "formerly"}, None,
                "neutral", "divided",
            ),
        ],
    ),
    Row(
        "an indicator that was split, and the sign of the rest",
        [],
        [WINDOWS_SPLIT, ("≥9个", "＞9个")],
        [
            *aim("≥17个", "＞9个", "target-operator-changed", "unclear", "divided-target"),
            (
                "indicator-added", "indicator", "evening-windows",
                None, EVENING_WINDOWS, "neutral", "divided",
            ),
        ],
    ),
    Row(
        "a split of an earlier year, which excuses nothing now",
        [WINDOWS_SPLIT],
        [WINDOWS_SPLIT, ("≥9个", "≥5个")],
        aim("≥9个", "≥5个", "target-loosened", "weaker", "loosened"),
    ),
    Row(
        "what is gone after a split of an earlier year",
        [WINDOWS_SPLIT],
        [WINDOWS_SPLIT, (WINDOWS_LINES.replace("≥17个", "≥9个"), "")],
        [
            (
                "indicator-removed", "indicator", "windows",
                {
                    "id": "windows",
                    "category": "output.quantity",
                    "name": {"zh": "开放窗口数量", "en": "Windows open"},
                    "target": "≥9个",
                },
                None, "weaker", "promise-gone",
            )
        ],
    ),
    Row(
        "a main task that was split, its goal serving both",
        [],
        [TRAINING_SPLIT, ("tasks: [training]", "tasks: [training, exams]")],
        [
            (
                "funds-changed", "task", "training",
                TRAINING_FUNDS, TRAINING_HALF, "neutral", "funds",
            ),
            ("task-added", "task", "exams", None, EXAMS, "neutral", "divided"),
        ],
    ),
    Row(
        "a main task that was split, its goal serving one part",
        [],
        [TRAINING_SPLIT],
        [
            ("coverage-fell", "plan", "example-bureau", "60.0", "75.0", "weaker", "coverage-fell"),
            (
                "funds-changed", "task", "training",
                TRAINING_FUNDS, TRAINING_HALF, "neutral", "funds",
            ),
            ("task-added", "task", "exams", None, EXAMS, "neutral", "divided"),
        ],
    ),
    Row(
        "main tasks that were merged, under two goals",
        [],
        [
            (TRAINING_LINES, ""),
            ("  - id: service\n", "  - id: service\n    formerly: training\n"),
            ("project: 20.00", "project: 100.00"),
            ("tasks: [training]", "tasks: [service]"),
        ],
        [
            ("coverage-rose", "plan", "example-bureau", "60.0", "0.0", "stronger", "coverage-rose"),
            (
                "funds-changed", "task", "service",
                SERVICE_FUNDS, {"total": "200.00", "basic": "100.00", "project": "100.00"},
                "neutral", "funds",
            ),
            ("task-removed", "task", "training", TRAINING, None, "neutral", "divided"),
        ],
    ),
    Row(
        "a goal that was split, its indicators compared one by one",
        [],
        [STAFF_SPLIT],
        [
            ("goal-added", "goal", "quick-staff", None, QUICK_STAFF, "neutral", "divided"),
            (
                "target-tightened", "indicator", "replies",
                "≤5个工作日", "≤3个工作日", "stronger", "tightened",
            ),
        ],
    ),
    Row(
        "goals that were merged, one indicator less",
        [STAFF_SPLIT, ("    formerly: skilled-staff\n", "")],
        [
            ("  - id: skilled-staff\n", "  - id: skilled-staff\n    formerly: [quick-staff]\n"),
            (REPLIES_LINES, ""),
        ],
        [
            (
                "indicator-removed", "indicator", "replies",
                REPLIES | {"target": "≤3个工作日"}, None, "weaker", "promise-gone",
            ),
            (
                "goal-removed", "goal", "quick-staff",
                {key: value for key, value in QUICK_STAFF.items() if key != "formerly"}, None,
                "neutral", "divided",
            ),
        ],
    ),
]  # fmt: skip

# --- Who is who, guessed by likeness ---

LIKENESS = [
    Row(
        "a new id and a name that is much alike",
        [],
        [
            ("id: windows", "id: counters"),
            ("{zh: 开放窗口数量, en: Windows open}", "{zh: 开放窗口总数量, en: Windows open}"),
        ],
        [
            (
                "translation-stale", "indicator", "counters",
                {"zh": "开放窗口数量", "en": "Windows open"},
                {"zh": "开放窗口总数量", "en": "Windows open"},
                "unclear", "stale-en",
            )
        ],
        [("indicator", "windows", "counters", 92)],
    ),
    Row(
        "a new id and a name that is less alike",
        [(SATISFACTION_LINES, "")],
        [(SATISFACTION_LINES, ""), (WINDOWS_LINES, SATISFACTION_LINES)],
        [
            (
                "indicator-added", "indicator", "satisfaction",
                None, SATISFACTION, "stronger", "promise-added",
            ),
            (
                "indicator-removed", "indicator", "windows",
                {
                    "id": "windows",
                    "category": "output.quantity",
                    "name": {"zh": "开放窗口数量", "en": "Windows open"},
                    "target": "≥17个",
                },
                None, "weaker", "promise-gone",
            ),
        ],
    ),
    Row(
        "a new id and more than half a name, below what is taken for alike",
        [],
        [
            ("id: satisfaction", "id: pleased"),
            ("{zh: 群众满意度, en: Public satisfaction}", "{zh: 企业满意度, en: Pleased firms}"),
        ],
        [
            (
                "indicator-added", "indicator", "pleased", None,
                SATISFACTION
                | {"id": "pleased", "name": {"zh": "企业满意度", "en": "Pleased firms"}},
                "stronger", "promise-added",
            ),
            (
                "indicator-removed", "indicator", "satisfaction",
                SATISFACTION, None, "weaker", "promise-gone",
            ),
        ],
    ),
    Row(
        "a new id and the same name in another category",
        [],
        [
            (
                SATISFACTION_LINES,
                SATISFACTION_LINES.replace("id: satisfaction", "id: pleased").replace(
                    "satisfaction.beneficiary", "output.quality"
                ),
            )
        ],
        [
            (
                "indicator-added", "indicator", "pleased", None,
                SATISFACTION | {"id": "pleased", "category": "output.quality"},
                "stronger", "promise-added",
            ),
            (
                "indicator-removed", "indicator", "satisfaction",
                SATISFACTION, None, "weaker", "promise-gone",
            ),
        ],
    ),
    Row(
        "a new id under another goal, nearly the same name",
        [],
        [
            (REPLIES_LINES, ""),
            (
                SATISFACTION_LINES,
                SATISFACTION_LINES
                + REPLIES_LINES.replace("replies", "answers").replace("答复", "答复的"),
            ),
        ],
        [
            (
                "indicator-added", "indicator", "answers", None,
                REPLIES | {"id": "answers", "name": {"zh": "答复的时限", "en": "Time to reply"}},
                "stronger", "promise-added",
            ),
            (
                "indicator-removed", "indicator", "replies",
                REPLIES, None, "weaker", "promise-gone",
            ),
        ],
    ),
    Row(
        "a new id under another goal, the same name",
        [],
        [
            (REPLIES_LINES, ""),
            (
                SATISFACTION_LINES,
                SATISFACTION_LINES + REPLIES_LINES.replace("replies", "answers"),
            ),
        ],
        [
            (
                "indicator-moved", "indicator", "answers",
                {"goal": "skilled-staff", "category": "output.timeliness"},
                {"goal": "better-service", "category": "output.timeliness"},
                "neutral", "moved",
            )
        ],
        [("indicator", "replies", "answers", 100)],
    ),
    Row(
        "two new ids with the same name, of which the one under the old goal is taken",
        [],
        [
            (SATISFACTION_LINES, SATISFACTION_LINES + REPLIES_LINES.replace("replies", "a")),
            ("id: replies", "id: z"),
        ],
        [
            (
                "indicator-added", "indicator", "a",
                None, REPLIES | {"id": "a"}, "stronger", "promise-added",
            )
        ],
        [("indicator", "replies", "z", 100)],
    ),
    Row(
        "two new ids, of which the one with the same name is taken",
        [],
        [
            (
                WINDOWS_LINES,
                WINDOWS_LINES.replace("id: windows", "id: a").replace("开放窗口", "各类窗口")
                + WINDOWS_LINES.replace("id: windows", "id: b"),
            ),
        ],
        [
            (
                "indicator-added", "indicator", "a", None,
                {
                    "id": "a",
                    "category": "output.quantity",
                    "name": {"zh": "各类窗口数量", "en": "Windows open"},
                    "target": "≥17个",
                },
                "stronger", "promise-added",
            )
        ],
        [("indicator", "windows", "b", 100)],
    ),
]  # fmt: skip

ROWS = [
    *UNCHANGED,
    *PLANS,
    *GOALS,
    *TARGETS,
    *YEARS,
    *TEXTS,
    *DIVISIONS,
    *LIKENESS,
]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_the_changes_are_these_and_no_others(row: Row) -> None:
    comparison = row.compare()
    assert told(comparison) == list(row.changes)
    assert matched(comparison) == list(row.matches)


# The row, the kind, and the figures and names that go with the change of that kind.
DETAILS = [
    ("a floor that falls", "target-loosened", {"value": ("17", "12", "-5", "-29.4")}),
    (
        "a ceiling that falls, in another unit",
        "target-tightened",
        {"value": ("7200", "7140", "-60", "-0.8")},
    ),
    (
        "a figure to be met exactly, of which nothing tells what would be better",
        "target-tightened",
        {"value": ("6", "8", "2", "33.3"), "direction": "unknown"},
    ),
    (
        "more money in another unit for the same targets",
        "funds-changed",
        {
            "total": ("1200000.00", "1200000.01", "0.01", "0.0"),
            "project": ("200000.00", "200000.01", "0.01", "0.0"),
        },
    ),
    (
        "money of one source instead of another",
        "funds-changed",
        {
            "project": ("80.00", None, "-80.00", "-100.0"),
            "other": (None, "80.00", "80.00", None),
        },
    ),
    ("a goal that serves another task too", "coverage-rose", {"tasks": []}),
    ("an earlier day", "deadline-earlier", {"days": -184}),
    ("a date that moves on while the table's year stays", "deadline-later", {"days": 365}),
    (
        "a date that stays while the table's year moves on",
        "deadline-earlier",
        {"days": -365},
    ),
    (
        "the last day but one of a leap year, then the last of the next",
        "deadline-later",
        {"days": 1},
    ),
    (
        "the leap day, then the day after the end of February",
        "deadline-later",
        {"days": 1},
    ),
    (
        "English mended alone",
        "translation-changed",
        {"field": "text", "changed": ["en"]},
    ),
    (
        "Chinese changed alone",
        "translation-stale",
        {"field": "text", "changed": ["zh"], "stale": "en"},
    ),
    (
        "thousands separators in a text",
        "goal-reworded",
        {"field": "text", "changed": ["zh", "en"], "only": "punctuation"},
    ),
    ("what explains an indicator", "indicator-changed", {"field": "note", "changed": ["zh", "en"]}),
    ("another framework", "plan-changed", {"field": "framework"}),
    ("an indicator that was split", "indicator-added", {"parts": ["windows"]}),
    ("a main task that was split, its goal serving both", "task-added", {"parts": ["training"]}),
    (
        "goals that were merged, one indicator less",
        "goal-removed",
        {"parts": ["skilled-staff"]},
    ),
    ("an indicator more", "indicator-added", {}),
]


@pytest.mark.parametrize(("name", "kind", "expected"), DETAILS)
def test_a_change_says_by_how_much(name: str, kind: str, expected: dict[str, Any]) -> None:
    (row,) = [row for row in ROWS if row.name == name]
    changes = [item.change for item in row.compare().judged if item.change.kind == kind]
    details = [detail_data(change.detail) for change in changes]
    assert [{key: figures(item) for key, item in detail.items()} for detail in details] == [
        expected
    ]


def figures(item: Any) -> Any:
    """A difference as before, after, difference and percent; anything else as it is."""
    return tuple(item.values()) if isinstance(item, dict) else item


def test_no_two_rows_have_one_name() -> None:
    names = [row.name for row in ROWS]
    assert len(names) == len(set(names))


def test_the_table_has_every_kind() -> None:
    kinds = {change[0] for row in ROWS for change in row.changes}
    assert kinds == {kind.value for kind in Kind}
    assert {kind.value for kind in JOINED} <= kinds


def test_the_table_has_every_reason() -> None:
    reasons = {change[6] for row in ROWS for change in row.changes}
    assert len(reasons) > 30
    assert reasons == reasons_of_the_code() - {"policy"}


# The functions of the code that make a verdict; the reason is the last thing each is given.
_JUDGES = {"_always", "_neutral", "_unclear", "_weaker", "_stronger", "Verdict"}
# What the code puts into a reason.
_BLANKS = {"only-": ("year", "punctuation"), "stale-": LANGUAGES}


def reasons_of_the_code() -> set[str]:
    """Every reason that is written in the code."""
    source = Path(significance.__file__).read_text("utf-8")
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    judges = [node for node in calls if getattr(node.func, "id", "") in _JUDGES]
    assert judges
    return {reason for node in judges for reason in written(node)}


def written(call: ast.Call) -> list[str]:
    last = call.keywords[-1].value if call.keywords else call.args[-1]
    strings = [node for node in ast.walk(last) if isinstance(node, ast.Constant)]
    values = [node.value for node in strings if isinstance(node.value, str)]
    if isinstance(last, ast.JoinedStr):
        return [f"{values[0]}{blank}" for blank in _BLANKS[values[0]]]
    return values

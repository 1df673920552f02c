"""The small table whose edits are compared, and its parts as data and as the text of an edit."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from vocabularies import complete

from perf_report.diff.change_data import value_data
from perf_report.diff.comparison import Comparison, compare_plans
from perf_report.diff.significance import Policy
from perf_report.model.plan import Plan
from perf_report.model.source import Source
from perf_report.parse.load import load_plan
from perf_report.parse.reports import load_report

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
    """What is edited in the base and in the revision, and all that is said of it.

    `monitored` are monitoring reports on the plan.
    """

    name: str
    base: Sequence[Edit] | None
    revision: Sequence[Edit] | None
    changes: Sequence[Told]
    matches: Sequence[Matched] = ()
    text: str = BASE
    monitored: Sequence[str] = ()

    def plan(self, edits: Sequence[Edit] | None) -> Plan | None:
        return None if edits is None else plan_of(self.text, tuple(edits))

    def compare(self, policy: Policy | None = None) -> Comparison:
        reports = [
            load_report(Source(name="", data=text.encode())).report for text in self.monitored
        ]
        assert None not in reports
        known = [report for report in reports if report]
        return compare_plans(
            self.plan(self.base), self.plan(self.revision), policy or Policy(), known
        )

    def compare_back(self) -> Comparison:
        return compare_plans(self.plan(self.revision), self.plan(self.base), Policy())


@cache
def plan_of(text: str, edits: tuple[Edit, ...]) -> Plan:
    for old, new in edits:
        assert text.count(old) == 1, (old, text.count(old))
        text = text.replace(old, new)
    loaded = load_plan(Source(name="spec.yaml", data=text.encode()))
    assert loaded.plan is not None, (loaded.findings, text)
    return complete(loaded.plan)


def told(comparison: Comparison) -> list[Told]:
    return [
        (
            item.change.kind.value,
            item.change.subject.type,
            item.change.subject.id,
            value_data(item.change.before),
            value_data(item.change.after),
            item.assessment.significance.value,
            item.assessment.reason,
        )
        for item in comparison.assessed
    ]


def matched(comparison: Comparison) -> list[Matched]:
    return [(item.type, item.base, item.revision, item.likeness) for item in comparison.matches]


def aim(old: Any, new: Any, kind: str, significance: str, reason: str) -> list[Told]:
    """The change of the number of windows."""
    return [(kind, "indicator", "windows", old, new, significance, reason)]


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

"""Edits of what a form asks for: fields, small tables, money by source, indicators of the table."""

from typing import Any

from change_rows.parts import Row, Told

FLOOD = """\
format: 1
form: project-ningxiang
year: 2025
department: {code: example-bureau, name: {zh: 示例局, en: Example Bureau}}
framework: national
currency_unit: 万元
project: {code: dikes, name: {zh: 堤防加固项目, en: Dikes}, task: flood-control}
fields:
  nature: {zh: 新增项目, en: New project}
  period: {from: 2025-01, to: 2025-12}
  state: ready
funds: {fiscal: 60.00, other: {amount: 5.00, past: 4.00}}
tables:
  schedule:
    - {step: {zh: 完成勘察设计, en: Survey and design}, from: 2025-01-10, cost: 3.00}
    - {step: {zh: 一期主体施工, en: Building}, from: 2025-03-01, cost: 50.00}
weights: {output: 50}
goals:
  - id: safe
    horizon: long
    text: {zh: 堤防安全。, en: Safe dikes.}
indicators:
  - id: length
    goal: safe
    category: output.quantity
    name: {zh: 加固长度, en: Length}
    target: ≥12公里
    extra: {core: true}
"""

SURVEY = {
    "step": {"zh": "完成勘察设计", "en": "Survey and design"},
    "from": "2025-01-10",
    "cost": "3.00",
}
FUNDS = {"fiscal": "60.00", "other": {"amount": "5.00", "past": "4.00"}}
LENGTH = {
    "id": "length",
    "goal": "safe",
    "category": "output.quantity",
    "name": {"zh": "加固长度", "en": "Length"},
    "target": "≥12公里",
    "extra": {"core": True},
}
SURVEY_LINE = (
    "    - {step: {zh: 完成勘察设计, en: Survey and design}, from: 2025-01-10, cost: 3.00}\n"
)
GOAL_LINES = """\
goals:
  - id: safe
    horizon: long
    text: {zh: 堤防安全。, en: Safe dikes.}
"""
NEXT_YEAR = ("year: 2025", "year: 2026")
YEAR_MOVED: Told = ("plan-changed", "plan", "dikes", 2025, 2026, "neutral", "edition")


def field(id_: str, before: Any, after: Any, significance: str, reason: str) -> list[Told]:
    return [("field-changed", "field", id_, before, after, significance, reason)]


def row(before: Any, after: Any, significance: str, reason: str) -> list[Told]:
    return [("table-changed", "table", "schedule", before, after, significance, reason)]


def head(before: Any, after: Any, reason: str) -> list[Told]:
    return [("plan-changed", "plan", "dikes", before, after, "unclear", reason)]


FORMS = [
    Row(
        "another form",
        [],
        [("form: project-ningxiang", "form: project-2021")],
        head("project-ningxiang", "project-2021", "head"),
        text=FLOOD,
    ),
    Row(
        "a project of another task",
        [],
        [("task: flood-control", "task: rivers")],
        head("flood-control", "rivers", "head"),
        text=FLOOD,
    ),
    Row(
        "a table that is withheld",
        [],
        [("weights:", "disclose: false\ndisclose_basis: {zh: 依法不公开, en: By law}\nweights:")],
        [
            ("plan-changed", "plan", "dikes", True, False, "unclear", "disclosure"),
            *head(None, {"zh": "依法不公开", "en": "By law"}, "reworded"),
        ],
        text=FLOOD,
    ),
    Row(
        "other weights of levels",
        [],
        [("output: 50", "output: 40")],
        head({"output": "50"}, {"output": "40"}, "measured"),
        text=FLOOD,
    ),
    Row(
        "other words in a field",
        [],
        [("{zh: 新增项目, en: New project}", "{zh: 延续项目, en: Continued project}")],
        field(
            "nature",
            {"zh": "新增项目", "en": "New project"},
            {"zh": "延续项目", "en": "Continued project"},
            "neutral",
            "field",
        ),
        text=FLOOD,
    ),
    Row(
        "the Chinese of a field alone",
        [],
        [("zh: 新增项目", "zh: 延续项目")],
        [
            (
                "translation-stale", "field", "nature",
                {"zh": "新增项目", "en": "New project"}, {"zh": "延续项目", "en": "New project"},
                "unclear", "stale-en",
            )
        ],
        text=FLOOD,
    ),
    Row(
        "a plain string of a field as a text",
        [],
        [("state: ready", "state: {zh: ready, en: ready}")],
        [],
        text=FLOOD,
    ),
    Row(
        "a choice that is gone",
        [],
        [("  state: ready\n", "")],
        field("state", "ready", None, "neutral", "field"),
        text=FLOOD,
    ),
    Row(
        "a period that ends later",
        [],
        [("to: 2025-12", "to: 2026-06")],
        field(
            "period",
            {"from": "2025-01", "to": "2025-12"},
            {"from": "2025-01", "to": "2026-06"},
            "unclear",
            "period",
        ),
        text=FLOOD,
    ),
    Row(
        "a period that moves on with the year",
        [],
        [NEXT_YEAR, ("{from: 2025-01, to: 2025-12}", "{from: 2026-01, to: 2026-12}")],
        [
            YEAR_MOVED,
            *field(
                "period",
                {"from": "2025-01", "to": "2025-12"},
                {"from": "2026-01", "to": "2026-12"},
                "neutral",
                "only-year",
            ),
        ],
        text=FLOOD,
    ),
    Row(
        "rows in another order",
        [],
        [(SURVEY_LINE, ""), ("weights:", SURVEY_LINE + "weights:")],
        [],
        text=FLOOD,
    ),
    Row("a row less", [], [(SURVEY_LINE, "")], row(SURVEY, None, "unclear", "row"), text=FLOOD),
    Row(
        "a row twice more is one change with a count",
        [],
        [(SURVEY_LINE, SURVEY_LINE * 3)],
        row(None, SURVEY, "unclear", "row"),
        text=FLOOD,
    ),
    Row(
        "a later day in a row",
        [],
        [("2025-01-10", "2025-02-10")],
        row(SURVEY, SURVEY | {"from": "2025-02-10"}, "unclear", "row"),
        text=FLOOD,
    ),
    Row(
        "days of a row that move on with the year",
        [("2025-03-01", "2026-03-01")],
        [NEXT_YEAR, ("2025-03-01", "2026-03-01"), ("2025-01-10", "2026-01-10")],
        [YEAR_MOVED, *row(SURVEY, SURVEY | {"from": "2026-01-10"}, "neutral", "only-year")],
        text=FLOOD,
    ),
    Row(
        "only money in a row",
        [],
        [("cost: 3.00", "cost: 4.00")],
        row(SURVEY, SURVEY | {"cost": "4.00"}, "neutral", "funds"),
        text=FLOOD,
    ),
    Row(
        "only punctuation in a row",
        [],
        [("zh: 完成勘察设计", "zh: 完成勘察、设计")],
        row(
            SURVEY,
            SURVEY | {"step": {"zh": "完成勘察、设计", "en": "Survey and design"}},
            "neutral",
            "only-punctuation",
        ),
        text=FLOOD,
    ),
    Row(
        "only English in a row",
        [],
        [("en: Survey and design", "en: Design and survey")],
        row(
            SURVEY,
            SURVEY | {"step": {"zh": "完成勘察设计", "en": "Design and survey"}},
            "neutral",
            "translation",
        ),
        text=FLOOD,
    ),
    Row(
        "money of sources and of a column",
        [],
        [("fiscal: 60.00", "fiscal: 70.00"), (", past: 4.00", "")],
        [
            (
                "funds-changed", "plan", "dikes",
                FUNDS, {"fiscal": "70.00", "other": "5.00"}, "neutral", "funds",
            )
        ],
        text=FLOOD,
    ),
    Row(
        "all money in another unit",
        [],
        [
            ("currency_unit: 万元", "currency_unit: 元"),
            ("fiscal: 60.00", "fiscal: 600000"),
            ("amount: 5.00, past: 4.00", "amount: 50000, past: 40000"),
            ("cost: 3.00", "cost: 30000"),
            ("cost: 50.00", "cost: 500000"),
        ],
        head("万元", "元", "head"),
        text=FLOOD,
    ),
    Row(
        "a goal of another horizon",
        [],
        [("horizon: long", "horizon: midterm")],
        [("goal-changed", "goal", "safe", "long", "midterm", "unclear", "horizon")],
        text=FLOOD,
    ),
    Row(
        "a goal with a weight",
        [],
        [("horizon: long", "horizon: long\n    weight: 40")],
        [("goal-changed", "goal", "safe", None, "40", "unclear", "measured")],
        text=FLOOD,
    ),
    Row(
        "an indicator under the table that names no goal any more",
        [],
        [("    goal: safe\n", "")],
        [
            (
                "indicator-moved", "indicator", "length",
                {"goal": "safe", "category": "output.quantity"},
                {"goal": None, "category": "output.quantity"}, "neutral", "moved",
            )
        ],
        text=FLOOD,
    ),
    Row(
        "an indicator under the table of a goal that is gone",
        [],
        [
            (GOAL_LINES, ""),
            (FLOOD[FLOOD.index("indicators:\n") :], ""),
        ],
        [
            (
                "indicator-removed", "indicator", "length", LENGTH, None,
                "weaker", "promise-gone",
            ),
            (
                "goal-removed", "goal", "safe",
                {
                    "id": "safe", "horizon": "long",
                    "text": {"zh": "堤防安全。", "en": "Safe dikes."}, "indicators": [],
                },
                None, "weaker", "promise-gone",
            ),
        ],
        text=FLOOD,
    ),
    Row(
        "a lower floor under the table",
        [],
        [("≥12公里", "≥10公里")],
        [
            (
                "target-loosened", "indicator", "length", "≥12公里", "≥10公里",
                "weaker", "loosened",
            )
        ],
        text=FLOOD,
    ),
    Row(
        "a column of the form's own",
        [],
        [("core: true", "core: false")],
        [("indicator-changed", "indicator", "length", True, False, "neutral", "remark")],
        text=FLOOD,
    ),
    Row(
        "an indicator of another horizon",
        [],
        [("    extra:", "    horizon: long\n    extra:")],
        [("indicator-changed", "indicator", "length", None, "long", "unclear", "horizon")],
        text=FLOOD,
    ),
]  # fmt: skip

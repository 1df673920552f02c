"""Edits of the plan and its tasks."""

from typing import Any

from change_rows.parts import (
    BUDGET_LINE,
    GUARDS,
    GUARDS_LINES,
    SERVICE_FUNDS,
    TINY,
    TINY_DATA,
    TRAINING_LINES,
    WORDS_LINE,
    Row,
    Told,
    aim,
)


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
        "the day on which the budget was approved",
        [],
        [("year: 2025", "year: 2025\nbudget_approved: 2025-01-20")],
        plan_changed(None, "2025-01-20", "neutral", "edition"),
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

"""Goals and indicators that come, go and move."""

from change_rows.parts import (
    COURSES,
    COURSES_LINES,
    REPLIES,
    REVENUE_LINES,
    SATISFACTION,
    SATISFACTION_LINES,
    SERVICE_FUNDS,
    STAFF,
    STAFF_LINES,
    TINY,
    WINDOWS_LINES,
    Row,
    aim,
)

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
                "funds-up-targets-flat", "goal", "skilled-staff",
                {"total": "80.00"}, {"total": "81.00"}, "unclear", "funds-added",
            ),
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
    *(
        Row(
            f"an indicator's {name}",
            [],
            [("≥17个", f"≥17个\n        {name}: {{zh: 窗口科。, en: The office.}}")],
            [
                (
                    "indicator-changed", "indicator", "windows",
                    None, {"zh": "窗口科。", "en": "The office."}, "neutral", "remark",
                )
            ],
        )
        for name in ("basis", "responsible")
    ),
    Row(
        "the punctuation of what says how an indicator is measured",
        [("target: ≥17个", "target: ≥17个\n        formula: {zh: 日均, en: Daily}")],
        [("target: ≥17个", "target: ≥17个\n        formula: {zh: 日均。, en: Daily.}")],
        [
            (
                "indicator-changed", "indicator", "windows",
                {"zh": "日均", "en": "Daily"}, {"zh": "日均。", "en": "Daily."},
                "neutral", "only-punctuation",
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

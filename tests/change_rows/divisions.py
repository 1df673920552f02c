"""Splits and merges, told by `formerly`."""

from change_rows.parts import (
    COURSES_LINES,
    REPLIES,
    REPLIES_LINES,
    REVENUE_LINES,
    SATISFACTION,
    SATISFACTION_LINES,
    SERVICE_FUNDS,
    STAFF_HEAD,
    STAFF_LINES,
    TRAINING,
    TRAINING_LINES,
    WINDOWS_LINES,
    Row,
    aim,
)

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
WINDOWS = {
    "id": "windows",
    "category": "output.quantity",
    "name": {"zh": "开放窗口数量", "en": "Windows open"},
    "target": "≥17个",
}
DOORS_LINES = WINDOWS_LINES.replace("windows", "doors\n        formerly: windows").replace(
    "output.quantity", "output.quality"
)
ONLINE_LINES = """\
      - id: online
        category: satisfaction.beneficiary
        name: {zh: 网上办事满意率, en: Approval of online services}
        target: ≥85%
"""
ONLINE = {
    "id": "online",
    "category": "satisfaction.beneficiary",
    "name": {"zh": "网上办事满意率", "en": "Approval of online services"},
    "target": "≥85%",
}


def claims(id_: str, former: str) -> tuple[str, str]:
    """The edit by which an indicator says that it was others."""
    return f"      - id: {id_}\n", f"      - id: {id_}\n        formerly: [{former}]\n"


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
                None, EVENING_WINDOWS, "unclear", "divided",
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
                "unclear", "divided",
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
                None, EVENING_WINDOWS, "stronger", "promise-added",
            ),
        ],
    ),
    Row(
        "an indicator that was split into less than it was",
        [],
        [WINDOWS_SPLIT, ("≥9个", "≥1个")],
        [
            *aim("≥17个", "≥1个", "target-loosened", "weaker", "loosened"),
            (
                "indicator-added", "indicator", "evening-windows",
                None, EVENING_WINDOWS, "unclear", "divided",
            ),
        ],
    ),
    Row(
        "indicators that one of another kind says it was",
        [],
        [
            (WINDOWS_LINES, ""),
            (SATISFACTION_LINES, ""),
            claims("waiting", "windows, satisfaction"),
        ],
        [
            (
                "indicator-removed", "indicator", "windows", WINDOWS, None,
                "weaker", "claim-unproven",
            ),
            (
                "indicator-removed", "indicator", "satisfaction", SATISFACTION, None,
                "weaker", "claim-unproven",
            ),
        ],
    ),
    Row(
        "an indicator that a new one of another kind says it was",
        [],
        [(WINDOWS_LINES, DOORS_LINES)],
        [
            (
                "indicator-added", "indicator", "doors", None,
                {**WINDOWS, "id": "doors", "formerly": "windows", "category": "output.quality"},
                "stronger", "promise-added",
            ),
            (
                "indicator-removed", "indicator", "windows", WINDOWS, None,
                "weaker", "claim-unproven",
            ),
        ],
    ),
    Row(
        "an indicator that was merged into one that asks for less",
        [WINDOWS_SPLIT, ("        formerly: windows\n", "")],
        [
            claims("windows", "evening-windows"),
            ("≥17个", "≥12个"),
        ],
        [
            *aim("≥9个", "≥12个", "target-tightened", "unclear", "divided-target"),
            (
                "indicator-removed", "indicator", "evening-windows",
                {key: value for key, value in EVENING_WINDOWS.items() if key != "formerly"}, None,
                "weaker", "claim-unproven",
            ),
        ],
    ),
    Row(
        "rates, which do not add up, in one that asks for as much as each",
        [(SATISFACTION_LINES, SATISFACTION_LINES + ONLINE_LINES)],
        [
            claims("satisfaction", "online"),
        ],
        [
            ("indicator-removed", "indicator", "online", ONLINE, None, "unclear", "divided"),
        ],
    ),
    Row(
        "rates, which do not add up, in one that asks for less than one of them",
        [(SATISFACTION_LINES, SATISFACTION_LINES + ONLINE_LINES.replace("85", "95"))],
        [
            claims("satisfaction", "online"),
        ],
        [
            (
                "indicator-removed", "indicator", "online", {**ONLINE, "target": "≥95%"}, None,
                "weaker", "claim-unproven",
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
            ("task-added", "task", "exams", None, EXAMS, "unclear", "divided"),
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
            ("task-added", "task", "exams", None, EXAMS, "unclear", "divided"),
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
            ("task-removed", "task", "training", TRAINING, None, "unclear", "divided"),
        ],
    ),
    Row(
        "a goal that was split, its indicators compared one by one",
        [],
        [STAFF_SPLIT],
        [
            ("goal-added", "goal", "quick-staff", None, QUICK_STAFF, "unclear", "divided"),
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
                "weaker", "claim-unproven",
            ),
        ],
    ),
]  # fmt: skip

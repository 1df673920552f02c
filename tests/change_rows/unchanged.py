"""Edits that change nothing."""

from change_rows.parts import (
    BUDGET_LINE,
    COURSES_LINES,
    REPLIES_LINES,
    STAFF_LINES,
    TRAINING_LINES,
    Row,
)

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

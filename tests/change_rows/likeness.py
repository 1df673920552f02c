"""Who is who, guessed by likeness."""

from change_rows.parts import (
    REPLIES,
    REPLIES_LINES,
    SATISFACTION,
    SATISFACTION_LINES,
    WINDOWS_LINES,
    Row,
)

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

"""Adjustments within the year, and those that come late."""

from typing import Any

from change_rows.parts import VISITS_LINES, Row, Told, aim

APPROVED = (
    "revision: 2\nrevision_kind: adjustment\nrevision_approved: {by: {zh: 财政局, en: Finance}, "
)


def adjusted(day: str) -> tuple[str, str]:
    return ("year: 2025", f"year: 2025\n{APPROVED}on: {day}}}")


def edition(day: str) -> list[Told]:
    """What is said of the edition."""
    values: list[tuple[Any, Any]] = [
        (None, 2),
        (None, "adjustment"),
        (None, day),
        (None, {"zh": "财政局", "en": "Finance"}),
    ]
    return [
        ("plan-changed", "plan", "example-bureau", before, after, "neutral", "edition")
        for before, after in values
    ]


def monitored(month: str, likelihood: str, id_: str = "windows") -> str:
    return (
        "format: 1\nreport: monitoring\nof: {department: example-bureau, year: 2025}\n"
        f"through: 2025-{month}\nindicators: {{{id_}: {{likelihood: {likelihood}}}}}\n"
    )


LOWERED = ("≥17个", "≥12个")
LOOSENED = aim("≥17个", "≥12个", "target-loosened", "weaker", "loosened")
LATE = aim("≥17个", "≥12个", "target-lowered-late", "weaker", "lowered-late")
NOVEMBER, SEPTEMBER = "2025-11-20", "2025-09-20"
IMPOSSIBLE = monitored("07", "impossible")

VISITS = {
    "id": "visits",
    "category": "output.quantity",
    "name": {"zh": "全年接待量", "en": "Visits received"},
    "target": "≥39万次",
}

ADJUSTMENTS = [
    Row(
        "lowered in the last quarter after monitoring called it impossible",
        [],
        [adjusted(NOVEMBER), LOWERED],
        [*LATE, *edition(NOVEMBER), *LOOSENED],
        monitored=[IMPOSSIBLE],
    ),
    Row(
        "lowered before the last quarter",
        [],
        [adjusted(SEPTEMBER), LOWERED],
        [*edition(SEPTEMBER), *LOOSENED],
        monitored=[IMPOSSIBLE],
    ),
    Row(
        "lowered in the last quarter, and monitoring called it possible at last",
        [],
        [adjusted(NOVEMBER), LOWERED],
        [*edition(NOVEMBER), *LOOSENED],
        monitored=[monitored("10", "possible"), IMPOSSIBLE],
    ),
    Row(
        "lowered before monitoring called it impossible",
        [],
        [adjusted("2025-10-20"), LOWERED],
        [*edition("2025-10-20"), *LOOSENED],
        monitored=[monitored("11", "impossible")],
    ),
    Row(
        "raised in the last quarter, though monitoring called it impossible",
        [],
        [adjusted(NOVEMBER), ("≥17个", "≥18个")],
        [
            *edition(NOVEMBER),
            *aim("≥17个", "≥18个", "target-tightened", "stronger", "tightened"),
        ],
        monitored=[IMPOSSIBLE],
    ),
    Row(
        "lowered again under the same adjustment",
        [adjusted(NOVEMBER)],
        [adjusted(NOVEMBER), LOWERED],
        LOOSENED,
        monitored=[IMPOSSIBLE],
    ),
    Row(
        "removed in the last quarter after monitoring called it impossible",
        [],
        [adjusted(NOVEMBER), (VISITS_LINES, "")],
        [
            ("target-lowered-late", "indicator", "visits", VISITS, None, "weaker", "lowered-late"),
            *edition(NOVEMBER),
            ("indicator-removed", "indicator", "visits", VISITS, None, "weaker", "promise-gone"),
        ],
        monitored=[monitored("09", "impossible", "visits")],
    ),
]

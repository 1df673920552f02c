"""Edits of years and deadlines."""

from change_rows.parts import YEAR_END_LINE, Edit, Row, Told
from change_rows.plans import plan_changed

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

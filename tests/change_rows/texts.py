"""Edits of words."""

from change_rows.parts import Row, Told
from change_rows.years import goal_text


def said(
    kind: str, before: tuple[str, str], after: tuple[str, str], significance: str, reason: str
) -> list[Told]:
    sides = [{"zh": zh, "en": en} for zh, en in (before, after)]
    return [(kind, "goal", "better-service", sides[0], sides[1], significance, reason)]


def rewording(
    name: str, before: tuple[str, str], after: tuple[str, str], kind: str, assessed: str
) -> Row:
    """A goal's text in both languages, before and after; `assessed` is `significance reason`."""
    significance, reason = assessed.split()
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

"""Edits of targets."""

from change_rows.parts import WORDS, WORDS_LINE, YEAR_END, YEAR_END_LINE, Row, aim

JUNE = {"by": "2025-06-30"}
TARGETS = [
    Row(
        "a floor that rises",
        [],
        [("≥17个", "≥20个")],
        aim("≥17个", "≥20个", "target-tightened", "stronger", "tightened"),
    ),
    Row(
        "a floor that falls",
        [],
        [("≥17个", "≥12个")],
        aim("≥17个", "≥12个", "target-loosened", "weaker", "loosened"),
    ),
    Row(
        "a ceiling that falls, in another unit",
        [("≥17个", "≤2小时")],
        [("≥17个", "≤119分钟")],
        aim("≤2小时", "≤119分钟", "target-tightened", "stronger", "tightened"),
    ),
    Row(
        "a ceiling that rises, in another unit",
        [("≥17个", "≤100万元")],
        [("≥17个", "≤0.01001亿元")],
        aim("≤100万元", "≤0.01001亿元", "target-loosened", "weaker", "loosened"),
    ),
    Row(
        "a figure to be met exactly, of which nothing tells what would be better",
        [],
        [("＝6期", "＝8期")],
        [("target-tightened", "indicator", "courses", "＝6期", "＝8期", "unclear", "exact")],
    ),
    Row(
        "a lower figure to be met exactly, of which nothing tells what would be better",
        [],
        [("＝6期", "＝5期")],
        [("target-loosened", "indicator", "courses", "＝6期", "＝5期", "unclear", "exact")],
    ),
    Row(
        "a figure to be met exactly, of which less is better",
        [("≤120万元", "＝120万元")],
        [("≤120万元", "＝110万元")],
        [
            (
                "target-tightened", "indicator", "service-cost",
                "＝120万元", "＝110万元", "stronger", "tightened",
            )
        ],
    ),
    Row(
        "a figure to be met exactly, of which more is better",
        [("≥90%", "＝100%")],
        [("≥90%", "＝98%")],
        [
            (
                "target-loosened", "indicator", "satisfaction",
                "＝100%", "＝98%", "weaker", "loosened",
            )
        ],
    ),
    Row(
        "a figure to be met exactly, of which more was better under the old name alone",
        [("≥90%", "＝100%")],
        [
            ("≥90%", "＝98%"),
            ("{zh: 群众满意度, en: Public satisfaction}", "{zh: 投诉占比, en: Complaints}"),
        ],
        [
            (
                "indicator-renamed", "indicator", "satisfaction",
                {"zh": "群众满意度", "en": "Public satisfaction"},
                {"zh": "投诉占比", "en": "Complaints"},
                "unclear", "reworded",
            ),
            (
                "target-loosened", "indicator", "satisfaction",
                "＝100%", "＝98%", "unclear", "exact",
            ),
        ],
    ),
    Row(
        "a figure that falls while its unit changes",
        [],
        [("≥17个", "≥1处")],
        aim("≥17个", "≥1处", "target-unit-changed", "weaker", "unit-weaker"),
    ),
    Row(
        "a figure that rises while its unit changes",
        [],
        [("≥17个", "≥20处")],
        aim("≥17个", "≥20处", "target-unit-changed", "unclear", "unit"),
    ),
    Row(
        "a figure that rises as written and falls in ones",
        [("≥17个", "≥12万个")],
        [("≥17个", "≥15座")],
        aim("≥12万个", "≥15座", "target-unit-changed", "weaker", "unit-weaker"),
    ),
    Row(
        "a full stop that hides a lower figure",
        [],
        [("target: ≥90%", "target: ≥50%。")],
        [
            (
                "target-unit-changed", "indicator", "satisfaction",
                "≥90%", "≥50%。", "weaker", "unit-weaker",
            )
        ],
    ),
    Row(
        "working days do not convert into days",
        [],
        [("≤5个工作日", "≤5天")],
        [("target-unit-changed", "indicator", "replies", "≤5个工作日", "≤5天", "unclear", "unit")],
    ),
    Row(
        "months do not convert into days",
        [("≤5个工作日", "≤1个月")],
        [("≤5个工作日", "≤30天")],
        [
            (
                "target-unit-changed", "indicator", "replies",
                "≤1个月", "≤30天", "weaker", "unit-weaker",
            )
        ],
    ),
    Row(
        "percentage points do not convert into percent",
        [("≥17个", "≥5个百分点")],
        [("≥17个", "≥5%")],
        aim("≥5个百分点", "≥5%", "target-unit-changed", "unclear", "unit"),
    ),
    Row(
        "another unit and another sign",
        [],
        [("≥17个", "≤17家")],
        aim("≥17个", "≤17家", "target-unit-changed", "unclear", "unit"),
    ),
    Row(
        "a floor becomes a ceiling",
        [],
        [("≥17个", "≤17个")],
        aim("≥17个", "≤17个", "target-operator-changed", "unclear", "sign-turned"),
    ),
    Row(
        "exactly becomes at least",
        [("≥17个", "＝17个")],
        [],
        aim("＝17个", "≥17个", "target-operator-changed", "unclear", "exact-to-bound"),
    ),
    Row(
        "at most becomes exactly",
        [("≥17个", "≤17个")],
        [("≥17个", "＝17个")],
        aim("≤17个", "＝17个", "target-operator-changed", "unclear", "bound-to-exact"),
    ),
    Row(
        "at least becomes more than",
        [],
        [("≥17个", "＞17个")],
        aim("≥17个", "＞17个", "target-operator-changed", "stronger", "bound-tighter"),
    ),
    Row(
        "less than becomes at most",
        [("≥17个", "＜2小时")],
        [("≥17个", "≤120分钟")],
        aim("＜2小时", "≤120分钟", "target-operator-changed", "weaker", "bound-looser"),
    ),
    Row(
        "exactly becomes at least, of more",
        [("≥17个", "＝17个")],
        [("≥17个", "≥18个")],
        aim("＝17个", "≥18个", "target-operator-changed", "stronger", "bound-tighter"),
    ),
    Row(
        "exactly becomes at most, of less, where more may be better",
        [("≥17个", "＝17个")],
        [("≥17个", "≤1个")],
        aim("＝17个", "≤1个", "target-operator-changed", "unclear", "exact"),
    ),
    Row(
        "exactly becomes at most, where more is better",
        [("≥90%", "＝100%")],
        [("≥90%", "≤99%")],
        [
            (
                "target-operator-changed", "indicator", "satisfaction",
                "＝100%", "≤99%", "weaker", "bound-looser",
            )
        ],
    ),
    Row(
        "a lower ceiling of what ought to be high",
        [("≥90%", "≤100%")],
        [("≥90%", "≤1%")],
        [
            (
                "target-tightened", "indicator", "satisfaction",
                "≤100%", "≤1%", "unclear", "sign-against",
            )
        ],
    ),
    Row(
        "words that lose their figure",
        [(WORDS_LINE, "target: {zh: 20万, en: as 200000}")],
        [(WORDS_LINE, "target: {zh: 控制在预算内, en: Within the budget}")],
        [
            (
                "target-reworded", "indicator", "reputation",
                {"zh": "20万", "en": "as 200000"},
                {"zh": "控制在预算内", "en": "Within the budget"},
                "weaker", "figure-gone",
            )
        ],
    ),
    Row(
        "words whose figure falls, and with it the sign",
        [(WORDS_LINE, "target: {zh: 不少于20次, en: At least 20}")],
        [(WORDS_LINE, "target: {zh: 12次, en: At least 20}")],
        [
            (
                "target-reworded", "indicator", "reputation",
                {"zh": "不少于20次", "en": "At least 20"}, {"zh": "12次", "en": "At least 20"},
                "weaker", "figure-weaker",
            ),
            (
                "translation-stale", "indicator", "reputation",
                {"zh": "不少于20次", "en": "At least 20"}, {"zh": "12次", "en": "At least 20"},
                "unclear", "stale-en",
            ),
        ],
    ),
    Row(
        "words that name a later day than before, while `by` stays",
        [(YEAR_END_LINE, "target: {zh: 6月底前, en: by June, by: 2025-06-30}")],
        [(YEAR_END_LINE, "target: {zh: 2025年12月底前, en: by December, by: 2025-06-30}")],
        [
            (
                "deadline-later", "indicator", "opening",
                {"zh": "6月底前", "en": "by June", "by": "2025-06-30"},
                {"zh": "2025年12月底前", "en": "by December", "by": "2025-06-30"},
                "weaker", "later",
            )
        ],
    ),
    Row(
        "words in place of other words",
        [],
        [(WORDS_LINE, "target: {zh: 评价稳定, en: Thought of as before}")],
        [
            (
                "target-reworded", "indicator", "reputation",
                WORDS, {"zh": "评价稳定", "en": "Thought of as before"}, "unclear", "reworded",
            )
        ],
    ),
    Row(
        "a lower figure in place of words that hold one",
        [(WORDS_LINE, "target: {zh: 不少于20次, en: At least 20}")],
        [(WORDS_LINE, "target: ≥1次")],
        [
            ("coverage-rose", "plan", "example-bureau", "60.0", "0.0", "stronger", "coverage-rose"),
            (
                "target-quantified", "indicator", "reputation",
                {"zh": "不少于20次", "en": "At least 20"}, "≥1次", "weaker", "figure-weaker",
            ),
        ],
    ),
    Row(
        "a date in place of words that hold a figure",
        [(WORDS_LINE, "target: {zh: 合格率100%, en: All pass}")],
        [(WORDS_LINE, "target: {zh: 2025年底前, en: In 2025, by: 2025-12-31}")],
        [
            (
                "target-quantified", "indicator", "reputation",
                {"zh": "合格率100%", "en": "All pass"},
                {"zh": "2025年底前", "en": "In 2025", "by": "2025-12-31"},
                "unclear", "figure-unclear",
            )
        ],
    ),
    Row(
        "a figure in place of words",
        [],
        [(WORDS_LINE, "target: ≥80%")],
        [
            ("coverage-rose", "plan", "example-bureau", "60.0", "0.0", "stronger", "coverage-rose"),
            (
                "target-quantified", "indicator", "reputation",
                WORDS, "≥80%", "stronger", "quantified",
            ),
        ],
    ),
    Row(
        "words in place of a figure, whose unit has nothing to say any more",
        [("≥17个", "≥17个\n        unit: {one: window, other: windows}")],
        [("≥17个", "{zh: 若干, en: Some}")],
        aim(
            "≥17个", {"zh": "若干", "en": "Some"}, "target-unquantified", "weaker", "unquantified"
        ),
    ),
    Row(
        "words in place of a date, the same words",
        [],
        [(", by: 2025-12-31", "")],
        [
            (
                "target-unquantified", "indicator", "opening",
                YEAR_END, {"zh": "2025年底前", "en": "by the end of 2025"},
                "weaker", "unquantified",
            )
        ],
    ),
    Row(
        "a figure in place of a date",
        [],
        [(YEAR_END_LINE, "target: ≤12个月")],
        [("target-unit-changed", "indicator", "opening", YEAR_END, "≤12个月", "unclear", "unit")],
    ),
    Row(
        "an earlier day",
        [],
        [(YEAR_END_LINE, "target: {zh: 6月底前, en: by the end of June, by: 2025-06-30}")],
        [
            (
                "deadline-earlier", "indicator", "opening",
                YEAR_END, {"zh": "6月底前", "en": "by the end of June", "by": "2025-06-30"},
                "stronger", "earlier",
            )
        ],
    ),
    Row(
        "an earlier day, from which something runs",
        [(YEAR_END_LINE, "target: {zh: 6月底前, en: by June, by: 2025-06-30}")],
        [(YEAR_END_LINE, "target: {zh: 5月底后, en: from May on, by: 2025-05-31}")],
        [
            (
                kind, "indicator", "opening",
                {"zh": "6月底前", "en": "by June", **before},
                {"zh": "5月底后", "en": "from May on", **after},
                "unclear", reason,
            )
            for kind, before, after, reason in (
                ("deadline-earlier", {"by": "2025-06-30"}, {"by": "2025-05-31"}, "start"),
                ("target-reworded", {}, {}, "reworded"),
            )
        ],
    ),
    Row(
        "an earlier day by which less is done",
        [(YEAR_END_LINE, "target: {zh: 6月底前启用, en: open by June, by: 2025-06-30}")],
        [(YEAR_END_LINE, "target: {zh: 5月底前研究, en: thought of by May, by: 2025-05-31}")],
        [
            (
                kind, "indicator", "opening",
                {"zh": "6月底前启用", "en": "open by June", **before},
                {"zh": "5月底前研究", "en": "thought of by May", **after},
                significance, reason,
            )
            for kind, before, after, significance, reason in (
                ("deadline-earlier", JUNE, {"by": "2025-05-31"}, "stronger", "earlier"),
                ("target-reworded", {}, {}, "unclear", "reworded"),
            )
        ],
    ),
    Row(
        "a later day, the Chinese words as they were",
        [(YEAR_END_LINE, "target: {zh: 年内, en: by November, by: 2025-11-30}")],
        [(YEAR_END_LINE, "target: {zh: 年内, en: by 31 December, by: 2025-12-31}")],
        [
            (
                "deadline-later", "indicator", "opening",
                {"zh": "年内", "en": "by November", "by": "2025-11-30"},
                {"zh": "年内", "en": "by 31 December", "by": "2025-12-31"},
                "weaker", "later",
            ),
            (
                "translation-stale", "indicator", "opening",
                {"zh": "年内", "en": "by November"}, {"zh": "年内", "en": "by 31 December"},
                "unclear", "stale-zh",
            ),
        ],
    ),
]  # fmt: skip

"""Words that make the figure behind them a bound: 不得低于 a floor, 不应超过 a ceiling.

A word for less or more is a bound of one side, and with a negation before it one of the other.
"""

_NOT = (
    "(?:不|未|没有|没|勿|毋|无|禁止|严禁|杜绝|避免|防止)"
    "(?:得|应该?当?|能够?|可以?|宜|许|准|会|要|允许|再){0,3}"
)
_OR_EQUAL = "(?:或?等于)?"
_LESS = "(?:低于|少于|小于|短于|低过|少过|小过|不足|不到|不满|亚于|逊于|弱于|下于)"
_MORE = "(?:高于|多于|大于|长于|高过|多过|大过|超过|超出|超|突破|逾|达到|达)"

NOT_LESS, NOT_MORE = f"{_NOT}{_LESS}", f"{_NOT}{_MORE}"
# A negation that other words separate from its word leaves the figure without a known bound.
VAGUE = rf"{_NOT}[^\W\d]{{1,4}}?(?:{_LESS}|{_MORE}){_OR_EQUAL}"
FLOOR = (
    rf"≥|>|{NOT_LESS}|至少|最少|最低|起码|下限为?|不止|不下|(?:提高|提升|增加|增长|上升)[到至]"
    rf"|{_MORE}{_OR_EQUAL}"
)
CEILING = (
    rf"≤|<|{NOT_MORE}|至多|最多|最高|上限为?|控制[在到]|限[于在]|(?:降低|下降|减少|压减|压降|降)[到至]"
    rf"|{_LESS}{_OR_EQUAL}"
)
# The same behind a figure.
FLOOR_BEHIND = "[及或]?以上|之上"
CEILING_BEHIND = r"[及或]?以下|[以之]内|内(?!\w)|之下|封顶|为限"

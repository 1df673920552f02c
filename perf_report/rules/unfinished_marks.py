"""Marks in a text that it is still to be written."""

import re

from perf_report.model.review_mark import WORDS
from perf_report.model.text import Text

# In a text 待核 may be part of other words (待核准, 对待核心业务), and `to review` a verb.
_MARK = re.compile(
    r"\b(?:TODO|FIXME|TBD|TBC|XXX)\b|待翻译|待译|待补充|待填"
    rf"|#[^\w#]*(?i:{WORDS})|(?<![对等期接])待 ?核[实对]?(?!\w)"
    r"|[【\[(（]\s*(?i:to[\s_-]*review)\b|\A\W*(?i:to[\s_-]*review)\b\W*\Z"
    r"|\b(?i:to[ _-]review)[:：]"
)


def find_mark(text: str | None) -> str:
    """Return the first mark of unfinished work in a text; empty if there is none."""
    match = _MARK.search(text or "")
    return match[0] if match else ""


def is_unfinished(text: Text) -> bool:
    """Whether a text has such a mark in a language."""
    return bool(find_mark(text.zh) or find_mark(text.en))

"""The language in which a page has a text: its own, or else the other one."""

from perf_report.model.text import Language, Text
from perf_report.render.localized_text import TAGS


def text_and_language(text: Text, language: Language) -> tuple[str, str | None]:
    """Return a text for a page, and its language if that is not the page's."""
    own = text.get(language)
    if own is not None:
        return own, None
    other: Language = "zh" if text.zh is not None else "en"
    return text.get(other) or "", TAGS[other]

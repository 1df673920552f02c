"""Widths of texts, estimated in Chinese characters, each of which is as wide as high."""

from collections.abc import Iterable
from unicodedata import east_asian_width

from perf_report.render.localized_text import TextRun
from perf_report.render.no_break_spans import split_spans

# The width of a character that is not Chinese, relative to the type; capitals and digits are wider.
_NARROW, _WIDE_NARROW = 0.53, 0.66


def longest_word(runs: Iterable[TextRun]) -> float:
    """The width of the longest stretch that has no place to break, in Chinese characters."""
    longest = 0.0
    for run in runs:
        for word in run.text.split():
            width = 0.0
            for character in word:
                if east_asian_width(character) in "WF":
                    longest, width = max(longest, width, 1.0), 0.0
                else:
                    width += _character(character)
                    if character in "-/":
                        longest, width = max(longest, width), 0.0
            longest = max(longest, width)
    return longest


def longest_span(runs: Iterable[TextRun], room: float) -> float:
    """The width of the longest stretch that a line of text on paper does not break."""
    spans = (span for run in runs for span in split_spans(run.text, run.lang, room))
    return max(
        (
            text_width(span.text) if span.is_whole else longest_word((TextRun("", span.text),))
            for span in spans
        ),
        default=0.0,
    )


def text_width(text: str) -> float:
    """The width of the longest line of a text, in Chinese characters."""
    return max(sum(map(_character, line)) for line in text.split("\n"))


def _character(character: str) -> float:
    if character < "\u2000":
        return _WIDE_NARROW if character.isupper() or character.isdigit() else _NARROW
    return 1.0

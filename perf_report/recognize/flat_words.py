"""The words of a text without cells, and which of them are labels of a form."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from perf_report.model.paper import PaperLine, Place
from perf_report.recognize.cell_text import label_key

# A label may be broken over so many lines or spread over so many words.
_MOST_PIECES = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A part of a line without blanks: what may be a cell, or a line of one.

    `label` is the key of the label that it is, alone or with the words that follow it; those have
    an empty text.
    """

    text: str
    place: Place
    is_first: bool
    label: str = ""

    @property
    def width(self) -> float:
        """How wide it prints, in Chinese characters."""
        return sum(0.5 if char < "\u2000" else 1.0 for char in self.text)


def split_words(lines: Sequence[PaperLine]) -> list[Word]:
    """Return the words of all lines."""
    return [
        Word(text=text, place=line.place, is_first=number == 0)
        for line in lines
        for number, text in enumerate(line.text.split())
    ]


def find_labels(words: Sequence[Word], labels: Collection[str]) -> Iterator[Word]:
    """Yield the words, with a label of several words as one."""
    at = 0
    while at < len(words):
        count = _label_length(words[at : at + _MOST_PIECES], labels)
        if count:
            text = "".join(word.text for word in words[at : at + count])
            word = words[at]
            yield Word(text=text, place=word.place, is_first=word.is_first, label=label_key(text))
            at += count
        else:
            yield words[at]
            at += 1


def _label_length(words: Sequence[Word], labels: Collection[str]) -> int:
    """How many words from the first on make a label; 0 if none do."""
    for count in range(len(words), 0, -1):
        if label_key("".join(word.text for word in words[:count])) in labels:
            return count
    return 0

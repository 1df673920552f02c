"""The numbers that a table prints before tasks and goals, and how others refer to them: 1、3-5."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence

from perf_report.recognize.label_words import filling_words
from perf_report.recognize.numbers import read_number

_FIGURE = "[0-9]+(?:[.-][0-9]+)*|[一二三四五六七八九十]{1,3}"
_SEPARATORS = re.compile(r"[、,;/\s和及与]+|(?<=\))(?=\()")
_RANGE = re.compile(r"(?P<first>[^-~至到—–]+)(?:[-~至到—–]+)(?P<last>[^-~至到—–]+)")
_NUMBERED = re.compile(rf"(?P<number>\(?(?:{_FIGURE})\)?)[.、:\s]*(?P<text>.*)", re.DOTALL)
_SIGNS = re.compile(r"[①-⑳⑴-⒇㈠-㈩](?!\s*[-~至到—–])(?<![-~至到—–].)")
_ALONE = re.compile(r"\(?(?:[0-9]{1,3}|[一二三四五六七八九十]{1,3})\)?[.、:]?")
_AROUND = "()[]【】.、: "


def read_numbering(text: str) -> str:
    """Return the number that a cell prints before a row: 3 for ３, ③, （三） and 任务3.

    Numbers of several parts stay as they are: 1.2. Empty if the text is no number.
    """
    plain = "".join(_plain(text).split())
    for word in sorted(filling_words("tasks"), key=len, reverse=True):
        plain = plain.removeprefix(word)
    plain = plain.removesuffix("项").strip(_AROUND)
    if not re.fullmatch(_FIGURE, plain):
        return ""
    number = read_number(plain)
    return str(number) if number else plain


def read_references(
    text: str, numbers: Sequence[str], names: Sequence[str]
) -> tuple[int, ...] | None:
    """Return the positions of the rows that a text refers to; None if any part is not understood.

    Rows are named by their numbers, by ranges of these, by their names, or all at once. `numbers`
    are those of the rows, and `names` their texts. A number that two rows have names neither.
    """
    if "".join(_plain(text).split()) in filling_words("all"):
        return tuple(range(len(numbers)))
    known = {name: at for at, name in enumerate(names) if name and names.count(name) == 1}
    plain = _joined(text)
    if plain in known:
        return (known[plain],)
    places = {each: at for at, each in enumerate(numbers) if each and numbers.count(each) == 1}
    found: list[int] = []
    for part in _parts(text):
        rows = _rows_of(part, places, known)
        if not rows:
            return None
        found += [row for row in rows if row not in found]
    return tuple(found) or None


def is_number(text: str) -> bool:
    """Return whether a text is the number of a row: 1, ① or 指标1：."""
    plain = "".join(_plain(text).split())
    for word in filling_words("indicators"):
        plain = plain.removeprefix(word)
    return _ALONE.fullmatch(plain) is not None


def is_numbering(text: str) -> bool:
    """Return whether a text in the column of numbers has a number alone: 3, 任务3, 1.2."""
    return bool(read_numbering(text)) or is_number(text)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def _joined(text: str) -> str:
    return "".join(text.split())


def _parts(text: str) -> Iterator[str]:
    """The parts of a text, each of one row or a range; signs like ① and ③ may follow each other."""
    spaced = _SIGNS.sub(r" \g<0> ", text)
    return (part for part in _SEPARATORS.split(_plain(spaced)) if part.strip(_AROUND))


def _rows_of(part: str, places: Mapping[str, int], names: Mapping[str, int]) -> list[int]:
    number = read_numbering(part)
    if number in places:
        return [places[number]]
    if part in names:
        return [names[part]]
    return _range(part, places) or _numbered(part, places, names)


def _range(part: str, places: Mapping[str, int]) -> list[int]:
    """The rows from one number up to another, which both are there."""
    found = _RANGE.fullmatch(part)
    first, last = (read_numbering(found[each]) for each in ("first", "last")) if found else ("", "")
    if not (first.isdecimal() and last.isdecimal() and {first, last} <= places.keys()):
        return []
    between = range(int(first), int(last) + 1)
    return [at for number, at in places.items() if number.isdecimal() and int(number) in between]


def _numbered(part: str, places: Mapping[str, int], names: Mapping[str, int]) -> list[int]:
    """The row with a number and a name that agree: 1.保管档案."""
    found = _NUMBERED.fullmatch(part)
    at = names.get(found["text"]) if found else None
    if found is None or at is None or places.get(read_numbering(found["number"])) != at:
        return []
    return [at]

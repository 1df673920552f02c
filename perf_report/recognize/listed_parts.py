"""The parts of a text that lists several things in one cell: 1.…, 2.…."""

import re
from collections.abc import Callable, Iterator

_CHINESE = "一二三四五六七八九十"
_MOST = len(_CHINESE)
# What a number of a list follows: the start, a line break or the end of a sentence.
_BEFORE = r"(?:\A|\n|(?<=[。；;！!]))\s*"
# How lists are numbered; each style gives the pattern of a number.
_STYLES: tuple[Callable[[int], str], ...] = (
    lambda number: rf"{number}\s*(?:[.．、](?![0-9])|[:：])",
    lambda number: rf"[（(]\s*{number}\s*[)）][、.．]?",
    lambda number: rf"{number}\s*[)）]",
    lambda number: chr(ord("①") + number - 1),
    lambda number: rf"{_CHINESE[number - 1]}、",
    lambda number: rf"[（(]\s*{_CHINESE[number - 1]}\s*[)）]、?",
    lambda number: rf"目标\s*(?:{number}|{_CHINESE[number - 1]})\s*[:：.．、]",
)


def listed_parts(text: str) -> tuple[str, ...]:
    """Return the parts of a numbered list, without their numbers; none where it is not certain.

    The list begins with the text. Each number is there once, and in order: lists within lists have
    numbers of another style.
    """
    for style in _STYLES:
        if re.match(style(1), text.strip()):
            return tuple(_parts(text.strip(), style))
    return ()


def _parts(text: str, style: Callable[[int], str]) -> Iterator[str]:
    numbers = [list(re.finditer(_BEFORE + style(number), text)) for number in range(1, _MOST + 1)]
    count = next((at for at, each in enumerate(numbers) if not each), _MOST)
    found = [each[0] for each in numbers[:count]]
    starts = [each.start() for each in found]
    is_certain = starts == sorted(starts) and all(len(each) == 1 for each in numbers[:count])
    if not is_certain or any(numbers[count:]):
        return
    for at, each in enumerate(found):
        end = starts[at + 1] if at + 1 < count else len(text)
        yield text[each.end() : end].strip()

"""The ends of the lines of a text, which may be of several kinds in one file."""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

# Two conversions in a row end a line with two returns.
_LINE_END = re.compile("\r+\n|\r|\n")


def plain_ends(text: str) -> str:
    """Return a text with a line feed at the end of each line."""
    return _LINE_END.sub("\n", text) if "\r" in text else text


def end_lines_like(text: str, model: str) -> str:
    """Return a text whose lines end as those of the text that it was made of.

    A line that both have keeps its own end; a new one ends as the one in its place, or before it.
    """
    text = plain_ends(text)
    if "\r" not in model:
        return text
    ends = _LINE_END.findall(model)
    if len(set(ends)) == 1:
        return text.replace("\n", ends[0])
    lines = text.split("\n")
    found = [*_ends_of(lines, plain_ends(model).split("\n"), ends)]
    found[-1] = ""
    return "".join([line + end for line, end in zip(lines, found, strict=True)])


def _ends_of(lines: Sequence[str], old: Sequence[str], ends: Sequence[str]) -> Iterator[str]:
    """An end for each of the lines; the last of the old ones has none."""
    last = len(ends) - 1
    for start, stop, old_start, old_stop in _stretches(lines, old):
        for at in range(stop - start):
            place = min(old_start + at, max(old_stop, 1) - 1, last)
            yield ends[place]


def _stretches(lines: Sequence[str], old: Sequence[str]) -> Iterator[tuple[int, int, int, int]]:
    """Stretches of the lines, each with that of the old ones which it is, or in whose place."""
    shorter = min(len(lines), len(old))
    same = next((at for at in range(shorter) if lines[at] != old[at]), shorter)
    left = shorter - same
    back = next((at for at in range(left) if lines[-1 - at] != old[-1 - at]), left)
    stop, old_stop = len(lines) - back, len(old) - back
    yield 0, same, 0, same
    matcher = SequenceMatcher(None, old[same:old_stop], lines[same:stop])
    for _, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        yield same + new_from, same + new_to, same + old_from, same + old_to
    yield stop, len(lines), old_stop, len(old)

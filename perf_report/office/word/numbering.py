"""The numbers that Word sets before paragraphs, which no run of theirs has."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from perf_report.office.word.names import is_on, value, whole_number, word
from perf_report.office.word.styles import Styles

NUMBER = "import-number-unread"
_LEVELS = 9
_FIGURES = "〇一二三四五六七八九"
_ROMAN = (
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)
# What a level shows that is no number.
_WITHOUT = frozenset({"bullet", "none"})


@dataclass(slots=True)
class Numbering:
    """Counts the numbered paragraphs of a Word file in their order."""

    styles: Styles
    lists: Mapping[str, Any] = field(default_factory=dict)
    levels: Mapping[tuple[str, str], Any] = field(default_factory=dict)
    counts: dict[str, list[int]] = field(default_factory=dict)
    started: set[tuple[str, int]] = field(default_factory=set)

    def next_number(self, paragraph: Any) -> tuple[str, str]:
        """The number of a paragraph with what stands around it, and a doubt about it."""
        own = paragraph.find(f"{word('pPr')}/{word('numPr')}")
        of_style = self.styles.numbering(paragraph)
        id_ = value(own, "numId") or value(of_style, "numId") or ""
        level = whole_number(value(own, "ilvl") or value(of_style, "ilvl"))
        list_ = self.lists.get(id_)
        if list_ is None or level >= _LEVELS:
            return "", ""
        abstract = value(list_, "abstractNumId") or ""
        levels = [self._level(list_, abstract, each) for each in range(level + 1)]
        if levels[-1] is None:
            return "", NUMBER
        self._count(list_, id_, abstract, levels)
        return self._shown(self.counts[abstract], levels)

    def _level(self, list_: Any, abstract: str, level: int) -> Any:
        """What a list says about a level: its own, or that of the list that it is based on."""
        for override in list_.iter(word("lvlOverride")):
            if override.get(word("ilvl")) == str(level):
                own = override.find(word("lvl"))
                if own is not None:
                    return own
        return self.levels.get((abstract, str(level)))

    def _count(self, list_: Any, id_: str, abstract: str, levels: list[Any]) -> None:
        """Count a paragraph of the last of some levels; those below begin anew."""
        level = len(levels) - 1
        counts = self.counts.setdefault(abstract, [])
        restarted = _restart(list_, level) if (id_, level) not in self.started else None
        self.started.add((id_, level))
        starts = [_start(each) for each in levels]
        del counts[level + 1 :]
        if restarted is not None:
            del counts[level:]
            starts[level] = restarted
        if len(counts) > level:
            counts[level] += 1
        else:
            counts += starts[len(counts) :]

    @staticmethod
    def _shown(counts: list[int], levels: list[Any]) -> tuple[str, str]:
        kind = value(levels[-1], "numFmt") or "decimal"
        if kind in _WITHOUT:
            return "", ""
        text = value(levels[-1], "lvlText") or ""
        doubt = ""
        for at, level in enumerate(levels):
            own = value(level, "numFmt") or "decimal"
            is_legal = bool(is_on(levels[-1], "isLgl"))
            written = str(counts[at]) if is_legal else write_number(counts[at], own)
            doubt = doubt or (NUMBER if f"%{at + 1}" in text and written is None else "")
            text = text.replace(f"%{at + 1}", written or str(counts[at]))
        return text, doubt


def read_numbering(root: Any, styles: Styles) -> Numbering:
    """Return the lists of a part; none if the file has no such part."""
    if root is None:
        return Numbering(styles)
    lists = {each.get(word("numId"), ""): each for each in root.iter(word("num"))}
    levels = {
        (base.get(word("abstractNumId"), ""), level.get(word("ilvl"), "")): level
        for base in root.iter(word("abstractNum"))
        for level in base.iter(word("lvl"))
    }
    return Numbering(styles, lists, levels)


def _start(level: Any) -> int:
    return whole_number(value(level, "start"), 1) if level is not None else 1


def _restart(list_: Any, level: int) -> int | None:
    for override in list_.iter(word("lvlOverride")):
        if override.get(word("ilvl")) == str(level):
            started = value(override, "startOverride")
            return None if started is None else whole_number(started, 1)
    return None


def write_number(number: int, kind: str) -> str | None:
    """Return a number in one of Word's formats (ECMA-376, 17.18.59); None in one not known."""
    written = _WRITERS.get(kind)
    return written(number) if written else None


def _full_width(number: int) -> str:
    return "".join(chr(ord(char) + ord("０") - ord("0")) for char in str(number))


def _counted(number: int) -> str | None:
    """A number below 100 in Chinese."""
    if number not in range(1, 100):
        return None
    tens, ones = divmod(number, 10)
    before = ("" if tens == 1 else _FIGURES[tens]) + "十" if tens else ""
    return before + (_FIGURES[ones] if ones else "")


def _one_of(characters: str) -> Callable[[int], str | None]:
    """Numbers as the characters of a list."""
    return lambda number: characters[number - 1] if 0 < number <= len(characters) else None


def _roman(number: int) -> str | None:
    if number not in range(1, 200):
        return None
    written = ""
    for amount, letters in _ROMAN:
        times, number = divmod(number, amount)
        written += letters * times
    return written


def _upper_roman(number: int) -> str | None:
    written = _roman(number)
    return written.upper() if written else None


_CIRCLES = _one_of("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳")
_WRITERS: dict[str, Callable[[int], str | None]] = {
    "decimal": str,
    "decimalHalfWidth": str,
    "decimalZero": "{:02}".format,
    "decimalFullWidth": _full_width,
    "decimalFullWidth2": _full_width,
    "chineseCounting": _counted,
    "chineseCountingThousand": _counted,
    "japaneseCounting": _counted,
    "ideographDigital": lambda number: "".join(_FIGURES[int(char)] for char in str(number)),
    "decimalEnclosedCircle": _CIRCLES,
    "decimalEnclosedCircleChinese": _CIRCLES,
    "ideographTraditional": _one_of("甲乙丙丁戊己庚辛壬癸"),
    "ideographZodiac": _one_of("子丑寅卯辰巳午未申酉戌亥"),
    "upperLetter": _one_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
    "lowerLetter": _one_of("abcdefghijklmnopqrstuvwxyz"),
    "upperRoman": _upper_roman,
    "lowerRoman": _roman,
}

"""Decode UTF-8, and find invisible characters."""

import codecs
import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple, overload

from perf_report.model.finding import MAX_FINDINGS, Finding, Span
from perf_report.model.visible_text import INVISIBLE
from perf_report.parse.line_ends import end_lines_like, plain_ends
from perf_report.parse.problem import Problem

_OTHER_BOMS = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)

# The message of a carriage return that cuts a line in two.
CUT_LINE = "yaml-character-return"

# What a file begins with that is no text, and what it then is: a word of the catalogue.
_OTHER_FILES = (
    (b"%PDF-", "file-pdf"),
    (b"\xd0\xcf\x11\xe0", "file-office"),
    (b"\x89PNG", "file-picture"),
    (b"\xff\xd8\xff", "file-picture"),
    (b"\x1f\x8b", "file-packed"),
    (b"BZh", "file-packed"),
    (b"\xfd7zXZ\0", "file-packed"),
    (b"7z\xbc\xaf\x27\x1c", "file-packed"),
    (b"Rar!\x1a", "file-packed"),
    (b"\x28\xb5\x2f\xfd", "file-packed"),
)
# The folder in the archive that a file of an office program is.
_IN_ARCHIVE = ((b"xl/", "file-excel"), (b"word/", "file-word"))

# A file with more than one zero byte in this many is no text, or text in one of these encodings.
_ZERO_RATIO = 8
_WITH_ZEROS = {
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16BE",
    "utf-32-le": "UTF-32LE",
    "utf-32-be": "UTF-32BE",
}
# What no text has: control characters, characters for private use, noncharacters.
_NOT_OF_TEXT = re.compile("[\0-\x08\x0e-\x1f\ue000-\uf8ff\ufffe\uffff\U000e0000-\U0010ffff]")

_CHINESE_ENCODINGS = ("GB18030", "Big5")
# Characters that are frequent in Chinese, in both scripts; one in how many they are at least, and
# how many characters are looked at. Other text that reads as Chinese by mistake has hardly any.
_FREQUENT = frozenset(
    "的一是在不了有和人中大为上个国以要时来用到作地于出分对成会可主发年动同工能下过产面方后多定行"
    "学法所民经十进等部度家电力水化高理小物现实加量体制机点业本性好应开合由前外天政日社事平全表间"
    "与关各重新内数正明利比或质第向条建月公无系情最立代通并提程展入文总次品式活设及管件长基资级统"
    "计期指区保治规海报目达完信万局满意服务任标绩效率例示项市委办财支算单位為個國時來於對會發動過"
    "產後學經進電現實體機點業應開間關無與當條處總設長資級統計區規報達萬滿務標績項辦財單"
)
_FREQUENT_ONE_IN = 4
_SAMPLE = 10_000


class Decoded(NamedTuple):
    """The text of a source, the first problems of its bytes, and how many more there are.

    `raw` is the text with its invisible characters, if it has any.
    """

    text: str
    problems: list[Problem]
    more: int = 0
    raw: str = ""


# What stands for characters that were lost, and how often at least in a file that lost many.
_LOST = "\ufffd"
_MANY = 3
# What UTF-8 looks like in another encoding: its bytes as western characters, or the two characters
# of GBK that its Chinese comma and stop turn into.
_MISREAD = re.compile("[\u00e4-\u00e9][\x80-\u00bf\u0152-\u0178\u2013-\u2122]|[锛銆鐨]")
_CHINESE = re.compile("[\u4e00-\u9fff]")
_WESTERN = 0x100


def decode(data: bytes) -> Decoded:
    """Return the text of a source and the problems of its bytes; no text if it is not UTF-8."""
    other = _other_encoding(data)
    if other:
        return Decoded("", [_encoding_problem(other, 1, 1)])
    try:
        text = data.removeprefix(codecs.BOM_UTF8).decode("utf-8")
    except UnicodeDecodeError as error:
        return Decoded("", [_undecodable(data, error.start)])
    damage = _find_damage(text)
    if damage is not None:
        return Decoded("", [damage])
    text, returns, count = _end_lines(text)
    problems = list(islice(_invisible_characters(text), MAX_FINDINGS))
    raw = text if problems else ""
    if problems:
        # A visible character in their place lets the rest of the file be checked.
        text, invisible = INVISIBLE.subn(_LOST, text)
        count += invisible
    found = [*returns, *problems]
    return Decoded(text, found, count - len(found), raw)


def describe_other_file(data: bytes) -> str:
    """Return what a file is that is no text, as the id of a word; empty for a text."""
    if data.startswith(b"PK\x03\x04"):
        return next((word for name, word in _IN_ARCHIVE if name in data), "file-archive")
    word = next((word for start, word in _OTHER_FILES if data.startswith(start)), "")
    is_binary = _has_many_zeros(data) and not _other_encoding(data)
    return word or ("file-binary" if is_binary else "")


def read_lines(data: bytes, *, is_clean: bool = False) -> Sequence[str]:
    """Return the lines of a source, as findings count them; none if it has no text.

    `is_clean` says that it is text without invisible characters, so that it is not searched again.
    """
    if is_clean and b"\r" not in data:
        return _CleanLines(data.removeprefix(codecs.BOM_UTF8))
    text = decode(data).text
    return tuple(text.split("\n")) if text.strip() else ()


class _CleanLines(Sequence[str]):
    """The lines of a clean source, decoded on access: a report shows one or two.

    Findings are sorted by place, so that each line is looked for from the one before.
    """

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._last = (0, 0)

    def __len__(self) -> int:
        return self._data.count(b"\n") + 1

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[str]: ...
    def __getitem__(self, index: int | slice) -> str | Sequence[str]:
        if isinstance(index, slice):
            return [self[number] for number in range(*index.indices(len(self)))]
        if not 0 <= index < len(self):
            raise IndexError(index)
        line, start = self._last if self._last[0] <= index else (0, 0)
        for _ in range(index - line):
            start = self._data.index(b"\n", start) + 1
        self._last = (index, start)
        end = self._data.find(b"\n", start)
        return self._data[start : len(self._data) if end < 0 else end].decode()


def encode_like(text: str, data: bytes) -> bytes:
    """Return the text as bytes, with the byte-order mark and the line ends of `data`."""
    mark = codecs.BOM_UTF8 if data.startswith(codecs.BOM_UTF8) else b""
    return mark + end_lines_like(text, data.decode("utf-8", "replace")).encode()


def find_invisible(text: str) -> str | None:
    """Return the first invisible character of a text, or None."""
    match = INVISIBLE.search(text)
    return match[0] if match else None


def describe_character(character: str) -> str:
    """Return the code point as `U+202E`."""
    return f"U+{ord(character):04X}"


def _other_encoding(data: bytes) -> str:
    """The encoding that is not UTF-8, by its mark, or as what its zeros make text; else empty."""
    for mark, encoding in _OTHER_BOMS:
        if data.startswith(mark):
            return encoding
    # Half the bytes of Latin letters are zero in UTF-16, and text in UTF-8 has none.
    codecs_ = _WITH_ZEROS if _has_many_zeros(data) else ()
    return next((_WITH_ZEROS[codec] for codec in codecs_ if _is_text(data, codec)), "")


def _has_many_zeros(data: bytes) -> bool:
    return data.count(0) * _ZERO_RATIO > len(data)


def _is_text(data: bytes, codec: str) -> bool:
    try:
        return _NOT_OF_TEXT.search(data.decode(codec)) is None
    except UnicodeDecodeError:
        return False


def _end_lines(text: str) -> tuple[str, list[Problem], int]:
    """The text with one kind of line end, the first returns inside its lines, and their number."""
    # Two conversions in a row end a line with two.
    text = re.sub("\r+\n", "\n", text) if "\r" in text else text
    count = text.count("\r") if "\n" in text else 0
    problems = list(islice(_returns(text), MAX_FINDINGS)) if count else []
    return plain_ends(text), problems, count


def _find_damage(text: str) -> Problem | None:
    """What shows that the whole file was once read in another encoding and saved like that."""
    lost = text.count(_LOST)
    if lost >= _MANY:
        return _damage(text, text.index(_LOST), "yaml-encoding-lost", count=lost)
    mark = _MISREAD.search(text)
    if mark is None:
        return None
    least = {"GB18030": 0, "Latin-1": len(_CHINESE.findall(text))}
    for codec, data in (("GB18030", text.encode("gb18030")), ("Latin-1", _western(text))):
        again = data.decode("utf-8", "replace")
        if len(_CHINESE.findall(again)) > max(_MANY * again.count(_LOST), least[codec]):
            return _damage(text, mark.start(), "yaml-encoding-misread", encoding=codec)
    return None


def _western(text: str) -> bytes:
    """The bytes that a text stands for if each was taken for a western character."""
    return b"".join(
        character.encode("latin-1" if ord(character) < _WESTERN else "cp1252", "replace")
        for character in text
    )


def _damage(text: str, place: int, message: str, **arguments: object) -> Problem:
    line, column = text.count("\n", 0, place) + 1, place - text.rfind("\n", 0, place)
    return Problem(
        finding=Finding(rule="yaml-encoding", message=message, arguments=arguments),
        span=Span(line=line, column=column, end_line=line, end_column=column + 1),
    )


def _returns(text: str) -> Iterator[Problem]:
    """The carriage returns that end no line, in a file whose lines end otherwise."""
    finding = Finding(rule="yaml-character", message=CUT_LINE)
    for number, line in enumerate(re.split("(?<=[\r\n])", text), start=1):
        if line.endswith("\r"):
            span = Span(line=number, column=len(line), end_line=number, end_column=len(line))
            yield Problem(finding=finding, span=span)


def _undecodable(data: bytes, position: int) -> Problem:
    before = data[:position].removeprefix(codecs.BOM_UTF8)
    line = before.count(b"\n") + 1
    column = len(before.rpartition(b"\n")[2].decode("utf-8", "replace")) + 1
    fitting = [encoding for encoding in _CHINESE_ENCODINGS if _is_chinese(data, encoding)]
    return _encoding_problem(fitting[0] if len(fitting) == 1 else "", line, column)


def _is_chinese(data: bytes, encoding: str) -> bool:
    """Whether the bytes are Chinese in an encoding."""
    try:
        characters = _CHINESE.findall(data.decode(encoding))[:_SAMPLE]
    except UnicodeDecodeError:
        return False
    frequent = sum(character in _FREQUENT for character in characters)
    return frequent * _FREQUENT_ONE_IN > len(characters)


def _encoding_problem(encoding: str, line: int, column: int) -> Problem:
    message = "yaml-encoding-named" if encoding else "yaml-encoding"
    return Problem(
        finding=Finding(rule="yaml-encoding", message=message, arguments={"encoding": encoding}),
        span=Span(line=line, column=column, end_line=line, end_column=column + 1),
    )


def _invisible_characters(text: str) -> Iterator[Problem]:
    line, line_start, before = 1, 0, 0
    for match in INVISIBLE.finditer(text):
        place = match.start()
        line += text.count("\n", before, place)
        line_start = max(line_start, text.rfind("\n", before, place) + 1)
        column, before = place - line_start + 1, place
        arguments = {"character": describe_character(match[0])}
        yield Problem(
            finding=Finding(rule="yaml-character", arguments=arguments),
            span=Span(line=line, column=column, end_line=line, end_column=column + 1),
        )

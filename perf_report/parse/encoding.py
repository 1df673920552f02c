"""Decode UTF-8, and find invisible characters."""

import codecs
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple, overload

from perf_report.model.finding import MAX_FINDINGS, Finding, Span
from perf_report.model.visible_text import INVISIBLE
from perf_report.parse.problem import Problem

_OTHER_BOMS = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)

# A file with more than one zero byte in this many is taken for UTF-16.
_UTF16_ZERO_RATIO = 8


class Decoded(NamedTuple):
    """The text of a source, the first problems of its bytes, and how many more there are."""

    text: str
    problems: list[Problem]
    more: int = 0


def decode(data: bytes) -> Decoded:
    """Return the text of a source and the problems of its bytes; no text if it is not UTF-8."""
    for mark, encoding in _OTHER_BOMS:
        if data.startswith(mark):
            return Decoded("", [_encoding_problem(encoding, 1, 1)])
    # Half the bytes of Latin letters are zero in UTF-16, and text in UTF-8 has none.
    if data.count(0) * _UTF16_ZERO_RATIO > len(data):
        return Decoded("", [_encoding_problem("UTF-16", 1, 1)])
    try:
        text = data.removeprefix(codecs.BOM_UTF8).decode("utf-8")
    except UnicodeDecodeError as error:
        return Decoded("", [_undecodable(data, error.start)])
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    problems = list(islice(_invisible_characters(text), MAX_FINDINGS))
    if not problems:
        return Decoded(text, [])
    # A visible character in their place lets the rest of the file be checked.
    visible, count = INVISIBLE.subn("\ufffd", text)
    return Decoded(visible, problems, count - len(problems))


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
    line_end = "\r\n" if b"\r\n" in data else "\n"
    return mark + text.replace("\n", line_end).encode()


def find_invisible(text: str) -> str | None:
    """Return the first invisible character of a text, or None."""
    match = INVISIBLE.search(text)
    return match[0] if match else None


def describe_character(character: str) -> str:
    """Return the code point as `U+202E`."""
    return f"U+{ord(character):04X}"


def _undecodable(data: bytes, position: int) -> Problem:
    before = data[:position].removeprefix(codecs.BOM_UTF8)
    line = before.count(b"\n") + 1
    column = len(before.rpartition(b"\n")[2].decode("utf-8", "replace")) + 1
    return _encoding_problem("GB18030" if _is_chinese(data) else "", line, column)


def _is_chinese(data: bytes) -> bool:
    """Whether the bytes are Chinese text in GB18030, of which GBK is a part."""
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        return False
    return any("\u4e00" <= character <= "\u9fff" for character in text)


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

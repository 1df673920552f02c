"""Wrong marks and missing spaces where YAML needs others, mended so that the rest can be read.

An input method for Chinese types `：`, `，`, `｛` and a wide space unless it is switched; a word
processor makes dashes of hyphens. Only what stands beside a key is taken for a slip; in a text the
same marks are right. The mended text is only read: the file is for a person to change.
"""

import json
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import Any, NamedTuple

from perf_report import resources
from perf_report.model.finding import Finding, Span
from perf_report.parse.problem import Problem

_WIDE_SPACE = "\u3000"
_HALF_WIDTH = dict(zip(f"：，｛｝［］－{_WIDE_SPACE}", ":,{}[]- ", strict=True))
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
_MEANT = {**_HALF_WIDTH, **dict.fromkeys(_DASHES, "-")}

_BLOCK_TEXT = re.compile(r":[ ]+[|>][-+0-9]*[ ]*(?:#.*)?$")
# What is in quotes, or a comment: in both, every mark is right.
_PASSED_OVER = re.compile(r"""(?<=[\s{\[,])(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')|(?<!\S)#.*""")

_KEY = r"[a-z_]+"
_BEFORE_KEY = rf"(?:^[ {_WIDE_SPACE}]*(?:[-－][ {_WIDE_SPACE}]+)*|[{{｛,，][ {_WIDE_SPACE}]*)"
_SLIPS = (
    # year：2025, year ： 2025, year:　2025, year: 　2025
    re.compile(rf"{_BEFORE_KEY}(?P<key>{_KEY})[ {_WIDE_SPACE}]*(?P<slip>：)"),
    re.compile(rf"{_BEFORE_KEY}{_KEY}[:：] *(?P<slip>{_WIDE_SPACE})"),
    # － id: a, — id: a, -　id: a
    re.compile(rf"^ *(?P<slip>[－{_DASHES}])(?=[ {_WIDE_SPACE}]|{_KEY}[:：])"),
    re.compile(rf"^ *[-－](?P<slip>{_WIDE_SPACE})"),
    re.compile(rf"^ *(?P<slip>{_WIDE_SPACE})(?=[ {_WIDE_SPACE}]*(?:[-－] ?)?{_KEY}[:：])"),
    # {zh: 甲，en: a}
    re.compile(rf"(?P<slip>，)(?=[ {_WIDE_SPACE}]*{_KEY}[:：])"),
    # ｛zh: 甲｝, ［a］
    re.compile(rf"[:：－-][ {_WIDE_SPACE}]*(?P<slip>[｛［])"),
    re.compile(rf"(?P<slip>[｝］])(?=[ {_WIDE_SPACE},，}}\]]*$)"),
)
# Those in braces or brackets.
_IN_FLOW = frozenset({_SLIPS[5], _SLIPS[7]})
# year:2025, {zh:甲}, -id: a
_WITHOUT_SPACE = (
    re.compile(rf"(?:^ *(?:-[ ]+)*|[{{,] *)(?P<key>{_KEY})(?P<slip>:)(?=[^\s:/])"),
    re.compile(rf"^ *(?P<slip>-)(?=(?P<key>{_KEY}):)"),
)
# The messages of half-width characters, by character.
_MISSING = {":": "yaml-space", "-": "yaml-space-hyphen"}
# A longer line was not typed.
_LONGEST = 10_000
# The most slips that are mended in a line, as each is looked for anew.
_MOST = 20


class _Slip(NamedTuple):
    """A slip: its place in the mended line, from 0, its character and the key beside it.

    A half-width character lacks the space behind it.
    """

    place: int
    character: str
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MendedText:
    """A text with its slips mended, a finding for each, and where a space was put in.

    `inserted` has, by line, the columns of the mended text that the file does not have.
    """

    text: str
    problems: tuple[Problem, ...]
    inserted: dict[int, tuple[int, ...]]


def mend_slips(text: str) -> MendedText:
    """Return the text with its slips mended; there are no problems if it has none."""
    lines = text.split("\n")
    problems: list[Problem] = []
    inserted: dict[int, tuple[int, ...]] = {}
    for number, line in _lines_of_yaml(lines):
        mended, slips = _mend_line(line)
        spaces = [slip.place + 1 for slip in slips if _needs_space(line, slip)]
        for slip in slips:
            column = slip.place + 1
            problems.append(_problem(slip, number, column))
        for done, place in enumerate(sorted(spaces)):
            mended = f"{mended[: place + done]} {mended[place + done :]}"
        if spaces:
            inserted[number] = tuple(place + done + 1 for done, place in enumerate(sorted(spaces)))
        lines[number - 1] = mended
    return MendedText(text="\n".join(lines), problems=tuple(problems), inserted=inserted)


def column_in_file(column: int, inserted: tuple[int, ...]) -> int:
    """Return the column of the file that a column of its mended line stands for."""
    return column - sum(place < column for place in inserted)


def _lines_of_yaml(lines: list[str]) -> Iterator[tuple[int, str]]:
    """The lines that are not part of a block text, with their numbers."""
    lead = None
    for number, line in enumerate(list(lines), start=1):
        indent = len(line) - len(line.lstrip(" "))
        if lead is not None and (indent > lead or not line.strip()):
            continue
        # The key of a block text, behind the dash of an item.
        lead = len(line) - len(line.lstrip(" -")) if _BLOCK_TEXT.search(line) else None
        yield number, line


def _mend_line(line: str) -> tuple[str, list[_Slip]]:
    """The line with slips of one width mended, and the slips by place."""
    seen = _PASSED_OVER.sub(lambda match: "x" * len(match[0]), line)
    if len(line) > _LONGEST:
        return line, []
    in_flow = any(character in seen for character in "{｛[［")
    patterns = [slip for slip in _SLIPS if in_flow or slip not in _IN_FLOW]
    slips: list[_Slip] = []
    is_wrong = any(character in seen for character in _MEANT)
    while is_wrong and len(slips) < _MOST:
        match = next(filter(None, (pattern.search(seen) for pattern in patterns)), None)
        if match is None:
            break
        place = match.start("slip")
        key = match.groupdict().get("key") or ""
        slips.append(_Slip(place, match["slip"], key))
        half = _MEANT[match["slip"]]
        seen = f"{seen[:place]}{half}{seen[place + 1 :]}"
        line = f"{line[:place]}{half}{line[place + 1 :]}"
    return line, sorted([*slips, *_slips_without_space(seen, {slip.place for slip in slips})])


def _slips_without_space(line: str, mended: Collection[int]) -> Iterator[_Slip]:
    """The colons and hyphens without a space behind them, but for those that were mended."""
    for pattern in _WITHOUT_SPACE:
        for match in islice(pattern.finditer(line), _MOST):
            if match.start("slip") not in mended and match["key"] in _known_keys():
                yield _Slip(match.start("slip"), match["slip"], match["key"])


@cache
def _known_keys() -> frozenset[str]:
    """All keys of specs, frameworks, libraries, approvals: `http:` begins no value."""
    schemas = resources.PACKAGE / "schemas"
    paths = (
        resources.schema_path(),
        schemas / "framework.schema.json",
        schemas / "indicator-library.schema.json",
        schemas / "approvals.schema.json",
    )
    return frozenset(key for path in paths for key in _keys_of(json.loads(path.read_text("utf-8"))))


def _keys_of(schema: Any) -> Iterator[str]:
    if isinstance(schema, dict):
        properties = schema.get("properties")
        yield from properties if isinstance(properties, dict) else ()
        schema = list(schema.values())
    if isinstance(schema, list):
        for each in schema:
            yield from _keys_of(each)


def _needs_space(line: str, slip: _Slip) -> bool:
    """Whether nothing parts a colon or a hyphen from what follows."""
    following = line[slip.place + 1 : slip.place + 2]
    is_parted = following in {"", " ", _WIDE_SPACE}
    return not is_parted and slip.character in {"：", ":", "-", "－", *_DASHES}


def _problem(slip: _Slip, line: int, column: int) -> Problem:
    span = Span(line=line, column=column, end_line=line, end_column=column + 1)
    if slip.character == "：":
        finding = Finding(rule="yaml-full-width-colon", arguments={"key": slip.key})
    elif slip.character == _WIDE_SPACE:
        finding = Finding(rule="yaml-full-width", message="yaml-full-width-space")
    elif slip.character in _MISSING:
        finding = Finding(
            rule="yaml-space", message=_MISSING[slip.character], arguments={"key": slip.key}
        )
    elif slip.character in _DASHES:
        arguments: dict[str, object] = {"character": slip.character}
        finding = Finding(
            rule="yaml-full-width", message="yaml-full-width-dash", arguments=arguments
        )
    else:
        half = _HALF_WIDTH[slip.character]
        arguments = {"character": slip.character, "half": half}
        finding = Finding(rule="yaml-full-width", arguments=arguments)
    return Problem(finding=finding, span=span)

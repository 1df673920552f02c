"""Read a TOML file of settings."""

import codecs
import re
import tomllib
from pathlib import Path
from typing import Any

from perf_report.errors import SettingsError
from perf_report.parse.encoding import decode
from perf_report.parse.source import read_source

_LINE = re.compile(r"at line ([0-9]+)")
# More digits than Python makes a number of.
_LONG_NUMBER = re.compile(r"[0-9_]{4300}")


def read_toml(path: Path) -> dict[str, Any]:
    """Return the data of a TOML file, which may begin with a byte-order mark.

    Raises SourceError if it cannot be read, SettingsError if it is not TOML in UTF-8.
    """
    data = read_source(path).data
    if any(problem.finding.rule == "yaml-encoding" for problem in decode(data).problems):
        raise SettingsError("settings-encoding", path=path)
    text = data.removeprefix(codecs.BOM_UTF8).decode("utf-8")
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        line = _line_of(error, text)
        raise SettingsError("settings-syntax", path=path, line=line, detail=str(error)) from error


def _line_of(error: Exception, text: str) -> int:
    """The line that an error names, or that of a number that is too long, or else the last."""
    place = _LINE.search(str(error))
    if place:
        return int(place[1])
    number = None if isinstance(error, tomllib.TOMLDecodeError) else _LONG_NUMBER.search(text)
    return (text[: number.start()] if number else text.rstrip()).count("\n") + 1

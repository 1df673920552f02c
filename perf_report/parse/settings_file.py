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
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        place = _LINE.search(str(error))
        line = int(place[1]) if place else text.rstrip().count("\n") + 1
        raise SettingsError("settings-syntax", path=path, line=line, detail=str(error)) from error

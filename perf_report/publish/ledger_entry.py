"""Read an entry of a ledger. Whoever can write a ledger could write anything into it.

Each value has its type, and each name is that of something below the site.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, TypeVar

from perf_report.model.identity import REPORT_ID
from perf_report.model.safe_path import is_safe_name
from perf_report.model.text import Text
from perf_report.site.history import Action, Approved, Event, RecordedChange, RecordFile

LEDGER_VERSION = 1

_T = TypeVar("_T")

_SHA = re.compile(r"[0-9a-f]{64}")


def parse_event(data: Any) -> Event:
    """Return the entry that a line's JSON describes.

    Raises ValueError, KeyError, TypeError or AttributeError if it has another form.
    """
    time = datetime.fromisoformat(data["time"])
    if data["version"] != LEDGER_VERSION or time.tzinfo is None:
        raise ValueError(data)
    return Event(
        number=_number(data["number"]),
        time=time,
        action=Action(data["action"]),
        department=_maybe(data, "department", _name, ""),
        year=_maybe(data, "year", _number, 0),
        project=_maybe(data, "project", _name, ""),
        report=_maybe(data, "report", _report, ""),
        revision=_maybe(data, "revision", _number, 0),
        name=_maybe(data, "name", _text, None),
        project_name=_maybe(data, "project_name", _text, None),
        content=_maybe(data, "content", _digest, ""),
        earlier=_maybe(data, "earlier", _digest, None),
        note=_maybe(data, "note", _text, None),
        approved=_maybe(data, "approved", _approved, None),
        targets={_name(id_): _text(text) for id_, text in data.get("targets", {}).items()},
        changes=tuple(map(_change, _list(data.get("changes", [])))),
        files={_name(name): _file(file) for name, file in data.get("files", {}).items()},
        sums=_maybe(data, "sums", _digest, ""),
    )


def _maybe(data: Mapping[str, Any], key: str, read: Callable[[Any], _T], absent: _T) -> _T:
    return read(data[key]) if key in data else absent


def _number(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(value)
    return value


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise TypeError(value)
    return value


def _name(value: Any) -> str:
    if not is_safe_name(value):
        raise ValueError(value)
    return str(value)


def _report(value: Any) -> str:
    if not REPORT_ID.fullmatch(value):
        raise ValueError(value)
    return str(value)


def _digest(value: Any) -> str:
    if not _SHA.fullmatch(value):
        raise ValueError(value)
    return str(value)


def _text(data: Any) -> Text:
    if not all(isinstance(words, str) for words in data.values()):
        raise TypeError(data)
    return Text(zh=data.get("zh"), en=data.get("en"))


def _approved(data: Any) -> Approved:
    return Approved(by=_text(data["by"]), on=date.fromisoformat(data["on"]))


def _change(data: Any) -> RecordedChange:
    significance = data["significance"]
    if not isinstance(significance, str):
        raise TypeError(significance)
    return RecordedChange(significance=significance, text=_text(data["text"]))


def _file(data: Any) -> RecordFile:
    pages = None if "pages" not in data else _number(data["pages"])
    return RecordFile(sha256=_digest(data["sha256"]), size=_number(data["size"]), pages=pages)

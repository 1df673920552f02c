"""The ledger of a target: `ledger.jsonl`, one entry a line, chained by hashes.

Each line has the hash of the line before. No entry is removed or changed: the hash of the last line
(the head) proves all lines before it. A line is JSON with its keys in a fixed order and without
what it lacks, so that an entry has one form only.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Self

from perf_report.errors import PublishError
from perf_report.model.text import Text
from perf_report.publish.ledger_entry import LEDGER_VERSION, parse_event
from perf_report.site.history import Approved, Event, History, RecordedChange, RecordFile

_START = "0" * 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """The entries of a ledger, and its bytes."""

    history: History = field(default_factory=History)
    data: bytes = b""

    @property
    def head(self) -> str:
        """Return the hash of the last line, which the next line repeats."""
        return self.history.events[-1].digest if self.history.events else _START

    def extended(self, events: Sequence[Event]) -> Self:
        """Return the ledger with further entries, numbered and hashed.

        Raises PublishError where an entry is older than the last one.
        """
        known, lines, previous = list(self.history.events), [self.data], self.head
        for event in events:
            _refuse_backwards(known, event)
            numbered = replace(event, number=len(known) + 1)
            line = _render_line(numbered, previous)
            previous = _hash(line)
            known.append(replace(numbered, digest=previous))
            lines.append(line + b"\n")
        return type(self)(history=History(tuple(known)), data=b"".join(lines))


def _refuse_backwards(known: Sequence[Event], event: Event) -> None:
    if known and event.time < known[-1].time:
        raise PublishError("clock-backwards", now=event.time.isoformat(),
                           last=known[-1].time.isoformat())  # fmt: skip


def parse_ledger(data: bytes | None) -> Ledger:
    """Return the ledger that the bytes hold, which is empty where there is none.

    Raises PublishError if its form or a hash is wrong. Every ledger has an entry: one without any
    was cut.
    """
    if data is None:
        return Ledger()
    if not data.endswith(b"\n"):
        raise PublishError("ledger-form", line=data.count(b"\n") + 1)
    previous, events = _START, list[Event]()
    for number, line in enumerate(data.split(b"\n")[:-1], start=1):
        event = _parse_line(line, number)
        # An entry has one form, so a line that reads the same and is not the same was edited.
        if event.number != number or _render_line(event, previous) != line:
            raise PublishError("ledger-chain", line=number)
        previous = _hash(line)
        _refuse_disorder(events, event)
        events.append(replace(event, digest=previous))
    return Ledger(history=History(tuple(events)), data=data)


def _refuse_disorder(events: Sequence[Event], event: Event) -> None:
    if events and event.time < events[-1].time:
        raise PublishError("ledger-chain", line=event.number)


def _parse_line(line: bytes, number: int) -> Event:
    try:
        return parse_event(json.loads(line.decode("utf-8")))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise PublishError("ledger-form", line=number) from error


def _hash(line: bytes) -> str:
    return hashlib.sha256(line).hexdigest()


def _render_line(event: Event, previous: str) -> bytes:
    record = {
        "version": LEDGER_VERSION,
        "number": event.number,
        "previous": previous,
        "time": event.time.isoformat(),
        "action": event.action.value,
        "department": event.department,
        "year": event.year,
        "project": event.project,
        "report": event.report,
        "revision": event.revision,
        "name": _text_data(event.name),
        "project_name": _text_data(event.project_name),
        "content": event.content,
        "earlier": event.earlier,
        "note": _text_data(event.note),
        "approved": _approved_data(event.approved),
        "targets": {id_: _text_data(text) for id_, text in sorted(event.targets.items())},
        "changes": [_change_data(change) for change in event.changes],
        "files": {name: _file_data(file) for name, file in sorted(event.files.items())},
        "sums": event.sums,
    }
    # What an entry lacks is left out; no number in it can be zero.
    filled = {key: value for key, value in record.items() if value}
    return json.dumps(filled, ensure_ascii=False, separators=(",", ":")).encode()


def _text_data(text: Text | None) -> dict[str, str] | None:
    if text is None:
        return None
    said = {"zh": text.zh, "en": text.en}
    return {language: words for language, words in said.items() if words is not None}


def _approved_data(approved: Approved | None) -> dict[str, Any] | None:
    if approved is None:
        return None
    return {"by": _text_data(approved.by), "on": approved.on.isoformat()}


def _change_data(change: RecordedChange) -> dict[str, Any]:
    return {"significance": change.significance, "text": _text_data(change.text)}


def _file_data(file: RecordFile) -> dict[str, Any]:
    pages = {} if file.pages is None else {"pages": file.pages}
    return {"sha256": file.sha256, "size": file.size, **pages}

"""The notes of a publication that is under way are bound to the ledger that it continues."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from perf_report.model.identity import Identity
from perf_report.publish.inventory import digest, render_sums
from perf_report.publish.kept_files import KeptFiles
from perf_report.publish.ledger import Ledger
from perf_report.publish.notes import (
    LOCK,
    PENDING,
    closing_time,
    is_known_note,
    is_lock,
    parse_pending,
    render_pending,
)
from perf_report.site.history import Action, Event

pytestmark = pytest.mark.usefixtures("papers_kept")

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
FILES = {"index.html": "a" * 64, "en/index.html": "b" * 64}
LEFT = {"stray.html": "c" * 64}


def sealing(files: dict[str, str], time: datetime = NOON) -> Event:
    return Event(number=0, time=time, action=Action.PUBLISH, sums=digest(render_sums(files)))


BEFORE = Ledger().extended([sealing({"index.html": "0" * 64})])
AFTER = BEFORE.extended([sealing(FILES, NOON + timedelta(hours=1))])
NOTE = render_pending(BEFORE, AFTER.data, FILES, LEFT)


def test_a_note_tells_of_the_publication_that_continues_the_ledger() -> None:
    pending = parse_pending(NOTE, BEFORE)
    assert pending is not None
    assert (pending.files, pending.leftovers, pending.is_sealed) == (FILES, LEFT, False)
    assert [event.number for event in pending.events] == [2]
    assert digest(pending.sums) == pending.events[-1].sums


def test_a_note_whose_entries_the_ledger_has_is_of_a_publication_that_is_done() -> None:
    pending = parse_pending(NOTE, AFTER)
    assert pending is not None
    assert pending.is_sealed


def edit(change: Callable[[dict[str, Any]], object]) -> bytes:
    data = json.loads(NOTE)
    change(data)
    return json.dumps(data).encode()


@pytest.mark.parametrize(
    "note",
    [
        b"",
        b"[]",
        b"\xff",
        b"{" * 100_000,
        edit(lambda data: data.update(version=2)),
        edit(lambda data: data.update(entries="")),
        edit(lambda data: data.update(entries=3)),
        edit(lambda data: data.pop("entries")),
        edit(lambda data: data.pop("files")),
        edit(lambda data: data.update(files=[])),
        edit(lambda data: data["files"].update({"index.html": "d" * 64})),
        edit(lambda data: data["files"].update({"more.html": "d" * 64})),
        edit(lambda data: data["leftovers"].update({"../victim": "d" * 64})),
        edit(lambda data: data["leftovers"].update({"stray.html": 3})),
        edit(lambda data: data.update(entries=data["entries"].replace("publish", "withdraw"))),
    ],
)
def test_a_note_that_is_not_bound_is_none(note: bytes) -> None:
    assert parse_pending(note, BEFORE) is None


def test_a_note_of_another_ledger_is_none() -> None:
    assert parse_pending(NOTE, Ledger()) is None
    assert parse_pending(NOTE, Ledger().extended([sealing({})])) is None


def test_an_interrupted_publication_keeps_its_time() -> None:
    pending = parse_pending(NOTE, BEFORE)
    later = NOON + timedelta(days=1)
    assert closing_time(pending, digest(render_sums(FILES)), later) == NOON + timedelta(hours=1)
    assert closing_time(pending, "0" * 64, later) == later
    assert closing_time(None, "0" * 64, later) == later


@pytest.mark.parametrize(
    ("name", "everywhere", "one_by_one"),
    [
        (".perf-report/leaving", True, True),
        (LOCK, False, True),
        (PENDING, False, True),
        (".perf-report/sending-0123456789abcdef", False, True),
        (".perf-report/sending-x", False, False),
        (".perf-report/pending-sums", False, False),
        (".perf-report/index.html", False, False),
        (".perf-report/leaving/x", False, False),
    ],
)
def test_only_known_names_are_the_publishers(
    name: str, *, everywhere: bool, one_by_one: bool
) -> None:
    assert is_known_note(name, switches_at_once=True) is everywhere
    assert is_known_note(name, switches_at_once=False) is one_by_one


@pytest.mark.parametrize(
    ("data", "is_sound"),
    [
        (b'{"owner": "0a", "since": "2026-11-24T12:00:00+00:00"}', True),
        (b'{"owner": "0a", "since": ""}', True),
        (b'{"owner": "0a"}', False),
        (b'{"owner": "0a", "since": "<p>buy</p>"}', False),
        (b'{"owner": {}, "since": ""}', False),
        (b"[1]", False),
        (b"<p>buy</p>", False),
        (b"3", False),
    ],
)
def test_a_lock_holds_nothing_to_be_read(data: bytes, *, is_sound: bool) -> None:
    assert is_lock(data) is is_sound


@pytest.mark.parametrize(
    ("pattern", "path", "is_kept"),
    [
        ("robots.txt", "robots.txt", True),
        ("robots.txt", "a/robots.txt", False),
        ("*.html", "a.html", True),
        ("*.html", "a/b.html", False),
        (".well-known/", ".well-known/a/b", True),
        (".well-known/", ".well-known", False),
        ("a/*.txt", "a/b.txt", True),
        ("*/*/*", "demo/2026/x", False),
        ("*/*/*/*", "en/demo/2026/x", False),
        ("*/*/*", "demo/2025/x", True),
        ("demo/", "demo/2026/r1/x", False),
        ("demo/", "demo/2026/bridge/x", False),
        ("demo/", "demo/2024/bridge/x", False),
        ("en/", "en/demo/2024/bridge/x", False),
        ("demo/", "demo/2024/tower/x", True),
        ("*", "ledger.jsonl", False),
        ("*/*", ".perf-report/x", False),
    ],
)
def test_what_a_pattern_keeps(pattern: str, path: str, *, is_kept: bool) -> None:
    tables = {Identity("demo", 2026), Identity("demo", 2024, "bridge")}
    assert KeptFiles(patterns=(pattern,)).covers(path, tables) is is_kept

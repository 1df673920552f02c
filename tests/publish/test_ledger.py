"""The ledger: it grows, it reads back as it was written, and no edit of it goes unnoticed."""

import hashlib
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from paths import PACKAGE

from perf_report.errors import PublishError
from perf_report.model.text import Text
from perf_report.publish.inventory import parse_sums, render_sums
from perf_report.publish.ledger import Ledger, parse_ledger
from perf_report.site.history import Action, Approved, Event, RecordedChange, RecordFile

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
HASH = st.text("0123456789abcdef", min_size=64, max_size=64)

texts = st.builds(Text, zh=st.text(min_size=1), en=st.none() | st.text(min_size=1))
files = st.builds(
    RecordFile, sha256=HASH, size=st.integers(1, 10**9), pages=st.none() | st.integers(1, 999)
)
told = st.builds(
    RecordedChange, significance=st.sampled_from(["weaker", "stronger", "neutral"]), text=texts
)
events = st.builds(
    Event,
    number=st.just(0),
    time=st.integers(0, 10**6).map(lambda seconds: NOON + timedelta(seconds=seconds)),
    action=st.sampled_from(Action),
    department=st.sampled_from(["", "a", "b-2"]),
    year=st.sampled_from([0, 2025]),
    revision=st.sampled_from([0, 1, 2]),
    name=st.none() | texts,
    content=st.just("") | HASH,
    earlier=st.none() | HASH,
    project=st.just("") | st.just("bridge"),
    project_name=st.none() | texts,
    files=st.dictionaries(st.sampled_from(["table.json", "a.pdf"]), files),
    note=st.none() | texts,
    approved=st.none() | st.builds(Approved, by=texts, on=st.dates()),
    targets=st.dictionaries(st.sampled_from(["boats", "a-1"]), texts, max_size=2),
    changes=st.lists(told, max_size=2).map(tuple),
    sums=st.just("") | HASH,
)


def seal(days: int = 0, sums: str = "a" * 64) -> Event:
    time = NOON + timedelta(days=days)
    return Event(number=0, time=time, action=Action.PUBLISH, sums=sums)


@pytest.fixture(scope="module")
def ledger() -> Ledger:
    disclosed = Event(
        number=0, time=NOON, action=Action.DISCLOSE, department="demo", year=2025, revision=1,
        name=Text(zh="示例", en="Example"), content="c" * 64,
        files={"table.pdf": RecordFile(sha256="d" * 64, size=9, pages=2)},
    )  # fmt: skip
    return Ledger().extended([disclosed, seal()]).extended([seal(1, "b" * 64)])


def test_a_line_of_a_project_names_it_and_that_of_a_department_has_no_such_key(
    ledger: Ledger,
) -> None:
    disclosed = replace(ledger.history.events[0], project="bridge", project_name=Text(zh="桥"))
    ledger = Ledger().extended([ledger.history.events[0], disclosed])
    department, project = map(json.loads, ledger.data.splitlines())
    assert not {"project", "project_name"} & department.keys()
    assert (project["project"], project["project_name"]) == ("bridge", {"zh": "桥"})
    assert [str(event.identity) for event in ledger.history.latest_events().values()] == [
        "demo/2025", "demo/2025/bridge",
    ]  # fmt: skip
    folders = {path.rpartition("/")[0] for path in ledger.history.records()}
    assert folders == {"demo/2025/r1", "demo/2025/bridge/r1"}


@given(st.lists(events, max_size=4))
def test_what_is_written_reads_back_as_it_was(found: list[Event]) -> None:
    ordered = sorted(found, key=lambda event: event.time)
    written = Ledger().extended(ordered)
    again = parse_ledger(written.data or None)
    assert again.data == written.data
    assert [replace(event, number=0, digest="") for event in again.history.events] == ordered
    assert again.head == written.head


def test_a_line_holds_the_hash_of_the_line_before(ledger: Ledger) -> None:
    lines = ledger.data.splitlines()
    previous = [json.loads(line)["previous"] for line in lines]
    hashes = [hashlib.sha256(line).hexdigest() for line in lines]
    assert previous == ["0" * 64, *hashes[:-1]]
    assert ledger.head == hashes[-1]


def test_a_line_follows_its_published_schema(ledger: Ledger) -> None:

    path = PACKAGE / "schemas" / "ledger.schema.json"
    checker = jsonschema.Draft202012Validator(json.loads(path.read_text("utf-8")))
    of_project = replace(ledger.history.events[0], project="bridge", project_name=Text(zh="桥"))
    ledger = Ledger().extended([*ledger.history.events[:1], of_project, seal()])
    for line in ledger.data.splitlines():
        checker.validate(json.loads(line))
    with pytest.raises(jsonschema.ValidationError):
        checker.validate({**json.loads(ledger.data.splitlines()[0]), "stray": 1})


def test_every_edit_of_a_byte_is_noticed(ledger: Ledger) -> None:
    last = ledger.data.rstrip(b"\n").rfind(b"\n") + 1
    for place in range(last):
        edited = bytearray(ledger.data)
        edited[place] ^= 1
        with pytest.raises(PublishError):
            parse_ledger(bytes(edited))


@pytest.mark.parametrize("line", [0, 1])
def test_a_line_that_was_taken_out_is_noticed(ledger: Ledger, line: int) -> None:
    lines = ledger.data.splitlines(keepends=True)
    del lines[line]
    with pytest.raises(PublishError, match="ledger-chain"):
        parse_ledger(b"".join(lines))


def test_lines_that_changed_places_are_noticed(ledger: Ledger) -> None:
    first, second, third = ledger.data.splitlines(keepends=True)
    with pytest.raises(PublishError, match="ledger-chain"):
        parse_ledger(second + first + third)


@pytest.mark.parametrize(
    "data",
    [
        b"", b"\n", b"x\n", b"[]\n", b"{}\n", b"null\n", b"\xff\n", b"{", b'{"version":2}\n',
        b'{"version":1,"number":1}\n', b"[" * 100_000 + b"\n",
        b'{"version":1,"number":1,"previous":"' + b"0" * 64 + b'","time":"yesterday"}\n',
        b'{"version":1,"number":NaN}\n', b'{"version":1,"time":5}\n',
        b'{"version":1,"time":"2026-11-24T12:00:00","action":"publish","number":1}\n',
        b'{"version":1,"time":"2026-11-24T12:00:00+00:00","action":"eat","number":1}\n',
        b'{"version":1,"number":1,"time":"2026-11-24T12:00:00+00:00","action":"publish","files":[]}\n',
    ],
)  # fmt: skip
def test_what_is_no_ledger_is_refused(data: bytes) -> None:
    with pytest.raises(PublishError) as caught:
        parse_ledger(data)
    assert caught.value.message in {"ledger-form", "ledger-chain"}


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("department", {"a": "b"}), ("department", ".."), ("department", "a/b"), ("year", "2026"),
        ("year", True), ("revision", [1]), ("name", "x"), ("note", {"zh": 3}), ("content", 7),
        ("content", "x"), ("earlier", {}), ("changes", [3]), ("changes", {"a": 1}),
        ("changes", [{"significance": 1, "text": {"zh": "a"}}]), ("files", ["a"]),
        ("files", {"../x": {"sha256": "0" * 64, "size": 1}}),
        ("files", {"a": {"sha256": "0" * 63, "size": 1}}),
        ("files", {"a": {"sha256": "0" * 64, "size": 1.5}}),
        ("files", {"a": {"sha256": "0" * 64, "size": 1, "pages": "1"}}),
        ("sums", ["x"]), ("number", "1"), ("time", {}), ("action", {}),
    ],
)  # fmt: skip
def test_a_value_of_another_type_is_refused(ledger: Ledger, key: str, value: object) -> None:
    entry = json.loads(ledger.data.splitlines()[0]) | {key: value}
    line = json.dumps(entry, ensure_ascii=False, separators=(",", ":")).encode()
    with pytest.raises(PublishError, match="ledger-form"):
        parse_ledger(line + b"\n")


@given(st.binary(max_size=200))
def test_no_bytes_are_more_than_a_refusal(data: bytes) -> None:
    with pytest.raises(PublishError):
        parse_ledger(data)


def test_an_entry_that_is_older_than_the_last_is_refused(ledger: Ledger) -> None:
    with pytest.raises(PublishError, match="clock-backwards"):
        ledger.extended([seal()])


def test_times_are_compared_across_zones(ledger: Ledger) -> None:
    china = timezone(timedelta(hours=8))
    later = (NOON + timedelta(days=1)).astimezone(china)
    assert len(ledger.extended([replace(seal(), time=later)]).history.events) == 4
    with pytest.raises(PublishError, match="clock-backwards"):
        ledger.extended([replace(seal(), time=later - timedelta(seconds=1))])


# --- The inventory ---


PATHS = st.text("abc-._中", min_size=1).filter(lambda path: path not in {".", ".."})


@given(st.dictionaries(PATHS, HASH))
def test_an_inventory_reads_back_as_it_was(inventory: dict[str, str]) -> None:
    assert parse_sums(render_sums(inventory)) == inventory


@pytest.mark.parametrize(
    "data",
    [
        b"x\n", b"a" * 64 + b" one\n", b"a" * 64 + b"  one", b"A" * 64 + b"  one\n",
        b"a" * 64 + b"  one\n" + b"b" * 64 + b"  one\n", b"\xff\n", b"\n",
    ],
)  # fmt: skip
def test_what_is_no_inventory_is_refused(data: bytes) -> None:
    with pytest.raises(PublishError, match="sums-form"):
        parse_sums(data)


@pytest.mark.parametrize("path", ["../x", "/x", "a/../x", "a//x", "a/.", "C:/x", "a\\x", "a/\x01"])
def test_an_inventory_names_nothing_outside(path: str) -> None:
    with pytest.raises(PublishError, match="path-leaves"):
        parse_sums(b"a" * 64 + f"  {path}\n".encode())

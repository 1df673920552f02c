"""Mishaps in a row, broken locks, silent servers, settings of ssh: on real servers."""

import os
import shutil
import socket
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from servers import S3Server, SshServer, proxy, ssh_server, trust_host
from targets import (
    NOON,
    Cut,
    Files,
    Place,
    assert_holds,
    carry,
    cut_after,
    make_place,
    make_site,
    problems,
    publish,
    read_at,
)

from perf_report.errors import PublishError
from perf_report.publish.file_comparison import ProblemKind
from perf_report.publish.remote_state import read_remote_state
from perf_report.publish.upload_plan import Stage

pytestmark = pytest.mark.usefixtures("papers_kept")


def make_pages(word: str, count: int = 40) -> Files:
    """A site whose editions differ in their pages alone."""
    pages = {
        f"demo/{number:02}/index.html": (f"{word} {number}".encode(), Stage.PAGE)
        for number in range(count)
    }
    return {**make_site("one", pages=0), **pages}


def cut(place: Place, site: Files, count: int, owner: str = "me") -> None:
    with pytest.raises(Cut):
        publish(place.open(owner), site, done=cut_after(count))


# --- Several publications in a row that end in the middle ---


def test_what_two_abandoned_publications_brought_goes_with_the_next(remote: Place) -> None:
    publish(remote.open(), make_site("one"))
    for name in ("x", "y"):
        leftovers = {f"demo/{name}{number}.html": (b"stray", Stage.PAGE) for number in range(9)}
        cut(remote, {**make_site("one"), **leftovers}, 1)
        assert remote.fetch(f"demo/{name}0.html") == b"stray"
    publish(remote.open(), make_site("three"))
    assert remote.fetch("demo/x0.html") is None
    assert remote.fetch("demo/y0.html") is None
    assert_holds(remote, make_site("three"))


def test_a_first_publication_that_is_cut_and_changed_twice_is_not_taken_for_someone_elses(
    remote: Place,
) -> None:
    for edition in ("x", "y", "z"):
        cut(remote, make_site(edition), 3)
    publish(remote.open(), make_site("three"))
    assert_holds(remote, make_site("three"))


def test_strays_of_an_abandoned_publication_are_told_while_they_are_there(remote: Place) -> None:
    publish(remote.open(), make_site("one"))
    leftovers = {f"demo/x{number}.html": (b"stray", Stage.PAGE) for number in range(9)}
    cut(remote, {**make_site("one"), **leftovers}, 1)
    cut(remote, make_site("two"), 1)
    told = problems(remote.open())
    there = {path for path in leftovers if remote.fetch(path)}
    assert there
    assert {path for path in leftovers if told.get(path) is ProblemKind.ARRIVED} == there
    assert ProblemKind.FOREIGN not in told.values()


def test_a_cut_in_the_seal_is_carried_on_where_strays_were_removed(remote: Place) -> None:
    publish(remote.open(), make_site("one"))
    cut(remote, {**make_site("one"), "demo/x.html": (b"stray", Stage.PAGE)}, 1)
    site = make_site("two")
    # All but the record, which stays as it was, and the inventory; the ledger is wanting.
    cut(remote, site, len(site))
    assert len((remote.fetch("ledger.jsonl") or b"").splitlines()) == 1
    publish(remote.open(), site)
    assert_holds(remote, site)


def test_a_journal_does_not_vouch_for_files_that_another_publication_replaced(
    remote: Place,
) -> None:
    publish(remote.open(), make_pages("a"))
    cut(remote, make_pages("b"), 38)
    publish(remote.open("another"), make_pages("c"))
    # The other one begins the very publication that the first one had begun.
    cut(remote, make_pages("b"), 1, "another")
    publish(remote.open(), make_pages("b"))
    assert_holds(remote, make_pages("b"))


def test_what_an_abandoned_publication_replaced_is_put_back(remote: Place) -> None:
    publish(remote.open(), make_pages("a"))
    cut(remote, make_pages("b"), 20)
    publish(remote.open(), make_pages("a"))
    assert_holds(remote, make_pages("a"))


def test_a_cut_between_the_inventory_and_the_ledger_is_no_edit(remote: Place) -> None:
    publish(remote.open(), make_site("one"))
    site = make_site("two")
    cut(remote, site, len(site))
    assert problems(remote.open()) == {"ledger.jsonl": ProblemKind.AWAITED}
    target = remote.open()
    with target.opened():
        assert not read_remote_state(target).is_settled
    publish(remote.open(), site)
    with target.opened():
        assert read_remote_state(target).is_settled


# --- Locks ---


def test_a_publisher_whose_lock_was_broken_stops_before_it_seals(remote: Place) -> None:
    publish(remote.open(), make_site("one"))
    begun: list[str] = []

    def done(upload: object) -> None:
        del upload
        begun.append("")
        if len(begun) == 1:
            other = remote.open("another", breaks_lock=True)
            other._take_lock()  # type: ignore[attr-defined]

    slow = remote.open()
    with slow.locked(), pytest.raises(PublishError, match="target-locked"):
        carry(slow, make_site("two"), NOON, done)
    ledger = remote.fetch("ledger.jsonl") or b""
    assert len(ledger.splitlines()) == 1


def test_a_lock_that_was_broken_is_left_to_whoever_broke_it(remote: Place) -> None:
    publish(remote.open(), make_site("one"))
    slow, quick = remote.open(), remote.open("another", breaks_lock=True)
    with quick.opened():
        with slow.locked():
            quick._take_lock()  # type: ignore[attr-defined]
        with pytest.raises(PublishError, match="target-locked"):
            publish(remote.open("third"), make_site("two"))
    assert_holds(remote, make_site("one"))


# --- Servers that misbehave ---


@pytest.fixture
def silent_port() -> Iterator[int]:
    """Where someone takes calls and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield int(listener.getsockname()[1])


@pytest.mark.parametrize("kind", ["sftp", "s3"])
def test_a_server_that_says_nothing_is_given_up(
    kind: str, silent_port: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    timeout = {"sftp": 3, "s3": 1}[kind]
    monkeypatch.setattr(f"perf_report.publish.{kind}_store.TIMEOUT", timeout)
    for name, value in S3Server(port=silent_port).environment().items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    monkeypatch.setenv("HOME", str(tmp_path))
    address = {"sftp": f"sftp://me@127.0.0.1:{silent_port}/www", "s3": "s3://disclosure/www"}[kind]
    target = Place(kind, address, tmp_path / "notes", lambda _path: None).open()
    caught: list[BaseException] = []

    def work() -> None:
        try:
            publish(target, make_site("one"))
        except PublishError as error:
            caught.append(error)

    # In a thread, so that waiting without end is a failure and not a test without end.
    thread = threading.Thread(target=work, daemon=True)
    begun = time.monotonic()
    thread.start()
    thread.join(timeout=60)
    assert time.monotonic() - begun < 60
    assert [error.message for error in caught if isinstance(error, PublishError)] == [
        "target-unreachable"
    ]


@pytest.mark.parametrize("kind", ["sftp", "s3"])
def test_a_file_that_cannot_be_asked_for_is_not_taken_for_absent(
    kind: str, request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = request.getfixturevalue("ssh" if kind == "sftp" else "s3")
    with proxy(server.port) as between:
        for name, value in server.environment().items():
            monkeypatch.setenv(name, value)
        monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{between.port}")
        monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
        address = server.address("site")
        if kind == "sftp":
            hosts = (server.home / ".ssh" / "known_hosts").read_text().split()
            trust_host(server.home, between.port, " ".join(hosts[1:3]))
            address = server.address("site", between.port)
        target: Any = Place(kind, address, tmp_path / "notes", lambda _path: None).open()
        with target.opened():
            assert not target._store.exists("a.html")
            between.reset(limit=-1)
            between.cut()
            with pytest.raises(PublishError, match="target-unreachable"):
                target._store.exists("a.html")


def test_a_folder_that_may_not_be_written_is_no_lock_of_another(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Whoever logs in has to reach the folder, which those of the tests do not let.
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        with ssh_server(Path(folder) / "own") as server:
            (Path(folder) / "own" / "authorized_keys").chmod(0o644)
            notes = server.root / "www" / ".perf-report"
            notes.mkdir(parents=True)
            notes.chmod(0o555)
            monkeypatch.setenv("HOME", str(server.home))
            # Nothing is forbidden to root.
            user = "nobody" if os.geteuid() == 0 else server.address("").split("@")[0][7:]
            address = f"sftp://{user}@127.0.0.1:{server.port}{server.root / 'www'}"
            target = Place("sftp", address, Path(folder) / "n", lambda _path: None)
            with pytest.raises(PublishError, match="Permission denied") as caught:
                publish(target.open(), make_site("one"))
            notes.chmod(0o755)
    assert caught.value.message == "target-refused"


def test_the_last_two_files_of_a_folder_are_removed_at_once(
    ssh: SshServer, tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(ssh.home))
    target: Any = make_place("sftp", tmp_path, request).open()
    store = target._store
    with target.opened():
        for name in ("a", "b"):
            store.write(f"folder/{name}", b"x", is_lasting=False)
        system, barrier = store._fs(), threading.Barrier(2, timeout=20)
        # Both find it empty, and only one can remove it.
        monkeypatch.setattr(system, "rm_file", meet_after(system.rm_file, barrier))
        monkeypatch.setattr(system, "ls", meet_after(system.ls, barrier))
        target._at_once(store.remove, ["folder/a", "folder/b"])
    assert not (ssh.root / f"{tmp_path.name}-site" / "folder").exists()


def meet_after(work: Any, barrier: threading.Barrier) -> Any:
    """The same work, which ends for two at once as long as it is about the folder."""

    def both(path: str, **more: Any) -> Any:
        result = work(path, **more)
        if "/folder" in path:
            barrier.wait()
        return result

    return both


def test_folders_that_a_publication_leaves_empty_are_removed(
    ssh: SshServer, tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(ssh.home))
    place = make_place("sftp", tmp_path, request)
    publish(place.open(), {**make_site("one"), "gone/deep/down/a.html": (b"a", Stage.PAGE)})
    publish(place.open(), make_site("one"))
    folder = ssh.root / f"{tmp_path.name}-site"
    assert sorted(path.name for path in folder.iterdir() if path.is_dir()) == [
        ".perf-report", "assets", "demo",
    ]  # fmt: skip


# --- What ssh is told in its own files ---


@pytest.fixture
def ssh_home(ssh: SshServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the files of a user who may log in."""
    shutil.copytree(ssh.home, tmp_path / "home")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.delenv("SSH_AUTH_SOCK", raising=False)
    return tmp_path / "home" / ".ssh"


def test_a_host_may_go_by_its_name_in_the_config_of_ssh(
    ssh: SshServer, ssh_home: Path, tmp_path: Path
) -> None:
    (ssh_home / "id_ed25519").rename(tmp_path / "key")
    (ssh_home / "known_hosts").rename(tmp_path / "hosts")
    user = ssh.address("").split("@")[0].removeprefix("sftp://")
    (ssh_home / "config").write_text(
        f"Host web\n HostName 127.0.0.1\n Port {ssh.port}\n User {user}\n"
        f" IdentityFile {tmp_path / 'key'}\n UserKnownHostsFile {tmp_path / 'hosts'}\n"
    )
    folder = ssh.root / f"{tmp_path.name}-www"
    target = Place(
        "sftp", f"sftp://web{folder}", tmp_path / "n", lambda path: read_at(folder, path)
    )
    publish(target.open(), make_site("one"))
    assert_holds(target, make_site("one"))


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("config", b"Host *\n  Port abc\n"),
        ("known_hosts", b"\xff\xfe\n"),
        ("id_ed25519", b"-----BEGIN OPENSSH PRIVATE KEY-----\nxxx\n"),
    ],
)
def test_files_of_ssh_that_cannot_be_read_are_an_error(
    name: str, data: bytes, ssh: SshServer, ssh_home: Path, tmp_path: Path
) -> None:
    (ssh_home / name).write_bytes(data)
    target = Place("sftp", ssh.address("unread"), tmp_path / "n", lambda _path: None)
    with pytest.raises(PublishError, match="target-settings"):
        publish(target.open(), make_site("one"))


# --- Names and neighbours ---


ODD = ("with space", "中文", "a[1]", "b*c?", "100%41", "d#e+f&g", "~x", "-dash", "quote'\"", "$(x)")


def test_names_that_mean_something_to_others_are_only_names(place: Place) -> None:
    odd = {f"demo/odd/{name}.html": (name.encode(), Stage.PAGE) for name in ODD}
    publish(place.open(), {**make_site("one"), **odd})
    assert problems(place.open()) == {}
    publish(place.open(), make_site("one"))
    assert_holds(place, make_site("one"))


def test_a_neighbour_whose_name_begins_alike_is_left_alone(remote: Place) -> None:
    near = Place(remote.kind, f"{remote.address}-more", remote.notes, remote.fetch)
    publish(near.open(), make_site("near"))
    publish(remote.open(), make_site("one"))
    assert_holds(remote, make_site("one"))
    assert problems(near.open()) == {}

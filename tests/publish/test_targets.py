"""Publishing to every kind of target, on real servers: whole or not at all, and never mixed."""

import json
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from paths import TESTS
from servers import S3Server, SshServer, make_key, proxy, s3_server, ssh_server
from targets import (
    NOON,
    REMOTE,
    SEAL,
    Cut,
    Place,
    assert_holds,
    carry,
    cut_after,
    make_place,
    make_site,
    problems,
    publish,
    read_at,
    show,
    ssh_command,
)

from perf_report.errors import PublishError
from perf_report.publish.file_comparison import ProblemKind
from perf_report.publish.inventory import digest
from perf_report.publish.open_target import open_target
from perf_report.publish.remote_state import read_remote_state
from perf_report.publish.target import Publisher
from perf_report.publish.upload_plan import Closing, DesiredState, Stage, Upload, diff_states
from perf_report.site.history import Action, Event

pytestmark = pytest.mark.usefixtures("papers_kept")


def test_a_first_publication_brings_everything_and_seals_it(place: Place) -> None:
    site = make_site("one")
    upload_plan = publish(place.open(), site)
    assert {upload.path for upload in upload_plan.uploads} == {*site, *SEAL}
    assert_holds(place, site)


def test_a_second_publication_sends_only_what_changed(place: Place) -> None:
    site = make_site("one")
    publish(place.open(), site)
    page = b"<p>changed"
    changed = {**site, "demo/3/index.html": (page, Stage.PAGE)}
    sent: list[str] = []
    publish(place.open(), changed, done=lambda upload: sent.append(upload.path))
    assert set(sent) == {"demo/3/index.html", *SEAL}
    assert_holds(place, changed)
    # What was there before is kept by some kinds of target.
    target = place.open()
    with target.opened():
        copies = list(target.earlier_copies("demo/3/index.html"))
    assert copies == ([] if place.kind in REMOTE else [page, site["demo/3/index.html"][0]])


def test_entry_pages_go_after_pages_and_the_front_page_last_of_them(place: Place) -> None:
    sent: list[Upload] = []
    site = {**make_site("one"), "feed.xml": (b"<feed/>", Stage.ENTRY)}
    publish(place.open(), site, done=sent.append)
    assert [upload.stage for upload in sent] == sorted(upload.stage for upload in sent)
    paths = [upload.path for upload in sent]
    assert paths.index("index.html") == len(site) - 1
    assert paths[-3:] == ["SHA256SUMS", "ledger.jsonl", ".perf-report/leaving"]


def test_what_the_site_has_no_more_is_removed_and_assets_one_publication_later(
    place: Place,
) -> None:
    first, second = make_site("one"), make_site("two", pages=3)
    publish(place.open(), first)
    publish(place.open(), second)
    (old,) = [path for path in first if path.startswith("assets/")]
    assert place.fetch("demo/7/index.html") is None
    assert place.fetch(old) == first[old][0]
    assert_holds(place, second)
    publish(place.open(), {**second, "new.html": (b"new", Stage.PAGE)})
    assert place.fetch(old) is None
    assert problems(place.open()) == {}


def test_the_ledger_grows_and_keeps_what_it_had(place: Place) -> None:
    publish(place.open(), make_site("one"))
    before = place.fetch("ledger.jsonl")
    publish(place.open(), make_site("two"), NOON + timedelta(days=1))
    after = place.fetch("ledger.jsonl")
    assert before
    assert after
    assert after.startswith(before)
    assert len(after.splitlines()) == 2


def test_a_git_publication_is_one_commit_at_its_time(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    place = make_place("git", tmp_path, request)
    publish(place.open(), make_site("one"))
    publish(place.open(), make_site("two"), NOON + timedelta(hours=1))
    log = subprocess.run(
        ["git", "-C", str(tmp_path / "site.git"), "log", "--format=%cI %s", "gh-pages"],
        capture_output=True, check=True, text=True,
    )  # fmt: skip
    assert log.stdout.splitlines() == [
        "2026-11-24T13:00:00+00:00 Publish", "2026-11-24T12:00:00+00:00 Publish",
    ]  # fmt: skip


def test_a_second_publication_to_s3_takes_few_requests(
    tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = make_place("s3", tmp_path, request)
    store: S3Server = request.getfixturevalue("s3")
    with proxy(store.port) as counted:
        for name, value in store.environment(counted.port).items():
            monkeypatch.setenv(name, value)
        site = make_site("one", pages=60)
        publish(place.open(), site)
        counted.reset()
        publish(place.open(), {**site, "demo/3/index.html": (b"<p>changed", Stage.PAGE)})
        verbs = [line.split()[0].decode() for line in counted.requests]
    # Lock, intent, the page, and the seal (three files).
    assert verbs.count("PUT") == 6
    assert len(verbs) < 25, verbs


def test_s3_says_of_each_file_what_it_is_and_how_long_it_may_be_kept(
    tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    import urllib.request

    place = make_place("s3", tmp_path, request)
    for name, value in place.environment.items():
        monkeypatch.setenv(name, value)
    publish(place.open(), make_site("one"))
    store: S3Server = request.getfixturevalue("s3")
    prefix = place.address.rpartition("/")[2]
    (asset,) = [path for path in make_site("one") if path.startswith("assets/")]
    found = {}
    for path in (asset, "index.html"):
        with urllib.request.urlopen(store.url(prefix, path)) as answer:  # noqa: S310  # our own server
            found[path] = (answer.headers["Content-Type"], answer.headers["Cache-Control"])
    assert found[asset] == ("text/css; charset=utf-8", "public, max-age=31536000, immutable")
    assert found["index.html"] == ("text/html; charset=utf-8", "no-cache")


# --- Cuts ---


def test_git_over_ssh_takes_a_site_and_a_change_of_it(
    tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = make_place("git-ssh", tmp_path, request)
    for name, value in place.environment.items():
        monkeypatch.setenv(name, value)
    publish(place.open(), make_site("one"))
    publish(place.open(), make_site("two"))
    assert_holds(place, make_site("two"))


@pytest.mark.parametrize("kind", ["folder", "git"])
def test_where_everything_is_switched_at_once_a_cut_changes_nothing(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    place = make_place(kind, tmp_path, request)
    site = make_site("one")
    publish(place.open(), site)
    if kind == "folder":
        with pytest.raises(Cut):
            publish(place.open(), make_site("two"), done=cut_after(4))
        assert_holds(place, site)
    publish(place.open(), make_site("two"))
    assert_holds(place, make_site("two"))


@pytest.mark.sampled
@pytest.mark.parametrize("count", [1, 4, 10, 11, 12, 13])
def test_a_cut_is_told_exactly_and_the_next_run_sends_only_the_rest(
    remote: Place, count: int
) -> None:
    publish(remote.open(), make_site("one"))
    site = make_site("two")
    with pytest.raises(Cut):
        publish(remote.open(), site, done=cut_after(count))
    told = problems(remote.open())
    kinds = set(told.values())
    assert kinds <= {ProblemKind.ARRIVED, ProblemKind.AWAITED, ProblemKind.SUMS_EDITED}
    for path, kind in told.items():
        if path in site:
            is_there = remote.fetch(path) == site[path][0]
            assert kind is (ProblemKind.ARRIVED if is_there else ProblemKind.AWAITED), path
    arrived = {path for path, kind in told.items() if kind is ProblemKind.ARRIVED}
    written: list[str] = []
    target = remote.open()
    store = target._store  # type: ignore[attr-defined]
    write = store.write

    def note(path: str, data: bytes, **more: Any) -> None:
        written.append(path)
        write(path, data, **more)

    store.write = note
    publish(target, site)
    assert not arrived & set(written)
    assert_holds(remote, site)


@pytest.mark.sampled
@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
@pytest.mark.parametrize("kind", REMOTE)
def test_a_connection_that_is_cut_leaves_what_can_be_carried_on(
    kind: str, share: float, tmp_path: Path, request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    place = make_place(kind, tmp_path, request)
    for name, value in place.environment.items():
        monkeypatch.setenv(name, value)
    server = request.getfixturevalue("ssh" if kind == "sftp" else "s3")
    site = make_site("one", pages=30)
    with proxy(server.port) as between:
        address = place.address
        if kind == "sftp":
            known = (server.home / ".ssh" / "known_hosts").read_text().split()
            with (server.home / ".ssh" / "known_hosts").open("a") as stream:
                stream.write(f"[127.0.0.1]:{between.port} {known[1]} {known[2]}\n")
            address = address.replace(f":{server.port}/", f":{between.port}/")
        else:
            monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{between.port}")
            # Where the server is gone for good, asking again only takes time.
            monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
        between.reset(limit=int(share * 150_000))
        with pytest.raises(PublishError) as caught:
            publish(place.open(address=address), site)
        assert caught.value.message in {"target-unreachable", "target-refused"}
    for name, value in place.environment.items():
        monkeypatch.setenv(name, value)
    told = problems(place.open())
    # The locks were reached for through the proxy, so both runs are of one publisher.
    assert told
    assert set(told.values()) <= {
        ProblemKind.ARRIVED,
        ProblemKind.AWAITED,
        ProblemKind.LEDGER_MISSING,
        ProblemKind.SUMS_MISSING,
    }
    publish(place.open(), site)
    assert_holds(place, site)


KILLED = """
import os, signal, sys
sys.path.insert(0, {tests!r})
import targets as t
from pathlib import Path
from perf_report.publish.open_target import open_target
from perf_report.publish.target import Publisher
sent = []
def done(upload):
    sent.append(upload)
    if len(sent) == 5:
        os.kill(os.getpid(), signal.SIGKILL)
target = open_target({address!r}, Publisher(owner="me", notes=Path({notes!r}), since="noon"))
t.publish(target, t.make_site("two"), done=done)
"""


def test_a_publisher_that_is_killed_leaves_no_lock_in_its_own_way(place: Place) -> None:
    publish(place.open(), make_site("one"))
    code = KILLED.format(tests=str(TESTS), address=place.address, notes=str(place.notes / "me"))
    ran = subprocess.run([sys.executable, "-c", code], check=False, env=os.environ)
    assert ran.returncode == -signal.SIGKILL
    assert set(problems(place.open()).values()) <= {ProblemKind.ARRIVED, ProblemKind.AWAITED}
    publish(place.open(), make_site("two"))
    assert_holds(place, make_site("two"))


def test_what_an_abandoned_publication_brought_goes_with_the_next(remote: Place) -> None:
    publish(remote.open(), make_site("one"))
    leftovers = {**make_site("one"), "demo/leftovers/index.html": (b"stray", Stage.PAGE),
             "demo/z/index.html": (b"z", Stage.PAGE)}  # fmt: skip
    with pytest.raises(Cut):
        publish(remote.open(), leftovers, done=cut_after(1))
    assert remote.fetch("demo/leftovers/index.html") == b"stray"
    site = make_site("three")
    publish(remote.open(), site)
    assert remote.fetch("demo/leftovers/index.html") is None
    assert_holds(remote, site)


# --- Two publishers ---


def test_a_second_publisher_is_refused_while_one_is_at_work(place: Place) -> None:
    publish(place.open(), make_site("one"))
    first, second = place.open(), place.open("another")
    if place.kind.startswith("git"):
        # A branch cannot be locked; whoever pushes second is refused.
        with first.locked():
            publish(second, make_site("two"))
            with pytest.raises(PublishError) as caught:
                carry(first, make_site("three"), NOON, lambda _upload: None)
    else:
        with first.locked(), pytest.raises(PublishError) as caught:
            publish(second, make_site("two"))
    assert caught.value.message in {"target-busy", "target-locked"}
    expected = "two" if place.kind.startswith("git") else "one"
    assert_holds(place, make_site(expected))


def test_the_same_publisher_is_not_let_in_twice_at_once(remote: Place) -> None:
    with remote.open().locked(), pytest.raises(PublishError, match="target-busy"):
        publish(remote.open(), make_site("one"))


def test_a_lock_of_someone_who_died_can_be_broken(remote: Place) -> None:
    lock = json.dumps({"owner": "another", "since": "yesterday"}).encode()
    target = remote.open()
    with target.opened():
        assert target._store.create(".perf-report/lock", lock)  # type: ignore[attr-defined]
    with pytest.raises(PublishError, match="yesterday"):
        publish(remote.open(), make_site("one"))
    publish(remote.open(breaks_lock=True), make_site("one"))
    assert_holds(remote, make_site("one"))


# --- Refusals ---


LIMITED = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (8_000, 8_000))
sys.path.insert(0, {tests!r})
import targets as t
from pathlib import Path
from perf_report.errors import PublishError
from perf_report.publish.open_target import open_target
from perf_report.publish.target import Publisher
target = open_target({address!r}, Publisher(owner="me", notes=Path({notes!r}), since="noon"))
site = t.make_site("two")
site["demo/9/index.html"] = (b"y" * 9_000, t.Stage.PAGE)
try:
    t.publish(target, site)
except PublishError as error:
    print(error)
    sys.exit(3)
"""


def test_a_folder_on_a_full_disk_stays_as_it_was(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    place = make_place("folder", tmp_path, request)
    publish(place.open(), make_site("one"))
    code = LIMITED.format(tests=str(TESTS), address=place.address, notes=str(tmp_path / "n"))
    ran = subprocess.run(
        [sys.executable, "-c", code], check=False, capture_output=True, text=True, env=os.environ
    )
    assert ran.returncode == 3, ran.stderr
    assert "target-refused" in ran.stdout
    assert_holds(place, make_site("one"))
    assert not list((tmp_path / ".site.releases").glob("*.partial"))


def test_a_git_server_that_refuses_is_quoted_and_stays_as_it_was(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    place = make_place("git", tmp_path, request)
    publish(place.open(), make_site("one"))
    hook = tmp_path / "site.git" / "hooks" / "pre-receive"
    hook.write_text("#!/bin/sh\necho 'the quota is used up' >&2\nexit 1\n")
    hook.chmod(0o755)
    with pytest.raises(PublishError, match="the quota is used up"):
        publish(place.open(), make_site("two"))
    assert_holds(place, make_site("one"))


def test_an_sftp_server_whose_disk_is_full_keeps_whole_files_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ssh_server(tmp_path / "own", file_limit=20_000) as server:
        monkeypatch.setenv("HOME", str(server.home))
        place = Place("sftp", server.address("site"), tmp_path / "notes",
                      lambda path: read_at(server.root / "site", path))  # fmt: skip
        publish(place.open(), make_site("one"))
        site = {**make_site("two"), "demo/big/index.html": (b"y" * 50_000, Stage.PAGE)}
        with pytest.raises(PublishError):
            publish(place.open(), site)
        told = problems(place.open())
        assert told["demo/big/index.html"] is ProblemKind.AWAITED
        assert set(told.values()) <= {ProblemKind.ARRIVED, ProblemKind.AWAITED}
        publish(place.open(), make_site("two"))
        assert_holds(place, make_site("two"))


def test_a_bucket_that_does_not_exist_is_an_error(
    tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = make_place("s3", tmp_path, request)
    for name, value in place.environment.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(PublishError, match="target-refused"):
        publish(place.open(address="s3://there-is-none/site"), make_site("one"))


def test_a_key_that_the_server_does_not_know_is_not_let_in(
    ssh: SshServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "home" / ".ssh"
    other.mkdir(parents=True)
    make_key(other / "id_ed25519")
    (other / "known_hosts").write_bytes((ssh.home / ".ssh" / "known_hosts").read_bytes())
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.delenv("SSH_AUTH_SOCK", raising=False)
    place = Place("sftp", ssh.address("locked-out"), tmp_path / "n", lambda _path: None)
    with pytest.raises(PublishError, match="target-credentials"):
        publish(place.open(), make_site("one"))
    assert not (ssh.root / "locked-out").exists()


def test_a_host_whose_key_is_not_known_is_not_trusted(
    ssh: SshServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home" / ".ssh"
    home.mkdir(parents=True)
    (home / "id_ed25519").write_bytes((ssh.home / ".ssh" / "id_ed25519").read_bytes())
    (home / "id_ed25519").chmod(0o600)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    place = Place("sftp", ssh.address("untrusted"), tmp_path / "n", lambda _path: None)
    with pytest.raises(PublishError, match="target-host-key"):
        publish(place.open(), make_site("one"))


def test_a_wrong_key_of_git_over_ssh_is_quoted(
    ssh: SshServer, tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = make_place("git-ssh", tmp_path, request)
    make_key(tmp_path / "other")
    monkeypatch.setenv("GIT_SSH_COMMAND", ssh_command(ssh, tmp_path / "other"))
    with pytest.raises(PublishError, match="Permission denied"):
        publish(place.open(), make_site("one"))


def test_s3_credentials_that_are_not_known_are_an_error_and_never_printed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with s3_server(checks_keys=True) as server:
        for name, value in server.environment().items():
            monkeypatch.setenv(name, value)
        place = Place("s3", server.address("site"), tmp_path, lambda _path: None)
        with pytest.raises(PublishError) as caught:
            publish(place.open(), make_site("one"))
    assert caught.value.message == "target-credentials"
    assert "a-secret-of-the-tests" not in str(caught.value)


def test_a_server_that_is_not_there_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    place = Place("sftp", "sftp://127.0.0.1:1/www", tmp_path / "n", lambda _path: None)
    with pytest.raises(PublishError, match="target-unreachable"):
        publish(place.open(), make_site("one"))


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("ftp://example.org/www", "target-scheme"),
        ("sftp://me:secret@example.org/www", "target-password"),
        ("git+https://me:secret@example.org/www", "target-password"),
        ("s3:///nothing", "target-address"),
        ("file:///srv/www", "target-scheme"),
        ("sftp:/example.org/www", "target-scheme"),
        ("s3:bucket/www", "target-scheme"),
        ("me@example.org:/www", "target-scheme"),
        ("me:secret@example.org:/www", "target-scheme"),
        ("sftp//example.org/www", "target-scheme"),
        ("git+ssh//example.org/www", "target-scheme"),
        ("/", "target-root"),
        ("/srv/..", "target-root"),
        ("", "target-root"),
    ],
)
def test_an_address_that_cannot_be_one_is_refused_and_not_repeated(
    address: str, message: str, tmp_path: Path
) -> None:
    with pytest.raises(PublishError) as caught:
        open_target(address, Publisher(owner="me", notes=tmp_path))
    assert caught.value.message == message
    assert "secret" not in str(caught.value)


# --- Other people's files ---


def put_foreign(place: Place, path: str, data: bytes = b"someone else's") -> None:
    """Put a file there that no publication brought."""
    if place.kind == "folder":
        (Path(place.address) / path).parent.mkdir(parents=True, exist_ok=True)
        (Path(place.address) / path).unlink(missing_ok=True)
        (Path(place.address) / path).write_bytes(data)
    elif place.kind.startswith("git"):
        edit_branch(place, {path: data})
    else:
        target = place.open()
        with target.opened():
            target._store.write(path, data, is_lasting=False)  # type: ignore[attr-defined]


def edit_branch(place: Place, files: Mapping[str, bytes | None]) -> None:
    """A commit by hand on the branch."""
    bare = place.address.partition("://")[2].partition("/")[2]
    with_git = ["git", "-C"]
    tree = place.notes.parent / "tree"
    subprocess.run(["rm", "-rf", str(tree)], check=True)
    there = show(Path("/" + bare.lstrip("/")), "SHA256SUMS")
    source = "/" + bare.lstrip("/")
    arguments = ["--branch", "gh-pages"] if there else []
    subprocess.run(["git", "clone", "--quiet", *arguments, source, str(tree)], check=True,
                   capture_output=True)  # fmt: skip
    for path, data in files.items():
        (tree / path).parent.mkdir(parents=True, exist_ok=True)
        if data is None:
            (tree / path).unlink()
        else:
            (tree / path).write_bytes(data)
    identity = ["-c", "user.name=t", "-c", "user.email=t@localhost"]
    subprocess.run([*with_git, str(tree), "add", "-A"], check=True)
    subprocess.run([*with_git, str(tree), *identity, "commit", "-qm", "by hand"], check=True)
    subprocess.run([*with_git, str(tree), "push", "-q", source, "HEAD:gh-pages"], check=True)


def test_a_target_with_someone_elses_files_is_refused_and_left_alone(place: Place) -> None:
    put_foreign(place, "index.html")
    with pytest.raises(PublishError) as caught:
        publish(place.open(), make_site("one"))
    assert caught.value.message in {"target-foreign", "target-link"}
    assert place.fetch("index.html") == b"someone else's"
    assert place.fetch("ledger.jsonl") is None


def test_a_foreign_file_is_named_and_not_overwritten_later(remote: Place) -> None:
    publish(remote.open(), make_site("one"))
    put_foreign(remote, "demo/new/index.html")
    assert problems(remote.open()) == {"demo/new/index.html": ProblemKind.FOREIGN}
    site = {**make_site("one"), "demo/new/index.html": (b"ours", Stage.PAGE)}
    with pytest.raises(PublishError, match="target-foreign"):
        publish(remote.open(), site)
    assert remote.fetch("demo/new/index.html") == b"someone else's"


def test_a_foreign_file_in_the_place_of_a_new_one_is_replaced_by_a_repair(place: Place) -> None:
    publish(place.open(), make_site("one"))
    put_foreign(place, "demo/new.html")
    put_foreign(place, "demo/stray.html")
    site = {**make_site("one"), "demo/new.html": (b"<p>ours", Stage.PAGE)}
    target = place.open()
    with target.locked():
        carry(
            target, site, NOON, lambda _upload: None, foreign=("demo/new.html", "demo/stray.html")
        )
    assert_holds(place, site)
    assert place.fetch("demo/stray.html") is None


def test_missing_altered_and_foreign_files_are_named(place: Place) -> None:
    publish(place.open(), make_site("one"))
    put_foreign(place, "demo/2/index.html", b"altered")
    put_foreign(place, "extra.txt")
    assert problems(place.open()) == {
        "demo/2/index.html": ProblemKind.ALTERED,
        "extra.txt": ProblemKind.FOREIGN,
    }


def test_an_inventory_that_was_edited_is_named_and_nothing_is_published_on_it(
    place: Place,
) -> None:
    publish(place.open(), make_site("one"))
    sums = place.fetch("SHA256SUMS") or b""
    kept = b"".join(line for line in sums.splitlines(keepends=True) if b"demo/2/" not in line)
    put_foreign(place, "SHA256SUMS", kept)
    told = problems(place.open())
    assert told["SHA256SUMS"] is ProblemKind.SUMS_EDITED
    assert told["demo/2/index.html"] is ProblemKind.FOREIGN
    with pytest.raises(PublishError, match="sums-unsealed"):
        publish(place.open(), make_site("two"))


def test_a_ledger_that_was_edited_stops_everything(place: Place) -> None:
    publish(place.open(), make_site("one"))
    publish(place.open(), make_site("two"), NOON + timedelta(days=1))
    ledger = place.fetch("ledger.jsonl") or b""
    put_foreign(place, "ledger.jsonl", ledger.replace(b"2026-11-24", b"2026-11-20", 1))
    assert problems(place.open())["ledger.jsonl:2"] is ProblemKind.LEDGER_EDITED
    with pytest.raises(PublishError, match="ledger-chain"):
        publish(place.open(), make_site("three"))
    assert place.fetch("index.html") == make_site("two")["index.html"][0]


def test_a_clock_that_runs_backwards_publishes_nothing(place: Place) -> None:
    publish(place.open(), make_site("one"))
    with pytest.raises(PublishError, match="clock-backwards"):
        publish(place.open(), make_site("two"), NOON - timedelta(seconds=1))
    assert_holds(place, make_site("one"))


@pytest.mark.parametrize("path", ["../out.html", "/etc/x", "a/../../b", "a\\b", "a//b", "a/\n"])
def test_a_path_that_leaves_the_target_is_refused(path: str, place: Place) -> None:
    with pytest.raises(PublishError, match="path-leaves"):
        publish(place.open(), {path: (b"x", Stage.PAGE)})
    assert place.fetch("ledger.jsonl") is None


# --- Readers ---


def test_a_reader_never_meets_a_page_without_what_it_needs(place: Place) -> None:
    publish(place.open(), make_site("0", pages=4))
    stop, seen, broken = threading.Event(), [], []

    def read() -> None:
        while not stop.is_set():
            for path in ("index.html", "demo/1/index.html", "demo/3/index.html"):
                page = place.fetch(path)
                companion = re.search(rb"href=(assets/site\.(\w+)\.css)", page or b"")
                look = place.fetch(companion[1].decode()) if companion else None
                if (
                    not companion
                    or not look
                    or not sha256(look).hexdigest().startswith(companion[2].decode())
                ):
                    broken.append((path, page, look))
                seen.append(path)

    reader = threading.Thread(target=read)
    reader.start()
    try:
        for edition in range(1, 5):
            publish(place.open(), make_site(str(edition), pages=4))
    finally:
        stop.set()
        reader.join()
    assert len(seen) > 20
    assert not broken


def test_a_shipment_that_changed_on_the_disk_is_not_sent(place: Place, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_bytes(b"changed by hand")
    upload = Upload(path="a.html", sha256=digest(b"as made"), source=page, stage=Stage.PAGE)
    target = place.open()
    with target.locked():
        diff = diff_states(DesiredState(uploads=[upload], kept={}, held={}, expiring=()))
        seal = Event(number=0, time=NOON, action=Action.PUBLISH, sums=digest(diff.sums))
        before = read_remote_state(target).ledger
        ledger = before.extended([seal]).data
        closing = Closing(ledger=ledger, before=before, held={}, title="x", time=NOON)
        upload_plan = diff.to_plan(closing)
        with pytest.raises(PublishError, match="upload-altered"):
            target.apply(upload_plan, lambda _upload: None)
    assert place.fetch("a.html") is None

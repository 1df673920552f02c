"""Targets of every kind on real servers, sites to publish to them, and what they hold after."""

import subprocess
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest
from servers import SshServer, fetch

from perf_report.publish.file_comparison import ProblemKind
from perf_report.publish.inventory import digest
from perf_report.publish.notes import closing_time
from perf_report.publish.open_target import open_target
from perf_report.publish.remote_state import read_remote_state
from perf_report.publish.target import Publisher, Target
from perf_report.publish.target_check import check_target
from perf_report.publish.upload_plan import (
    Closing,
    DesiredState,
    Stage,
    Upload,
    UploadPlan,
    diff_states,
)
from perf_report.site.history import Action, Event

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
KINDS = ("folder", "git", "sftp", "s3")
REMOTE = ("sftp", "s3")
SEAL = {"SHA256SUMS", "ledger.jsonl", ".perf-report/leaving"}

Files = Mapping[str, tuple[bytes, Stage]]


@dataclass
class Place:
    """An empty target of a kind, and how a reader gets a file of it."""

    kind: str
    address: str
    notes: Path
    fetch: Callable[[str], bytes | None]
    environment: dict[str, str] = field(default_factory=dict)

    def open(self, owner: str = "me", *, breaks_lock: bool = False, address: str = "") -> Target:
        publisher = Publisher(
            owner=owner, notes=self.notes / owner, since="noon", breaks_lock=breaks_lock
        )
        return open_target(address or self.address, publisher)


def start_bare(path: Path) -> Path:
    subprocess.run(["git", "init", "--quiet", "--bare", str(path)], check=True)
    return path


def show(repository: Path, path: str) -> bytes | None:
    ran = subprocess.run(
        ["git", "-C", str(repository), "show", f"gh-pages:{path}"], capture_output=True, check=False
    )
    return ran.stdout if ran.returncode == 0 else None


def read_at(folder: Path, path: str) -> bytes | None:
    try:
        return (folder / path).read_bytes()
    except FileNotFoundError:
        return None


def ssh_command(server: SshServer, key: Path | None = None) -> str:
    home = server.home / ".ssh"
    return (
        f"ssh -F /dev/null -i {key or home / 'id_ed25519'} -o IdentitiesOnly=yes "
        f"-o UserKnownHostsFile={home / 'known_hosts'} -o BatchMode=yes"
    )


def make_place(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest, name: str = "site"
) -> Place:
    notes = tmp_path / "notes"
    if kind == "folder":
        www = tmp_path / name
        return Place(kind, str(www), notes, lambda path: read_at(www, path))
    if kind == "git":
        bare = start_bare(tmp_path / f"{name}.git")
        return Place(kind, f"git+file://{bare}", notes, lambda path: show(bare, path))
    if kind == "git-ssh":
        server = request.getfixturevalue("ssh")
        bare = start_bare(tmp_path / f"{name}.git")
        address = "git+" + server.address("x").replace("sftp://", "ssh://")
        address = address.replace(str(server.root / "x"), str(bare))
        environment = {"GIT_SSH_COMMAND": ssh_command(server)}
        return Place(kind, address, notes, lambda path: show(bare, path), environment)
    unique = f"{tmp_path.name}-{name}"
    if kind == "sftp":
        server = request.getfixturevalue("ssh")
        return Place(
            kind, server.address(unique), notes,
            lambda path: read_at(server.root / unique, path), server.environment(),
        )  # fmt: skip
    store = request.getfixturevalue("s3")
    return Place(
        kind, store.address(unique), notes,
        lambda path: fetch(store.url(unique, path)), store.environment(),
    )  # fmt: skip


def make_site(edition: str, pages: int = 8) -> dict[str, tuple[bytes, Stage]]:
    """Pages that each need a companion, named by its hash as the assets of the site are."""
    look = f"/* {edition} */".encode() * 50
    companion = f"assets/site.{sha256(look).hexdigest()[:12]}.css"
    site = {companion: (look, Stage.LASTING), "demo/2025/r1/table.pdf": (b"%PDF", Stage.LASTING)}
    for number in range(pages):
        page = f"<link href={companion}> {edition} {number}".encode() + b"x" * 4000
        site[f"demo/{number}/index.html"] = (page, Stage.PAGE)
    site["index.html"] = (f"<link href={companion}> {edition}".encode(), Stage.ENTRY)
    return site


def publish(
    target: Target,
    site: Files,
    time: datetime = NOON,
    done: Callable[[Upload], None] = lambda _upload: None,
) -> UploadPlan:
    """What the wiring of `publish` does, for files made by hand."""
    with target.locked():
        return carry(target, site, time, done)


def carry(
    target: Target,
    site: Files,
    time: datetime,
    done: Callable[[Upload], None],
    foreign: Collection[str] = (),
) -> UploadPlan:
    remote = read_remote_state(target)
    uploads = [
        Upload(path=path, sha256=digest(data), source=data, stage=stage)
        for path, (data, stage) in site.items()
    ]
    desired = DesiredState(
        uploads=uploads,
        kept={},
        held=remote.inventory,
        expiring=remote.expiring,
        touched=remote.touched,
        foreign=foreign,
    )
    diff = diff_states(desired)
    sums = digest(diff.sums)
    time = closing_time(remote.begun, sums, time)
    seal = Event(number=0, time=time, action=Action.PUBLISH, sums=sums)
    ledger = remote.ledger.extended([seal])
    upload_plan = diff.to_plan(
        Closing(
            ledger=ledger.data, before=remote.ledger, held=remote.inventory,
            title="Publish", time=time,
        )
    )  # fmt: skip
    target.apply(upload_plan, done)
    return upload_plan


def problems(target: Target) -> dict[str, ProblemKind]:
    with target.opened():
        checked = check_target(target, lambda items, _count: items)
    return {problem.path: problem.kind for problem in checked.problems}


def assert_holds(place: Place, site: Files) -> None:
    assert problems(place.open()) == {}
    for path, (data, _) in site.items():
        assert place.fetch(path) == data, path


# --- What goes well ---


class Cut(Exception):  # noqa: N818  # no error of the tool
    """The work ends in the middle."""


def cut_after(count: int) -> Callable[[Upload], None]:
    sent = []

    def done(upload: Upload) -> None:
        sent.append(upload)
        if len(sent) >= count:
            raise Cut

    return done

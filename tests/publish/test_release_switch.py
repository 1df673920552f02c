"""A folder that switches between releases on systems that make no links, cut at any moment."""

import errno
import os
from collections.abc import Callable
from pathlib import Path

import filelock
import pytest
from targets import Place, make_site, publish, read_at

from perf_report.errors import PublishError
from perf_report.publish import release_switch
from perf_report.publish.local_lock import locked_file

ONE, TWO, THREE = (make_site(edition, pages=1) for edition in ("one", "two", "three"))


class CutError(BaseException):
    """The process ends, and nothing more is done."""


@pytest.fixture
def place(tmp_path: Path) -> Place:
    www = tmp_path / "www"
    return Place("folder", str(www), tmp_path / "notes", lambda path: read_at(www, path))


@pytest.fixture
def no_links(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: object, **_options: object) -> None:
        raise OSError(errno.EPERM, "A required privilege is not held by the client")

    monkeypatch.setattr(os, "symlink", refuse)
    monkeypatch.setattr(release_switch, "_SECONDS", 0)


def index(place: Place) -> bytes:
    return place.fetch("index.html") or b""


def folders(place: Place) -> list[str]:
    releases = Path(place.address).with_name(".www.releases")
    return sorted(each.name for each in releases.iterdir() if each.is_dir())


@pytest.mark.usefixtures("no_links")
def test_without_links_the_folder_is_the_release_itself(place: Place) -> None:
    for site, before in ((ONE, []), (TWO, ["000001"]), (THREE, ["000002"])):
        publish(place.open(), site)
        assert index(place) == site["index.html"][0]
        assert not Path(place.address).is_symlink()
        assert folders(place) == before


def test_a_folder_changes_between_links_and_none(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number, (site, has_links) in enumerate([(ONE, True), (TWO, False), (THREE, True)], 1):
        with monkeypatch.context() as patch:
            if not has_links:
                patch.setattr(os, "symlink", _no_function)
            publish(place.open(), site)
        assert index(place) == site["index.html"][0]
        assert Path(place.address).is_symlink() == has_links
        assert f"{number - 1:06d}" in ["000000", *folders(place)]
    publish(place.open(), ONE)
    assert folders(place) == ["000003", "000004"]


def _no_function(*_arguments: object, **_options: object) -> None:
    raise NotImplementedError


# Each step of a switch: the notes and the two renames. A cut before one of them, or after all.
STEPS = range(7)


@pytest.mark.usefixtures("no_links")
@pytest.mark.parametrize("step", STEPS)
def test_a_switch_that_is_cut_is_finished_by_the_next_run(
    step: int, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(place.open(), ONE)
    with monkeypatch.context() as patch:
        steps = _count_down(step)
        for name in ("rename", "replace", "unlink"):
            patch.setattr(Path, name, _cut(getattr(Path, name), steps))
        was_cut = False
        try:
            publish(place.open(), TWO)
        except CutError:
            was_cut = True
    assert was_cut == (step < len(STEPS) - 1)
    assert index(place) in {b"", ONE["index.html"][0], TWO["index.html"][0]}
    with place.open().locked():
        # Nothing was noted before the second step, so the switch was never begun.
        assert index(place) == (ONE if step < 2 else TWO)["index.html"][0]
    publish(place.open(), THREE)
    assert index(place) == THREE["index.html"][0]


def _count_down(steps: int) -> Callable[[Path], None]:
    left = [steps]

    def count(path: Path) -> None:
        if path.name != "next":  # the link that is tried
            left[0] -= 1
            if left[0] < 0:
                raise CutError

    return count


def _cut(work: Callable[..., object], count: Callable[[Path], None]) -> Callable[..., object]:
    def cut(path: Path, *arguments: object, **options: object) -> object:
        count(path)
        return work(path, *arguments, **options)

    return cut


@pytest.mark.usefixtures("no_links")
@pytest.mark.parametrize("refused", ["www", "000002"])
def test_a_folder_that_cannot_be_renamed_stays_as_it_was(
    refused: str, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(place.open(), ONE)
    rename = Path.rename

    def in_use(path: Path, new: Path) -> Path:
        if path.name == refused:
            raise PermissionError(errno.EACCES, "The process cannot access the file")
        return rename(path, new)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", in_use)
        with pytest.raises(PublishError, match="target-refused"):
            publish(place.open(), TWO)
    assert index(place) == ONE["index.html"][0]
    publish(place.open(), TWO)
    assert index(place) == TWO["index.html"][0]


@pytest.mark.usefixtures("no_links")
def test_an_open_file_delays_the_switch_only(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(place.open(), ONE)
    refusals = [PermissionError(errno.EACCES, "in use")] * 3
    rename = Path.rename

    def briefly_in_use(path: Path, new: Path) -> Path:
        if path.name == "www" and refusals:
            raise refusals.pop()
        return rename(path, new)

    monkeypatch.setattr(Path, "rename", briefly_in_use)
    publish(place.open(), TWO)
    assert index(place) == TWO["index.html"][0]


@pytest.mark.usefixtures("no_links")
def test_a_strangers_folder_is_not_moved(place: Place) -> None:
    www = Path(place.address)
    switch = release_switch.ReleaseSwitch(www, www.with_name(".www.releases"))
    release = www.with_name(".www.releases") / "000001"
    release.mkdir(parents=True)
    www.mkdir()
    (www / "theirs.txt").write_text("theirs", "utf-8")
    with pytest.raises(OSError, match="not empty"):
        switch.to(release)
    assert (www / "theirs.txt").read_text("utf-8") == "theirs"
    (www / "theirs.txt").rename(release / "theirs.txt")
    assert switch.to(release) is None
    assert switch.placed() == "000001"


# --- The lock ---


@pytest.mark.parametrize("kind", [filelock.FileLock, filelock.SoftFileLock])
def test_the_lock_of_a_process_that_was_killed_counts_for_nothing(
    kind: type[filelock.BaseFileLock], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A system without locks has the second kind: a file that names a process and the machine.
    monkeypatch.setattr(filelock, "FileLock", kind)
    lock = tmp_path / "lock"
    busy = pytest.raises(PublishError, match="target-busy")
    with locked_file(lock, "x"):
        note = lock.read_text("utf-8")
        with busy, locked_file(lock, "x"):
            pass
    # As a process leaves it that is no longer there.
    lock.write_text(note.replace(str(os.getpid()), "999999999"), "utf-8")
    with locked_file(lock, "x"):
        pass

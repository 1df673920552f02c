"""What a process leaves that is killed while it writes a person's file is removed later."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from perf_report.outputs import temporary_files, writer
from perf_report.outputs.writer import remove_leftovers, write_files

OWN = ".spec.yaml.0123abcd.tmp"
# None of these is what `write_files` leaves of `spec.yaml`.
OTHERS = (
    ".spec.yaml.tmp", "spec.yaml.0123abcd.tmp", ".spec.yaml.0123ABCD.tmp",
    ".spec.yaml.0123abcd.tmp~", ".spec.yaml.0123abcde.tmp", ".spec.yaml.0123abcd.bak",
    ".notes.txt.0123abcd.tmp",
)  # fmt: skip


def is_spec(name: str) -> bool:
    return name == "spec.yaml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in (OWN, *OTHERS):
        (tmp_path / name).write_bytes(b"format: 1\n")
    (tmp_path / ".spec.yaml.fedcba98.tmp").mkdir()
    (tmp_path / ".spec.yaml.fedcba99.tmp").symlink_to(tmp_path / ".notes.txt.0123abcd.tmp")
    return tmp_path


def names(folder: Path) -> set[str]:
    return {each.name for each in folder.iterdir()}


def test_only_what_the_writer_left_of_a_file_is_removed(folder: Path) -> None:
    before = names(folder)
    remove_leftovers(folder, is_spec)
    assert names(folder) == before - {OWN}
    remove_leftovers(folder / "none", is_spec)


def test_the_next_writing_of_a_file_removes_what_was_left_of_it(folder: Path) -> None:
    before = names(folder)
    write_files({folder / "other.yaml": b""}, keep_modes=True)
    assert OWN in names(folder)
    write_files({folder / "spec.yaml": b""}, keep_modes=True)
    assert names(folder) == (before - {OWN}) | {"other.yaml", "spec.yaml"}


@pytest.mark.skipif(not temporary_files._has_locks(), reason="no locks of folders")
def test_what_another_process_writes_now_stays(folder: Path) -> None:
    script = """
import sys
from pathlib import Path
from perf_report.outputs import writer
def wait(path, data, synced):
    path.write_bytes(data)
    print(path.name, flush=True)
    sys.stdin.read()
writer._write_new = wait
writer.write_files({Path(sys.argv[1]) / "spec.yaml": b"year: 2025"})
"""
    command = [sys.executable, "-c", script, str(folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as running:
        assert running.stdout
        written = running.stdout.readline().decode().strip()
        remove_leftovers(folder, is_spec)
        write_files({folder / "spec.yaml": b""}, keep_modes=True)
        assert {written, OWN} <= names(folder)
        running.kill()
    # The system took the lock of the process that was killed.
    remove_leftovers(folder, is_spec)
    assert not {written, OWN} & names(folder)


def test_without_locks_only_what_is_much_older_is_removed(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(temporary_files, "_has_locks", lambda: False)
    remove_leftovers(folder, is_spec)
    write_files({folder / "spec.yaml": b""}, keep_modes=True)
    assert OWN in names(folder)
    long_ago = time.time() - 4000
    os.utime(folder / OWN, (long_ago, long_ago))
    write_files({folder / "spec.yaml": b""}, keep_modes=True)
    assert OWN not in names(folder)


def test_what_cannot_be_removed_stays(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "leftovers", lambda *_: [folder / ".spec.yaml.fedcba98.tmp"])
    remove_leftovers(folder, is_spec)
    assert OWN in names(folder)

"""A spec is opened in an editor at its cell, and no word of its name does anything else."""

import sys
from pathlib import Path

import pytest
from cases import for_each

from perf_report.app.workbench.editor import Editor, find_editor, usual_editor
from perf_report.errors import PerfReportError

NAME = "表 $(touch x) {line};`a`&'\".yaml"


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Programs that do nothing, which are all that is on the path."""
    for name in ("code", "gedit", "kate", "emacsclient", "vim", "my edit"):
        program = tmp_path / "bin" / name
        program.parent.mkdir(exist_ok=True)
        program.write_text("#!/bin/sh\n")
        program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    return tmp_path / "bin"


@for_each(
    "command,words",
    [
        ("code", ["code", "-g", "FILE:12:8"]),
        ("code --wait", ["code", "--wait", "-g", "FILE:12:8"]),
        ("code -g {file}:{line}:{column}", ["code", "-g", "FILE:12:8"]),
        ("gedit", ["gedit", "+12:8", "FILE"]),
        ("kate --new", ["kate", "--new", "--line", "12", "--column", "8", "FILE"]),
        ("emacsclient", ["emacsclient", "-n", "+12:8", "FILE"]),
        ("'my edit' \"--at={line} {column}\" {file}", ["my edit", "--at=12 8", "FILE"]),
        ("'my edit'", ["my edit", "FILE"]),
        ("'my edit' {other} {file}", ["my edit", "{other}", "FILE"]),
    ],
)
def test_a_command_opens_the_cell(
    command: str, words: list[str], programs: Path, tmp_path: Path
) -> None:
    file = str(tmp_path / NAME)
    expected = [each.replace("FILE", file) for each in words]
    found = find_editor(command).command(Path(file), 12, 8)
    assert found == [str(programs / expected[0]), *expected[1:]]


@for_each(
    "command,message",
    [
        ("", "editor-missing"),
        ("nothing", "editor-missing"),
        ("code '", "editor-missing"),
        ("vim", "editor-terminal"),
        ("/usr/bin/nano -w", "editor-terminal"),
    ],
)
def test_what_opens_no_window_is_refused(command: str, message: str, programs: Path) -> None:
    assert programs.is_dir()
    with pytest.raises(PerfReportError, match=message):
        find_editor(command)


@for_each(
    "environment,program",
    [
        ({}, None),
        ({"EDITOR": "code --wait"}, "code"),
        ({"VISUAL": "gedit", "EDITOR": "code"}, "gedit"),
        ({"VISUAL": "vim", "EDITOR": "code"}, "code"),
        # They have no window, are not known, or are not there.
        ({"VISUAL": "vim", "EDITOR": "nano"}, None),
        ({"EDITOR": "emacsclient -t"}, None),
        ({"EDITOR": "'my edit'"}, None),
        ({"EDITOR": "subl"}, None),
        ({"EDITOR": "code '"}, None),
    ],
)
def test_the_usual_editor_is_taken_if_it_has_a_window(
    environment: dict[str, str], program: str | None, programs: Path
) -> None:
    found = usual_editor(environment)
    assert (found and Path(found.words[0])) == (program and programs / program)


def test_a_name_is_no_command(tmp_path: Path) -> None:
    said = tmp_path / "said"
    script = "import sys, os; open(sys.argv[1], 'w').write(sys.argv[2]); os._exit(0)"
    opened = Editor(words=(sys.executable, "-S", "-c", script, f"{said}.tmp", "{file}:{line}"))
    threads: list[object] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("threading.Thread", lambda **given: Waits(threads, **given))
        opened.open(tmp_path / NAME, 3, 4)
    assert threads == [0]
    assert Path(f"{said}.tmp").read_text("utf-8") == f"{tmp_path / NAME}:3"
    assert sorted(each.name for each in tmp_path.iterdir()) == ["said.tmp"]


class Waits:
    """Runs what a thread would, at once."""

    def __init__(self, ended: list[object], *, target: object, daemon: bool) -> None:
        assert callable(target)
        assert daemon
        self.start = lambda: ended.append(target())


def test_an_editor_that_cannot_be_started_is_told(tmp_path: Path) -> None:
    with pytest.raises(PerfReportError, match="editor-failed"):
        Editor(words=(str(tmp_path / "gone"), "{file}")).open(tmp_path / "a.yaml", 1, 1)
    # Windows would start it by its shell.
    with pytest.raises(PerfReportError, match="editor-name"):
        Editor(words=("code.CMD", "{file}")).open(tmp_path / "a&b.yaml", 1, 1)

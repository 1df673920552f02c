"""Shortcuts start the same command, whatever signs are in its words."""

import re
import shlex
from pathlib import Path

import pytest

from perf_report.app.workbench.shortcut import (
    batch_file,
    desktop_entry,
    shell_file,
    shortcut_files,
)

WORDS = [
    "/opt/py thon/bin/python", "-P", "--project", "/home/财政 局/项目 (一)", "serve", "",
    'a"b', "a'b", "a`b`", "$HOME", "a\\b", "C:\\", "100%", "%f %U", "a\nb\tc", "a=b;c&d|e>f", "\\n",
]  # fmt: skip


def exec_words(line: str) -> list[str]:
    """The words of an Exec line, read in the steps of the Desktop Entry Specification."""
    escapes = {"\\\\": "\\", "\\n": "\n", "\\t": "\t", "\\r": "\r", "\\s": " "}
    text = re.sub(r"\\.", lambda found: escapes[found[0]], line.removeprefix("Exec="))
    quoted = re.findall(r'"((?:[^"\\`$]|\\["\\`$])*)"(?: |$)', text)
    assert " ".join(f'"{each}"' for each in quoted) == text
    words = [re.sub(r'\\(["\\`$])', r"\1", each) for each in quoted]
    # Of field codes there is none, but for the sign itself.
    assert all("%" not in word.replace("%%", "") for word in words)
    return [word.replace("%%", "%") for word in words]


def test_a_desktop_entry_starts_the_command() -> None:
    lines = desktop_entry(WORDS, "财政局\\\n").decode().splitlines()
    assert lines[0] == "[Desktop Entry]"
    assert "Name=Performance goals (财政局\\\\\\n)" in lines
    assert "Name[zh_CN]=绩效目标编制（财政局\\\\\\n）" in lines
    (line,) = (each for each in lines if each.startswith("Exec="))
    assert exec_words(line) == WORDS


def test_a_file_for_a_shell_starts_the_command() -> None:
    first, _, rest = shell_file(WORDS).decode().partition("\n")
    assert first == "#!/bin/sh"
    assert shlex.split(rest) == ["exec", *WORDS]


def test_a_batch_file_starts_the_command() -> None:
    words = ["C:\\Program Files\\python.exe", "D:\\项目 & 100% ^!\\", "serve"]
    lines = batch_file(words).decode().split("\r\n")
    assert lines[3:5] == [
        '"C:\\Program Files\\python.exe" "D:\\项目 & 100%% ^!\\\\" "serve"',
        "if errorlevel 1 pause",
    ]  # fmt: skip
    # Nothing but ASCII before its encoding is known.
    assert "".join(lines[:3]).isascii()


@pytest.mark.parametrize(
    ("system", "settings", "expected"),
    [
        ("linux", None, [".local/share/applications/X"]),
        ("linux", "Desktop", [".local/share/applications/X", "Desktop/X"]),
        ("linux", "桌面", [".local/share/applications/X", "桌面/X"]),
        ("darwin", None, ["Desktop/perf-report 财政 局.command"]),
        ("win32", None, ["perf-report 财政 局.bat"]),
        ("win32", "Desktop", ["Desktop/perf-report 财政 局.bat"]),
    ],
)
def test_where_a_shortcut_is_put(
    system: str, settings: str | None, expected: list[str], tmp_path: Path
) -> None:
    if settings:
        (tmp_path / settings).mkdir()
        (tmp_path / ".config").mkdir()
        line = f'# the folders\nXDG_DESKTOP_DIR="$HOME/{settings}"\n'
        (tmp_path / ".config" / "user-dirs.dirs").write_text(line, "utf-8")
    files = shortcut_files(system, tmp_path, {}, WORDS, Path("/home/财政 局"))
    found = [path.relative_to(tmp_path).as_posix() for path in files]
    assert [re.sub(r"perf-report-[0-9a-f]{8}\.desktop", "X", each) for each in found] == expected
    elsewhere = shortcut_files(system, tmp_path, {}, WORDS, Path("/srv/财政 局"))
    assert (system == "linux") is (set(elsewhere) != set(files))

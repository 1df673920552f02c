"""Files that start the page by a double click, in the way of each system."""

import hashlib
import os
import re
import shlex
from collections.abc import Mapping, Sequence
from pathlib import Path

from perf_report.messages import load_catalogue

# How a text is written in a .desktop file, and before that a word of its command.
_IN_TEXT = str.maketrans({"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"})
_IN_WORD = str.maketrans({"\\": "\\\\", '"': '\\"', "`": "\\`", "$": "\\$", "%": "%%"})
# No system takes these in the name of a file.
_NOT_IN_NAMES = str.maketrans(dict.fromkeys('/\\:*?"<>|\n\r\t', "-"))
_DESKTOP = re.compile(r'^XDG_DESKTOP_DIR="\$HOME/(?P<below>[^"]+)"$', re.MULTILINE)


def shortcut_files(
    system: str, home: Path, environment: Mapping[str, str], command: Sequence[str], project: Path
) -> dict[Path, bytes]:
    """Return the files of a shortcut for a system, as `sys.platform` names it, by their paths."""
    name = f"perf-report {project.name}".translate(_NOT_IN_NAMES).strip()
    if system == "win32":
        places = (home / "OneDrive" / "Desktop", home / "Desktop", home)
        return {next(filter(Path.is_dir, places), home) / f"{name}.bat": batch_file(command)}
    if system == "darwin":
        return {home / "Desktop" / f"{name}.command": shell_file(command)}
    # One file for each project, by a name that every program takes.
    file = f"perf-report-{hashlib.sha256(os.fsencode(project)).hexdigest()[:8]}.desktop"
    data = Path(environment.get("XDG_DATA_HOME") or home / ".local" / "share")
    folders = [data / "applications", _desktop(home, environment)]
    entry = desktop_entry(command, project.name)
    return {folder / file: entry for folder in folders if folder == folders[0] or folder.is_dir()}


def desktop_entry(command: Sequence[str], project: str) -> bytes:
    """Return a file by the Desktop Entry Specification, which starts a command in a terminal."""
    words = " ".join(f'"{word.translate(_IN_WORD)}"' for word in command)
    names = {
        language: load_catalogue(language).format("workbench", "shortcut", folder=project)
        for language in ("en", "zh")
    }
    lines = {
        "Type": "Application",
        "Name": names["en"],
        "Name[zh_CN]": names["zh"],
        "Exec": words,
        "Terminal": "true",
        "Categories": "Office;",
    }
    texts = [f"{key}={value.translate(_IN_TEXT)}\n" for key, value in lines.items()]
    return "".join(["[Desktop Entry]\n", *texts]).encode("utf-8", "surrogateescape")


def batch_file(command: Sequence[str]) -> bytes:
    """Return a file for Windows that starts a command, and stays open to show an error.

    No path of Windows has a quotation mark in it.
    """
    words = " ".join(_in_batch(word) for word in command)
    lines = (
        "@echo off",
        "setlocal DisableDelayedExpansion",
        # Its text is UTF-8.
        "chcp 65001 >nul",
        words,
        "if errorlevel 1 pause",
    )
    return "".join(f"{line}\r\n" for line in lines).encode()


def _in_batch(word: str) -> str:
    """A word in quotation marks; a backslash before the last would take its meaning away."""
    end = len(word) - len(word.rstrip("\\"))
    return '"{}"'.format((word + "\\" * end).replace("%", "%%"))


def shell_file(command: Sequence[str]) -> bytes:
    """Return a file for macOS that starts a command in a terminal."""
    return f"#!/bin/sh\nexec {shlex.join(command)}\n".encode("utf-8", "surrogateescape")


def _desktop(home: Path, environment: Mapping[str, str]) -> Path:
    """The folder of the desktop, whose name is in the user's language."""
    settings = Path(environment.get("XDG_CONFIG_HOME") or home / ".config") / "user-dirs.dirs"
    try:
        found = _DESKTOP.search(settings.read_text("utf-8"))
    except (OSError, UnicodeDecodeError):
        found = None
    return home / (found["below"] if found else "Desktop")

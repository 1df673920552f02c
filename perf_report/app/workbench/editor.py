"""Opens a spec in an editor of this machine, at the line and the column of a cell."""

import os
import re
import shlex
import shutil
import subprocess
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from perf_report.errors import OutputError, SettingsError

# What editors with a window of their own are given, as their manuals say.
_AT_COLON = "{file}:{line}:{column}"
_AT_OPTIONS = "--line {line} --column {column} {file}"
_ARGUMENTS: Mapping[str, str] = {
    **dict.fromkeys(("code", "code-insiders", "codium", "cursor", "windsurf"), f"-g {_AT_COLON}"),
    **dict.fromkeys(("subl", "zed", "zeditor"), _AT_COLON),
    **dict.fromkeys(("idea", "pycharm", "kate", "kwrite", "geany"), _AT_OPTIONS),
    "mousepad": "--line={line} --column={column} {file}",
    "gedit": "+{line}:{column} {file}",
    "emacs": "+{line}:{column} {file}",
    "emacsclient": "-n +{line}:{column} {file}",
    "gvim": "+{line} {file}",
    "mate": "-l {line}:{column} {file}",
    "notepad++": "-n{line} -c{column} {file}",
}
# These need a terminal, which a server has not.
_IN_TERMINALS = frozenset(
    {"vi", "vim", "nvim", "nano", "pico", "hx", "helix", "micro", "ed", "joe"}
)
_NO_WINDOW = frozenset({"-nw", "-t", "-tty", "--tty", "--no-window-system"})
_PLACE = re.compile(r"\{(file|line|column)\}")
# Windows runs these by its shell, to which such signs in a name mean something.
_BATCH = frozenset({".bat", ".cmd"})
_SHELL_SIGNS = frozenset('"%&|<>^!')


@dataclass(frozen=True, slots=True, kw_only=True)
class Editor:
    """The words of a command, with the places for the file, the line and the column."""

    words: tuple[str, ...]

    def command(self, path: Path, line: int, column: int) -> list[str]:
        """Return the command that opens a file; its words go to the program as they are."""
        given = {"file": str(path.absolute()), "line": str(line), "column": str(column)}
        return [_PLACE.sub(lambda found: given[found[1]], each) for each in self.words]

    def open(self, path: Path, line: int, column: int) -> None:
        """Open a file, without waiting for the editor. Raises OutputError."""
        words = self.command(path, line, column)
        if Path(words[0]).suffix.lower() in _BATCH and _SHELL_SIGNS & set(str(path.absolute())):
            raise OutputError("editor-name", path=path)
        try:
            process = subprocess.Popen(  # noqa: S603  # whoever started the server named the program
                words,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        except OSError as error:
            reason = error.strerror or str(error)
            raise OutputError("editor-failed", program=words[0], reason=reason) from error
        threading.Thread(target=process.wait, daemon=True).start()


def find_editor(command: str) -> Editor:
    """Return the editor that a command names, such as `code` or `code -g {file}:{line}:{column}`.

    Raises SettingsError if there is no such program, or it needs a terminal.
    """
    words = _words(command)
    name = _name(words[0]) if words else ""
    if name in _IN_TERMINALS:
        raise SettingsError("editor-terminal", program=name)
    program = shutil.which(words[0]) if words else None
    if program is None:
        raise SettingsError("editor-missing", command=command)
    if not any(_PLACE.search(each) for each in words[1:]):
        words += _ARGUMENTS.get(name, "{file}").split()
    return Editor(words=(program, *words[1:]))


def usual_editor(environment: Mapping[str, str]) -> Editor | None:
    """Return the editor of VISUAL or EDITOR if it is one that is known to have a window."""
    for variable in ("VISUAL", "EDITOR"):
        command = environment.get(variable, "")
        words = _words(command)
        is_known = words and _name(words[0]) in _ARGUMENTS and not _NO_WINDOW & set(words)
        if is_known and shutil.which(words[0]):
            return find_editor(command)
    return None


def _words(command: str) -> list[str]:
    """The words of a command; none if its quotation marks do not match."""
    try:
        return shlex.split(command.replace("\\", "\\\\") if os.name == "nt" else command)
    except ValueError:
        return []


def _name(program: str) -> str:
    """The name of a program without its folder, as it is called everywhere."""
    name = re.split(r"[/\\]", program)[-1].lower()
    return re.sub(r"\.(exe|cmd|bat)$", "", name)

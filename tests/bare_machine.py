"""Run as a program: the core of the product without what Windows or a bare machine lacks.

`test_machines.py` reads what it prints: JSON of what each command did.
"""

import asyncio  # noqa: F401  # on this system it needs fcntl, as it does not on Windows
import ctypes
import errno
import io
import json
import multiprocessing
import os
import signal
import sys
import warnings
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any, NoReturn

import cffi  # type: ignore[import-untyped]

# Modules and functions that Windows does not have.
MODULES = ("fcntl", "resource", "pwd", "grp", "termios", "tty", "pty", "syslog")
FUNCTIONS = {
    os: ("fork", "sync", "sched_getaffinity", "getuid", "geteuid", "chown", "mkfifo", "killpg"),
    signal: ("pthread_sigmask", "SIGKILL", "SIGALRM", "SIGHUP", "alarm", "setitimer"),
}


def take_away() -> None:
    """Take away what a bare Windows does not have: POSIX, symbolic links, and Pango.

    A file that is opened without naming an encoding would be another one there, so it is an error.
    """
    warnings.filterwarnings("error", category=EncodingWarning, module="perf_report")
    for name in MODULES:
        sys.modules[name] = None  # type: ignore[assignment]
    for module, names in FUNCTIONS.items():
        for name in names:
            if hasattr(module, name):
                delattr(module, name)
    os.symlink = _refuse_link
    multiprocessing.set_start_method("spawn")
    multiprocessing.get_all_start_methods = lambda: ["spawn"]
    for loader, name in ((ctypes, "CDLL"), (cffi.FFI, "dlopen")):
        setattr(loader, name, _without_pango(getattr(loader, name)))


def _refuse_link(*_arguments: object, **_options: object) -> NoReturn:
    raise OSError(errno.EPERM, "a required privilege is not held by the client")


def _without_pango(load: Any) -> Any:
    def load_other(*arguments: Any, **options: Any) -> Any:
        if any("pango" in str(argument) for argument in arguments):
            raise OSError("cannot load library")
        return load(*arguments, **options)

    return load_other


def run_commands(folder: Path) -> dict[str, Any]:
    """Run what needs no PDF in a new project, and a build that asks for them."""
    project = folder / "demo"
    commands = {
        "new": ("new", str(project)),
        "validate": ("validate",),
        "papers": ("build", "--format", "html", "--format", "docx", "--lang", "zh", "--jobs", "1"),
        "import": ("import", "output/demo-dandelion/2026/table.zh.docx", "-o", "back.yaml"),
        "build": ("build", "--lang", "zh", "--jobs", "1"),
        "doctor": ("doctor",),
    }
    done = {}
    for name, words in commands.items():
        os.chdir(project if project.exists() else folder)
        done[name] = run(*words)
    return done


def run(*words: str) -> tuple[int, str, str]:
    """Run a command in this process; return its code, and what it printed."""
    from perf_report.cli import main as run_command_line

    sys.argv = ["perf-report", *words]
    code: Any = 0
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True) for _ in range(2))
    with redirect_stdout(out), redirect_stderr(err):
        try:
            run_command_line()
        except SystemExit as end:
            code = end.code
    printed, told = (each.buffer.getvalue().decode() for each in (out, err))
    return code or 0, printed, told


def publish_twice(folder: Path) -> list[str]:
    """Publish two editions to a folder; return what a visitor of each is shown."""
    # Where Python is told to search no folder of a program, it does not find its neighbors.
    sys.path.insert(0, str(Path(__file__).parent))
    from targets import Place, make_site, publish, read_at

    www = folder / "www"
    place = Place("folder", str(www), folder / "notes", lambda path: read_at(www, path))
    shown = []
    for edition in ("one", "two"):
        publish(place.open(), make_site(edition, pages=1))
        shown.append((place.fetch("index.html") or b"").decode())
    return shown


def main() -> None:
    """Do all of it in the folder that is named."""
    folder = Path(sys.argv[1])
    os.environ["XDG_CACHE_HOME"] = str(folder / "cache")
    done = {"commands": run_commands(folder), "shown": publish_twice(folder)}
    sys.stdout.write(json.dumps(done))


if __name__ == "__main__":
    take_away()
    main()

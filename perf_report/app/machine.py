"""What a run knows of the machine that it is on, and leaves there."""

import os
import platform
import shutil
from pathlib import Path

from perf_report.processes.temporary_folders import remove_temporary_folders

# Programs that install packages of a system, each looked for before the next.
_INSTALLERS = ("apt-get", "dnf", "yum", "brew")


def machine_name() -> str:
    """Return the network name of this machine."""
    return platform.node()


def processor_count() -> int:
    """Return the number of processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def system_installer() -> str:
    """Return what installs packages of this system: a program, `windows`, or `unknown`."""
    if os.name == "nt":
        return "windows"
    return next(filter(shutil.which, _INSTALLERS), "unknown")


def remove_temporary_files() -> None:
    """Remove the temporary folders of this process, which is about to end without another step."""
    remove_temporary_folders()


def user_cache() -> Path:
    """Return our folder in the user's cache; its files are made again if they are lost."""
    cache = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")  # noqa: PTH111
    return Path(cache) / "perf-report"

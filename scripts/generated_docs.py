"""Keep documents that a script writes: write what differs, or only report it."""

import argparse
import sys
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

DOCS = Path(__file__).resolve().parent.parent / "docs"


def update(folder: Path, wanted: Mapping[str, str], *, is_check: bool) -> list[str]:
    """Write the pages of a folder, by name, that differ, and delete others; report both.

    With `is_check`, nothing is written.
    """
    surplus = sorted({path.name for path in folder.glob("*.md")} - set(wanted))
    for name in () if is_check else surplus:
        (folder / name).unlink()
    files = {folder / name: text for name, text in wanted.items()}
    return [*(f"surplus: {name}" for name in surplus), *update_files(files, is_check=is_check)]


def update_files(wanted: Mapping[Path, str], *, is_check: bool) -> list[str]:
    """Write the files that differ, and report them. With `is_check`, nothing is written."""
    stale = stale_files(wanted)
    for path in () if is_check else stale:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(wanted[path], "utf-8", newline="\n")
    done = "stale" if is_check else "written"
    return [f"{done}: {path.name}" for path in stale]


def stale_files(wanted: Mapping[Path, str]) -> list[Path]:
    """Return the files that have another text, or are not there."""
    return [path for path, text in wanted.items() if not _says(path, text)]


def _says(path: Path, text: str) -> bool:
    return path.is_file() and path.read_text("utf-8") == text


def run(folder: Path, wanted: Mapping[str, str], description: str | None) -> None:
    """Update a folder as the command line says; with --check, fail if a page is stale."""
    _run(partial(update, folder, wanted), description)


def run_files(wanted: Mapping[Path, str], description: str | None) -> None:
    """Update files as the command line says; with --check, fail if one is stale."""
    _run(partial(update_files, wanted), description)


def _run(update_all: Callable[..., list[str]], description: str | None) -> None:
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--check", action="store_true")
    is_check = parser.parse_args().check
    reports = update_all(is_check=is_check)
    print("".join(f"{report}\n" for report in reports), end="")
    sys.exit(1 if is_check and reports else 0)

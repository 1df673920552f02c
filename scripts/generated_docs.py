"""Keep a folder of documents that a script writes: write what differs, or only report it."""

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path

DOCS = Path(__file__).resolve().parent.parent / "docs"


def update(folder: Path, wanted: Mapping[str, str], *, is_check: bool) -> list[str]:
    """Write the pages of a folder, by name, that differ, and delete others; report both.

    With `is_check`, nothing is written.
    """
    surplus = sorted({path.name for path in folder.glob("*.md")} - set(wanted))
    stale = [name for name, text in wanted.items() if not _says(folder / name, text)]
    if not is_check:
        folder.mkdir(parents=True, exist_ok=True)
        for name in surplus:
            (folder / name).unlink()
        for name in stale:
            (folder / name).write_text(wanted[name], "utf-8", newline="\n")
    done = "stale" if is_check else "written"
    return [*(f"surplus: {name}" for name in surplus), *(f"{done}: {name}" for name in stale)]


def _says(path: Path, text: str) -> bool:
    return path.is_file() and path.read_text("utf-8") == text


def run(folder: Path, wanted: Mapping[str, str], description: str | None) -> None:
    """Update a folder as the command line says; with --check, fail if a page is stale."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--check", action="store_true")
    is_check = parser.parse_args().check
    reports = update(folder, wanted, is_check=is_check)
    print("".join(f"{report}\n" for report in reports), end="")
    sys.exit(1 if is_check and reports else 0)

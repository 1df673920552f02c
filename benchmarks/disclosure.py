"""The bars of the disclosure site of a province's worth of departments.

A few departments are written and built for real; the others are copies of what was built, under
codes of their own, since the pages of the site are measured here and not the layout of tables.
"""

import hashlib
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from measuring import Measured

REPOSITORY = Path(__file__).resolve().parent.parent
TOOL = [sys.executable, "-m", "perf_report"]
# So many departments are built; the others are copies.
BUILT = 10
CODE = "demo-"
MEGABYTE = 1_000_000


def run(folder: Path, *arguments: object) -> str:
    """A command of the tool in a project; what it prints."""
    command = [*TOOL, "--project", str(folder), *map(str, arguments)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def prepare(folder: Path, departments: int, years: int) -> None:
    """A project whose outputs are there for all departments and years."""
    writer = [sys.executable, str(REPOSITORY / "benchmarks" / "specs.py"), str(folder / "specs")]
    built = min(BUILT, departments)
    subprocess.run([*writer, f"--count={built}", f"--years={years}"], check=True)
    (folder / "perf-report.toml").write_text('address = "https://example.org/d"\n', "utf-8")
    formats = [f"--format={name}" for name in ("html", "json", "csv", "yaml")]
    run(folder, "build", *formats, "--lang=zh", "--lang=en")
    copy_outputs(folder / "output", built, departments)


def copy_outputs(output: Path, built: int, departments: int) -> None:
    """Copies of what was built for further departments, and the manifest over all."""
    manifest = json.loads((output / "manifest.json").read_text("utf-8"))
    known = {file["path"]: file for file in manifest["files"]}
    codes = sorted({path.partition("/")[0] for path in known})
    for number in range(built + 1, departments + 1):
        old = codes[(number - 1) % len(codes)]
        new = f"{CODE}{number:04}"
        for path in [path for path in known if path.startswith(f"{old}/")]:
            data = (output / path).read_bytes().replace(old.encode(), new.encode())
            target = path.replace(old, new, 1)
            (output / target).parent.mkdir(parents=True, exist_ok=True)
            (output / target).write_bytes(data)
            sums = {"sha256": hashlib.sha256(data).hexdigest(), "size": len(data)}
            manifest["files"].append({**known[path], "path": target, **sums})
    (output / "manifest.json").write_text(json.dumps(manifest), "utf-8")


def measure(folder: Path, *arguments: object) -> tuple[float, float]:
    """Seconds of a command, and the most memory that its processes take together, in MB."""
    command = [*TOOL, "--project", str(folder), *map(str, arguments)]
    begin = time.perf_counter()
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    ) as process:
        peaks: list[float] = []
        watcher = threading.Thread(target=_watch, args=(process, peaks))
        watcher.start()
        watcher.join()
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return time.perf_counter() - begin, max(peaks, default=0.0)


def _watch(process: "subprocess.Popen[bytes]", peaks: list[float]) -> None:
    while process.poll() is None:
        peaks.append(sum(_memory(process.pid)) / MEGABYTE)
        time.sleep(0.5)  # to look costs time, too


def _memory(session: int) -> Iterator[int]:
    """The memory of every process of a session; what several share is counted once among them."""
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal():
            with suppress(OSError, ValueError):
                if os.getsid(int(folder.name)) == session:
                    rollup = (folder / "smaps_rollup").read_text()
                    yield 1024 * int(rollup.split("Pss:")[1].split()[0])


def limit(name: str, ours: float, theirs: float, unit: str) -> Measured:
    """A figure against what it may be."""
    return Measured(name=name, ours=ours, theirs=theirs, unit=unit, bar=1.0)


class Disclosure:
    """A project whose outputs are there, its site, and what a change of one table costs."""

    def __init__(self, folder: Path, sizes: dict[str, int]) -> None:
        self.folder = folder / "disclosure"
        self.sizes = sizes

    @cached_property
    def bars(self) -> dict[str, Measured]:
        """All figures, by the name of their bar."""
        self.folder.mkdir()
        prepare(self.folder, self.sizes["departments"], self.sizes["years"])
        return self._from_nothing() | self._one_changed()

    def _from_nothing(self) -> dict[str, Measured]:
        site = self.folder / "site"
        seconds, memory = measure(self.folder, "site", "--no-build")
        front = (site / "index.html").stat().st_size
        lists = [path for name in ("departments", "years", "data") for path in
                 (site / name).rglob("*.html")]  # fmt: skip
        largest = max(path.stat().st_size for path in lists)
        return {
            "site": limit("the site, limit", seconds, 60, "s"),
            "site-memory": limit("its memory in all", memory, 1_000, "MB"),
            "site-front": limit("its front page", front / 1_000, 150, "KB"),
            "site-list": limit("its largest list", largest / 1_000, 500, "KB"),
        }

    def _one_changed(self) -> dict[str, Measured]:
        target = self.folder / "www"
        run(self.folder, "publish", target, "--no-build")
        code = change_one(self.folder)
        plan = ("publish", target, "--no-build", "--dry-run")
        seconds, _ = measure(self.folder, *plan)
        pages = [line for line in run(self.folder, *plan).splitlines() if line.endswith(".html")]
        others = [line for line in pages if CODE in line and code not in line]
        return {
            "site-change": limit("one table corrected", seconds, 60, "s"),
            "site-pages": limit("pages sent for it", len(pages), 60, ""),
            "site-others": limit("pages of others among them", len(others), 1, ""),
        }


def change_one(folder: Path) -> str:
    """Correct one built table as a new spec would; its department's code."""
    output = folder / "output"
    manifest = json.loads((output / "manifest.json").read_text("utf-8"))
    path: str = next(
        file["path"] for file in manifest["files"] if file["path"].endswith("spec.yaml")
    )
    table = path.rpartition("/")[0]
    note = {"zh": "更正。", "en": "Corrected."}
    data = json.loads((output / table / "table.json").read_text("utf-8"))
    spec = (output / path).read_text("utf-8")
    corrected = {
        f"{table}/table.json": json.dumps(data | {"revision": 2, "revision_note": note}),
        path: f"revision: 2\nrevision_note: {{zh: 更正。, en: Corrected.}}\n{spec}",
    }
    for file in manifest["files"]:
        if file["path"] in corrected:
            written = corrected[file["path"]].encode()
            (output / file["path"]).write_bytes(written)
            file |= {"sha256": hashlib.sha256(written).hexdigest(), "size": len(written)}
    (output / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    return table.partition("/")[0]


def _bar(name: str, bench: Any) -> Measured:
    found: Measured = bench.disclosure.bars[name]
    return found


SITE_BARS: dict[str, Callable[[Any], Measured]] = {
    name: partial(_bar, name)
    for name in ("site", "site-memory", "site-front", "site-list",
                 "site-change", "site-pages", "site-others")
}  # fmt: skip

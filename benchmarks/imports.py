"""The bars of `import`: the real table from each format, and an archive of many files."""

import io
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cached_property, partial
from pathlib import Path
from typing import Any

import pikepdf
from measuring import Measured, median_of

REPOSITORY = Path(__file__).resolve().parent.parent
TOOL = [sys.executable, "-m", "perf_report"]
SPEC = REPOSITORY / "specs" / "2025-ccpit-tianjin.yaml"
FORMATS = ("docx", "xlsx", "html", "pdf")
# What the import of one file may take, in seconds, and that of many in memory, in megabytes.
MOST_SECONDS, MOST_MEMORY = 1.5, 400


class Imports:
    """The files of the real table as other programs leave them: nothing in them is hidden."""

    def __init__(self, folder: Path, rounds: int, papers: int) -> None:
        self._folder = folder / "imports"
        self._rounds = rounds
        self._papers = papers

    @cached_property
    def papers(self) -> dict[str, Path]:
        """The file of each format, made once."""
        options = [f"--format={each}" for each in FORMATS]
        built = self._folder / "built"
        command = [*TOOL, "build", str(SPEC), "--lang=zh", *options, "--output", str(built)]
        subprocess.run(command, check=True, capture_output=True)
        found = {}
        for name in FORMATS:
            made = next(built.rglob(f"table.zh.{name}"))
            found[name] = self._folder / f"paper.{name}"
            found[name].write_bytes(_bare(made.read_bytes(), name))
        return found

    def one(self, name: str) -> Measured:
        """The median time of a file from start to exit, against what it may be."""
        path = self.papers[name]
        command = [*TOOL, "import", str(path), "--department=demo"]

        def work() -> None:
            subprocess.run(command, check=True, capture_output=True)

        median = median_of(self._rounds, work)
        return Measured(name=f"import of {name}, limit", ours=median, theirs=MOST_SECONDS,
                        unit="s", bar=1.0)  # fmt: skip

    def many(self) -> Measured:
        """The largest memory of all processes that import many files, against what it may be."""
        files = self._folder / "many"
        files.mkdir(parents=True)
        for number in range(self._papers):
            name = FORMATS[number % 2]
            (files / f"{number}.{name}").write_bytes(self.papers[name].read_bytes())
        command = [*TOOL, "import", str(files), "--output", str(self._folder / "specs"), "--jobs=2"]
        process = subprocess.Popen([*command, "--department=demo"], stderr=subprocess.DEVNULL)
        peak = 0.0
        while process.poll() is None:
            peak = max(peak, sum(map(_memory, _family(process.pid))))
            time.sleep(0.2)
        if process.returncode:
            raise subprocess.CalledProcessError(process.returncode, command)
        return Measured(name=f"memory, import × {self._papers}", ours=peak, theirs=MOST_MEMORY,
                        unit="MB", bar=1.0)  # fmt: skip


def _bare(data: bytes, name: str) -> bytes:
    """A file without the spec that it carries."""
    stream = io.BytesIO()
    if name == "pdf":
        with pikepdf.open(io.BytesIO(data)) as pdf:
            del pdf.Root.Names, pdf.Root.AF
            pdf.save(stream)
        return stream.getvalue()
    if name == "html":
        return data
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        for part in old.namelist():
            new.writestr(part, b"<none/>" if part == "customXml/item1.xml" else old.read(part))
    return stream.getvalue()


def _family(process: int) -> Iterator[int]:
    """A process and all that it started."""
    yield process
    with suppress(OSError):
        children = Path(f"/proc/{process}/task/{process}/children").read_text("ascii")
        for child in children.split():
            yield from _family(int(child))


def _memory(process: int) -> float:
    """The memory of a process in megabytes, with its share of what it has with others."""
    with suppress(OSError):
        for line in Path(f"/proc/{process}/smaps_rollup").read_text("ascii").splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1000
    return 0.0


def _one(name: str, bench: Any) -> Measured:
    measured: Measured = bench.imports.one(name)
    return measured


IMPORT_BARS: dict[str, Callable[[Any], Measured]] = {
    **{f"import-{name}": partial(_one, name) for name in FORMATS},
    "import-memory": lambda bench: bench.imports.many(),
}

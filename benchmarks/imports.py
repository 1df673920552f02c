"""The bars of `import`: the real table from each format, and an archive of many files."""

import io
import subprocess
import zipfile
from collections.abc import Callable
from functools import cached_property, partial
from pathlib import Path
from typing import Any

import pikepdf
from disclosure import REPOSITORY, TOOL, limit, measure
from measuring import Measured, median_of

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
        return limit(f"import of {name}, limit", median, MOST_SECONDS, "s")

    def many(self) -> Measured:
        """The largest memory of all processes that import many files, against what it may be."""
        files = self._folder / "many"
        files.mkdir(parents=True)
        for number in range(self._papers):
            name = FORMATS[number % 2]
            (files / f"{number}.{name}").write_bytes(self.papers[name].read_bytes())
        specs = self._folder / "specs"
        options = ["--output", specs, "--jobs=2", "--department=demo"]
        _, memory = measure(self._folder, "import", files, *options)
        return limit(f"memory, import × {self._papers}", memory, MOST_MEMORY, "MB")


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


def _one(name: str, bench: Any) -> Measured:
    measured: Measured = bench.imports.one(name)
    return measured


IMPORT_BARS: dict[str, Callable[[Any], Measured]] = {
    **{f"import-{name}": partial(_one, name) for name in FORMATS},
    "import-memory": lambda bench: bench.imports.many(),
}

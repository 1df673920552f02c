"""Speed and memory of the tool, as ratios taken in one run on one machine.

Every bar compares our command with another that does the same work, both run in turns, so that a
noisy machine slows both. Prints a table, and writes the figures to results.json beside this file;
exits with 1 where a bar does not hold.

    python benchmarks/bench.py [--rounds N] [--only NAME …] [--specs N] [--bulk N] …
"""

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from functools import cached_property
from pathlib import Path

# Run as a file, where PYTHONSAFEPATH may hide what lies beside it.
sys.path.insert(0, str(Path(__file__).resolve().parent))

from bulk import BULK_BARS, MODES, Bulk
from city import CITY_BARS, City
from disclosure import SITE_BARS, Disclosure
from imports import IMPORT_BARS, Imports
from large_text import LARGE_TEXT_BARS, measure_all
from measuring import Measured, describe, describe_run, render, seconds, write_results
from workbench import WORKBENCH_BARS, Workbench
from year import YEAR_BARS, Year

RESULTS = Path(__file__).with_name("results.json")
# How many specs, documents or tables the bars of many take.
SIZES = {
    "specs": 1000, "bulk": 200, "documents": 500, "cluster": 40, "departments": 1000, "years": 3,
    "projects": 1000, "papers": 300,
}  # fmt: skip
REPOSITORY = Path(__file__).resolve().parent.parent
SPEC = REPOSITORY / "specs" / "2025-ccpit-tianjin.yaml"
PROJECT = REPOSITORY / "perf_report" / "data" / "examples" / "fund-investment.yaml"
TOOL = [sys.executable, "-m", "perf_report"]
SCHEMA_CHECKER = [
    sys.executable, "-m", "check_jsonschema", "--schemafile", str(REPOSITORY / "schema.json"),
]  # fmt: skip
CHANGED = 3
COMMIT = [
    "-c",
    "user.name=Bench",
    "-c",
    "user.email=bench@example.org",
    "commit",
    "--quiet",
    "-m",
    "x",
]

# The flags that keep a headless Chromium from looking for hosts of its own.
CHROMIUM_FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--no-pdf-header-footer",
]  # fmt: skip


class Bench:
    """The commands to compare, in a temporary folder, seeing the bundled fonts alone."""

    def __init__(self, folder: Path, rounds: int, sizes: dict[str, int]) -> None:
        self.folder = folder
        self.rounds = rounds
        self.environment = os.environ | {"FONTCONFIG_FILE": str(self._font_configuration())}
        # Whoever may write no bytecode compiles all libraries in every process, ours and theirs.
        self.environment.pop("PYTHONDONTWRITEBYTECODE", None)
        self.environment["XDG_CACHE_HOME"] = str(folder / "cache")
        self.bulk = Bulk(folder, self.environment, sizes)
        self.disclosure = Disclosure(folder, sizes)
        self.city = City(folder, self.environment, sizes)
        self.imports = Imports(folder, rounds, sizes["papers"])
        self.year = Year(folder, self.environment, rounds)
        self.workbench = Workbench(folder, self.environment)

    @cached_property
    def large_text(self) -> dict[tuple[str, int], tuple[float, float]]:
        """Processor seconds and megabytes of checks of large text, by its kind and size."""
        return measure_all(self.folder, self.environment)

    @cached_property
    def pages(self) -> list[Path]:
        """The real table's three web pages."""
        folder = self.folder / "pages"
        self.build(folder)
        return [next(folder.rglob(f"table.{mode}.html")) for mode in MODES]

    def _font_configuration(self) -> Path:
        path = self.folder / "fonts.conf"
        fonts = REPOSITORY / "perf_report" / "fonts"
        path.write_text(f"<fontconfig><dir>{fonts}</dir></fontconfig>", "utf-8")
        return path

    def run(self, command: list[str]) -> None:
        """Run a command in silence; a failure ends the benchmark."""
        subprocess.run(command, check=True, capture_output=True, env=self.environment)

    def forget_checks(self) -> None:
        """Have the next command check all specs."""
        shutil.rmtree(self.folder / "cache" / "perf-report" / "checks", ignore_errors=True)

    def build(self, output: Path) -> None:
        """Our cold build: three pages, three PDFs, all data."""
        shutil.rmtree(output, ignore_errors=True)
        self.forget_checks()
        self.run([*TOOL, "build", str(SPEC), "--output", str(output)])

    def build_pdfs(self, spec: Path) -> None:
        """The three PDFs of a table, in one process."""
        output = self.folder / "pdfs"
        shutil.rmtree(output, ignore_errors=True)
        self.forget_checks()
        options = ["--format", "pdf", "--jobs", "1", "--output", str(output)]
        self.run([*TOOL, "build", str(spec), *options])

    def weasyprint_each(self) -> None:
        """WeasyPrint's own command, once for each of our pages."""
        for page in self.pages:
            self.run([sys.executable, "-m", "weasyprint", str(page), str(self.folder / "x.pdf")])

    def chromium_each(self) -> None:
        """Headless Chromium, printing each of our pages."""
        chromium = shutil.which("chromium") or shutil.which("google-chrome") or "chromium"
        for page in self.pages:
            profile = tempfile.mkdtemp(dir=self.folder)
            target = f"--print-to-pdf={self.folder / 'x.pdf'}"
            self.run(
                [chromium, *CHROMIUM_FLAGS, f"--user-data-dir={profile}", target, page.as_uri()]
            )

    def validate(self, specs: Path, jobs: int) -> None:
        """Our check of a spec, or of a folder of them, by all rules."""
        self.forget_checks()
        self.run([*TOOL, "validate", str(specs), "--format=text", f"--jobs={jobs}"])

    def check_schema(self, specs: list[Path]) -> None:
        """check-jsonschema, which checks specs by the schema alone."""
        self.run([*SCHEMA_CHECKER, *map(str, specs)])

    @cached_property
    def many_specs(self) -> list[Path]:
        """A folder of specs, written once."""
        return sorted(self.bulk.specs(self.bulk.sizes["specs"]).iterdir())

    @cached_property
    def many_seconds(self) -> dict[str, float]:
        """The median seconds for all of them, by command, run in turns.

        Each takes many seconds, which even a busy machine measures well, so that fewer rounds do.
        """
        specs = self.many_specs
        commands: dict[str, Callable[[], None]] = {
            "one": lambda: self.validate(specs[0].parent, 1),
            "two": lambda: self.validate(specs[0].parent, 2),
            "check-jsonschema": lambda: self.check_schema(specs),
        }
        rounds = [
            {name: seconds(command) for name, command in commands.items()}
            for _ in range((self.rounds + 1) // 2)
        ]
        return {name: statistics.median(row[name] for row in rounds) for name in commands}

    def diff(self) -> None:
        """Our comparison of the real table with an edited copy of it."""
        self.forget_checks()
        self.run([*TOOL, "diff", str(SPEC), str(self.edited_spec)])

    @cached_property
    def edited_spec(self) -> Path:
        """The real table with a weaker target, written once."""
        path = self.folder / "edited.yaml"
        path.write_text(SPEC.read_text("utf-8").replace("≥17台", "≥12台"), "utf-8")
        return path

    @cached_property
    def reviewed(self) -> Path:
        """A repository of many specs with a branch that changed three of them."""
        folder = self.folder / "repository"
        shutil.copytree(self.many_specs[0].parent, folder / "specs")
        for words in (["init", "--quiet", "--initial-branch=main"], ["add", "."], COMMIT,
                      ["checkout", "--quiet", "-b", "branch"]):  # fmt: skip
            self.git(folder, *words)
        for path in sorted((folder / "specs").iterdir())[:CHANGED]:
            path.write_text(path.read_text("utf-8").replace("target: ≥", "target: ＞"), "utf-8")
        self.git(folder, "add", ".")
        self.git(folder, *COMMIT)
        return folder

    @cached_property
    def record(self) -> tuple[float, float, int]:
        """Seconds for the PDF of record, for a plain one of the same page, and bytes."""
        script = str(REPOSITORY / "benchmarks" / "record.py")
        run = subprocess.run(
            [sys.executable, script, str(SPEC), "--rounds", str(self.rounds)],
            check=True, capture_output=True, text=True,
        )  # fmt: skip
        ours, theirs, size = run.stdout.split()
        return float(ours), float(theirs), int(size)

    def git(self, folder: Path, *words: str) -> None:
        """A git command in a folder."""
        self.run(["git", "-C", str(folder), *words])

    def review(self) -> None:
        """Our review of that branch."""
        self.forget_checks()
        command = [*TOOL, "--project", str(self.reviewed), "review", "--base", "main"]
        self.run([*command, "--fail-on", "never"])

    def git_alone(self) -> None:
        """What git needs for the same: where the branch began, and the lines that differ."""
        self.git(self.reviewed, "diff", "main...branch")

    def compare(self, name: str, bar: float, ours: Callable[[], None],
                theirs: Callable[[], None]) -> Measured:  # fmt: skip
        """The median seconds of both, run in turns."""
        pairs = [(seconds(ours), seconds(theirs)) for _ in range(self.rounds)]
        mine, other = (statistics.median(column) for column in zip(*pairs, strict=True))
        return Measured(name=name, ours=mine, theirs=other, unit="s", bar=bar)


def build_against_weasyprint(bench: Bench) -> Measured:
    """A cold build against WeasyPrint run once a page."""
    output = bench.folder / "cold"
    return bench.compare("build / weasyprint × 3", 0.45, lambda: bench.build(output),
                         bench.weasyprint_each)  # fmt: skip


def build_against_chromium(bench: Bench) -> Measured:
    """A cold build against headless Chromium printing the same pages."""
    output = bench.folder / "cold"
    return bench.compare("build / chromium × 3", 0.70, lambda: bench.build(output),
                         bench.chromium_each)  # fmt: skip


def project_against_table(bench: Bench) -> Measured:
    """The three PDFs of a project's table of one page, against those of the real table."""
    return bench.compare("PDFs of a project / table", 0.60, lambda: bench.build_pdfs(PROJECT),
                         lambda: bench.build_pdfs(SPEC))  # fmt: skip


def start_up(bench: Bench) -> Measured:
    """`--version` against importing click alone."""
    return bench.compare(
        "--version / import click", 3.0,
        lambda: bench.run([*TOOL, "--version"]),
        lambda: bench.run([sys.executable, "-c", "import click"]),
    )  # fmt: skip


def validate_on_one_core(bench: Bench) -> Measured:
    """Many specs by all rules in one process, against the schema alone."""
    seconds = bench.many_seconds
    return Measured(name=f"validate × {len(bench.many_specs)}, 1 job", ours=seconds["one"],
                    theirs=seconds["check-jsonschema"], unit="s", bar=1.0)  # fmt: skip


def validate_on_two_cores(bench: Bench) -> Measured:
    """The same in two processes, against the same run of the other."""
    seconds = bench.many_seconds
    return Measured(name=f"validate × {len(bench.many_specs)}, 2 jobs", ours=seconds["two"],
                    theirs=seconds["check-jsonschema"], unit="s", bar=0.6)  # fmt: skip


def validate_one_file(bench: Bench) -> Measured:
    """The real table, from start to exit; on the machine of today it takes 0.35 s at most."""
    return bench.compare("validate / check-jsonschema", 1.5, lambda: bench.validate(SPEC, 1),
                         lambda: bench.check_schema([SPEC]))  # fmt: skip


def diff_two_tables(bench: Bench) -> Measured:
    """The real table against an edited copy; the limit is 0.4 s from start to exit."""
    specs = [SPEC, bench.edited_spec]
    return bench.compare("diff / check-jsonschema", 1.5, bench.diff,
                         lambda: bench.check_schema(specs))  # fmt: skip


def review_many_tables(bench: Bench) -> Measured:
    """A branch that changed a few of many specs; git's own time apart, the limit is 2 s."""
    review = bench.compare("review", 1.0, bench.review, bench.git_alone)
    name = f"review {CHANGED} of {len(bench.many_specs)}, limit"
    return Measured(name=name, ours=review.ours - review.theirs, theirs=2.0, unit="s", bar=1.0)


def record_against_plain(bench: Bench) -> Measured:
    """The PDF of record, with structure, claims and files, against a plain one of the page."""
    ours, theirs, _ = bench.record
    return Measured(name="PDF of record / plain", ours=ours, theirs=theirs, unit="s", bar=1.35)


def record_size(bench: Bench) -> Measured:
    """The bilingual PDF of record with everything inside, against what it may be."""
    size = bench.record[2] / 1000
    return Measured(name="size of a PDF of record", ours=size, theirs=600, unit="KB", bar=1.0)


def peak_memory(bench: Bench) -> Measured:
    """The largest process of a build, against what a process may use."""
    script = (
        "import resource, subprocess, sys\n"
        "subprocess.run(sys.argv[1:], check=True, capture_output=True)\n"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)\n"
    )
    command = [*TOOL, "build", str(SPEC), "--output", str(bench.folder / "memory")]
    run = subprocess.run(
        [sys.executable, "-c", script, *command], check=True, capture_output=True, text=True
    )
    # Linux counts in KiB, macOS in bytes.
    unit = 1024 if sys.platform == "linux" else 1
    peak = int(run.stdout) * unit / 1_000_000
    return Measured(name="memory of a process", ours=peak, theirs=400, unit="MB", bar=1.0)


BARS: dict[str, Callable[[Bench], Measured]] = {
    "weasyprint": build_against_weasyprint,
    "chromium": build_against_chromium,
    "project-pdfs": project_against_table,
    "start-up": start_up,
    "memory": peak_memory,
    "validate-one-core": validate_on_one_core,
    "validate-two-cores": validate_on_two_cores,
    "validate-file": validate_one_file,
    "diff": diff_two_tables,
    "review": review_many_tables,
    "record": record_against_plain,
    "record-size": record_size,
    **LARGE_TEXT_BARS,
    **SITE_BARS,
    **CITY_BARS,
    **YEAR_BARS,
    **WORKBENCH_BARS,
    **BULK_BARS,
    **IMPORT_BARS,
}


def main() -> None:
    """Measure, print, and say by the exit code whether all bars hold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", nargs="+", choices=sorted(BARS), default=list(BARS))
    for name, size in SIZES.items():
        parser.add_argument(f"--{name}", type=int, default=size)
    parser.add_argument("--results", type=Path, default=RESULTS)
    options = parser.parse_args()
    sizes = {name: getattr(options, name) for name in SIZES}
    run = describe_run(options.rounds, sizes)
    with tempfile.TemporaryDirectory(prefix="perf-report-bench-") as folder:
        bench = Bench(Path(folder), options.rounds, sizes)
        rows = {name: BARS[name](bench) for name in options.only}
    print("\n".join([*describe(run), *render(list(rows.values()))]))
    write_results(options.results, run, rows)
    sys.exit(0 if all(row.holds for row in rows.values()) else 1)


if __name__ == "__main__":
    main()

"""Small projects to build, and what several tests of builds ask of them."""

import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from paths import SMALL_SPEC

from perf_report import resources
from perf_report.app.check.check_cache import CheckCache
from perf_report.app.check.check_result import CheckedSpec
from perf_report.app.check.checker import Checker
from perf_report.app.check.spec_check import Standards, check_source, open_standards
from perf_report.app.project import Project
from perf_report.model.finding import FileFindings
from perf_report.outputs.build_config import BuildConfig
from perf_report.outputs.jobs import Job
from perf_report.outputs.output_files import Format, Output
from perf_report.outputs.table import Table
from perf_report.parse.source import read_source

SMALL = SMALL_SPEC.read_text("utf-8")
CODES = ("one", "two", "three", "four")


def add_specs(project: Path, codes: Iterable[str] = CODES) -> None:
    """A small spec for each department."""
    (project / "specs").mkdir(parents=True, exist_ok=True)
    for code in codes:
        text = SMALL.replace("example-bureau", code)
        (project / "specs" / f"{code}.yaml").write_text(text, "utf-8")


def make_checker(project: Project) -> Checker:
    """The checker of a project, with a cache that nothing is kept of."""
    return Checker(project, (), CheckCache(project.root / "no-cache", {}), 1)


def report_of(path: Path, standards: Standards) -> FileFindings:
    """The findings in a spec, as reports show them."""
    source = read_source(path)
    return CheckedSpec(source=source, result=check_source(source, standards).result).report


def small_table() -> Table:
    """The table of the small spec."""
    standards = open_standards(Project(root=SMALL_SPEC.parent), ())
    table = check_source(read_source(SMALL_SPEC), standards).valid_table
    assert table is not None
    return table


def small_job(format_: Format) -> Job:
    """A file of the small spec in Chinese to make, by our own templates."""
    return Job(
        table=small_table(),
        output=Output(format=format_, path=f"table.zh.{format_}", mode="zh"),
        config=BuildConfig(templates=(resources.templates_path(),)),
        identifier="test",
    )


def contents(folder: Path) -> dict[str, bytes]:
    """The files below a folder by their path in it."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def wait_for(condition: Callable[[], Any], seconds: float = 90) -> Any:
    """Wait until something is there; the machine may be busy."""
    end = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < end, "it never came"
        time.sleep(0.01)
    return found

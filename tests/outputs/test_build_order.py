"""In which order tables are made, and when the first are begun."""

from collections.abc import Callable, Collection, Iterator
from concurrent.futures import Future
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from builds import add_specs

from perf_report import resources
from perf_report.app.check.spec_check import check_source, open_standards
from perf_report.app.project import Project
from perf_report.model.form_data_files import data_file_names
from perf_report.outputs.build_cache import BuildCache
from perf_report.outputs.build_config import BuildConfig
from perf_report.outputs.build_plan import Selection, order_summaries, plan_tables
from perf_report.outputs.executors import BuildExecutor
from perf_report.outputs.input_fingerprints import InputFingerprints
from perf_report.outputs.jobs import Job
from perf_report.outputs.make_tables import make_tables
from perf_report.outputs.output_folder import OutputFolder
from perf_report.outputs.spec_summary import SpecSummary
from perf_report.outputs.table import Table
from perf_report.outputs.up_to_date import UpToDateCheck
from perf_report.parse.source import read_source

CONFIG = BuildConfig(templates=(resources.templates_path(),))
SELECTION = Selection(formats={"json"}, modes={"zh"})


class Recording(BuildExecutor):
    """Makes nothing, and writes down whose files it is asked for."""

    def __init__(self, events: list[str]) -> None:
        super().__init__(1, CONFIG)
        self.tables_ahead = 1
        self._events = events

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> "Future[Any]":
        del fn, kwargs
        job: Job = args[0]
        self._events.append(f"make {job.table.plan.department.code}")
        future: Future[bytes] = Future()
        future.set_result(b"made")
        return future


@pytest.fixture
def summaries(tmp_path: Path) -> list[SpecSummary]:
    """Four tables; the second of them is the largest, the third the next."""
    add_specs(tmp_path, ("a", "b", "c", "d"))
    for code, comment in (("b", "# larger than all others\n"), ("c", "# larger\n")):
        path = tmp_path / "specs" / f"{code}.yaml"
        path.write_text(path.read_text("utf-8") + comment, "utf-8")
    return list(_summaries(tmp_path))


def _same(table: Table) -> Table:
    return table


def _summaries(project: Path) -> Iterator[SpecSummary]:
    standards = open_standards(Project(root=project), ())
    for path in sorted((project / "specs").iterdir()):
        table = check_source(read_source(path), standards).valid_table
        assert table is not None
        yield SpecSummary(
            source=table.source, digest=table.digest, identity=table.plan.identity,
            languages=table.plan.languages, framework="",
            data_files=data_file_names(table.vocabulary.form), open_table=partial(_same, table),
        )  # fmt: skip


Build = Callable[..., tuple[list[str], list[int]]]


@pytest.fixture
def build(tmp_path: Path, summaries: list[SpecSummary], monkeypatch: pytest.MonkeyPatch) -> Build:
    """Builds the tables: what happens, and how many files of each are made.

    What happens is which table is looked at, and of which a file is begun.
    """
    events: list[str] = []
    check = UpToDateCheck.check

    def note(self: UpToDateCheck, summary: SpecSummary, *arguments: Any, **options: Any) -> Any:
        events.append(f"look {summary.identity.code}")
        return check(self, summary, *arguments, **options)

    monkeypatch.setattr(UpToDateCheck, "check", note)

    def run(new: Collection[str] = ()) -> tuple[list[str], list[int]]:
        digests = {each.source.digest for each in summaries if each.identity.code in new}
        folder = OutputFolder(tmp_path / "out", BuildCache())
        up_to_date = UpToDateCheck(
            folder.path, folder.manifest, folder.cache, InputFingerprints(CONFIG)
        )
        plans = plan_tables(order_summaries(summaries, digests), SELECTION, up_to_date, folder)
        made = list(make_tables(plans, CONFIG, Recording(events)))
        return events, [len(table.files) for table in made]

    return run


def made(events: list[str]) -> str:
    return "".join(event[-1] for event in events if event.startswith("make"))


def test_the_largest_tables_are_made_first(build: Build) -> None:
    events, files = build()

    assert made(events) == "bcad"
    assert files == [1, 1, 1, 1]


def test_those_of_new_specs_go_before_the_largest(build: Build) -> None:
    events, _ = build(new="ac")

    assert made(events) == "cabd"


def test_the_first_are_begun_before_the_last_are_looked_at(build: Build) -> None:
    events, _ = build(new="d")

    assert events.index("make d") < events.index("look b") < events.index("make b")
    assert events == [f"{what} {code}" for code in "dbca" for what in ("look", "make")]

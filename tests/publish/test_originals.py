"""What a target lost is restored as it was published, from copies or from the disclosed spec."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

import pytest
from score.test_report_rules import PLAN

from perf_report.app.build.config import project_config
from perf_report.app.build.request import BuildRequest
from perf_report.app.build.run import run_build
from perf_report.app.project import Project
from perf_report.app.publish.new_entries import describe_replacement
from perf_report.app.publish.originals import find_originals
from perf_report.model.text import Text
from perf_report.outputs.build_plan import Selection
from perf_report.outputs.written_content import written_content
from perf_report.parse.source import read_source
from perf_report.publish.inventory import digest
from perf_report.publish.target import PublishedFiles, Target
from perf_report.render.localized_text import MODES
from perf_report.site.history import Action, Event, History, RecordFile, record_folder

CORRECTED = PLAN.replace("≥17艘", "≥16艘").replace(
    "year: 2025\n", "year: 2025\nrevision: 2\nrevision_note: {zh: 更正。, en: Corrected.}\n"
)


class Published:
    """A target with the files that it holds, and those that an earlier publication held."""

    name = "www"

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.earlier: dict[str, bytes] = {}

    def read(self, path: str) -> bytes | None:
        return self.files.get(path)

    def earlier_copies(self, path: str) -> Iterator[bytes]:
        return iter([b"of another time", self.earlier[path]] if path in self.earlier else [])


@pytest.fixture
def published(tmp_path: Path) -> tuple[Published, History]:
    """A table that was disclosed and corrected."""
    target, project = Published(), Project(root=tmp_path)
    events = [_disclose(project, target, PLAN)]
    second = replace(
        _disclose(project, target, CORRECTED, 2), number=2, action=Action.CORRECT,
        note=Text(zh="更正。", en="Corrected."),
    )  # fmt: skip
    built = project.output_folder()
    files = cast("PublishedFiles", target)
    told = describe_replacement((events[0], second), files, built, project)
    target.files |= {f"water/2025/r2/{name}": data for name, data in told.files.items()}
    return target, History([*events, told.event])


def _disclose(project: Project, target: Published, spec: str, revision: int = 1) -> Event:
    path = project.specs_folder() / "water.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(spec, "utf-8")
    request = BuildRequest(
        paths=[path], output=project.output_folder(), config=project_config(project), jobs=1,
        selection=Selection(formats=("html", "csv", "json", "yaml"), modes=MODES),
    )  # fmt: skip
    assert run_build(project, request, lambda tables, _count: tables).built
    folder = project.output_folder() / "water/2025"
    made = {each.name: each.read_bytes() for each in folder.iterdir()}
    event = Event(
        number=1, time=datetime(2025, 3, 1, tzinfo=UTC), action=Action.DISCLOSE, revision=revision,
        department="water", year=2025, content=written_content(read_source(path)) or "",
        files={name: RecordFile(sha256=digest(data), size=1) for name, data in made.items()},
    )  # fmt: skip
    target.files |= {
        f"{record_folder(event.identity, revision)}/{name}": data for name, data in made.items()
    }
    return event


def _lose_some(target: Published) -> None:
    for name in ("r1/funds.csv", "r1/table.en.html", "r1/table.json", "r2/correction.md"):
        target.files[f"water/2025/{name}"] += b"x"
    del target.files["water/2025/r2/correction.html"]


def _lose_specs(target: Published) -> None:
    _lose_some(target)
    target.files["water/2025/r1/spec.yaml"] += b"\n# altered"
    target.earlier = {"water/2025/r1/spec.yaml": PLAN.encode()}


def _lose_all(target: Published) -> None:
    target.files.clear()


@pytest.mark.parametrize(
    ("lose", "unknown"),
    [
        # Everything is built again from the disclosed spec.
        (_lose_some, set()),
        # The spec, too, is lost; an earlier publication had it.
        (_lose_specs, set()),
        # Only what the last build made is left, which is in part what the first one made.
        (
            _lose_all,
            {
                "r1/indicators.csv",
                "r1/spec.yaml",
                "r1/table.json",
                "r1/table.en.html",
                "r1/table.zh.html",
                "r1/table.zh-en.html",
                "r2/correction.html",
                "r2/correction.json",
                "r2/correction.md",
            },
        ),
    ],
)
def test_disclosed_files_are_found_or_built_again(
    tmp_path: Path,
    published: tuple[Published, History],
    lose: Callable[[Published], None],
    unknown: set[str],
) -> None:
    target, history = published
    before = dict(target.files)
    lose(target)
    wanted = {
        path: sha for path, sha in history.records().items() if target.files.get(path) is None
        or digest(target.files[path]) != sha
    }  # fmt: skip
    found = find_originals(Project(root=tmp_path), cast("Target", target), history, wanted)
    assert found == {path: before[path] for path in found}
    assert {path.removeprefix("water/2025/") for path in wanted.keys() - found.keys()} == unknown

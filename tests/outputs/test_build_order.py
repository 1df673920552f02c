"""In which order tables are made, and when the first are begun."""

from collections.abc import Iterator
from concurrent.futures import Executor, Future
from pathlib import Path
from typing import Any

import pytest
from builds import add_specs

from perf_report import resources
from perf_report.app.check.spec_check import check_source, open_standards
from perf_report.app.project import Project
from perf_report.outputs.build_cache import Ledger
from perf_report.outputs.build_config import Recipe
from perf_report.outputs.build_run import Build, Order
from perf_report.outputs.input_fingerprints import Stock
from perf_report.outputs.spec_summary import Card
from perf_report.outputs.up_to_date import Judge
from perf_report.parse.source import read_source

RECIPE = Recipe(templates=(resources.templates_path(),))


class Recording(Executor):
    """Makes nothing, and writes down whose files it is asked for."""

    def __init__(self, events: list[str]) -> None:
        self._events = events

    def submit(self, _make: Any, job: Any, /, *_: Any, **__: Any) -> "Future[Any]":
        self._events.append(f"make {job.table.plan.department.code}")
        future: Future[bytes] = Future()
        future.set_result(b"made")
        return future


@pytest.fixture
def events(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What happens: which table is looked at, and of which a file is begun."""
    seen: list[str] = []
    judge = Judge.judge

    def note(self: Judge, card: Card, *arguments: Any, **options: Any) -> Any:
        seen.append(f"look {card.code}")
        return judge(self, card, *arguments, **options)

    monkeypatch.setattr(Judge, "judge", note)
    return seen


@pytest.fixture
def build(tmp_path: Path) -> Build:
    order = Order(folder=tmp_path / "out", formats={"json"}, modes={"zh"}, recipe=RECIPE)
    return Build(order, Ledger(), Stock(RECIPE))


@pytest.fixture
def cards(tmp_path: Path) -> list[Card]:
    """Four tables; the second of them is the largest, the third the next."""
    add_specs(tmp_path, ("a", "b", "c", "d"))
    for code, comment in (("b", "# larger than all others\n"), ("c", "# larger\n")):
        path = tmp_path / "specs" / f"{code}.yaml"
        path.write_text(path.read_text("utf-8") + comment, "utf-8")
    return list(_cards(tmp_path))


def _cards(project: Path) -> Iterator[Card]:
    standards = open_standards(Project(root=project), ())
    for path in sorted((project / "specs").iterdir()):
        table = check_source(read_source(path), standards).sound_table
        assert table is not None
        yield Card(
            source=table.source, code=table.plan.department.code, year=table.plan.year,
            languages=table.plan.languages, framework="", open_alone=lambda table=table: table,
        )  # fmt: skip


def test_the_largest_tables_are_made_first(
    build: Build, cards: list[Card], events: list[str]
) -> None:
    build.plan(cards)
    list(build.run(Recording(events), ahead=1))

    looked, made = [f"look {code}" for code in "bcad"], [f"make {code}" for code in "bcad"]
    assert events == looked + made


def test_those_of_new_specs_go_before_the_largest(
    build: Build, cards: list[Card], events: list[str]
) -> None:
    build.plan(cards, {card.source.digest for card in cards if card.code in {"a", "c"}})
    list(build.run(Recording(events), ahead=1))

    assert [event for event in events if event.startswith("make")] == [
        f"make {code}" for code in "cabd"
    ]


def test_workers_that_are_there_begin_while_others_are_looked_at(
    build: Build, cards: list[Card], events: list[str]
) -> None:
    executor = Recording(events)

    build.plan(cards, {card.source.digest for card in cards if card.code == "d"}, executor)
    begun = list(events)
    built = list(build.run(executor, ahead=1))

    assert begun == ["look d", "make d", "look b", "make b", "look c", "look a"]
    assert events == [*begun, "make c", "make a"]
    assert [len(table.written) for table in built] == [1, 1, 1, 1]

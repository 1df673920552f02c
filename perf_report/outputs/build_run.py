"""A build: what is stale is made by an executor, and a table's files are written together."""

import hashlib
from collections import deque
from collections.abc import Collection, Iterable, Iterator, Mapping
from concurrent.futures import Executor, Future
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from perf_report.errors import WorkerLostError
from perf_report.outputs.build_cache import Ledger, Trace, stamp_of
from perf_report.outputs.build_config import Recipe
from perf_report.outputs.input_fingerprints import Stock
from perf_report.outputs.manifest import MANIFEST, Entry, Manifest
from perf_report.outputs.output_files import Format, list_outputs, select_outputs
from perf_report.outputs.spec_summary import Card
from perf_report.outputs.up_to_date import Cause, Judge, Judged, Seen
from perf_report.outputs.writer import remove_files, uninterrupted, write_files
from perf_report.render.localized_text import Mode

# Started in this order, several workers end at about the same time.
_COSTLIEST_FIRST = (
    ("pdf", "zh-en"), ("pdf", "en"), ("pdf", "zh"),
    ("pdf", None), ("html", "zh-en"), ("html", "en"), ("html", "zh"), ("html", None),
    ("md", None), ("json", None), ("csv", None), ("yaml", None),
)  # fmt: skip

# So many tables are begun before all are looked at, if there is someone to make them.
_BEGUN_EARLY = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What a build is asked for; `force` makes fresh files again."""

    folder: Path
    formats: Collection[Format]
    modes: Collection[Mode]
    recipe: Recipe
    force: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """What became of one table: files written, how many were fresh, and why each.

    The causes are by path in the output folder. Files are lost whose making killed two workers.
    """

    written: tuple[Path, ...]
    lost: tuple[Path, ...]
    fresh: int
    causes: Mapping[str, tuple[Cause, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Task:
    """A table and what is to be made of it: its `stale` files, the costliest first."""

    card: Card
    files: tuple[Judged, ...]
    stale: tuple[Judged, ...]
    # Files that an earlier build wrote and the table no longer has.
    obsolete: tuple[str, ...]


Made = list[tuple[Judged, bytes]]


class Build:
    """A build into an output folder. Raises PerfReportError where the folder is not one."""

    def __init__(self, order: Order, ledger: Ledger, stock: Stock) -> None:
        self._order = order
        self._ledger = ledger
        self._manifest = Manifest.read(order.folder / MANIFEST)
        self._judge = Judge(order.folder, self._manifest, ledger, stock)
        self._tasks: list[_Task] = []
        self._begun: list[_Begun] = []
        self._has_changed = False

    def plan(
        self, cards: Iterable[Card], new: Collection[str] = (), executor: Executor | None = None
    ) -> None:
        """Find out what is to be made of these tables.

        Those of specs whose hash is among the `new` ones come first, and of these the largest: one
        that came last would leave all workers but one idle. Where there are workers already, they
        begin with the first tables while the others are looked at.
        """
        listed = self._manifest.folders
        for card in sorted(cards, key=lambda card: _place(card, new)):
            task = self._task(card, listed.get(card.folder, []))
            self._tasks.append(task)
            if executor is not None and len(self._tasks) <= _BEGUN_EARLY:
                self._begun.append(self._start(task, executor))

    def _task(self, card: Card, listed: Collection[str]) -> _Task:
        order = self._order
        outputs = list(list_outputs(card))
        wanted = select_outputs(outputs, order.formats, order.modes)
        files = self._judge.judge(card, wanted, force=order.force)
        current = {output.path for output in outputs}
        obsolete = tuple(path for path in listed if path not in current)
        stale = sorted((each for each in files if not each.is_fresh), key=_rank)
        return _Task(card=card, files=tuple(files), stale=tuple(stale), obsolete=obsolete)

    @property
    def size(self) -> int:
        """How many tables there are."""
        return len(self._tasks)

    @property
    def stale_formats(self) -> set[Format]:
        """The formats of what is to be made."""
        return {each.output.format for task in self._tasks for each in task.stale}

    def run(self, executor: Executor, ahead: int) -> Iterator[Built]:
        """Build the tables one after the other, each written when all its files are made.

        What a table's files are is noted in the manifest at the end, and also when a later table
        fails: what it lists is what is there. Raises RenderError or OutputError; tables before the
        failing one stay built. A file that is lost with its worker is passed over.
        So many tables as `ahead` are begun before the first of them is finished.
        """
        later = self._tasks[len(self._begun) :]
        begun = chain(self._begun, (self._start(task, executor) for task in later))
        try:
            for task, futures in _ahead(begun, ahead):
                made = list(_wait(futures))
                with uninterrupted():
                    built = self._finish(task, made)
                yield built
        finally:
            if self._has_changed:
                self._write_manifest()

    def _start(self, task: _Task, executor: Executor) -> "_Begun":
        stale = task.stale
        if not stale:
            return task, []
        # What makes files takes a while to load, and is not needed to find that none is stale.
        from perf_report.outputs.jobs import Job, make_output

        table, recipe = task.card.open(), self._order.recipe
        jobs = (
            Job(table=table, output=each.output, recipe=recipe, identifier=each.identifier)
            for each in stale
        )
        return task, [
            (each, executor.submit(make_output, job)) for each, job in zip(stale, jobs, strict=True)
        ]

    def _finish(self, task: _Task, made: Made) -> Built:
        """Write what was made for a table, and note it."""
        folder = self._order.folder
        files = {folder / each.output.path: data for each, data in made}
        if files or task.obsolete:
            write_files(files, remove=[folder / path for path in task.obsolete])
            self._has_changed = True
        for path in task.obsolete:
            del self._manifest.files[path]
        for each, data in made:
            self._note(each, data)
        lost = {folder / each.output.path for each in task.stale} - files.keys()
        return Built(
            written=tuple(sorted(files)),
            lost=tuple(sorted(lost)),
            fresh=len(task.files) - len(task.stale),
            causes={each.output.path: each.causes for each in task.files},
        )

    def _note(self, judged: Judged, data: bytes) -> None:
        path, sha256 = judged.output.path, hashlib.sha256(data).hexdigest()
        self._manifest.files[path] = Entry(
            sha256=sha256,
            size=len(data),
            inputs=judged.identifier,
            maker=self._manifest.add_maker(judged.shared.makers),
        )
        stamp = stamp_of(f"{self._order.folder}/{path}")
        if stamp is not None:
            self._judge.seen[path] = Seen(stamp=stamp, sha256=sha256, judged=judged)

    def list_gone(self) -> dict[str, list[str]]:
        """Files of tables that are none of those planned, by the folder of the table."""
        folders = {task.card.folder for task in self._tasks}
        return {
            folder: paths
            for folder, paths in sorted(self._manifest.folders.items())
            if folder not in folders
        }

    def prune(self) -> None:
        """Remove the files of tables that are none of those planned. Raises OutputError."""
        gone = [path for paths in self.list_gone().values() for path in paths]
        with uninterrupted():
            folder = self._order.folder
            remove_files([folder / path for path in gone], below=folder)
            for path in gone:
                del self._manifest.files[path]
            self._write_manifest()

    def note(self, ledger: Ledger) -> bool:
        """Note the files that were looked at or written; whether there were any."""
        for path, seen in self._judge.seen.items():
            judged = seen.judged
            ledger.mixes[judged.shared.id] = judged.shared.ingredients
            ledger.files[path] = Trace(
                stamp=seen.stamp, sha256=seen.sha256, shared=judged.shared.id, own=judged.own
            )
        gone = ledger.files.keys() - self._manifest.files.keys()
        for path in gone:
            del ledger.files[path]
        return bool(gone or self._judge.seen)

    def _write_manifest(self) -> None:
        self._manifest.drop_missing(self._order.folder)
        path, data = self._order.folder / MANIFEST, self._manifest.to_bytes()
        is_current = path.is_file() and path.read_bytes() == data
        if self._manifest.files and not is_current:
            write_files({path: data})


def _place(card: Card, new: Collection[str]) -> tuple[bool, int]:
    """The place of a table among those that are made."""
    return card.source.digest not in new, -len(card.source.data)


def _rank(judged: Judged) -> int:
    """The place of a file among what is begun."""
    return _COSTLIEST_FIRST.index((judged.output.format, judged.output.mode))


_Begun = tuple[_Task, list[tuple[Judged, Future[bytes]]]]


def _ahead(begun: Iterator[_Begun], most: int) -> Iterator[_Begun]:
    """The tables in order, with a few more begun than finished."""
    waiting: deque[_Begun] = deque()
    for each in begun:
        waiting.append(each)
        if len(waiting) > most:
            yield waiting.popleft()
    yield from waiting


def _wait(futures: Iterable[tuple[Judged, Future[bytes]]]) -> Iterator[tuple[Judged, bytes]]:
    """What is made, but for what is lost."""
    for judged, future in futures:
        with suppress(WorkerLostError):
            yield judged, future.result()

"""A build: what is stale is made by an executor, and a table's files are written together."""

import hashlib
from collections import deque
from collections.abc import Collection, Iterable, Iterator, Mapping
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from pathlib import Path

from perf_report.build.jobs import Job, make_output
from perf_report.build.manifest import MANIFEST, Entry, Manifest
from perf_report.build.outputs import Format, Output, list_outputs, select_outputs, table_folder
from perf_report.build.recipe import Recipe
from perf_report.build.table import Table
from perf_report.build.writer import uninterrupted, write_files
from perf_report.render.speech import Mode

# So many tables are in the works at once: enough to keep the workers busy, few enough to keep
# the memory flat however many specs there are.
_TABLES_AHEAD = 4

# Started in this order, several workers end at about the same time.
_COSTLIEST_FIRST = (
    ("pdf", "zh-en"), ("pdf", "en"), ("pdf", "zh"),
    ("pdf", None), ("html", "zh-en"), ("html", "en"), ("html", "zh"), ("html", None),
    ("md", None), ("json", None), ("csv", None), ("yaml", None),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What a build is asked for; `force` makes fresh files again."""

    folder: Path
    formats: Collection[Format]
    modes: Collection[Mode]
    recipe: Recipe
    recipe_digest: str
    versions: Mapping[str, str]
    force: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """What became of one table: paths written and paths that were fresh already."""

    written: tuple[Path, ...]
    fresh: tuple[Path, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Work:
    """A table in the works."""

    table: Table
    fresh: tuple[Output, ...]
    futures: tuple[tuple[Job, Future[bytes]], ...]


def build_tables(tables: Iterable[Table], order: Order, executor: Executor) -> Iterator[Built]:
    """Build tables one after the other, each written when all its files are made.

    The manifest is written at the end, and also when a later table fails: what it lists is what
    is there. Raises RenderError or OutputError; tables before the failing one stay built.
    """
    manifest = Manifest.read(order.folder / MANIFEST)
    maker = manifest.add_maker(order.versions)
    finished = 0
    try:
        for work in _ahead(_start(table, order, manifest, executor) for table in tables):
            made = [(job, future.result()) for job, future in work.futures]
            with uninterrupted():
                built = _finish(work, made, order, manifest, maker)
                finished += 1
            yield built
    finally:
        if finished:
            _write_manifest(manifest, order.folder)


def _ahead(works: Iterator[_Work]) -> Iterator[_Work]:
    """The works in order, with a few more begun than finished."""
    begun: deque[_Work] = deque()
    for work in works:
        begun.append(work)
        if len(begun) > _TABLES_AHEAD:
            yield begun.popleft()
    yield from begun


def _start(table: Table, order: Order, manifest: Manifest, executor: Executor) -> _Work:
    outputs = select_outputs(table, order.formats, order.modes)
    jobs = [_job(table, output, order) for output in outputs]
    stale = [job for job in jobs if order.force or not _is_fresh(job, order.folder, manifest)]
    stale.sort(key=lambda job: _COSTLIEST_FIRST.index((job.output.format, job.output.mode)))
    return _Work(
        table=table,
        fresh=tuple(job.output for job in jobs if job not in stale),
        futures=tuple((job, executor.submit(make_output, job)) for job in stale),
    )


def _job(table: Table, output: Output, order: Order) -> Job:
    earlier = table.earlier
    parts = (
        *_inputs(table),
        *(_inputs(earlier) if earlier and output.is_of_changes else ()),
        # A page says whether there is an earlier year, whatever stands in it.
        str(earlier is not None),
        order.recipe_digest,
        repr(sorted(order.versions.items())),
        str(output.path),
    )
    return Job(
        table=table,
        output=output,
        recipe=order.recipe,
        identifier=hashlib.sha256("\0".join(parts).encode()).hexdigest(),
    )


def _inputs(table: Table) -> tuple[str, ...]:
    """What of a table decides the bytes of its files."""
    vocabulary = table.vocabulary
    return table.digest, repr(vocabulary.framework), repr(sorted(vocabulary.units.items()))


def _is_fresh(job: Job, folder: Path, manifest: Manifest) -> bool:
    return manifest.is_fresh(folder, str(job.output.path), job.identifier)


def _finish(
    work: _Work, made: list[tuple[Job, bytes]], order: Order, manifest: Manifest, maker: str
) -> Built:
    """Write what was made for a table, and note it in the manifest."""
    files = {order.folder / job.output.path: data for job, data in made}
    obsolete = _obsolete(work.table, manifest)
    write_files(files, remove=[order.folder / path for path in obsolete])
    for path in obsolete:
        del manifest.files[path]
    for job, data in made:
        manifest.files[str(job.output.path)] = Entry(
            sha256=hashlib.sha256(data).hexdigest(),
            size=len(data),
            inputs=job.identifier,
            maker=maker,
        )
    return Built(
        written=tuple(sorted(files)),
        fresh=tuple(order.folder / output.path for output in work.fresh),
    )


def _obsolete(table: Table, manifest: Manifest) -> list[str]:
    """Files of this table that an earlier build wrote and it no longer has."""
    folder = f"{table_folder(table.plan)}/"
    current = {str(output.path) for output in list_outputs(table)}
    return [path for path in manifest.files if path.startswith(folder) and path not in current]


def _write_manifest(manifest: Manifest, folder: Path) -> None:
    manifest.drop_missing(folder)
    path, data = folder / MANIFEST, manifest.to_bytes()
    is_current = path.is_file() and path.read_bytes() == data
    if manifest.files and not is_current:
        write_files({path: data})

"""What a build is asked for, and who makes it.

It stands apart from the build itself, whose modules take a tenth of a second to load: where all is
to be made anyway, the workers load the engine in the meantime.
"""

from collections.abc import Collection, Iterator, Sequence
from concurrent.futures import Executor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from perf_report.outputs.build_config import Recipe
from perf_report.outputs.manifest import MANIFEST
from perf_report.outputs.worker_pool import workers

if TYPE_CHECKING:
    from perf_report.outputs.output_files import Format
    from perf_report.render.localized_text import Mode


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What a build is asked for, as the command line says it.

    With a `cluster`, the address of its scheduler, that makes the files, and not our own processes.
    Where the paths are all specs of the project, `is_whole`, files of other tables are out of
    place; `prune` removes them.
    """

    paths: Sequence[Path]
    output: Path
    formats: Collection["Format"]
    modes: Collection["Mode"]
    recipe: Recipe
    jobs: int
    force: bool
    cluster: str | None = None
    is_whole: bool = False
    prune: bool = False

    @property
    def makes_all(self) -> bool:
        """Whether all files are made, whatever the specs say: none was built, or it is forced."""
        return self.force or not (self.output / MANIFEST).exists()


# So many tables are in the works at once: enough to keep the workers busy, few enough to keep
# the memory flat however many specs there are.
_TABLES_AHEAD = 4


class Staff:
    """The workers of a build, called when they are needed, and once."""

    def __init__(self, request: Request, stack: ExitStack) -> None:
        self._request = request
        self._stack = stack
        self.called: Executor | None = None
        self.ahead = max(_TABLES_AHEAD, request.jobs)

    def call(self, formats: Collection["Format"]) -> Executor:
        """The workers for files of these formats."""
        if self.called is None:
            is_remote = self._request.cluster is not None and bool(formats)
            self.called = self._call_cluster() if is_remote else self._call_processes(formats)
        return self.called

    def call_ahead(self) -> None:
        """The workers for all formats, who load the engine meanwhile; a cluster has it already."""
        if self._request.cluster is None:
            self.call(self._request.formats)

    def _call_processes(self, formats: Collection["Format"]) -> Executor:
        """A process of its own is worth its start only for PDFs."""
        is_for_pdf = "pdf" in formats
        fonts = self._request.recipe.fonts if is_for_pdf else None
        count = self._request.jobs if is_for_pdf else 1
        return self._stack.enter_context(workers(count, fonts))

    def _call_cluster(self) -> Executor:
        from perf_report.outputs.dask_cluster import open_cluster

        cluster = open_cluster(self._request.cluster or "", self._request.recipe)
        executor = self._stack.enter_context(cluster)
        self.ahead = max(_TABLES_AHEAD, executor.size)
        return executor


@contextmanager
def staff(request: Request) -> Iterator[Staff]:
    """Who makes the files of a build; called at once where everything is to be made."""
    with ExitStack() as stack:
        called = Staff(request, stack)
        if request.paths and request.makes_all:
            called.call_ahead()
        yield called

"""The parameters of a build."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from perf_report.outputs.build_config import BuildConfig
from perf_report.outputs.build_plan import Selection
from perf_report.outputs.manifest import MANIFEST


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildRequest:
    """The parameters of a build.

    `cluster` is the address of a scheduler, whose workers make the files instead of processes of
    this machine. `has_all_specs` says that `paths` are all specs of the project, so that files of
    other tables are orphans; `prune` removes them. `with_comments` leaves the comments of specs in
    what goes out.
    """

    paths: Sequence[Path]
    output: Path
    selection: Selection
    config: BuildConfig
    jobs: int
    cluster: str | None = None
    has_all_specs: bool = False
    prune: bool = False
    with_comments: bool = False

    @property
    def makes_all_files(self) -> bool:
        """Whether all files are made: there are none yet, or it is forced."""
        return self.selection.force or not (self.output / MANIFEST).exists()

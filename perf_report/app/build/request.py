"""What a build is asked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from perf_report.outputs.build_config import BuildConfig
from perf_report.outputs.build_plan import Selection
from perf_report.outputs.manifest import MANIFEST


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildRequest:
    """What a build is asked for.

    With a `cluster`, the address of its scheduler, that makes the files instead of processes of
    this machine. If the paths are all specs of the project, `is_whole`, files of other tables do
    not belong to the output; `prune` removes them.
    """

    paths: Sequence[Path]
    output: Path
    selection: Selection
    config: BuildConfig
    jobs: int
    cluster: str | None = None
    is_whole: bool = False
    prune: bool = False

    @property
    def makes_all(self) -> bool:
        """Whether all files are made, whatever the specs are: none was built, or it is forced."""
        return self.selection.force or not (self.output / MANIFEST).exists()

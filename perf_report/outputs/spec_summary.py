"""What a build knows of a valid spec before its plan is loaded."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Self

from perf_report.model.identity import Identity
from perf_report.model.source import Source
from perf_report.model.text import Language
from perf_report.outputs.table import Table


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecSummary:
    """A spec without errors: its bytes, the identity of its table, and how to open that.

    `digest` is the SHA-256 of what goes out of the spec: of its travelling copy, unless comments
    are left in. `framework` is a hash of the form and framework. `data_files` are the names of the
    table's files as data. `earlier` is the spec of the same department or project one year before,
    if there is one.
    """

    source: Source
    digest: str
    identity: Identity
    languages: tuple[Language, ...]
    framework: str
    data_files: tuple[str, ...]
    open_table: Callable[[], Table]
    earlier: Self | None = None

    @property
    def folder(self) -> str:
        """The folder of the table's files in the output folder."""
        return str(self.identity)

    def open_with_earlier(self) -> Table:
        """Open the table, with that of the year before."""
        earlier = self.earlier.open_table().public if self.earlier else None
        return replace(self.open_table(), earlier=earlier)

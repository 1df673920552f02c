"""A plan that is ready to be built."""

from dataclasses import dataclass
from typing import Self

from perf_report.model.plan import Plan
from perf_report.render.view import Vocabulary
from perf_report.spec.source import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A plan without errors, its vocabulary, and the file that it was read from.

    `earlier` is the table of the same department one year before, where it is on file.
    """

    plan: Plan
    vocabulary: Vocabulary
    source: Source
    earlier: Self | None = None

    @property
    def digest(self) -> str:
        """The hash of the file."""
        return self.source.digest

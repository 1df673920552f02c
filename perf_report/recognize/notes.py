"""Notes about a recognized plan: where values come from, and what a person must look at."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from perf_report.model.paper import Place
from perf_report.model.route import Route


class NoteKind(StrEnum):
    """What became of a text of the paper."""

    TAKEN = "taken"
    MENDED = "mended"
    MARKED = "marked"
    NOT_UNDERSTOOD = "not_understood"
    MISSING = "missing"


_DOUBTS = frozenset({NoteKind.MARKED, NoteKind.MISSING})


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A message about a value of the plan, or about a text that has no place in it.

    `text` is what the paper has there; `route` is None where no value was made of it. `is_told` is
    whether a rule or a list of texts says the same: no value is lost.
    """

    kind: NoteKind
    id: str
    arguments: Mapping[str, str | int] = field(default_factory=dict)
    route: Route | None = None
    place: Place | None = None
    text: str = ""
    is_told: bool = False

    @property
    def is_doubt(self) -> bool:
        """Whether a value is uncertain or missing, and nothing else says so."""
        return self.kind in _DOUBTS and not self.is_told

"""How many changes since the year before are of each significance, as a build's data say."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

# The files of a table that tell of its changes: what is read here, and what readers are led to.
CHANGES_DATA, CHANGES_PAGE = "changes.json", "changes.html"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeCounts:
    """The changes that make a table weaker or stronger, and those that may do either."""

    weaker: int = 0
    stronger: int = 0
    unclear: int = 0

    @classmethod
    def from_json(cls, data: bytes) -> Self:
        """Return the counts of a report of changes."""
        summary = json.loads(data)["summary"]
        return cls(
            weaker=int(summary["weaker"]),
            stronger=int(summary["stronger"]),
            unclear=int(summary["unclear"]),
        )

    @property
    def has_substance(self) -> bool:
        """Whether something got weaker or stronger."""
        return self.weaker > 0 or self.stronger > 0

    @classmethod
    def add(cls, counts: Iterable[Self]) -> Self:
        """Return the sums of counts."""
        listed = list(counts)
        return cls(
            weaker=sum(each.weaker for each in listed),
            stronger=sum(each.stronger for each in listed),
            unclear=sum(each.unclear for each in listed),
        )

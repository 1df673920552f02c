"""A change of a plan that someone has accepted, and why."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """One accepted change, by its fingerprint.

    `table` is the department's code and the year that it was accepted for; `kind` and `subject`
    repeat for the reader of the file what the fingerprint stands for. It counts up to the day
    `expires`, that day included.
    """

    fingerprint: str
    table: str
    kind: str
    subject: str
    reason: str
    by: str
    given: date
    expires: date | None = None

    def counts_on(self, day: date) -> bool:
        """Whether the approval has not expired on a day."""
        return self.expires is None or day <= self.expires

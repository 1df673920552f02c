"""Approvals: changes of a plan that a person has accepted, with the reason."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """One accepted change, by its fingerprint.

    `table` is the identity of the table for which it was accepted, `CODE/YEAR[/PROJECT]`.
    `kind` and `subject` tell the reader of the file what the fingerprint refers to. The approval is
    valid up to and including the day `expires`.
    """

    fingerprint: str
    table: str
    kind: str
    subject: str
    reason: str
    by: str
    given: date
    expires: date | None = None

    def is_valid_on(self, day: date) -> bool:
        """Whether the approval has not expired on a day."""
        return self.expires is None or day <= self.expires

"""The verdict of a review: whether it passes, and the line that says so."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from perf_report.diff.assessment import Significance
from perf_report.messages import Catalogue, load_catalogue
from perf_report.model.text import LANGUAGES
from perf_report.render.changes.report import ChangeReport, ReportedChange

# The changes that fail a review, by the level of `--fail-on`, unless they are approved.
FAILING: dict[str, frozenset[Significance]] = {
    "weaker": frozenset({Significance.WEAKER}),
    "unclear": frozenset({Significance.WEAKER, Significance.UNCLEAR}),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Whether a review passes at a level of `--fail-on`, with the counts that it goes by.

    `weaker` includes the `approved` ones; `unclear` are those that no one has approved. `failures`
    are files that could not be compared, `errors` findings of changed specs.
    """

    fail_on: str
    errors: int = 0
    failures: int = 0
    weaker: int = 0
    approved: int = 0
    unclear: int = 0
    neutral: int = 0

    @property
    def passes(self) -> bool:
        """Whether nothing fails the review."""
        levels = FAILING.get(self.fail_on, frozenset())
        has_errors = self.errors > 0 and self.fail_on != "never"
        has_weaker = Significance.WEAKER in levels and self.weaker > self.approved
        has_unclear = Significance.UNCLEAR in levels and self.unclear > 0
        return not (self.failures or has_errors or has_weaker or has_unclear)

    def is_failed_by(self, reported: ReportedChange) -> bool:
        """Whether a change fails the review."""
        return is_failing(reported, self.fail_on)


def is_failing(reported: ReportedChange, fail_on: str) -> bool:
    """Whether a change fails a run at a level of `--fail-on`."""
    levels = FAILING.get(fail_on, frozenset())
    return reported.approval is None and reported.assessment.significance in levels


def judge(report: ChangeReport, fail_on: str) -> Verdict:
    """Return the verdict on a report."""
    counts = report.summary
    open_ = [item for item in report.changes if item.approval is None]
    approved = [item for item in report.changes if item.approval is not None]
    return Verdict(
        fail_on=fail_on,
        errors=report.error_count,
        failures=len(report.failures),
        weaker=counts[Significance.WEAKER],
        approved=_count(approved, Significance.WEAKER),
        unclear=_count(open_, Significance.UNCLEAR),
        neutral=counts[Significance.NEUTRAL],
    )


def _count(changes: list[ReportedChange], significance: Significance) -> int:
    return sum(item.assessment.significance is significance for item in changes)


def verdict_line(verdict: Verdict, catalogue: Catalogue) -> str:
    """`Fails: 2 weaker, 1 of them approved; 1 unclear`, or `Passes; 3 changes to look at`."""
    parts = list(_parts(verdict, catalogue))
    counts = catalogue.format("verdict", "separator").join(parts)
    is_only_looks = bool(verdict.unclear) and len(parts) == 1
    if not verdict.passes:
        return catalogue.format("verdict", "fails", counts=counts)
    id_ = "passes-looks" if is_only_looks else "passes" if parts else "passes-alone"
    return catalogue.format("verdict", id_, counts=counts)


def _parts(verdict: Verdict, catalogue: Catalogue) -> Iterator[str]:
    unclear = ("look", "looks") if verdict.passes else ("unclear", "unclear")
    counted = (
        (verdict.errors, "error", "errors"),
        (verdict.failures, "failure", "failures"),
        (verdict.weaker, *(("weaker-approved",) * 2 if verdict.approved else ("weaker",) * 2)),
        (verdict.unclear, *unclear),
    )
    for count, one, more in counted:
        id_ = one if count == 1 else more
        if count:
            yield catalogue.format("verdict", id_, count=count, approved=verdict.approved)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewReport(ChangeReport):
    """A report of a review, with its verdict and the command line that approves its changes."""

    verdict: Verdict
    command: str

    def approval_command(self, reported: ReportedChange) -> str:
        """The command that approves a change which fails the review; empty for other changes."""
        if not self.verdict.is_failed_by(reported):
            return ""
        reason = self.catalogue.format("verdict", "reason")
        return f'{self.command} --approve {reported.fingerprint} --reason "{reason}"'


def verdict_data(verdict: Verdict) -> dict[str, Any]:
    """The verdict as JSON data, with its line in every language."""
    lines = {lang: verdict_line(verdict, load_catalogue(lang)) for lang in LANGUAGES}
    counts = {
        name: getattr(verdict, name)
        for name in ("errors", "failures", "weaker", "approved", "unclear", "neutral")
    }
    return {"passes": verdict.passes, **counts, "text": lines}

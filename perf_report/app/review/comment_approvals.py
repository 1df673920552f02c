"""Approvals that people give in comments on a pull request.

A line `/perf-report approve FINGERPRINT… REASON` (or 认可) approves changes of the review, if it is
by a person with write access who is not the author of the pull request. Each fingerprint must be
whole: someone could make another change whose fingerprint begins alike.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from perf_report.app.compare.diff_sources import ApprovalDetails, approve
from perf_report.app.project import Project
from perf_report.app.review.host_comments import HostComment, HostThread
from perf_report.messages import Catalogue
from perf_report.model.approval import Approval
from perf_report.render.changes.report import ChangeReport

_FINGERPRINT = "[0-9a-f]{20}"
_COMMAND = re.compile(
    r" {0,3}/perf-report +(?:approve|认可)(?!\w)"
    rf"(?P<marks>(?:[ ,，、]+{_FINGERPRINT}(?![0-9a-f]))*)"
    r"(?P<reason>.*)"
)
_FENCE = re.compile(" {0,3}(?:```|~~~)")


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentCommand:
    """A line of a comment that approves changes; `reason` may be empty."""

    comment: HostComment
    fingerprints: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedCommand:
    """A command that approves nothing; `why` is an id of the catalogue's `[comment]` table.

    `marks` are the fingerprints that the reason is about.
    """

    command: CommentCommand
    why: str
    marks: tuple[str, ...]

    def sentence(self, say: Catalogue) -> str:
        """Who wrote the command, and why it does not count."""
        marks = ", ".join(self.marks) or "—"
        return say.format("comment", self.why, by=self.command.comment.author, marks=marks)


def find_commands(thread: HostThread) -> Iterator[CommentCommand]:
    """The commands in the comments of a thread; what is quoted or in a block of code is none."""
    for comment in thread.comments:
        is_code = False
        for line in comment.body.splitlines():
            if _FENCE.match(line):
                is_code = not is_code
            match = None if is_code else _COMMAND.fullmatch(line.rstrip())
            if match:
                yield CommentCommand(
                    comment=comment,
                    fingerprints=tuple(re.findall(_FINGERPRINT, match["marks"])),
                    reason=match["reason"].strip(" ,，、:："),
                )


def approve_from_thread(
    thread: HostThread, report: ChangeReport, project: Project
) -> tuple[list[Approval], list[RefusedCommand]]:
    """Write the approvals of a thread to the project's file, and return them and what is refused.

    Raises PerfReportError if the file cannot be read or written.
    """
    given: list[Approval] = []
    refused: list[RefusedCommand] = []
    known = {reported.fingerprint for reported in report.changes}
    for command in find_commands(thread):
        why = _refusal(command, thread, known)
        if why:
            unknown = tuple(mark for mark in command.fingerprints if mark not in known)
            marks = unknown if why == "no-change" else command.fingerprints
            refused.append(RefusedCommand(command=command, why=why, marks=marks))
            continue
        details = ApprovalDetails(
            by=command.comment.author, given=command.comment.given, reason=command.reason
        )
        given += approve(report, command.fingerprints, details, project)
    return given, refused


def _refusal(command: CommentCommand, thread: HostThread, known: set[str]) -> str:
    """Why a command does not count, as an id; empty if it counts."""
    author = command.comment.author
    if author == thread.author:
        return "by-author"
    if author not in thread.writers:
        return "no-access"
    if command.comment.is_edited:
        return "edited"
    if not command.fingerprints:
        return "no-fingerprint"
    if not command.reason:
        return "no-reason"
    return "" if known.issuperset(command.fingerprints) else "no-change"

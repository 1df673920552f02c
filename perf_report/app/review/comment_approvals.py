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
# A block of code: from a line with a fence to one with the same fence, at least as long.
_FENCE = re.compile(r" {0,3}(?P<fence>`{3,}|~{3,})(?P<info>.*)")
_QUOTE = re.compile(" {0,3}>")
# HTML may hide a line, or show it as code.
_HTML = re.compile("<[!/?a-zA-Z]")
_LINE_END = re.compile("\r\n|\r|\n")


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
    """The commands in the comments of a thread.

    What is quoted or in a block of code is none.
    """
    for comment in thread.comments:
        for line in _plain_lines(comment.body):
            match = _COMMAND.fullmatch(line.rstrip())
            if match:
                yield CommentCommand(
                    comment=comment,
                    fingerprints=tuple(re.findall(_FINGERPRINT, match["marks"])),
                    reason=match["reason"].strip(" ,，、:："),
                )


def _plain_lines(body: str) -> Iterator[str]:
    """The lines of Markdown that are neither quoted nor code."""
    fence, is_quoted = "", False
    for line in _LINE_END.split(body):
        match = _FENCE.fullmatch(line)
        if fence:
            is_end = match and match["fence"].startswith(fence) and not match["info"].strip()
            fence = "" if is_end else fence
            continue
        # A quote goes on to the next empty line.
        is_quoted = bool(line.strip()) and (is_quoted or bool(_QUOTE.match(line)))
        if match:
            fence = match["fence"]
        elif not is_quoted:
            yield line


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
    reasons = {
        "by-author": author == thread.author,
        "no-access": author not in thread.writers,
        "edited": command.comment.is_edited,
        "html": bool(_HTML.search(command.comment.body)),
        "no-fingerprint": not command.fingerprints,
        "no-reason": not command.reason,
        "no-change": not known.issuperset(command.fingerprints),
    }
    return next((id_ for id_, holds in reasons.items() if holds), "")

"""The report of `verify`, as text and JSON.

The shape of the JSON is `perf_report/schemas/verify.schema.json`.
"""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from perf_report.errors import PerfReportError
from perf_report.messages import Catalogue, describe_error
from perf_report.pdf_inspect.differences import PdfDifference
from perf_report.render.findings.report import posix_path
from perf_report.render.terminal import paint, shorten

VERIFY_VERSION = 2

State = Literal["genuine", "genuine-as-data", "altered", "cannot-tell"]

# Whether the bytes are those that the data make: all of them, those of the first revision, to which
# something was appended, or not even those.
ByteMatch = Literal["all", "first-revision", "none"]

_MARKS: dict[State, tuple[str, str]] = {
    "genuine": ("✓", "32"),
    "genuine-as-data": ("✓", "32"),
    "altered": ("✗", "31"),
    "cannot-tell": ("?", "33"),
}

# Differences whose two sides are numbers.
_COUNTS = frozenset({"picture", "note", "outside", "revised", "appended", "signature-count"})

# A reader has seen enough after so many; the JSON has them all.
_MAX_SHOWN = 20
_WIDEST = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedSignature:
    """A signature: the signer, the time they claim, and whether it is intact."""

    signer: str
    claimed: str
    is_stamped: bool
    holds: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfVerdict:
    """The verdict on a file. `reason` says why it is `cannot-tell`, `error` what failed.

    One of an earlier version is `genuine-as-data` where its data and words agree; how it is drawn
    was not compared. `pages` have the words that their data make, and other content. `signatures`
    counts them; `is_unchecked` says that the library that checks them is missing.
    """

    file: str
    state: State
    reason: str = ""
    byte_match: ByteMatch | None = None
    differences: tuple[PdfDifference, ...] = ()
    pages: tuple[int, ...] = ()
    signatures: int = 0
    checked_signatures: tuple[CheckedSignature, ...] = ()
    is_unchecked: bool = False
    error: PerfReportError | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyReport:
    """The verdicts of a run, and the reader's language."""

    verdicts: Sequence[PdfVerdict]
    catalogue: Catalogue
    color: bool = False
    summary: dict[str, int] = field(init=False)

    def __post_init__(self) -> None:
        counts = Counter(verdict.state for verdict in self.verdicts)
        object.__setattr__(self, "summary", {state: counts[state] for state in _MARKS})


def render_text(report: VerifyReport) -> str:
    """Return each file with its verdict and its differences."""
    return "".join(f"{line}\n" for each in report.verdicts for line in _lines(each, report))


def render_json(report: VerifyReport) -> str:
    """Return all verdicts as JSON."""
    data = {
        "version": VERIFY_VERSION,
        "files": [_file(verdict, report.catalogue) for verdict in report.verdicts],
        "summary": report.summary,
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _lines(verdict: PdfVerdict, report: VerifyReport) -> Iterator[str]:
    say = report.catalogue
    mark, code = _MARKS[verdict.state]
    yield f"{paint(mark, f'1;{code}', color=report.color)} {_message(verdict, say)}"
    yield from (f"  {_describe(each, say)}" for each in verdict.differences[:_MAX_SHOWN])
    hidden = len(verdict.differences) - _MAX_SHOWN
    if hidden > 0:
        yield f"  {say.format('verify', 'more', count=hidden)}"
    if verdict.is_unchecked:
        yield f"  {say.format('verify', 'signed', count=verdict.signatures)}"
    yield from (
        f"  {_describe_signature(signature, say)}" for signature in verdict.checked_signatures
    )
    if verdict.error is not None:
        yield f"  → {describe_error(say, verdict.error).help}"


def _message(verdict: PdfVerdict, say: Catalogue) -> str:
    """The verdict in one sentence."""
    if verdict.error is not None:
        message = describe_error(say, verdict.error).message
        return say.format("verify", "unreadable", file=verdict.file, message=message)
    if verdict.state == "cannot-tell":
        pages = ", ".join(map(str, verdict.pages))
        reason = say.format("verify", f"reason-{verdict.reason}", pages=pages)
        return say.format("verify", "cannot-tell", file=verdict.file, reason=reason)
    kind = f"genuine-{verdict.byte_match}" if verdict.state == "genuine" else verdict.state
    return say.format("verify", kind, file=verdict.file)


def _describe(difference: PdfDifference, say: Catalogue) -> str:
    """A difference in words."""
    return say.format(
        "verify",
        f"difference-{difference.kind}",
        name=difference.name,
        page=difference.page,
        row=shorten(difference.row, _WIDEST),
        column=shorten(difference.column, _WIDEST),
        before=_shown(difference.before, difference.kind, say),
        after=_shown(difference.after, difference.kind, say),
    )


def _describe_signature(signature: CheckedSignature, say: Catalogue) -> str:
    """A signature in words."""
    if not signature.signer:
        return say.format("verify", "seal-nameless")
    stamp = say.format("verify", "stamped" if signature.is_stamped else "unstamped")
    message = "seal-holds" if signature.holds else "seal-broken"
    return say.format(
        "verify", message, signer=signature.signer, claimed=signature.claimed, stamp=stamp
    )


def _shown(text: str | None, kind: str, say: Catalogue) -> str:
    if text is None:
        return say.format("verify", "absent")
    if kind in _COUNTS:
        return text
    quoted = shorten(text, _WIDEST) if text.strip() else ""
    return say.format("verify", "quoted", text=quoted)


def _file(verdict: PdfVerdict, say: Catalogue) -> dict[str, Any]:
    return {
        "file": posix_path(verdict.file),
        "state": verdict.state,
        "reason": verdict.reason or None,
        "bytes": verdict.byte_match,
        "signatures": verdict.signatures,
        "seals": [
            {
                "signer": signature.signer,
                "claimed": signature.claimed,
                "stamped": signature.is_stamped,
                "holds": signature.holds,
            }
            for signature in verdict.checked_signatures
        ],
        "differences": [_difference(each, say) for each in verdict.differences],
        "pages_drawn_otherwise": list(verdict.pages),
        "message": _message(verdict, say),
    }


def _difference(difference: PdfDifference, say: Catalogue) -> dict[str, Any]:
    return {
        "kind": difference.kind,
        "name": difference.name or None,
        "page": difference.page or None,
        "row": difference.row or None,
        "column": difference.column or None,
        "before": difference.before,
        "after": difference.after,
        "message": _describe(difference, say),
    }

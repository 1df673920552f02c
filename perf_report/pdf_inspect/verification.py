"""What became of verifying PDFs, and the words and the JSON for it.

The shape of the JSON is `perf_report/schemas/verify.schema.json`.
"""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from perf_report.errors import PerfReportError
from perf_report.messages import Catalogue, describe_error
from perf_report.pdf_inspect.differences import Difference
from perf_report.render.findings.report import posix_path
from perf_report.render.terminal import paint, shorten

VERIFY_VERSION = 1

State = Literal["genuine", "altered", "cannot-tell"]

# Whether the bytes are those that the data make: all of them, those of the first revision, to which
# something was appended, or not even those.
Sameness = Literal["all", "first-revision", "none"]

_MARKS: dict[State, tuple[str, str]] = {
    "genuine": ("✓", "32"),
    "altered": ("✗", "31"),
    "cannot-tell": ("?", "33"),
}

# A reader has seen enough after so many; the JSON has them all.
_MAX_TOLD = 20
_WIDEST = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """A signature that was looked at: by whom, when by their own word, and whether it holds."""

    signer: str
    claimed: str
    is_stamped: bool
    holds: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What one file turned out to be. `reason` says why it cannot be told, `error` what failed.

    `pages` are drawn otherwise than their data are, though they say the same. `signatures` counts
    them; there are no `seals` where nothing is there to look at them with.
    """

    file: str
    state: State
    reason: str = ""
    sameness: Sameness | None = None
    differences: tuple[Difference, ...] = ()
    pages: tuple[int, ...] = ()
    signatures: int = 0
    seals: tuple[Seal, ...] = ()
    error: PerfReportError | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """The verdicts of a run, in the reader's language."""

    verdicts: Sequence[Verdict]
    catalogue: Catalogue
    color: bool = False
    summary: dict[str, int] = field(init=False)

    def __post_init__(self) -> None:
        counts = Counter(verdict.state for verdict in self.verdicts)
        object.__setattr__(self, "summary", {state: counts[state] for state in _MARKS})


def render_text(report: Verification) -> str:
    """Each file with its verdict and what it rests on."""
    return "".join(f"{line}\n" for each in report.verdicts for line in _lines(each, report))


def render_json(report: Verification) -> str:
    """All verdicts as data."""
    data = {
        "version": VERIFY_VERSION,
        "files": [_file(verdict, report.catalogue) for verdict in report.verdicts],
        "summary": report.summary,
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _lines(verdict: Verdict, report: Verification) -> Iterator[str]:
    say = report.catalogue
    mark, code = _MARKS[verdict.state]
    yield f"{paint(mark, f'1;{code}', color=report.color)} {_message(verdict, say)}"
    told = verdict.differences[:_MAX_TOLD]
    yield from (f"  {_describe(difference, say)}" for difference in told)
    if len(told) < len(verdict.differences):
        yield f"  {say.format('verify', 'more', count=len(verdict.differences) - len(told))}"
    if verdict.signatures and not verdict.seals:
        yield f"  {say.format('verify', 'signed', count=verdict.signatures)}"
    yield from (f"  {_sealed(seal, say)}" for seal in verdict.seals)
    if verdict.error is not None:
        yield f"  → {describe_error(say, verdict.error).help}"


def _message(verdict: Verdict, say: Catalogue) -> str:
    """The verdict in one sentence."""
    if verdict.error is not None:
        message = describe_error(say, verdict.error).message
        return say.format("verify", "unreadable", file=verdict.file, message=message)
    if verdict.state == "cannot-tell":
        pages = ", ".join(map(str, verdict.pages))
        reason = say.format("verify", f"reason-{verdict.reason}", pages=pages)
        return say.format("verify", "cannot-tell", file=verdict.file, reason=reason)
    kind = f"genuine-{verdict.sameness}" if verdict.state == "genuine" else "altered"
    return say.format("verify", kind, file=verdict.file)


def _describe(difference: Difference, say: Catalogue) -> str:
    """A difference in words."""
    return say.format(
        "verify",
        f"difference-{difference.kind}",
        name=difference.name,
        page=difference.page,
        row=shorten(difference.row, _WIDEST),
        column=shorten(difference.column, _WIDEST),
        before=_shown(difference.before, say),
        after=_shown(difference.after, say),
    )


def _sealed(seal: Seal, say: Catalogue) -> str:
    """A signature in words."""
    stamp = say.format("verify", "stamped" if seal.is_stamped else "unstamped")
    message = "seal-holds" if seal.holds else "seal-broken"
    return say.format("verify", message, signer=seal.signer, claimed=seal.claimed, stamp=stamp)


def _shown(text: str | None, say: Catalogue) -> str:
    if text is None:
        return say.format("verify", "absent")
    quoted = shorten(text, _WIDEST) if text.strip() else ""
    return say.format("verify", "quoted", text=quoted)


def _file(verdict: Verdict, say: Catalogue) -> dict[str, Any]:
    return {
        "file": posix_path(verdict.file),
        "state": verdict.state,
        "reason": verdict.reason or None,
        "bytes": verdict.sameness,
        "signatures": verdict.signatures,
        "seals": [
            {
                "signer": seal.signer,
                "claimed": seal.claimed,
                "stamped": seal.is_stamped,
                "holds": seal.holds,
            }
            for seal in verdict.seals
        ],
        "differences": [_difference(each, say) for each in verdict.differences],
        "pages_drawn_otherwise": list(verdict.pages),
        "message": _message(verdict, say),
    }


def _difference(difference: Difference, say: Catalogue) -> dict[str, Any]:
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

"""Check the signatures of a PDF, and what was appended to it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from perf_report.errors import PerfReportError
from perf_report.pdf_inspect.differences import PdfDifference, compare_updates
from perf_report.pdf_inspect.pdf_document import PdfDocument
from perf_report.pdf_inspect.verification import CheckedSignature, PdfVerdict
from perf_report.processes.limited_process import LimitedProcess, ProcessLimitError
from perf_report.signing.engine import require_pyhanko
from perf_report.signing.state import SignatureState, signature_states

# What every signature has; a document without it has none for either reader.
_SIGNED = b"ByteRange"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    """The signatures as pyHanko finds them; None where it is not installed, or cannot read them.

    `failure` tells the latter.
    """

    states: tuple[SignatureState, ...] | None
    failure: PdfDifference | None = None


def add_signatures(verdict: PdfVerdict, found: PdfDocument) -> PdfVerdict:
    """The verdict with the signatures of a document.

    A broken one, one that only one of two readers finds, and anything that was appended and is none
    mean `altered`.
    """
    updates = found.updates
    is_signed = updates.signatures or updates.unsigned or _SIGNED in found.data
    reading = _read(found.data) if is_signed else _Reading(states=())
    differences = (
        *verdict.differences, *compare_updates(found), *_differences(reading, found),
    )  # fmt: skip
    return replace(
        verdict,
        state="altered" if differences else verdict.state,
        reason="" if differences else verdict.reason,
        differences=differences,
        signatures=updates.signatures,
        checked_signatures=tuple(_checked(state) for state in reading.states or ()),
        is_unchecked=reading.states is None and reading.failure is None,
    )


def _read(data: bytes) -> _Reading:
    try:
        require_pyhanko()
    except PerfReportError:
        return _Reading(states=None)
    try:
        with LimitedProcess() as process:
            answer = process.call(_states_or_reason, data)
    except ProcessLimitError:
        return _Reading(states=None, failure=PdfDifference(kind="signature-costly"))
    if isinstance(answer, str):
        failure = PdfDifference(kind="signature-unreadable", after=answer)
        return _Reading(states=None, failure=failure)
    return _Reading(states=answer)


def _states_or_reason(data: bytes) -> tuple[SignatureState, ...] | str:
    """The states, or why they cannot be read; what was changed after each is not asked."""
    try:
        return signature_states(data, compares=False)
    except PerfReportError as error:
        return str(error.arguments["detail"])


def _differences(reading: _Reading, found: PdfDocument) -> Iterator[PdfDifference]:
    """What the signatures tell against a document."""
    count, states = found.updates.signatures, reading.states
    if reading.failure is not None:
        yield reading.failure
    if states is None:
        return
    yield from _broken(states)
    if len(states) != count and not found.updates.unsigned:
        yield PdfDifference(kind="signature-count", before=str(count), after=str(len(states)))


def _broken(states: Sequence[SignatureState]) -> Iterator[PdfDifference]:
    for number, state in enumerate(states, start=1):
        if not state.intact and state.signer:
            yield PdfDifference(kind="signature", name=state.signer)
        elif not state.intact:
            yield PdfDifference(kind="signature-invalid", name=str(number))


def _checked(state: SignatureState) -> CheckedSignature:
    return CheckedSignature(
        signer=state.signer,
        claimed=state.claimed.isoformat() if state.claimed else "",
        is_stamped=state.stamp in {"intact", "trusted"},
        holds=state.intact,
    )

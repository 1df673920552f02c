"""Validate the signatures of a PDF, and classify what was changed after each.

Nothing is fetched, so it is not known whether a certificate was revoked.
"""

from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any, Literal

from perf_report.errors import PerfReportError
from perf_report.signing.engine import require_pyhanko, run_coroutine

# The state of a time stamp; `trusted` needs roots.
StampState = Literal["absent", "broken", "intact", "trusted"]

# What was appended after a signature.
LaterChanges = Literal["nothing", "signatures", "other"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trust:
    """Trusted root certificates, each as DER or PEM, and the time at which they must be valid."""

    roots: tuple[bytes, ...]
    moment: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureState:
    """The result of validating a signature.

    `signer` is the name in the certificate, empty if that cannot be read. `claimed` is the time of
    signing by the signer, `stamped` that of the time stamp. `intact` says that the signed bytes are
    unchanged, `covers_all` that they are the whole file. `trusted` is also False if it is not
    known.
    """

    signer: str = ""
    claimed: datetime | None = None
    stamped: datetime | None = None
    stamp: StampState = "absent"
    intact: bool = False
    covers_all: bool = False
    later: LaterChanges = "other"
    trusted: bool = False


def signature_states(
    data: bytes, trust: Trust | None = None, *, compares: bool = True
) -> tuple[SignatureState, ...]:
    """Return the states of a PDF's signatures, in the order in which they were made.

    What was changed after each takes long to find in a document with many updates; it is `other`
    unless `compares`.

    Raises PerfReportError if pyHanko is missing, if the document cannot be read, and for a root
    that is no certificate.
    """
    require_pyhanko()
    roots = _roots(trust)
    try:
        signatures = _signatures(data)
    # A document may have anything anywhere.
    except Exception as error:
        detail = str(error) or type(error).__name__
        raise PerfReportError("signatures-unreadable", detail=detail) from error
    return tuple(
        run_coroutine(_state(each, roots, trust, compares=compares)) for each in signatures
    )


def _signatures(data: bytes) -> list[Any]:
    from pyhanko.pdf_utils.reader import PdfFileReader

    return list(PdfFileReader(BytesIO(data)).embedded_regular_signatures)


def _roots(trust: Trust | None) -> list[Any]:
    from pyhanko.keys import load_certs_from_pemder_data

    try:
        return [
            certificate
            for root in (trust.roots if trust else ())
            for certificate in load_certs_from_pemder_data(root)
        ]
    except ValueError as error:
        raise PerfReportError("root-form", detail=str(error)) from error


async def _state(
    signature: Any, roots: list[Any], trust: Trust | None, *, compares: bool
) -> SignatureState:
    """The state of a signature; a malformed one is not intact."""
    try:
        moment = trust.moment if trust else None
        status = await _validate(signature, roots, moment, compares=compares)
        # A trusted time stamp proves the time of signing, even if certificates have expired since.
        if _stamp(status) == "trusted":
            moment = status.timestamp_validity.timestamp
            status = await _validate(signature, roots, moment, compares=compares)
    except Exception:  # noqa: BLE001  # a signature may have anything anywhere
        return SignatureState()
    return _to_state(status, trusts=bool(roots))


async def _validate(
    signature: Any, roots: list[Any], moment: datetime | None, *, compares: bool
) -> Any:
    from pyhanko.sign.validation import async_validate_pdf_signature
    from pyhanko.sign.validation.settings import KeyUsageConstraints
    from pyhanko_certvalidator import ValidationContext

    return await async_validate_pdf_signature(
        signature,
        ValidationContext(trust_roots=roots, moment=moment),
        key_usage_settings=KeyUsageConstraints({"digital_signature", "non_repudiation"}),
        skip_diff=not compares,
    )


def _to_state(status: Any, *, trusts: bool) -> SignatureState:
    from pyhanko.sign.validation.status import SignatureCoverageLevel

    from perf_report.signing.key import subject_name

    stamp = _stamp(status)
    covers_revision = status.coverage >= SignatureCoverageLevel.ENTIRE_REVISION
    return SignatureState(
        signer=subject_name(status.signing_cert),
        claimed=status.signer_reported_dt,
        stamped=status.timestamp_validity.timestamp if stamp in {"intact", "trusted"} else None,
        stamp=stamp,
        intact=status.intact and status.valid and covers_revision,
        covers_all=status.coverage == SignatureCoverageLevel.ENTIRE_FILE,
        later=_later(status),
        trusted=trusts and status.trusted,
    )


def _stamp(status: Any) -> StampState:
    found = status.timestamp_validity
    if found is None:
        return "absent"
    if not (found.intact and found.valid):
        return "broken"
    return "trusted" if found.trusted else "intact"


def _later(status: Any) -> LaterChanges:
    from pyhanko.sign.diff_analysis import ModificationLevel

    level = status.modification_level
    if level == ModificationLevel.NONE:
        return "nothing"
    harmless = level is not None and level <= ModificationLevel.FORM_FILLING
    return "signatures" if harmless else "other"

"""What becomes of the signatures of a PDF: whether they hold, and what was done after them.

Nothing is fetched from anywhere, so that whether a certificate was revoked is not known.
"""

from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any, Literal

from perf_report.errors import PerfReportError
from perf_report.signing.engine import finish, require_pyhanko

# Whether there is a time stamp, and whether it holds; `trusted` needs roots.
Stamp = Literal["absent", "broken", "intact", "trusted"]

# What was appended after the signature.
Later = Literal["nothing", "signatures", "other"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trust:
    """Whose certificates are believed, each as DER or PEM, and when that is asked."""

    roots: tuple[bytes, ...]
    moment: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureState:
    """A signature as it is found.

    `signer` is the name in the certificate, empty where that cannot be read. `claimed` is when the
    signer says to have signed, `stamped` what a time stamp says. `intact` tells that the bytes
    under the signature are those that were signed, `covers_all` that they are the whole file.
    `trusted` is False where that is not known, too.
    """

    signer: str = ""
    claimed: datetime | None = None
    stamped: datetime | None = None
    stamp: Stamp = "absent"
    intact: bool = False
    covers_all: bool = False
    later: Later = "other"
    trusted: bool = False


def signature_states(data: bytes, trust: Trust | None = None) -> tuple[SignatureState, ...]:
    """The signatures of a PDF in the order in which they were made; none where it has none.

    Raises PerfReportError where pyHanko is missing, where the document cannot be read, and for a
    root that is no certificate.
    """
    require_pyhanko()
    roots = _roots(trust)
    try:
        signatures = _signatures(data)
    # A document may have anything anywhere.
    except Exception as error:
        raise PerfReportError("signatures-unreadable", detail=str(error)) from error
    return tuple(finish(_state(each, roots, trust)) for each in signatures)


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


async def _state(signature: Any, roots: list[Any], trust: Trust | None) -> SignatureState:
    """The state of one signature; one that cannot be made sense of does not hold."""
    try:
        moment = trust.moment if trust else None
        status = await _validate(signature, roots, moment)
        # What an authority attests was signed then, whatever has expired since.
        if _stamp(status) == "trusted":
            status = await _validate(signature, roots, status.timestamp_validity.timestamp)
    except Exception:  # noqa: BLE001  # a signature may have anything anywhere
        return SignatureState()
    return _told(status, trusts=bool(roots))


async def _validate(signature: Any, roots: list[Any], moment: datetime | None) -> Any:
    from pyhanko.sign.validation import async_validate_pdf_signature
    from pyhanko.sign.validation.settings import KeyUsageConstraints
    from pyhanko_certvalidator import ValidationContext

    return await async_validate_pdf_signature(
        signature,
        ValidationContext(trust_roots=roots, moment=moment),
        key_usage_settings=KeyUsageConstraints({"digital_signature", "non_repudiation"}),
    )


def _told(status: Any, *, trusts: bool) -> SignatureState:
    from pyhanko.sign.validation.status import SignatureCoverageLevel

    from perf_report.signing.key import subject_name

    stamp, whole = _stamp(status), status.coverage >= SignatureCoverageLevel.ENTIRE_REVISION
    return SignatureState(
        signer=subject_name(status.signing_cert),
        claimed=status.signer_reported_dt,
        stamped=status.timestamp_validity.timestamp if stamp in {"intact", "trusted"} else None,
        stamp=stamp,
        intact=status.intact and status.valid and whole,
        covers_all=status.coverage == SignatureCoverageLevel.ENTIRE_FILE,
        later=_later(status),
        trusted=trusts and status.trusted,
    )


def _stamp(status: Any) -> Stamp:
    found = status.timestamp_validity
    if found is None:
        return "absent"
    if not (found.intact and found.valid):
        return "broken"
    return "trusted" if found.trusted else "intact"


def _later(status: Any) -> Later:
    from pyhanko.sign.diff_analysis import ModificationLevel

    level = status.modification_level
    if level == ModificationLevel.NONE:
        return "nothing"
    harmless = level is not None and level <= ModificationLevel.FORM_FILLING
    return "signatures" if harmless else "other"

"""A signature by PAdES (ETSI EN 319 142): level B-B, or with a time stamp B-T.

It is appended, so that the bytes before it stay as they were. The document stays PDF/A and PDF/UA.
"""

from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes

from perf_report.errors import SourceError
from perf_report.messages import load_catalogue
from perf_report.model.source import Source
from perf_report.model.text import Language
from perf_report.signing.engine import finish
from perf_report.signing.field import add_field
from perf_report.signing.key import subject_name
from perf_report.signing.stamping import Stamper

# PDF/A-3 is PDF 1.7.
_NEWEST = (1, 7)

# Bytes to keep free for a signature beside its certificates, and for a time stamp, which brings
# those of its authority. The library would ask for a stamp just to measure it, and some cost money.
_SIGNATURE_BYTES = 4_000
_STAMP_BYTES = 16_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Signing:
    """Who signs, when, why, and by whom the time is attested."""

    signer: SimpleSigner
    moment: datetime
    reason: str | None = None
    stamper: Stamper | None = None


class _Writer(IncrementalPdfFileWriter):
    """Appends to a document without a word about itself in its metadata.

    They say what the document was made from and by what; signing changes neither.
    """

    def _update_meta(self) -> None:
        pass

    def ensure_output_version(self, version: tuple[int, int]) -> None:
        super().ensure_output_version(min(version, _NEWEST))  # type: ignore[no-untyped-call]


def sign_source(source: Source, signing: Signing, language: Language) -> bytes:
    """A PDF with one signature more; `language` is that of the document.

    Raises PerfReportError if the authority gives no time stamp, SourceError if the document cannot
    be signed.
    """
    try:
        return _sign(source.data, signing, language)
    except (PdfError, SigningError) as error:
        raise SourceError("sign-refused", path=source.name, detail=str(error)) from error


def _sign(data: bytes, signing: Signing, language: Language) -> bytes:
    writer = _Writer(BytesIO(data))
    meta = PdfSignatureMetadata(
        field_name=add_field(writer, _label(signing, language)),
        reason=signing.reason,
        subfilter=SigSeedSubFilter.PADES,
    )
    signer = PdfSigner(meta, signing.signer, timestamper=signing.stamper)
    session = signer.init_signing_session(writer, existing_fields_only=True)
    session.system_time = signing.moment
    document = session.prepare_tbs_document(None, 2 * _room(signing))
    output = BytesIO()
    prepared, _ = document.digest_tbs_document(output=output)
    attributes = PdfCMSSignedAttributes(signing_time=signing.moment)
    finish(document.perform_signature(prepared.document_digest, attributes))
    return output.getvalue()


def _label(signing: Signing, language: Language) -> str:
    signer = subject_name(signing.signer.signing_cert)
    return load_catalogue(language).say("form", "signature", signer=signer)


def _room(signing: Signing) -> int:
    """How many bytes a signature may take."""
    certificates = {
        each.dump() for each in (signing.signer.signing_cert, *signing.signer.cert_registry)
    }
    stamp = _STAMP_BYTES if signing.stamper else 0
    return sum(map(len, certificates)) + _SIGNATURE_BYTES + stamp

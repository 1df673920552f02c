"""Sign PDFs by PAdES (ETSI EN 319 142): level B-B, or B-T with a time stamp.

A signature is an incremental update: the bytes before it stay as they are, and the document stays
PDF/A and PDF/UA.
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
from perf_report.signing.engine import run_coroutine
from perf_report.signing.field import add_field
from perf_report.signing.key import subject_name
from perf_report.signing.stamping import TimeStamper

# PDF/A-3 is based on PDF 1.7.
_MAX_VERSION = (1, 7)

# Bytes to reserve for a signature without its certificates, and for a time stamp with those of its
# authority. The library would request a stamp to measure it, and some cost money.
_SIGNATURE_BYTES = 4_000
_STAMP_BYTES = 16_000


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningConfig:
    """The key that signs, the time, the reason, and the client of a time-stamping authority."""

    signer: SimpleSigner
    moment: datetime
    reason: str | None = None
    stamper: TimeStamper | None = None


class _IncrementalWriter(IncrementalPdfFileWriter):
    """Appends to a document, but does not change its metadata.

    They say what the document was made from and by what, which signing does not change.
    """

    def _update_meta(self) -> None:
        pass

    def ensure_output_version(self, version: tuple[int, int]) -> None:
        super().ensure_output_version(min(version, _MAX_VERSION))  # type: ignore[no-untyped-call]


def sign_source(source: Source, config: SigningConfig, language: Language) -> bytes:
    """Return a PDF with one more signature; `language` is that of the document.

    Raises PerfReportError if the authority gives no time stamp, SourceError if the document cannot
    be signed.
    """
    try:
        return _sign(source.data, config, language)
    except (PdfError, SigningError) as error:
        raise SourceError("sign-refused", path=source.name, detail=str(error)) from error


def _sign(data: bytes, config: SigningConfig, language: Language) -> bytes:
    writer = _IncrementalWriter(BytesIO(data))
    meta = PdfSignatureMetadata(
        field_name=add_field(writer, _label(config, language)),
        reason=config.reason,
        subfilter=SigSeedSubFilter.PADES,
    )
    signer = PdfSigner(meta, config.signer, timestamper=config.stamper)
    session = signer.init_signing_session(writer, existing_fields_only=True)
    session.system_time = config.moment
    document = session.prepare_tbs_document(None, 2 * _signature_size(config))
    output = BytesIO()
    prepared, _ = document.digest_tbs_document(output=output)
    attributes = PdfCMSSignedAttributes(signing_time=config.moment)
    run_coroutine(document.perform_signature(prepared.document_digest, attributes))
    return output.getvalue()


def _label(config: SigningConfig, language: Language) -> str:
    signer = subject_name(config.signer.signing_cert)
    return load_catalogue(language).format("form", "signature", signer=signer)


def _signature_size(config: SigningConfig) -> int:
    """The bytes to reserve for a signature."""
    certificates = {
        each.dump() for each in (config.signer.signing_cert, *config.signer.cert_registry)
    }
    stamp = _STAMP_BYTES if config.stamper else 0
    return sum(map(len, certificates)) + _SIGNATURE_BYTES + stamp

"""Load a signing key with its certificates from a PKCS#12 file."""

from datetime import datetime
from typing import Any

from asn1crypto.pkcs12 import Pfx
from pyhanko.sign.signers import SimpleSigner

from perf_report.errors import PerfReportError, SourceError
from perf_report.model.source import Source

# A key and a chain of certificates take a few kilobytes.
MAX_KEY_BYTES = 1_000_000

# The algorithms of PDF 1.7, on which PDF/A-3 is based; others need PDF 2.0.
_ALGORITHMS = {"rsa", "rsassa_pss", "ec"}

_USAGES = {"digital_signature", "non_repudiation"}


def open_key(source: Source, passphrase: str | None) -> SimpleSigner:
    """Load the key and certificates of a PKCS#12 file.

    Raises SourceError: `key-form` if it is no such file, `key-passphrase` if the passphrase is
    wrong.
    """
    _require_pkcs12(source)
    secret = None if passphrase is None else passphrase.encode()
    try:
        signer: SimpleSigner = SimpleSigner.load_pkcs12_data(source.data, (), secret)
    except ValueError:
        raise SourceError("key-passphrase", path=source.name) from None
    # The library fails so if there is no key or no certificate.
    except (AttributeError, TypeError):
        raise SourceError("key-form", path=source.name) from None
    return signer


def _require_pkcs12(source: Source) -> None:
    """Raise SourceError if a file is not PKCS#12; the library reports a wrong passphrase then."""
    try:
        is_pkcs12 = Pfx.load(source.data, strict=True)["version"].native == "v3"
    except (TypeError, ValueError):
        is_pkcs12 = False
    if not is_pkcs12:
        raise SourceError("key-form", path=source.name)


def check_key(signer: SimpleSigner, moment: datetime) -> None:
    """Raise PerfReportError if signatures of a key would not be valid now."""
    certificate: Any = signer.signing_cert
    name = subject_name(certificate)
    first, last = certificate.not_valid_before, certificate.not_valid_after
    if not first <= moment <= last:
        raise PerfReportError("key-expired", name=name, first=first.date(), last=last.date())
    if certificate.public_key.algorithm not in _ALGORITHMS:
        kind = certificate.public_key.algorithm
        raise PerfReportError("key-algorithm", name=name, algorithm=kind)
    usage = certificate.key_usage_value
    if usage is not None and not usage.native & _USAGES:
        raise PerfReportError("key-usage", name=name)


def subject_name(certificate: Any) -> str:
    """Return the common name of a certificate's subject, or else the whole subject.

    A certificate without a subject has its number for a name, which is never empty.
    """
    name = certificate.subject.native.get("common_name")
    whole = name if isinstance(name, str) else str(certificate.subject.human_friendly)
    return whole.strip() or f"{certificate.serial_number:x}"

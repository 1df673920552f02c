"""The key that signs, with its certificate, from a PKCS#12 file."""

from datetime import datetime
from typing import Any

from asn1crypto.pkcs12 import Pfx
from pyhanko.sign.signers import SimpleSigner

from perf_report.errors import PerfReportError, SourceError
from perf_report.model.source import Source

# Chains of certificates and a key take a few kilobytes.
MAX_KEY_BYTES = 1_000_000

# Others are of PDF 2.0, and PDF/A-3 is PDF 1.7.
_ALGORITHMS = {"rsa", "rsassa_pss", "ec"}

_USAGES = {"digital_signature", "non_repudiation"}


def open_key(source: Source, passphrase: str | None) -> SimpleSigner:
    """The key and certificates of a PKCS#12 file.

    Raises SourceError: `key-form` where it is no such file, `key-passphrase` where the passphrase
    does not open it.
    """
    _refuse_others(source)
    secret = None if passphrase is None else passphrase.encode()
    try:
        signer: SimpleSigner = SimpleSigner.load_pkcs12_data(source.data, (), secret)
    except ValueError:
        raise SourceError("key-passphrase", path=source.name) from None
    # The library does not expect that there is no key, or no certificate.
    except (AttributeError, TypeError):
        raise SourceError("key-form", path=source.name) from None
    return signer


def _refuse_others(source: Source) -> None:
    """Tell what is no PKCS#12 file from one that the passphrase does not open."""
    try:
        is_one = Pfx.load(source.data, strict=True)["version"].native == "v3"
    except (TypeError, ValueError):
        is_one = False
    if not is_one:
        raise SourceError("key-form", path=source.name)


def check_key(signer: SimpleSigner, moment: datetime) -> None:
    """Refuse a key that no one would take a signature from. Raises PerfReportError."""
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
    """Whose a certificate is, in a word."""
    name = certificate.subject.native.get("common_name")
    return name if isinstance(name, str) else str(certificate.subject.human_friendly)

"""Signing: PDFs and a key are read, signed PDFs are written, all or none."""

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from perf_report.errors import OutputError, PerfReportError, SourceError
from perf_report.model.source import Source
from perf_report.model.text import Language
from perf_report.outputs.writer import write_files
from perf_report.parse.source import read_source
from perf_report.pdf_inspect.open_pdf import MAX_PDF_BYTES, open_pdf
from perf_report.signing.engine import require_pyhanko
from perf_report.signing.state import SignatureState, signature_states

if TYPE_CHECKING:
    from perf_report.signing.pades import Signing


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """A signed PDF and its place; `earlier` are those who had signed it before."""

    path: Path
    data: bytes
    earlier: tuple[str, ...]


def open_signing(
    key: Path, passphrase: str | None, moment: datetime, *, tsa: str | None, reason: str | None
) -> "Signing":
    """Who signs, by the key of a PKCS#12 file, and how.

    Raises PerfReportError: `key-passphrase` where the passphrase is another.
    """
    require_pyhanko()
    from perf_report.signing.key import MAX_KEY_BYTES, check_key, open_key
    from perf_report.signing.pades import Signing
    from perf_report.signing.stamping import Stamper

    signer = open_key(read_source(key, MAX_KEY_BYTES), passphrase)
    check_key(signer, moment)
    stamper = Stamper(tsa) if tsa else None
    return Signing(signer=signer, moment=moment, reason=reason, stamper=stamper)


def signed_paths(files: Sequence[Path], output: Path | None, *, force: bool) -> list[Path]:
    """Where the signed files go: beside the others, into a folder, or one to a file.

    Raises OutputError where two would go to the same place, or something is there and may not be
    replaced.
    """
    targets = [_target(file, output, alone=len(files) == 1) for file in files]
    for target, times in Counter(targets).items():
        if times > 1:
            raise OutputError("output-twice", path=target)
    # A signature differs each time, so that nothing that is there is ever the same.
    existing = [str(target) for target in targets if os.path.lexists(target)]
    if existing and not force:
        raise OutputError("output-differs", paths=", ".join(existing))
    return targets


def _target(file: Path, output: Path | None, *, alone: bool) -> Path:
    if output is None:
        return file.with_name(f"{file.stem}.signed{file.suffix}")
    return output if alone and not output.is_dir() else output / file.name


def sign_files(
    files: Sequence[Path], targets: Sequence[Path], signing: "Signing"
) -> Iterator[Signed]:
    """Sign files one by one; nothing is written yet. Raises PerfReportError."""
    from perf_report.signing.pades import sign_source

    for file, target in zip(files, targets, strict=True):
        source = read_source(file, MAX_PDF_BYTES)
        language = _language(source)
        earlier = signature_states(source.data)
        _refuse_broken(file, earlier)
        data = sign_source(source, signing, language)
        _look_again(data, signing)
        yield Signed(path=target, data=data, earlier=tuple(each.signer for each in earlier))


def write_signed(signed: Sequence[Signed]) -> None:
    """Write signed files, all or none. Raises OutputError."""
    write_files({each.path: each.data for each in signed})


def _language(source: Source) -> Language:
    """The language of a document. Raises SourceError for what is no PDF, or none to be signed."""
    with open_pdf(source) as opened:
        return "zh" if str(opened.pdf.Root.get("/Lang", "")).lower().startswith("zh") else "en"


def _refuse_broken(file: Path, states: Sequence[SignatureState]) -> None:
    """A further signature would lend its name to what was altered."""
    for state in states:
        if not state.intact:
            raise SourceError("signature-broken", path=file, signer=state.signer)


def _look_again(data: bytes, signing: "Signing") -> None:
    """See that the new signature holds, before anyone else does."""
    state = signature_states(data)[-1]
    if signing.stamper is not None and state.stamp != "intact":
        raise PerfReportError("tsa-answer", url=signing.stamper.url)
    if not (state.intact and state.covers_all):
        raise AssertionError("a signature must hold when it is made")

"""The use case of `sign`: read PDFs and a key, and write signed PDFs, all or none."""

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
from perf_report.pdf_inspect.incremental_updates import read_signature_fields, read_updates
from perf_report.pdf_inspect.open_pdf import MAX_PDF_BYTES, open_pdf
from perf_report.signing.engine import require_pyhanko
from perf_report.signing.state import SignatureState, signature_states

if TYPE_CHECKING:
    from perf_report.signing.pades import SigningConfig


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedFile:
    """A signed PDF and its path; `earlier` are the signers of its earlier signatures."""

    path: Path
    data: bytes
    earlier: tuple[str, ...]


def open_signing_config(
    key: Path, passphrase: str | None, moment: datetime, *, tsa: str | None, reason: str | None
) -> "SigningConfig":
    """Load the key of a PKCS#12 file, and return the configuration of signatures by it.

    Raises PerfReportError: `key-passphrase` if the passphrase is wrong.
    """
    require_pyhanko()
    from perf_report.signing.key import MAX_KEY_BYTES, check_key, open_key
    from perf_report.signing.pades import SigningConfig
    from perf_report.signing.stamping import TimeStamper

    signer = open_key(read_source(key, MAX_KEY_BYTES), passphrase)
    check_key(signer, moment)
    stamper = TimeStamper(tsa) if tsa else None
    return SigningConfig(signer=signer, moment=moment, reason=reason, stamper=stamper)


def signed_paths(files: Sequence[Path], output: Path | None, *, force: bool) -> list[Path]:
    """Return the paths of signed files: beside the others, in a folder, or a single file's own.

    Raises OutputError if two are the same, or one exists and may not be replaced.
    """
    targets = [_target(file, output, alone=len(files) == 1) for file in files]
    for target, times in Counter(targets).items():
        if times > 1:
            raise OutputError("output-twice", path=target)
    # Signatures differ each time, so that an existing file is never the same.
    existing = [str(target) for target in targets if os.path.lexists(target)]
    if existing and not force:
        raise OutputError("output-differs", paths=", ".join(existing))
    return targets


def _target(file: Path, output: Path | None, *, alone: bool) -> Path:
    if output is None:
        return file.with_name(f"{file.stem}.signed{file.suffix}")
    return output if alone and not output.is_dir() else output / file.name


def sign_files(
    files: Sequence[Path], targets: Sequence[Path], config: "SigningConfig"
) -> Iterator[SignedFile]:
    """Sign files one by one, without writing them. Raises PerfReportError."""
    from perf_report.signing.pades import sign_source

    for file, target in zip(files, targets, strict=True):
        source = read_source(file, MAX_PDF_BYTES)
        language = _inspect(source)
        earlier = signature_states(source.data)
        _refuse_broken(file, earlier)
        data = sign_source(source, config, language)
        _verify(data, config)
        yield SignedFile(path=target, data=data, earlier=tuple(each.signer for each in earlier))


def write_signed(signed: Sequence[SignedFile]) -> None:
    """Write signed files, all or none. Raises OutputError."""
    write_files({each.path: each.data for each in signed})


def _inspect(source: Source) -> Language:
    """The language of a document.

    Raises SourceError if it is no PDF that can be read, has a signature field without a signature,
    or was added to after its last signature: a further one would vouch for that.
    """
    with open_pdf(source) as opened:
        updates = read_updates(opened, read_signature_fields(opened))
        for name in updates.unsigned:
            raise SourceError("signature-absent", path=source.name, name=name)
        if updates.appended:
            raise SourceError("signature-appended", path=source.name)
        return "zh" if str(opened.pdf.Root.get("/Lang", "")).lower().startswith("zh") else "en"


def _refuse_broken(file: Path, states: Sequence[SignatureState]) -> None:
    """Raise SourceError for a broken signature: another one would vouch for altered content."""
    for state in states:
        if not state.intact and not state.signer:
            raise SourceError("signature-nameless", path=file)
        if not state.intact:
            raise SourceError("signature-broken", path=file, signer=state.signer)


def _verify(data: bytes, config: "SigningConfig") -> None:
    """Verify the new signature before it is written."""
    state = signature_states(data)[-1]
    if config.stamper is not None and state.stamp != "intact":
        raise PerfReportError("tsa-answer", url=config.stamper.url)
    if not (state.intact and state.covers_all):
        raise AssertionError("the new signature is not valid")

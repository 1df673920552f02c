"""Read and extend `approvals.yaml`, the changes that reviewers have accepted.

The file is a list under `approvals`: each entry says what it accepts, who gave it, when and why. A
new entry is appended; the rest of the file stays as it is.
"""

from datetime import date
from pathlib import Path
from typing import Any

from perf_report import resources
from perf_report.errors import SettingsError
from perf_report.model.approval import Approval
from perf_report.model.source import Source
from perf_report.parse.data_files import read_data_file, texts_of
from perf_report.parse.document import parse_document
from perf_report.parse.encoding import encode_like
from perf_report.parse.text_edits import EditError, TextEdits
from perf_report.parse.yaml_writer import Indentation, dump_block

_SCHEMA = resources.PACKAGE / "schemas" / "approvals.schema.json"
_KIND = "approvals"

_HEADER = """\
# 评审认可的变动；由 perf-report 的 --approve 写入。
# Changes that reviewers have accepted; written by perf-report with --approve.
"""


def read_approvals(source: Source) -> tuple[Approval, ...]:
    """Return the approvals of a file; a blank one has none.

    Raises SettingsError where it does not have the form of one.
    """
    if not source.data.strip():
        return ()
    _, data = read_data_file(source, _SCHEMA, _KIND, texts_of)
    return tuple(map(_build_approval, data["approvals"] or ()))


def add_approval(source: Source, approval: Approval) -> bytes:
    """Return the bytes of a file, which may be empty, with one more approval at its end.

    Raises SettingsError where the file does not have the form of one, or cannot be added to.
    """
    text = _with_entry(source, len(read_approvals(source)), _approval_data(approval))
    written = Source(name=source.name, data=encode_like(text, source.data))
    read_approvals(written)
    return written.data


def _with_entry(source: Source, count: int, entry: dict[str, Any]) -> str:
    if not source.data.strip():
        return _HEADER + dump_block({"approvals": [entry]}, Indentation())
    try:
        edits = TextEdits(parse_document(source))
        edits.insert(("approvals", count), entry)
        return edits.text()
    except EditError as error:
        raise SettingsError("approvals-style", path=Path(source.name)) from error


def _build_approval(data: Any) -> Approval:
    expires = data.get("expires")
    return Approval(
        **{
            name: data[name] for name in ("fingerprint", "table", "kind", "subject", "reason", "by")
        },
        given=date.fromisoformat(data["given"]),
        expires=date.fromisoformat(expires) if expires else None,
    )


def _approval_data(approval: Approval) -> dict[str, Any]:
    data: dict[str, Any] = {
        "fingerprint": approval.fingerprint,
        "table": approval.table,
        "kind": approval.kind,
        "subject": approval.subject,
        "reason": approval.reason,
        "by": approval.by,
        "given": approval.given.isoformat(),
        "expires": approval.expires.isoformat() if approval.expires else None,
    }
    return {name: value for name, value in data.items() if value is not None}

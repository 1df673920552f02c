"""Read and extend `approvals.yaml`, the changes that reviewers have accepted.

The file is a list under `approvals`: each entry says what it accepts, who gave it, when and why. A
new entry is appended; the rest of the file stays as it is.
"""

import json
from datetime import date
from functools import cache
from typing import Any

import jsonschema_rs

from perf_report import resources
from perf_report.errors import SettingsError
from perf_report.model.approval import Approval
from perf_report.model.source import Source
from perf_report.parse.document import parse_document
from perf_report.parse.encoding import encode_like
from perf_report.parse.nodes import Mapping, Node, Sequence
from perf_report.parse.text_edits import EditError, TextEdits
from perf_report.parse.yaml_writer import Indentation, dump_block

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
    document = parse_document(source)
    if document.problems or not document.is_complete or document.root is None:
        problem = document.problems[0] if document.problems else None
        line = problem.span.line if problem else 1
        raise SettingsError("approvals-form", path=source.name, detail=f"line {line}")
    data = _texts(document.root)
    error = next(_validator().iter_errors(data), None)
    if error is not None:
        place = ".".join(str(step) for step in error.instance_path) or "approvals"
        raise SettingsError("approvals-form", path=source.name, detail=f"{place}: {error.message}")
    return tuple(_build_approval(source, entry) for entry in data["approvals"] or ())


def _texts(node: Node) -> Any:
    """What a node holds, every value as it is written: a fingerprint may look like a number."""
    if isinstance(node, Mapping):
        return {key: _texts(item) for key, item in node.items.items()}
    if isinstance(node, Sequence):
        return [_texts(item) for item in node.items]
    return None if node.value() is None else node.text


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
        raise SettingsError("approvals-form", path=source.name, detail="approvals") from error


def _build_approval(source: Source, data: Any) -> Approval:
    expires = data.get("expires")
    return Approval(
        **{
            name: data[name] for name in ("fingerprint", "table", "kind", "subject", "reason", "by")
        },
        given=_build_date(source, "given", data["given"]),
        expires=_build_date(source, "expires", expires) if expires else None,
    )


def _build_date(source: Source, key: str, text: str) -> date:
    """The date of a text. Raises SettingsError for the year 0, which the schema allows."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        detail = f"{key}: {text}"
        raise SettingsError("approvals-form", path=source.name, detail=detail) from error


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


@cache
def _validator() -> jsonschema_rs.Draft202012Validator:
    path = resources.PACKAGE / "schemas" / "approvals.schema.json"
    return jsonschema_rs.Draft202012Validator(json.loads(path.read_bytes()), validate_formats=True)

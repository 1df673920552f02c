"""`approvals.yaml`: the changes that reviewers have accepted, read and added to.

The file is a list under `approvals`, made for people: each entry says what it accepts, who gave it,
when and why. A new entry is put at the end, and what stands before it stays as it is.
"""

import io
import json
import re
import textwrap
from datetime import date
from functools import cache
from typing import Any

import jsonschema_rs
from ruamel.yaml import YAML

from perf_report import resources
from perf_report.errors import SettingsError
from perf_report.model.approval import Approval
from perf_report.model.source import Source
from perf_report.parse.document import parse_document
from perf_report.parse.encoding import encode_like
from perf_report.parse.nodes import Mapping, Node, Sequence

_HEADER = """\
# 评审认可的变动；由 perf-report diff --approve 写入。
# Changes that reviewers have accepted; written by perf-report diff --approve.
approvals:
"""

# Wide enough that no reason is ever folded.
_WIDTH = 1_000_000

_EMPTY = re.compile(r"^approvals:[ ]*(?:\[[ ]*\]|~|null)?[ ]*(?:#.*)?\n?\Z", re.MULTILINE)
_ITEM = re.compile(r"^([ ]*)- ", re.MULTILINE)


def read_approvals(source: Source) -> tuple[Approval, ...]:
    """The approvals of a file; a blank one has none.

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
    return tuple(_build_approval(entry) for entry in data["approvals"] or ())


def _texts(node: Node) -> Any:
    """What a node holds, every value as it is written: a fingerprint may look like a number."""
    if isinstance(node, Mapping):
        return {key: _texts(item) for key, item in node.items.items()}
    if isinstance(node, Sequence):
        return [_texts(item) for item in node.items]
    return None if node.value() is None else node.text


def add_approval(source: Source, approval: Approval) -> bytes:
    """The bytes of a file, which may be empty, with one more approval at its end.

    Raises SettingsError where the file does not have the form of one.
    """
    read_approvals(source)
    text = source.data.decode("utf-8-sig").replace("\r\n", "\n")
    before = _EMPTY.sub("approvals:\n", text) if text.strip() else _HEADER
    item = _ITEM.search(before)
    indent = item[1] if item else "  "
    after = f"{before.rstrip()}\n{textwrap.indent(_entry(approval), indent)}"
    written = Source(name=source.name, data=encode_like(after, source.data))
    read_approvals(written)
    return written.data


def _entry(approval: Approval) -> str:
    yaml = YAML()
    yaml.width = _WIDTH
    yaml.allow_unicode = True
    stream = io.StringIO()
    yaml.dump([_approval_data(approval)], stream)
    return stream.getvalue()


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
        "given": approval.given,
        "expires": approval.expires,
    }
    return {name: value for name, value in data.items() if value is not None}


@cache
def _validator() -> jsonschema_rs.Draft202012Validator:
    path = resources.PACKAGE / "schemas" / "approvals.schema.json"
    return jsonschema_rs.Draft202012Validator(json.loads(path.read_bytes()), validate_formats=True)

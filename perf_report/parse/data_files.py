"""Read the YAML files of a project that are no specs: frameworks, libraries, approvals.

What is wrong with one stops the command, and the error holds the finding that says what and where.
"""

import json
from collections.abc import Callable, Iterable
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Protocol, TypeVar

import jsonschema_rs

from perf_report.errors import SettingsError
from perf_report.model.finding import Finding, LocatedFinding, Severity, Term
from perf_report.model.source import Source
from perf_report.parse.document import Document, parse_document, parse_mended_document
from perf_report.parse.nodes import Mapping, Node, Sequence
from perf_report.parse.problem import FILE_START
from perf_report.parse.schema_formats import FORMATS
from perf_report.parse.yaml_files import list_yaml_files

# Findings about a whole file; their help speaks of specs.
_WHOLE_FILE = frozenset({"yaml-empty", "yaml-other-file", "file-too-large"})


class HasId(Protocol):
    """What has an id."""

    @property
    def id(self) -> str:
        """The id."""


_WithId = TypeVar("_WithId", bound=HasId)


def values_of(node: Node) -> Any:
    """Return what a node holds."""
    return node.value()


def texts_of(node: Node) -> Any:
    """Return what a node holds, every value as it is written."""
    if isinstance(node, Mapping):
        return {key: texts_of(item) for key, item in node.items.items()}
    if isinstance(node, Sequence):
        return [texts_of(item) for item in node.items]
    return None if node.value() is None else node.text


def read_data_file(
    source: Source, schema: Path, kind: str, read: Callable[[Node], Any] = values_of
) -> tuple[Document, Any]:
    """Return the document of a file and its data, which have the form of a schema.

    Raises SettingsError for the first thing that is wrong. `kind` is what the file is to be:
    `framework`, `form`, `library` or `approvals`.
    """
    document = parse_document(source)
    if document.root is not None and document.is_complete and not document.has_error:
        data = read(document.root)
        if compiled_schema(schema).is_valid(data) and not _has_wrong_whole(document, schema, read):
            return document, data
    mended = parse_mended_document(source) if document.lines else None
    document = mended or document
    raise_first(_errors_of_form(document), kind)
    raise_first(_errors_of_data(document, schema, read), kind)
    raise_first([document.locate(Finding(rule="yaml-empty", span=FILE_START))], kind)
    raise AssertionError(source.name)


def load_by_id(
    folders: Iterable[Path], read: Callable[[Path], _WithId], kind: str
) -> dict[str, _WithId]:
    """Return what the YAML files of folders hold, by id; a later folder goes before an earlier one.

    Raises SettingsError where two files of a folder have one id, and what `read` raises.
    """
    things: dict[str, _WithId] = {}
    for folder in folders:
        found: dict[str, Path] = {}
        for path in list_yaml_files(folder):
            thing = read(path)
            other = found.setdefault(thing.id, path)
            if other != path:
                word = Term("word", f"data-{kind}")
                raise SettingsError("data-twice", path=path, other=other, id=thing.id, kind=word)
            things[thing.id] = thing
    return things


def raise_first(findings: Iterable[LocatedFinding], kind: str) -> None:
    """Raise SettingsError for the first of the findings by place, if there is any."""
    first = min(findings, key=lambda each: each.sort_key, default=None)
    if first is not None:
        raise SettingsError(
            "data-file" if first.finding.rule in _WHOLE_FILE else "data-form",
            path=Path(first.file),
            line=first.span.line,
            problem=first.finding,
            kind=Term("word", f"data-{kind}"),
            shape=Term("word", f"shape-{kind}"),
        )


def _errors_of_form(document: Document) -> list[LocatedFinding]:
    found = document.located_problems()
    return [located for located in found if located.finding.severity is Severity.ERROR]


def _errors_of_data(
    document: Document, schema: Path, read: Callable[[Node], Any]
) -> Iterable[LocatedFinding]:
    if document.root is None:
        return ()
    from perf_report.parse.schema_errors import explain_schema_errors

    data = read(document.root)
    return map(document.locate, explain_schema_errors(document.root, data, None, schema))


def _has_wrong_whole(document: Document, schema: Path, read: Callable[[Node], Any]) -> bool:
    """Whether a number such as 2.0 stands for an integer, as which the compiled validator takes it.

    The other one is slow, so that it looks at files with such numbers alone.
    """
    is_suspect = document.root is not None and _has_whole_decimal(read(document.root))
    return is_suspect and any(True for _ in _errors_of_data(document, schema, read))


def _has_whole_decimal(data: Any) -> bool:
    if isinstance(data, dict):
        return any(map(_has_whole_decimal, data.values()))
    if isinstance(data, list):
        return any(map(_has_whole_decimal, data))
    return isinstance(data, Decimal) and data == data.to_integral_value()


@cache
def compiled_schema(schema: Path) -> jsonschema_rs.Draft202012Validator:
    """Return the validator that says whether data have the form of a schema, and no more."""
    text = schema.read_text("utf-8")
    return jsonschema_rs.Draft202012Validator(
        json.loads(text), validate_formats=True, formats=FORMATS
    )

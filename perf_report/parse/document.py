"""Parse YAML into nodes with positions, and locate routes in the file."""

from collections.abc import Iterator
from collections.abc import Mapping as ReadOnly
from dataclasses import dataclass, field, replace

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from perf_report.model.finding import (
    Finding,
    LocatedFinding,
    Severity,
    Span,
    Term,
)
from perf_report.model.route import Route
from perf_report.model.source import Source
from perf_report.parse import encoding, syntax_hints
from perf_report.parse.node_builder import NodeBuilder
from perf_report.parse.nodes import Mapping, Node, Scalar, child, walk_scalars
from perf_report.parse.problem import FILE_START, Problem, make_problem
from perf_report.parse.source import MAX_BYTES
from perf_report.parse.typing_slips import MendedText, column_in_file, mend_slips

# What is said of files that are no text, beside what is said of all.
_OTHER_FILES = {
    "file-pdf": "yaml-other-file-pdf",
    "file-packed": "yaml-other-file-packed",
    "file-archive": "yaml-other-file-packed",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A parsed source: its lines, its root node if any, and problems of its form.

    `more` is how many problems there are beyond the first MAX_FINDINGS of a kind, which are in
    `problems`. `is_complete` is False if the nodes are not all that the file means, because of a
    syntax error, an alias or a merge key. `is_cut` is True if the parser gave up before the end.

    `slips` are full-width marks that were read as the half-width ones that were meant; `inserted`
    are the columns by line that the file does not have. Marks of nodes and the spans of
    `problems` count these columns; `span_of` and the located findings do not. `raw` is the text
    with the invisible characters for which the lines have visible ones, if there are any.
    """

    name: str
    lines: tuple[str, ...]
    root: Node | None
    problems: tuple[Problem, ...]
    is_complete: bool
    more: int = 0
    is_cut: bool = False
    slips: tuple[Problem, ...] = ()
    inserted: ReadOnly[int, tuple[int, ...]] = field(default_factory=dict)
    raw: str = ""

    @property
    def has_error(self) -> bool:
        """Whether a problem leaves in doubt what the file says."""
        problems = (*self.slips, *self.problems)
        return self.is_cut or any(item.finding.severity is Severity.ERROR for item in problems)

    def locate(self, finding: Finding) -> LocatedFinding:
        """Return a finding with the span of the file that its route leads to."""
        span = finding.span or self.span_of(finding.route, on_key=finding.on_key)
        subject = self._subject(finding.route)
        return LocatedFinding(finding=finding, file=self.name, span=span, subject=subject)

    def _subject(self, route: Route) -> str:
        steps, node = [], self.root
        for step in route:
            node = child(node, step) if node else None
            id_ = node.items.get("id") if isinstance(node, Mapping) else None
            is_named = isinstance(step, int) and isinstance(id_, Scalar)
            steps.append(id_.text if is_named and isinstance(id_, Scalar) else str(step))
        return ".".join(steps)

    def located_problems(self) -> list[LocatedFinding]:
        """Return the problems of the file's form as findings."""
        read = [(item.finding, self._in_file(item.span)) for item in self.problems]
        slips = [(item.finding, item.span) for item in self.slips]
        return [
            LocatedFinding(finding=finding, file=self.name, span=span)
            for finding, span in (*slips, *read)
        ]

    def span_of(self, route: Route, *, on_key: bool = False) -> Span:
        """Return the span of a scalar, or of the key of a collection, as far as the route leads."""
        node, span = self.root, FILE_START
        for depth, step in enumerate(route, start=1):
            below = child(node, step) if node else None
            if node is None or below is None:
                break
            marks_key = not isinstance(below, Scalar) or (on_key and depth == len(route))
            if isinstance(node, Mapping) and marks_key:
                span = node.keys[str(step)].span
            else:
                span = _first_line(below.marks.span, self.lines)
            node = below
        return self._in_file(span)

    def _in_file(self, span: Span) -> Span:
        """The span without the columns that the file does not have."""
        if not self.inserted:
            return span
        return replace(
            span,
            column=column_in_file(span.column, self.inserted.get(span.line, ())),
            end_column=column_in_file(span.end_column, self.inserted.get(span.end_line, ())),
        )


def parse_document(source: Source) -> Document:
    """Return the document of a source; never raises, whatever the bytes are."""
    other = encoding.describe_other_file(source.data)
    if other:
        message = _OTHER_FILES.get(other, "")
        finding = Finding(
            rule="yaml-other-file", message=message, arguments={"kind": Term("word", other)}
        )
        return _unreadable(source.name, [Problem(finding=finding, span=FILE_START)])
    if len(source.data) > MAX_BYTES:
        return _unreadable(source.name, [make_problem("file-too-large", FILE_START)])
    decoded = encoding.decode(source.data)
    text, problems, *_ = decoded
    if not text.strip():
        return _unreadable(source.name, problems or [make_problem("yaml-empty", FILE_START)])
    conflicts = syntax_hints.find_conflicts(text)
    if conflicts:
        return _unreadable(source.name, conflicts)
    return _parse(source.name, decoded, MendedText(text=text, problems=(), inserted={}))


def parse_mended_document(source: Source) -> Document | None:
    """Return the document of a source with its slips of typing mended; None if it has none."""
    decoded = encoding.decode(source.data)
    mended = mend_slips(decoded.text)
    return _parse(source.name, decoded, mended) if mended.problems else None


def _parse(name: str, decoded: encoding.Decoded, mended: MendedText) -> Document:
    text, problems, more, raw = decoded
    builder = NodeBuilder(list(problems), more)
    try:
        builder.build(YAML(typ="safe").parse(mended.text))
    except YAMLError as error:
        builder.is_complete, builder.is_cut = False, True
        problem = syntax_hints.explain_syntax_error(error, mended.text)
        explained = syntax_hints.is_explained(problem, [*mended.problems, *problems])
        builder.problems += [] if explained else [problem]
    return Document(
        name=name,
        lines=tuple(text.split("\n")),
        root=builder.root,
        problems=tuple(builder.problems),
        is_complete=builder.is_complete and builder.root is not None,
        more=builder.more,
        is_cut=builder.is_cut,
        slips=mended.problems,
        inserted=mended.inserted,
        raw=raw,
    )


def _unreadable(name: str, problems: list[Problem]) -> Document:
    return Document(name=name, lines=(), root=None, problems=tuple(problems), is_complete=False)


def _first_line(span: Span, lines: tuple[str, ...]) -> Span:
    """The span cut to its first line, which is all that a message shows."""
    if span.end_line == span.line:
        return span
    end = len(lines[span.line - 1]) + 1 if span.line <= len(lines) else span.column
    return Span(line=span.line, column=span.column, end_line=span.line, end_column=end)


def scalars(document: Document) -> Iterator[tuple[Route, Scalar]]:
    """Yield every scalar of a document with its route."""
    if document.root is not None:
        yield from walk_scalars(document.root)

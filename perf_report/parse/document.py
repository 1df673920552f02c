"""Parse YAML into nodes with positions, and locate routes in the file.

The parser's events are read one by one, without recursion, so that deep nesting, anchors and second
documents are refused at once.
"""

from collections.abc import Iterator
from collections.abc import Mapping as ReadOnly
from dataclasses import dataclass, field, replace
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml import events as yaml_events
from ruamel.yaml.error import YAMLError

from perf_report.model.finding import (
    MAX_FINDINGS,
    Finding,
    LocatedFinding,
    Severity,
    Span,
    Term,
)
from perf_report.model.route import Route
from perf_report.model.source import Source
from perf_report.parse import encoding, syntax_hints
from perf_report.parse.nodes import Mapping, Marks, Node, Scalar, Sequence, child, walk_scalars
from perf_report.parse.problem import Problem
from perf_report.parse.source import MAX_BYTES
from perf_report.parse.typing_slips import MendedText, column_in_file, mend_slips

# The deepest value of the schema is 8 levels down.
MAX_DEPTH = 32

# The values, lists and mappings of a spec, keys included; a table of 79 indicators has 2,000.
MAX_NODES = 200_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A parsed source: its lines, its root node if any, and problems of its form.

    `more` is how many problems there are beyond the first MAX_FINDINGS of a kind, which are in
    `problems`. `is_complete` is False if the nodes are not all that the file means, because of a
    syntax error, an alias or a merge key. `is_cut` is True if the parser gave up before the end.

    `slips` are full-width marks that were read as the half-width ones that were meant; `inserted`
    are the columns by line that the file does not have. Marks of nodes and the spans of
    `problems` count these columns; `span_of` and the located findings do not.
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
        node, span = self.root, _START
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


_START = Span(line=1, column=1, end_line=1, end_column=1)


def parse_document(source: Source) -> Document:
    """Return the document of a source; never raises, whatever the bytes are."""
    other = encoding.describe_other_file(source.data)
    if other:
        message = "yaml-other-file-pdf" if other == "file-pdf" else ""
        finding = Finding(
            rule="yaml-other-file", message=message, arguments={"kind": Term("word", other)}
        )
        return _unreadable(source.name, [Problem(finding=finding, span=_START)])
    if len(source.data) > MAX_BYTES:
        return _unreadable(source.name, [_problem("file-too-large", _START)])
    decoded = encoding.decode(source.data)
    text, problems, _ = decoded
    if not text.strip():
        return _unreadable(source.name, problems or [_problem("yaml-empty", _START)])
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
    text, problems, more = decoded
    builder = _Builder(list(problems), more)
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
    )


def _unreadable(name: str, problems: list[Problem]) -> Document:
    return Document(name=name, lines=(), root=None, problems=tuple(problems), is_complete=False)


def _problem(rule: str, span: Span, **arguments: object) -> Problem:
    return Problem(finding=Finding(rule=rule, arguments=arguments), span=span)


class _StopReadingError(Exception):
    """Raised to skip the rest of the file."""


class _Builder:
    """Builds nodes from parser events, without recursion."""

    def __init__(self, problems: list[Problem], more: int) -> None:
        self.root: Node | None = None
        self.problems = problems
        self.more = more
        self._most = len(problems) + MAX_FINDINGS
        self._nodes = 0
        self.is_complete = True
        self.is_cut = False
        self._stack: list[Sequence | Mapping] = []
        self._keys: list[tuple[str, Marks] | None] = []
        self._documents = 0

    def build(self, events: Iterator[Any]) -> None:
        """Read events, up to one after which the rest is skipped."""
        try:
            for event in events:
                self._read_event(event)
        except _StopReadingError:
            self.is_complete, self.is_cut = False, True
        if self.is_complete and self.root is None:
            self.problems.append(_problem("yaml-empty", _START))

    def _read_event(self, event: Any) -> None:
        self._nodes += isinstance(event, yaml_events.NodeEvent)
        if self._nodes > MAX_NODES:
            self._refuse_size(_marks(event))
        if isinstance(event, yaml_events.ScalarEvent):
            self._report_properties(event)
            self._add(self._scalar(event.value, _marks(event), plain=not event.style))
        elif isinstance(event, yaml_events.CollectionStartEvent):
            self._report_properties(event)
            self._open(event)
        elif isinstance(event, yaml_events.CollectionEndEvent):
            self._close()
        elif isinstance(event, yaml_events.AliasEvent):
            self._report("yaml-anchor", _marks(event), name=f"*{event.anchor}")
            self.is_complete = False
            self._add(Scalar(text="", plain=False, marks=_marks(event)))
        elif isinstance(event, yaml_events.DocumentStartEvent):
            self._start_document(_marks(event))

    def _start_document(self, marks: Marks) -> None:
        self._documents += 1
        if self._documents > 1:
            self._report("yaml-second-document", marks)
            raise _StopReadingError

    def _refuse_size(self, marks: Marks) -> None:
        """Report the size alone, and skip the rest: such a file is no spec."""
        self.problems = [_problem("yaml-size", marks.span, most=MAX_NODES)]
        self.more, self.root = 0, None
        raise _StopReadingError

    def _report(self, rule: str, marks: Marks, **arguments: object) -> None:
        if len(self.problems) < self._most:
            self.problems.append(_problem(rule, marks.span, **arguments))
        else:
            self.more += 1

    def _report_properties(self, event: Any) -> None:
        if event.anchor is not None:
            self._report("yaml-anchor", _marks(event), name=f"&{event.anchor}")
        if event.tag:
            self._report("yaml-tag", _marks(event), tag=str(event.tag))

    def _scalar(self, text: str, marks: Marks, *, plain: bool) -> Scalar:
        if plain and syntax_hints.is_odd_number(text):
            self._report("yaml-number", marks, text=text)
        # `decode` checks plain text; only quotes can write a character by its number.
        invisible = None if plain else encoding.find_invisible(text)
        if invisible:
            name = encoding.describe_character(invisible)
            self._report("yaml-character", marks, character=name)
        return Scalar(text=text, plain=plain, marks=marks)

    def _open(self, event: Any) -> None:
        if len(self._stack) >= MAX_DEPTH:
            self._report("yaml-nesting", _marks(event), depth=MAX_DEPTH)
            raise _StopReadingError
        is_mapping = isinstance(event, yaml_events.MappingStartEvent)
        node = Mapping(_marks(event)) if is_mapping else Sequence(_marks(event))
        if self._expects_key():
            self._report("yaml-complex-key", _marks(event))
            raise _StopReadingError
        self._add(node)
        self._stack.append(node)
        self._keys.append(None)

    def _close(self) -> None:
        self._stack.pop()
        self._keys.pop()

    def _expects_key(self) -> bool:
        return bool(self._stack) and isinstance(self._stack[-1], Mapping) and not self._keys[-1]

    def _add(self, node: Node) -> None:
        if not self._stack:
            self.root = node
            return
        parent = self._stack[-1]
        if isinstance(parent, Sequence):
            parent.items.append(node)
        elif self._keys[-1] is None:
            self._read_key(parent, node)
        else:
            key, marks = self._keys[-1]
            self._keys[-1] = None
            if key not in parent.items:
                parent.keys[key] = marks
                parent.items[key] = node

    def _read_key(self, parent: Mapping, node: Node) -> None:
        text = node.text if isinstance(node, Scalar) else ""
        if text == "<<":
            self._report("yaml-merge-key", node.marks)
            self.is_complete = False
        elif text in parent.keys:
            first = parent.keys[text].span.line
            self._report("yaml-duplicate-key", node.marks, key=text, first=first)
        self._keys[-1] = (text, node.marks)


def _marks(event: Any) -> Marks:
    return Marks(event.start_mark, event.end_mark)


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

"""Build nodes from the events of a YAML parser, and report what a spec may not have.

The events are read one by one, without recursion, so that deep nesting, anchors and second
documents are refused at once.
"""

from collections.abc import Iterator
from typing import Any

from ruamel.yaml import events as yaml_events

from perf_report.model.finding import MAX_FINDINGS, Finding
from perf_report.parse import encoding, syntax_hints
from perf_report.parse.nodes import Mapping, Marks, Node, Scalar, Sequence
from perf_report.parse.problem import FILE_START, Problem, make_problem

# The deepest value of the schema is 8 levels down.
MAX_DEPTH = 32

# The values, lists and mappings of a spec, keys included; a table of 79 indicators has 2,000.
MAX_NODES = 200_000

# The keys of money, below which `yaml-number` speaks of amounts.
_MONEY = frozenset({"funds", "budget"})


class _StopReadingError(Exception):
    """Raised to skip the rest of the file."""


class NodeBuilder:
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
        # The key of each open mapping or list; empty in a list.
        self._names: list[str] = []
        self._documents = 0

    def build(self, events: Iterator[Any]) -> None:
        """Read events, up to one after which the rest is skipped."""
        try:
            for event in events:
                self._read_event(event)
        except _StopReadingError:
            self.is_complete, self.is_cut = False, True
        if self.is_complete and self.root is None:
            self.problems.append(make_problem("yaml-empty", FILE_START))

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
        self.problems = [make_problem("yaml-size", marks.span, most=MAX_NODES)]
        self.more, self.root = 0, None
        raise _StopReadingError

    def _key(self) -> str:
        """The key of the value that comes next; empty in a list."""
        key = self._keys[-1] if self._keys else None
        return key[0] if key else ""

    def _report(self, rule: str, marks: Marks, message: str = "", **arguments: object) -> None:
        if len(self.problems) < self._most:
            finding = Finding(rule=rule, message=message, arguments=arguments)
            self.problems.append(Problem(finding=finding, span=marks.span))
        else:
            self.more += 1

    def _report_properties(self, event: Any) -> None:
        if event.anchor is not None:
            self._report("yaml-anchor", _marks(event), name=f"&{event.anchor}")
        if event.tag:
            self._report("yaml-tag", _marks(event), tag=str(event.tag))

    def _scalar(self, text: str, marks: Marks, *, plain: bool) -> Scalar:
        if plain and syntax_hints.is_odd_number(text):
            self._report("yaml-number", marks, self._number_message(), text=text)
        # `decode` checks plain text; only quotes can write a character by its number.
        invisible = None if plain else encoding.find_invisible(text)
        if invisible:
            name = encoding.describe_character(invisible)
            self._report("yaml-character", marks, character=name)
        return Scalar(text=text, plain=plain, marks=marks, is_target=self._is_target())

    def _number_message(self) -> str:
        """The message for a number that comes next: an amount stands under a key of money."""
        if self._names[-1:] and self._names[-1] in _MONEY:
            return "yaml-number"
        return "yaml-number-weight" if self._key() == "weight" else "yaml-number-plain"

    def _is_target(self) -> bool:
        """Whether the value that comes next is a target, or that of a baseline."""
        above = self._keys[-2] if len(self._keys) > 1 else None
        is_baseline = above is not None and above[0] == "baseline"
        return self._key() == ("value" if is_baseline else "target")

    def _open(self, event: Any) -> None:
        if len(self._stack) >= MAX_DEPTH:
            self._report("yaml-nesting", _marks(event), depth=MAX_DEPTH)
            raise _StopReadingError
        is_mapping = isinstance(event, yaml_events.MappingStartEvent)
        node = Mapping(_marks(event)) if is_mapping else Sequence(_marks(event))
        if self._expects_key():
            self._report("yaml-complex-key", _marks(event))
            raise _StopReadingError
        self._names.append(self._key())
        self._add(node)
        self._stack.append(node)
        self._keys.append(None)

    def _close(self) -> None:
        self._stack.pop()
        self._keys.pop()
        self._names.pop()

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

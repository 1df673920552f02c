"""Editing a file in place: it then reads as the edited data, and no other line has changed."""

import copy
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from paths import EXAMPLES, REAL_SPEC
from sampling import tries

from perf_report.model.route import Route
from perf_report.model.source import Source
from perf_report.parse.document import Document, parse_document
from perf_report.parse.nodes import Mapping, Node, Scalar, Sequence, child
from perf_report.parse.text_edits import EditError, TextEdits
from perf_report.parse.yaml_writer import Indentation, dump_block

EVERY_LAYOUT = """\
# top c1
format: 1  # c2

year:      2025   # c3
department:  # c4
    code: 'it''s'  # c5
    # c6
    name: {zh: "甲\\t乙", en: a}  # c7

    note: |  # c8
        one
          # no comment

        two

    keep: |+
        one

    folded: >-
        one
        two  three

        four
    plain: one
        two # c9
    quoted: "one
        two"  # c10
nothing:  # c11
list:  # c12
# c13
- a  # c14
# c15
-   b  # c16

# c17
- "c"  # c18
# c19
# c20
deep:
  # c21
  -   id: x  # c22
      # c23
      tags: [a, 'b' ,  c]  # c24
      # c25
  -
      id: y
      none: []  # c26
      empty: {}
      items:
          - {k: 1.50, l: [1, 2]}   # c27
          - - p
            - q  # c28
  # c29
flow: {a: 1,  # c30
  b: {c: 2},  # c31
  # c32
  d: 3,
}  # c33
brackets: [
  one,  # c34

  # c35
  two, three
]
# c36
last: { x: 1 }
# c37
"""


@dataclass
class Edited:
    """A document and its data, edited side by side.

    `touched` are lines that may change; `joined` those that may get another lead, because they
    come to stand behind a dash, or stood there.
    """

    document: Document
    edits: TextEdits
    data: Any
    touched: set[int] = field(default_factory=set)
    joined: set[int] = field(default_factory=set)
    is_moved: bool = False


def source(text: str) -> Source:
    return Source(name="spec.yaml", data=text.encode())


def open_edits(text: str) -> Edited:
    document = parse_document(source(text))
    assert document.root is not None
    assert not document.problems
    return Edited(document, TextEdits(document), copy.deepcopy(document.root.value()))


def routes(node: Node, route: Route = ()) -> Iterator[Route]:
    """The routes of all nodes but the root."""
    steps: Any = []
    if isinstance(node, Mapping):
        steps = node.items.items()
    elif isinstance(node, Sequence):
        steps = enumerate(node.items)
    for step, below in steps:
        yield (*route, step)
        yield from routes(below, (*route, step))


def at(node: Node | None, route: Route) -> Node:
    for step in route:
        node = child(node, step) if node else None
    assert node is not None
    return node


def data_at(data: Any, route: Route) -> Any:
    for step in route:
        data = data[step]
    return data


def lines_of(document: Document, route: Route) -> set[int]:
    """The lines, from 0, of a node and of the key or dash before it; written with marks alone."""
    node, holder = at(document.root, route), at(document.root, route[:-1])
    marks = [node.marks, *(at(document.root, below).marks for below in below_(node, route))]
    first = holder.keys[str(route[-1])].start.line if isinstance(holder, Mapping) else None
    last = max(mark.end.line - (mark.end.column == 0 and mark.end.line > 0) for mark in marks)
    first = marks[0].start.line if first is None else first
    lines = document.lines
    while (
        isinstance(holder, Sequence)
        and not is_flow(document, holder)
        and not (re.match(r" *(- +)*-", lines[first]))
    ):
        first -= 1
    while is_flow(document, node) and not is_closed(lines[first : last + 1]):
        last += 1
    return set(range(first, last + 1))


def is_closed(lines: tuple[str, ...]) -> bool:
    """Whether all brackets that open on these lines close on them; quotes hold none here."""
    code = "".join(re.sub(r"(^|\s)#.*", "", line) for line in lines)
    return sum(map(code.count, "[{")) <= sum(map(code.count, "]}"))


def below_(node: Node, route: Route) -> list[Route]:
    return [(*route, *below) for below in routes(node)]


def is_flow(document: Document, node: Node) -> bool:
    start = node.marks.start
    return not isinstance(node, Scalar) and document.lines[start.line][start.column] in "[{"


def key_line(document: Document, route: Route) -> set[int]:
    return {min(lines_of(document, route))} if route else set()


def replace(edited: Edited, route: Route, value: Any) -> None:
    edited.edits.replace(route, value)
    data_at(edited.data, route[:-1])[route[-1]] = value
    edited.touched |= lines_of(edited.document, route)


def remove(edited: Edited, route: Route) -> None:
    edited.edits.remove(route)
    holder = route[:-1]
    del data_at(edited.data, holder)[route[-1]]
    edited.touched |= lines_of(edited.document, route) | touched_holder(edited, holder)
    if not data_at(edited.data, holder):
        edited.touched |= key_line(edited.document, holder)


def insert(edited: Edited, holder: Route, number: int, value: Any) -> None:
    data = data_at(edited.data, holder)
    place = number % (len(data) + 1)
    edited.touched |= touched_holder(edited, holder)
    if isinstance(data, list):
        edited.edits.insert((*holder, place), value)
        data.insert(place, value)
    else:
        edited.edits.insert((*holder, "new"), value, before=place)
        entries = list(data.items())
        data.clear()
        data.update([*entries[:place], ("new", value), *entries[place:]])


def move(edited: Edited, holder: Route, one: int, other: int) -> None:
    data = data_at(edited.data, holder)
    index, place = one % len(data), other % (len(data) + 1)
    edited.edits.move((*holder, index), place)
    edited.touched |= touched_holder(edited, holder)
    edited.is_moved = True
    item = data.pop(index)
    data.insert(place - (place > index), item)


def touched_holder(edited: Edited, holder: Route) -> set[int]:
    """The lines of a collection in brackets; the one before the entries of any other.

    If its first entry stands behind a dash, so may another.
    """
    node = at(edited.document.root, holder)
    if not holder:
        return set()
    if is_flow(edited.document, node):
        return lines_of(edited.document, holder)
    assert not isinstance(node, Scalar)
    steps = range(len(node.items)) if isinstance(node, Sequence) else node.items
    firsts = key_line(edited.document, holder)
    lines = {min(lines_of(edited.document, (*holder, step))) for step in steps}
    edited.joined |= lines if firsts & lines else set()
    return firsts if firsts & lines or not steps else set()


def is_list(edited: Edited, route: Route) -> bool:
    return isinstance(data_at(edited.data, route), list)


values = st.one_of(
    st.sampled_from(["a", "≥17台", "a, b: c", "'", '"', "#", "- x", "true", "a\nb\n", "", "乙 #"]),
    st.sampled_from([17, True, None, Decimal("1.50"), "2025-12-31"]),
    st.sampled_from([{"zh": "甲", "en": "a, b"}, ["x", "y: z"], {}, [], {"id": "n", "l": [{}]}]),
)  # fmt: skip
numbers = st.integers(0, 10_000)
edits_ = st.tuples(
    st.sampled_from(["replace", "remove", "insert", "move"]), numbers, numbers, values
)


def apply(edited: Edited, kind: str, number: int, other: int, value: Any) -> bool:
    """Make one edit that the numbers choose; whether there was a place for it."""
    root = edited.document.root
    assert root is not None
    every = list(routes(root))
    if kind in {"insert", "move"}:
        holders = [(), *(route for route in every if not isinstance(at(root, route), Scalar))]
        holders = [route for route in holders if kind == "insert" or is_list(edited, route)]
        holders = [route for route in holders if kind == "insert" or data_at(edited.data, route)]
        if not holders:
            return False
        holder = holders[number % len(holders)]
        (insert if kind == "insert" else move)(
            edited, holder, other, value if kind == "insert" else number
        )
        return True
    route = every[number % len(every)]
    if kind == "replace":
        replace(edited, route, value)
    else:
        remove(edited, route)
    return True


def check(edited: Edited, text: str) -> None:
    """The text reads as the data, and each line that the edit did not touch is still there."""
    document = parse_document(source(text))
    assert document.root is not None, text
    assert document.root.value() == edited.data
    may_change = edited.touched | edited.joined
    lines = [line for n, line in enumerate(edited.document.lines) if n not in may_change]
    found = text.split("\n")
    joined = {
        edited.document.lines[number].lstrip(" -") for number in edited.joined - edited.touched
    }
    assert joined <= {line.lstrip(" -") for line in found}
    if edited.is_moved:
        assert all(found.count(line) >= lines.count(line) for line in lines)
    else:
        rest = iter(found)
        assert all(line in rest for line in lines), text


texts = st.sampled_from(
    [EVERY_LAYOUT, REAL_SPEC.read_text("utf-8")]
    + [path.read_text("utf-8") for path in sorted((EXAMPLES / "valid").glob("*.yaml"))[:6]]
)


@settings(max_examples=tries(60), deadline=None, derandomize=True)
@given(texts, edits_)
def test_an_edit_changes_what_it_names_and_no_other_line(
    text: str, edit: tuple[str, int, int, Any]
) -> None:
    edited = open_edits(text)
    if apply(edited, *edit):
        check(edited, edited.edits.text())


@pytest.mark.parametrize("kind", ["replace", "remove", "insert", "move"])
@pytest.mark.parametrize("value", ["a\nb\n", {"zh": "甲", "en": "a, b"}], ids=["text", "mapping"])
def test_every_place_of_every_layout_can_be_edited(kind: str, value: Any) -> None:
    places = len(list(routes(at(open_edits(EVERY_LAYOUT).document.root, ()))))
    for number in range(places if kind in {"replace", "remove"} else 16):
        for other in range(1 if kind in {"replace", "remove"} else 4):
            edited = open_edits(EVERY_LAYOUT)
            assert apply(edited, kind, number, other, value)
            check(edited, edited.edits.text())


nested = st.recursive(
    st.sampled_from(["a", "甲：乙", "a: b", 17, None, True, Decimal("1.50"), "x\ny"]),
    lambda below: st.one_of(
        st.lists(below, max_size=3),
        st.dictionaries(st.sampled_from(["id", "zh", "en", "k"]), below, max_size=3),
    ),
    max_leaves=12,
)
indentations = st.builds(
    Indentation,
    mapping=st.sampled_from([2, 4]),
    dash=st.sampled_from([0, 2, 3]),
    item=st.sampled_from([2, 4]),
)


@settings(max_examples=tries(150), deadline=None, derandomize=True)
@given(st.dictionaries(st.sampled_from("abcd"), nested, min_size=1), indentations, edits_)
def test_any_data_can_be_edited(
    data: dict[str, Any], indentation: Indentation, edit: tuple[str, int, int, Any]
) -> None:
    lines = dump_block(data, indentation).splitlines()
    text = "".join(f"{line}  # c{number}\n" for number, line in enumerate(lines))
    edited = open_edits(text)
    if apply(edited, *edit):
        check(edited, edited.edits.text())


# What is done to a file, and what becomes of it.
EXAMPLES_OF_EDITS = {
    "a comment above a removed item stays": (
        "l:\n  # all\n  - a\n\n  # b\n  - b  # behind\n  # c\n  - c\n",
        lambda edits: edits.remove(("l", 1)),
        "l:\n  # all\n  - a\n\n  # b\n  # c\n  - c\n",
    ),
    "a comment that accepts a finding of a removed item goes": (
        (
            "l:\n  # perf-report: allow x -- y\n\n  # all\n  - a\n"
            "  # perf-report: allow z -- y\n  - b\n"
        ),
        lambda edits: edits.remove(("l", 0)),
        "l:\n  # perf-report: allow x -- y\n\n  # all\n  # perf-report: allow z -- y\n  - b\n",
    ),
    "a comment right above the first item, too": (
        "l:\n  # perf-report: allow x -- y\n  - a\n  - b\n",
        lambda edits: edits.remove(("l", 0)),
        "l:\n  - b\n",
    ),
    "a new item does not come between another and its comment": (
        "l:\n  - a  # behind\n  # of b\n  - b\n",
        lambda edits: edits.insert(("l", 1), "new"),
        "l:\n  - a  # behind\n  - new\n  # of b\n  - b\n",
    ),
    "a new first item, neither": (
        "l:\n  # of a\n  - a\n",
        lambda edits: edits.insert(("l", 0), "new"),
        "l:\n  - new\n  # of a\n  - a\n",
    ),
    "a new first entry of the file stands below what is said of the file": (
        "# of the file\n# perf-report: allow x -- y\na: 1\n",
        lambda edits: edits.insert(("new",), 2, before=0),
        "# of the file\nnew: 2\n# perf-report: allow x -- y\na: 1\n",
    ),
    "the last item goes, and the list stays": (
        "l:  # list\n  # of a\n  - a\n",
        lambda edits: edits.remove(("l", 0)),
        "l: []  # list\n  # of a\n",
    ),
    "an empty list gets its lines": (
        "a: 1\nl: []  # list\n",
        lambda edits: (edits.insert(("l", 0), {"id": "x"}), edits.insert(("l", 0), "y")),
        "a: 1\nl:  # list\n  - id: x\n  - y\n",
    ),
    "so does a key without a value": (
        "l:  # list\na: 1",
        lambda edits: (edits.insert(("l", 0), "x"), edits.replace(("a",), 2)),
        "l:  # list\n  - x\na: 2",
    ),
    "a moved item takes along what is said of it": (
        "l:\n  - id: a  # a\n    b: 1\n\n  # of c\n  - id: c\n    d: [1,\n      2]\n# end\n",
        lambda edits: (edits.move(("l", 1), 0), edits.replace(("l", 1, "d", 0), 3)),
        "l:\n\n  # of c\n  - id: c\n    d: [3,\n      2]\n  - id: a  # a\n    b: 1\n# end\n",
    ),
    "a removed item takes along its own edits": (
        "l: [a, {b: 1}, c]\n",
        lambda edits: (edits.replace(("l", 1, "b"), 2), edits.remove(("l", 1))),
        "l: [a, c]\n",
    ),
    "texts keep their quotes and blocks": (
        "a: 'x'\nb: \"x\"\nc: |  # c\n   x\nd: >-\n  x\n  y\ne: x\n",
        lambda edits: [
            edits.replace(("a",), "it's"), edits.replace(("b",), 'y"'),
            edits.replace(("c",), "one\n\ntwo\n"), edits.replace(("d",), "one two"),
            edits.replace(("e",), "a: b"),
        ],
        "a: 'it''s'\nb: \"y\\\"\"\nc: |  # c\n   one\n\n   two\nd: >-\n  one two\ne: 'a: b'\n",
    ),
    "what a block cannot hold is quoted": (
        "a: |-\n  x\nb: >\n  x\n",
        lambda edits: (edits.replace(("a",), "x\n"), edits.replace(("b",), "x\ny\n")),
        'a: "x\\n"\nb: "x\\ny\\n"\n',
    ),
    "a word becomes a mapping and a mapping a word": (
        "a: ≥17台  # a\nb:  # b\n  zh: 甲\n  en: a\nc: {d: 1}\n",
        lambda edits: [
            edits.replace(("a",), {"zh": "甲", "en": "a, b"}), edits.replace(("b",), "≥17台"),
            edits.replace(("c",), "x"),
        ],
        "a: {zh: 甲, en: 'a, b'}  # a\nb: ≥17台  # b\nc: x\n",
    ),
    "a comment behind an entry": (
        "a: 'x\n  y' # old\nb: {c: 1, d: 2}\n",
        lambda edits: [edits.comment(route, "# new") for route in [("a",), ("b", "c"), ("b", "d")]],
        "a: 'x\n  y'  # new  # old\nb: {c: 1, d: 2}  # new\n",
    ),
}  # fmt: skip


@pytest.mark.parametrize("example", EXAMPLES_OF_EDITS.values(), ids=EXAMPLES_OF_EDITS)
def test_a_file_is_edited_as_a_person_would(example: tuple[str, Any, str]) -> None:
    before, edit, after = example
    edits = TextEdits(parse_document(source(before)))
    edit(edits)
    assert edits.text() == after


@pytest.mark.parametrize("text", ["? a\n: 1\nb: 2\n", "? a\n: 1\n"])
def test_an_edit_that_would_spoil_the_file_is_refused(text: str) -> None:
    edits = TextEdits(parse_document(source(text)))
    edits.insert(("new",), 1, before=0)
    with pytest.raises(EditError):
        edits.text()


@pytest.mark.parametrize("text", ["", "a: [", "a: *b\n"])
def test_what_is_no_sound_document_is_not_edited(text: str) -> None:
    with pytest.raises(EditError):
        TextEdits(parse_document(source(text)))


@pytest.mark.parametrize("route", [("b",), ("a", 0), ("l", 2), ("l", 0, "x")])
def test_a_route_that_leads_nowhere_is_an_error(route: Route) -> None:
    edits = TextEdits(parse_document(source("a: 1\nl: [1, 2]\n")))
    with pytest.raises(KeyError):
        edits.replace(route, 1)
    with pytest.raises(KeyError):
        edits.remove(route)


def test_equal_values_are_written_out_and_never_shared() -> None:
    amount, text = Decimal("1.50"), {"zh": "甲"}
    assert dump_block({"a": [amount, amount], "b": [text, text]}, Indentation()) == (
        "a:\n  - 1.50\n  - 1.50\nb:\n  - zh: 甲\n  - zh: 甲\n"
    )

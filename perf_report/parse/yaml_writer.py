"""From a plan to YAML: a fresh file, or a person's file with only the changed values replaced.

Rewriting goes through ruamel.yaml's round trip, which keeps comments, order and quoting. Amounts
are handled as the text that stands in the file, so that `396.60` never becomes `396.6`.
"""

import io
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.constructor import RoundTripConstructor
from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import ScalarNode
from ruamel.yaml.representer import RoundTripRepresenter
from ruamel.yaml.scalarstring import DoubleQuotedScalarString, ScalarString

from perf_report.model.money import format_amount
from perf_report.model.plan import Plan
from perf_report.model.plan_data import Data, plan_data
from perf_report.model.route import Route
from perf_report.model.source import Source
from perf_report.model.target import parse_quantity
from perf_report.model.text import LANGUAGES
from perf_report.parse.document import parse_document, scalars

MODELINE = "# yaml-language-server: $schema=../schema.json\n"

# Wide enough that no text is ever folded: one text is one line, and so is its change.
_WIDTH = 1_000_000
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_FLOAT_TAG = "tag:yaml.org,2002:float"


class WrittenNumber(Decimal):
    """A decimal that remembers how the file writes it."""

    __slots__ = ("written",)
    written: str


class WrittenText(str):  # noqa: SLOT000  # each carries its tag
    """A plain scalar that other readers of YAML take for a whole number or a time, as written."""

    tag: str


class _Constructor(RoundTripConstructor):
    """Reads decimals exactly."""

    def construct_written(self, node: ScalarNode) -> WrittenNumber | str:
        if not re.fullmatch(r"[-+]?[0-9]*\.?[0-9]*", node.value):
            return str(node.value)
        number = WrittenNumber(node.value)
        number.written = node.value
        return number

    def construct_text(self, node: ScalarNode) -> WrittenText:
        text = WrittenText(node.value)
        text.tag = str(node.tag)
        return text


class _Representer(RoundTripRepresenter):
    """Writes decimals as they were written, or with the form's two decimals when they are new."""

    def represent_written(self, number: WrittenNumber) -> Any:
        return self.represent_scalar(_FLOAT_TAG, number.written)

    def represent_same(self, text: WrittenText) -> Any:
        return self.represent_scalar(text.tag, str(text))

    def represent_text(self, text: str) -> Any:
        # YAML 1.2 has no dates: a date is a text that needs no quotes.
        if _DATE.fullmatch(text):
            return self.represent_scalar("tag:yaml.org,2002:timestamp", text)
        return self.represent_str(text)

    def represent_decimal(self, number: Decimal) -> Any:
        return self.represent_scalar(_FLOAT_TAG, format_amount(number))


_Constructor.add_constructor(_FLOAT_TAG, _Constructor.construct_written)
for _tag in ("int", "timestamp"):
    _Constructor.add_constructor(f"tag:yaml.org,2002:{_tag}", _Constructor.construct_text)
_Representer.add_representer(WrittenText, _Representer.represent_same)
_Representer.add_representer(WrittenNumber, _Representer.represent_written)
_Representer.add_representer(str, _Representer.represent_text)
_Representer.add_representer(Decimal, _Representer.represent_decimal)


def dump_plan(plan: Plan) -> str:
    """The plan as a fresh YAML file."""
    return MODELINE + _dump(_yaml(), plan_data(plan))


def rewrite_plan(text: str, plan: Plan) -> str:
    """A person's file with what differs from `plan` replaced, and all else as it was.

    `text` must be a spec that loads without findings. Comments, key order and quoting stay;
    items of a list are matched by their id.
    """
    yaml = _yaml()
    yaml.indent(**_indentation(text))
    tree = yaml.load(text)
    _merge_mapping(tree, plan_data(plan))
    return _dump(yaml, tree)


def replace_texts(text: str, texts: Mapping[Route, str]) -> str | None:
    """A person's file with the scalars at these routes replaced, and all else as it was.

    None where that cannot be had: the round trip would touch anything else, or its result would
    not read as it should. Such a file is left for a person to change.
    """
    for quote in (False, True):
        rewritten = _replace(text, texts, quote=quote)
        if rewritten is None or _reads_as(rewritten, texts):
            return rewritten
    return None


def _replace(text: str, texts: Mapping[Route, str], *, quote: bool) -> str | None:
    yaml = _yaml()
    yaml.indent(**_indentation(text))
    try:
        tree = yaml.load(text)
    except (YAMLError, ValueError):
        # The round trip's parser is stricter than the one that found nothing wrong.
        return None
    if _dump(yaml, tree) != text:
        return None
    for (*above, last), new in texts.items():
        holder = tree
        for step in above:
            holder = holder[step]
        old = holder[last]
        plain = DoubleQuotedScalarString(new) if quote else new
        holder[last] = type(old)(new) if isinstance(old, ScalarString) else plain
    return _dump(yaml, tree)


def _reads_as(text: str, texts: Mapping[Route, str]) -> bool:
    """Whether the file parses and says these texts at these routes."""
    document = parse_document(Source(name="", data=text.encode()))
    written = {route: node.text for route, node in scalars(document)}
    return document.is_complete and all(written.get(route) == new for route, new in texts.items())


def _yaml() -> YAML:
    yaml = YAML(typ="rt")
    yaml.Constructor = _Constructor
    yaml.Representer = _Representer
    yaml.preserve_quotes = True
    yaml.width = _WIDTH
    yaml.allow_unicode = True
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml


def _indentation(text: str) -> dict[str, int]:
    """How the file indents: ruamel.yaml writes one indentation throughout."""
    mapping = re.search(r"^[a-z_]+:[ ]*(?:#.*)?\n(?:[ ]*#.*\n)*([ ]+)[a-z_]+:", text, re.MULTILINE)
    item = re.search(r"^[a-z_]+:[ ]*(?:#.*)?\n(?:[ ]*#.*\n)*([ ]*)-([ ]+)", text, re.MULTILINE)
    offset = len(item[1]) if item else 2
    return {
        "mapping": len(mapping[1]) if mapping else 2,
        "sequence": offset + 1 + (len(item[2]) if item else 1),
        "offset": offset,
    }


def _dump(yaml: YAML, data: Any) -> str:
    stream = io.StringIO()
    yaml.dump(data, stream)
    return stream.getvalue()


def _merge_mapping(tree: CommentedMap, data: Data) -> None:
    """Make the tree say what the data says, touching only what differs."""
    for key in [key for key in tree if key not in data]:
        # A default that the file spells out is not in the data, and is not a difference.
        if key != "languages" or tree[key] != list(LANGUAGES):
            del tree[key]
    previous = -1
    for key, value in data.items():
        if key in tree:
            tree[key] = _merged(tree[key], value)
            previous = list(tree).index(key)
        else:
            previous += 1
            tree.insert(previous, key, value)


def _merged(old: Any, new: Any) -> Any:
    if isinstance(old, CommentedMap) and isinstance(new, dict):
        _merge_mapping(old, new)
        return old
    if isinstance(old, CommentedSeq) and isinstance(new, list):
        _merge_sequence(old, new)
        return old
    if _same(old, new):
        return old
    if isinstance(old, ScalarString) and isinstance(new, str):
        return type(old)(new)
    return new


def _merge_sequence(tree: CommentedSeq, data: list[Any]) -> None:
    """Items are matched by id; an item without one is matched by its value."""
    by_id = {item["id"]: item for item in tree if isinstance(item, CommentedMap) and "id" in item}
    merged = []
    for index, value in enumerate(data):
        old = by_id.get(value["id"]) if isinstance(value, dict) and "id" in value else None
        if old is None and not isinstance(value, dict) and index < len(tree):
            old = tree[index]
        merged.append(value if old is None else _merged(old, value))
    if len(merged) != len(tree) or any(
        new is not old for new, old in zip(merged, tree, strict=True)
    ):
        tree[:] = merged


def _same(old: Any, new: Any) -> bool:
    """Whether the file already says this value, perhaps in other characters (＝ for =)."""
    if isinstance(old, bool) or isinstance(new, bool):
        return old is new
    if isinstance(new, int | Decimal):
        return isinstance(old, WrittenNumber | WrittenText) and Decimal(old) == new
    if isinstance(old, str) and isinstance(new, str):
        return old == new or _normal_target(old) == new
    return bool(old == new)


def _normal_target(text: str) -> str | None:
    quantity = parse_quantity(text)
    return quantity.printed if quantity else None

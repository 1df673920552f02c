"""Tables of the keys that a schema allows, with what each takes and means."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, reduce
from operator import getitem
from pathlib import Path
from typing import Any

from reference_words import Words, address, anchor, code, flow, heading, table, titled

Schema = Mapping[str, Any]
# The longest example, in characters.
_LONGEST = 44
# What is told of a part of another schema.
_OWN = ("title", "description", "type", "enum", "const", "minimum", "maximum", "examples")
_BRANCHES = ("then", "else")
_ALTERNATIVES = ("oneOf", "anyOf", "allOf")


def read_schema(path: Path) -> Schema:
    """Read a schema, with its figures as they are written."""
    schema: Schema = _without_others(_read(path), path.parent)
    return schema


def _read(path: Path) -> Any:
    return json.loads(path.read_text("utf-8"), parse_float=Decimal)


def _without_others(part: Any, folder: Path) -> Any:
    """A part with what another schema has in place of the references to it, without its keys."""
    if isinstance(part, list):
        return [_without_others(each, folder) for each in part]
    if not isinstance(part, dict):
        return part
    name, _, route = str(part.get("$ref", "")).partition("#")
    if not name.startswith("urn:"):
        return {key: _without_others(each, folder) for key, each in part.items()}
    other = _read(folder / f"{name.split(':')[2]}.schema.json")
    found = reduce(getitem, route.split("/")[1:], other)
    while "$ref" in found:
        found = {**reduce(getitem, found["$ref"].split("/")[1:], other), **_told(found)}
    return {**_told(found), **_told(part)}


def _told(part: Schema) -> dict[str, Any]:
    """What a part tells by itself."""
    return {key: part[key] for key in _OWN if key in part}


@dataclass(frozen=True, kw_only=True)
class SchemaTables:
    """The keys of a schema in one language.

    `conditions` tell when the branches `then` and `else` of the schema apply. `prefix` begins the
    headings and the addresses of keys, where several schemas are on a page.
    """

    schema: Schema
    words: Words
    conditions: Mapping[str, str]
    prefix: str = ""
    level: int = 2
    # The word for what is always there.
    needed: str = "required"

    def lines(self) -> Iterator[str]:
        """The tables: of the whole, then of each part that is defined by itself."""
        yield from self._table(self.schema, self.prefix and f"{self.prefix}.")
        for name in self._parts:
            yield heading(self._heading(name), self.level)
            part = self.schema["$defs"][name]
            if text := self._text(part, "description", "\n"):
                yield f"{text}\n"
            yield from self._table(part, f"{self.prefix and f'{self.prefix}.'}{name}.")

    @cached_property
    def _parts(self) -> list[str]:
        """The parts that have keys of their own."""
        defined = self.schema.get("$defs", {})
        return [name for name, each in defined.items() if keys_of(each)]

    def _heading(self, name: str) -> str:
        lead = " ".join(filter(None, (self.prefix, self._title(name))))
        return titled(lead, name)

    def _title(self, name: str) -> str:
        """The title of a part: its own, or that of the first list of such parts."""
        part = self.schema["$defs"][name]
        lists = (each for each in _walk(self.schema) if _is_list_of(each, name))
        return self._text(part if "title" in part else next(lists, {}), "title", " / ")

    def _text(self, part: Schema, key: str, separator: str) -> str:
        return self.words.one(part.get(key, ""), separator)

    def _table(self, part: Schema, place: str) -> Iterator[str]:
        head = [self.words[name] for name in ("key", "value", "meaning")]
        return table(head, self._rows(part, "", place))

    def _rows(self, part: Schema, lead: str, place: str) -> Iterator[tuple[str, str, str]]:
        for key, each in keys_of(part).items():
            name = f"{lead}{key}"
            needed = self._needed(part, key)
            what = self._kind(each, refined(part, key))
            value = self.words["separator"].join(filter(None, (needed, what, self._example(each))))
            yield f"{anchor(place + name)}`{name}`", value, self._meaning(each)
            for more, within in inner(each):
                yield from self._rows(within, f"{name}{more}.", place)

    def _needed(self, part: Schema, key: str) -> str:
        """Whether a key has to be there."""
        if key in part.get("required", ()):
            return self.words[self.needed]
        branches = [each for each in _BRANCHES if key in part.get(each, {}).get("required", ())]
        if branches and part is not self.schema:
            return self.words[self.needed]
        told = (self.conditions[branch] for branch in branches if branch in self.conditions)
        return next((self.words["then_required"].format(each) for each in told), "")

    def _meaning(self, part: Schema) -> str:
        named = part if {"title", "description"} & set(part) else self._resolved(part)
        title = self._text(named, "title", " / ")
        return self.words.sentence(title, self._text(self._by_itself(part), "description", "\n"))

    def _by_itself(self, part: Schema) -> Schema:
        """A part with what it refers to, unless that is described in a place of its own."""
        return part if _name(part) in self._parts else self._resolved(part)

    def _example(self, part: Schema) -> str:
        whole = self._by_itself(part)
        is_told = any(key in whole for key in ("enum", "const")) or whole.get("type") == "boolean"
        for example in () if is_told else whole.get("examples", ()):
            if len(flow(example)) <= _LONGEST:
                return f"{self.words['examples']} {code(flow(example))}"
        return ""

    def _resolved(self, part: Schema) -> Schema:
        """A part together with what it refers to, over which its own words take precedence."""
        while "$ref" in part:
            named = reduce(getitem, part["$ref"].split("/")[1:], self.schema)
            part = {**named, **{key: each for key, each in part.items() if key != "$ref"}}
        return part

    def _kind(self, part: Schema, more: Schema | None = None) -> str:
        """What a value is: its type and its limits, or a link to the part that describes it."""
        kinds = list(dict.fromkeys(filter(None, self._kinds(part))))
        if more is not None:
            kinds += [kind for kind in dict.fromkeys(self._links(more)) if kind not in kinds]
        return self.words.either(kinds)

    def _kinds(self, part: Schema) -> Iterator[str]:
        name = _name(part)
        if name in self._parts:
            yield self._link(name)
            return
        part = self._resolved(part)
        for alternative in (each for key in _ALTERNATIVES for each in part.get(key, ())):
            yield from self._kinds(alternative)
        types = part.get("type", ())
        for type_ in [types] if isinstance(types, str) else types:
            yield from self._kinds_of(type_, branch_of(part, type_))
        if not types:
            yield self._choices(part)

    def _kinds_of(self, type_: str, part: Schema) -> Iterator[str]:
        """What a value of a type is."""
        if "$ref" in part:
            yield from self._kinds(part)
        elif type_ == "array":
            items = part.get("items", {})
            inside = self._kind(items)
            yield self.words["list_of"].format(inside) if inside else self.words["list"]
        elif type_ == "object":
            yield self._mapping(part)
        else:
            kind = self._choices(part) or self.words.kind(part.get("x-message", ""))
            limits = self._limits(part) if type_ in {"integer", "number"} else ""
            yield kind or self.words[{"string": "text"}.get(type_, type_)] + limits

    def _mapping(self, part: Schema) -> str:
        values = [part.get("additionalProperties"), *part.get("patternProperties", {}).values()]
        inside = next((self._kind(each) for each in values if isinstance(each, dict)), "")
        return self.words["mapping_of"].format(inside) if inside else self.words["mapping"]

    def _choices(self, part: Schema) -> str:
        chosen = part["enum"] if "enum" in part else [part["const"]] if "const" in part else []
        return self.words.listed(code(flow(each)) for each in chosen)

    def _limits(self, part: Schema) -> str:
        low, high = part.get("minimum"), part.get("maximum")
        if low is not None and high is not None:
            return self.words["range"].format(low, high)
        if low is not None:
            return self.words["least"].format(low)
        return "" if high is None else self.words["most"].format(high)

    def _links(self, part: Schema) -> Iterator[str]:
        """The parts that a refinement of a key refers to."""
        name = _name(part)
        if name in self._parts:
            yield self._link(name)
        for key in ("items", "additionalProperties", *_BRANCHES):
            if isinstance(part.get(key), dict):
                yield from self._links(part[key])
        for each in part.get("x-refinements", ()):
            yield from self._links(each)

    def _link(self, name: str) -> str:
        return f"[{self._title(name) or code(name)}](#{address(self._heading(name))})"


def _name(part: Schema) -> str:
    """The name of what a part refers to."""
    return str(part.get("$ref", "")).rpartition("/")[2]


def _walk(part: Any) -> Iterator[Schema]:
    """A part and every part within it."""
    if isinstance(part, dict):
        yield part
    for each in part.values() if isinstance(part, dict) else part if isinstance(part, list) else ():
        yield from _walk(each)


def _is_list_of(part: Schema, name: str) -> bool:
    items = part.get("items")
    return isinstance(items, dict) and items.get("$ref") == f"#/$defs/{name}" and "title" in part


def keys_of(part: Schema) -> dict[str, Schema]:
    """The keys of a part, with those of its branches and of its alternatives."""
    found = dict(part.get("properties", {}))
    others = (*(part[branch] for branch in _BRANCHES if branch in part), *part.get("oneOf", ()))
    for other in others:
        for key, each in keys_of(other).items():
            found.setdefault(key, each)
    return found


def refined(part: Schema, key: str) -> Schema | None:
    """What the branches of a part add on one of its keys."""
    added = [
        part[branch]["properties"][key]
        for branch in _BRANCHES
        if key in part.get(branch, {}).get("properties", {})
    ]
    return {"x-refinements": added} if added else None


def branch_of(part: Schema, type_: str) -> Schema:
    """What a part says of a value of a type, where it allows several."""
    condition = part.get("if", {}).get("type")
    if condition is None:
        return part
    branch: Schema = part.get("then" if condition == type_ else "else", {})
    return branch_of(branch, type_) if "if" in branch else {**branch, **_own(part, branch)}


def _own(part: Schema, branch: Schema) -> Schema:
    return {key: part[key] for key in ("enum", "x-message") if key in part and key not in branch}


def inner(part: Schema) -> Iterator[tuple[str, Schema]]:
    """The keys below a key, that are written in its place: its own, or those of its items."""
    if "$ref" in part:
        return
    if keys_of(part):
        yield "", part
    for key, more in (("items", "[]"), ("additionalProperties", ".*")):
        if isinstance(part.get(key), dict):
            yield from ((f"{more}{rest}", each) for rest, each in inner(part[key]))

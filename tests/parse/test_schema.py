"""schema.json: valid, described in both languages, closed, and in step with the model."""

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from cases import for_each
from hypothesis import example, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from paths import SMALL_SPEC
from sampling import tries

from perf_report import resources
from perf_report.messages import describe_finding, load_catalogue
from perf_report.model.money import parse_amount
from perf_report.model.source import Source
from perf_report.parse.document import parse_document
from perf_report.parse.frameworks import load_frameworks
from perf_report.parse.load import load_plan
from perf_report.parse.nodes import Mapping, Node, Scalar, Sequence
from perf_report.parse.source import read_source

SCHEMA: dict[str, Any] = json.loads(resources.schema_path().read_text("utf-8"), parse_float=Decimal)
SMALL = (SMALL_SPEC).read_text("utf-8")
VALIDATOR = Draft202012Validator(SCHEMA)

many = settings(max_examples=tries(200), deadline=None, derandomize=True)


def subschemas(schema: Any, path: str = "#") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every schema inside a schema with its place."""
    yield path, schema
    for table in ("properties", "$defs"):
        for name, below in schema.get(table, {}).items():
            yield from subschemas(below, f"{path}/{table}/{name}")
    # A condition on keys that are declared beside it declares none.
    conditions = {"if", "then", "else"} if "properties" in schema else set()
    for keyword in ("if", "then", "else", "items", "contains", "propertyNames"):
        if keyword in schema and keyword not in conditions:
            yield from subschemas(schema[keyword], f"{path}/{keyword}")
    if isinstance(schema.get("additionalProperties"), dict):
        yield from subschemas(schema["additionalProperties"], f"{path}/additionalProperties")


def properties() -> list[tuple[str, dict[str, Any]]]:
    """Every declared key with its schema."""
    found = [
        (f"{path}/{name}", below)
        for path, schema in subschemas(SCHEMA)
        for name, below in schema.get("properties", {}).items()
    ]
    assert len(found) > 50
    return found


def resolved(schema: dict[str, Any]) -> dict[str, Any]:
    """A schema with what it refers to behind it."""
    while "$ref" in schema:
        name = schema["$ref"].removeprefix("#/$defs/")
        schema = SCHEMA["$defs"][name] | {k: v for k, v in schema.items() if k != "$ref"}
    return schema


def is_leaf(schema: dict[str, Any]) -> bool:
    """Whether a value of this schema is one thing and not a table of declared keys."""
    return "properties" not in schema and "items" not in schema


PROPERTIES = properties()
each_property = for_each("schema", [schema for _, schema in PROPERTIES])


# --- The schema by itself ---


def test_the_schema_is_valid() -> None:
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    Draft202012Validator.check_schema(SCHEMA)


def test_every_reference_leads_somewhere_and_every_definition_is_used() -> None:
    references = set(re.findall(r'"#/\$defs/([a-z-]+)"', json.dumps(SCHEMA, default=str)))
    assert references == SCHEMA["$defs"].keys()


@each_property
def test_every_key_has_a_title_in_both_languages(schema: dict[str, Any]) -> None:
    chinese, english = resolved(schema)["title"].split(" / ")
    assert re.search("[\u4e00-\u9fff]", chinese)
    assert english.isascii()


@each_property
def test_every_key_is_described_in_both_languages(schema: dict[str, Any]) -> None:
    chinese, english = resolved(schema)["description"].split("\n")
    assert re.search("[\u4e00-\u9fff]", chinese)
    assert chinese.endswith("。")
    # Chinese may be named in the English line only as the form's own signs.
    assert not re.search("[\u4e00-\u9fff]", english)
    assert english.endswith(".")


@each_property
def test_every_leaf_has_examples(schema: dict[str, Any]) -> None:
    whole = resolved(schema)
    assert whole.get("examples") or not is_leaf(whole)


def test_every_example_is_valid_where_it_stands() -> None:
    count = 0
    for path, schema in subschemas(SCHEMA):
        for number, value in enumerate(schema.get("examples", [])):
            inner = {**schema, "$defs": SCHEMA["$defs"], "$schema": SCHEMA["$schema"]}
            errors = [error.message for error in Draft202012Validator(inner).iter_errors(value)]
            assert errors == [], (path, number)
            count += 1
    assert count > 50


def test_every_table_of_keys_is_closed() -> None:
    tables = [(path, schema) for path, schema in subschemas(SCHEMA) if "properties" in schema]
    assert len(tables) > 8
    for path, schema in tables:
        assert schema["additionalProperties"] is False, path


def test_the_categories_of_the_examples_are_those_of_the_frameworks() -> None:
    examples = SCHEMA["$defs"]["indicator"]["properties"]["category"]["examples"]
    known = {id_ for each in load_frameworks([]).values() for id_ in each.category_ids()}
    assert set(examples) == known
    assert set(SCHEMA["properties"]["framework"]["examples"]) == load_frameworks([]).keys()


def test_every_keyword_that_can_fail_has_words() -> None:
    explained = {"type", "additionalProperties", "required", "pattern", "format"}
    silent = {"if", "then", "else", "items", "properties", "propertyNames", "patternProperties"}
    annotations = {
        "$schema",
        "$id",
        "$defs",
        "$ref",
        "title",
        "description",
        "examples",
        "x-message",
    }
    for path, schema in subschemas(SCHEMA):
        for keyword in schema.keys() - explained - silent - annotations:
            own = schema.get("x-message") in {"amount", "weight", "date-form"}
            for language in ("zh", "en"):
                words = load_catalogue(language).tables
                id_ = schema["x-message"] if own else f"wrong-value-{keyword}"
                assert id_ in words["finding"], path
                assert id_ in words["help"], path


def test_every_pattern_names_its_message() -> None:
    for path, schema in subschemas(SCHEMA):
        if "pattern" in schema:
            assert schema["x-message"] in load_catalogue("en").tables["finding"], path


# --- Nothing undeclared ---


def mappings(node: Node, route: str = "") -> Iterator[tuple[str, Mapping]]:
    if isinstance(node, Mapping):
        yield route, node
        for key, below in node.items.items():
            yield from mappings(below, f"{route}.{key}")
    elif isinstance(node, Sequence):
        for index, below in enumerate(node.items):
            yield from mappings(below, f"{route}[{index}]")


def with_unknown_key(text: str, mapping: Mapping) -> str:
    """The text with one more key before the first of a mapping."""
    first = min(
        (marks.span for marks in mapping.keys.values()), key=lambda span: (span.line, span.column)
    )
    lines = text.splitlines(keepends=True)
    line, column = lines[first.line - 1], first.column - 1
    own = mapping.marks.span
    is_flow = own.column != first.column or own.line != first.line
    is_braced = is_flow and line[:column].rstrip(" ").endswith("{")
    lead = "" if line[:column].strip() in {"", "-"} else line[:column]
    indent = " " * column
    put = "undeclared: 1, " if is_braced else f"undeclared: 1\n{indent if lead == '' else lead}"
    lines[first.line - 1] = line[:column] + put + line[column:]
    return "".join(lines)


def test_an_undeclared_key_is_found_in_every_mapping_of_the_real_spec(real_spec: Path) -> None:
    text = real_spec.read_text("utf-8")
    root = parse_document(read_source(real_spec)).root
    assert root is not None
    # One mapping of each kind and place is enough: the tables of a list are all alike.
    places: dict[str, Mapping] = {}
    for route, mapping in mappings(root):
        places.setdefault(re.sub(r"\[[0-9]+\]", "[]", route), mapping)
    assert len(places) == 13
    for route, mapping in places.items():
        loaded = load_plan(Source(name="spec", data=with_unknown_key(text, mapping).encode()))
        rules = [located.finding.rule for located in loaded.findings]
        assert rules == ["unknown-key"], route


def test_a_thousand_undeclared_keys_are_a_thousand_findings() -> None:
    text = SMALL + "".join(f"undeclared-{number}: 1\n" for number in range(1000))
    loaded = load_plan(Source(name="spec", data=text.encode()))
    assert len(loaded.findings) == 1000


# --- Amounts ---


def amount_is_valid(written: str) -> bool:
    text = SMALL.replace("{total: 409.60, basic: 396.60, project: 13.00}", f"{{basic: {written}}}")
    return load_plan(Source(name="spec", data=text.encode())).plan is not None


@many
@given(st.from_regex(r"-?[0-9]{1,13}(\.[0-9]{0,8})?", fullmatch=True))
@example("0.10")
@example("0.07")
@example("-0.00")
@example("1.005")
@example("1.000005")
@example("1.0000005")
@example("999999999999.99")
@example("1000000000000")
@example("9" * 30)
def test_the_schema_and_the_model_take_the_same_amounts(written: str) -> None:
    # YAML reads 007 as 7 and 7. as 7, which the model's stricter reader need not.
    plain = re.sub(r"^0+(?=[0-9])", "", written).removesuffix(".")
    assert amount_is_valid(written) == (parse_amount(plain) is not None)


# --- Types ---


@pytest.mark.parametrize(
    ("replace", "with_", "message", "expected", "got"),
    [
        ("zh: 示例局", "zh: 2025", "wrong-type-unquoted", "text", "2025"),
        ("zh: 示例局", "zh: true", "wrong-type", "text", "true or false"),
        ("zh: 示例局", "zh: [a]", "wrong-type", "text", "a list"),
        ("zh: 示例局", "zh: {a: b}", "wrong-type", "text", "a mapping"),
        ("zh: 示例局", "zh: ~", "wrong-type-empty", "text", "empty"),
        ("396.60", "三百", "wrong-type-amount", "a number", "三百"),
        ("396.60", "true", "wrong-type", "a number", "true or false"),
        ("396.60", "[1]", "wrong-type", "a number", "a list"),
        ("396.60", '"1,306.00"', "wrong-type-amount-separators", "1,306.00", "1306.00"),
        ("year: 2025", "year: 二〇二五", "wrong-type", "a whole number", "text"),
        ("≥17台", "true", "wrong-type", "text or a number or a mapping", "true or false"),
        ("≥17台", "[≥17台]", "wrong-type", "text or a number or a mapping", "a list"),
        ("[service]", "service", "wrong-type", "a list", "text"),
        ("{zh: 窗口数量, en: Number of windows}", "窗口数量", "wrong-type", "a mapping", "text"),
    ],
)
def test_a_wrong_type_is_said_in_words(
    replace: str, with_: str, message: str, expected: str, got: str
) -> None:
    assert replace in SMALL
    data = SMALL.replace(replace, with_, 1).encode()
    (located,) = load_plan(Source(name="spec", data=data)).findings
    assert located.finding.message_id == message
    said = describe_finding(load_catalogue("en"), located.finding)
    assert expected in f"{said.message} {said.help}"
    assert got in f"{said.message} {said.help}"


def test_the_validator_agrees_with_any_other_one_on_the_real_spec(real_spec: Path) -> None:
    root = parse_document(read_source(real_spec)).root
    assert root is not None
    assert not isinstance(root, Scalar)
    assert list(VALIDATOR.iter_errors(root.value())) == []

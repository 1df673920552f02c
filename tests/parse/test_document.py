"""From bytes to a document: whatever is wrong is found, with its place, and never raised."""

import codecs
import tomllib
from pathlib import Path
from typing import Any

import pytest
from cases import for_each
from hypothesis import example, given, settings
from hypothesis import strategies as st
from paths import DATA, REAL_SPEC
from ruamel.yaml import YAML
from sampling import tries

from perf_report.messages import describe_finding, load_catalogue
from perf_report.model.finding import Finding
from perf_report.model.route import Route
from perf_report.model.source import Source
from perf_report.parse import document
from perf_report.parse.document import parse_document, scalars
from perf_report.parse.load import LoadedSpec, load_plan
from perf_report.parse.source import MAX_BYTES, read_source

SMALL = (DATA / "small-spec.yaml").read_text("utf-8")
REAL = (REAL_SPEC).read_text("utf-8")
BAD_SPECS: list[dict[str, Any]] = tomllib.loads((DATA / "bad-specs.toml").read_text("utf-8"))[
    "case"
]

many = settings(max_examples=tries(200), deadline=None, derandomize=True)


def load(data: bytes | str) -> LoadedSpec:
    return load_plan(
        Source(name="spec.yaml", data=data.encode() if isinstance(data, str) else data)
    )


def changed(replace: str, with_: str) -> str:
    assert replace in SMALL
    return SMALL.replace(replace, with_, 1)


def data_of(case: dict[str, Any]) -> bytes:
    text = (
        case["text"] if "text" in case else changed(case.get("replace", ""), case.get("with", ""))
    )
    return bytes(text.encode(case.get("encoding", "utf-8")))


def found(loaded: LoadedSpec) -> list[str]:
    """What was found, as the table of bad specs writes it, by place."""
    lines = []
    for located in sorted(loaded.findings, key=lambda item: item.sort_key):
        finding, span = located.finding, located.span
        words = [f"{span.line}:{span.column}", finding.rule]
        lines.append(
            " ".join(words if finding.rule == finding.message_id else [*words, finding.message])
        )
    return lines


def every_bad_spec() -> pytest.MarkDecorator:
    return pytest.mark.parametrize("case", BAD_SPECS, ids=[case["name"] for case in BAD_SPECS])


# --- Good and bad files ---


def test_the_small_spec_is_good() -> None:
    loaded = load(SMALL)
    assert loaded.findings == ()
    assert loaded.plan is not None
    assert loaded.plan.department.code == "example-bureau"


def test_bad_specs_have_names_of_their_own() -> None:
    names = [case["name"] for case in BAD_SPECS]
    assert len(set(names)) == len(names) > 80


@every_bad_spec()
def test_a_bad_spec_is_found_with_rule_and_place(case: dict[str, Any]) -> None:
    loaded = load(data_of(case))
    assert found(loaded) == case["found"]
    assert loaded.plan is None


@for_each("case", BAD_SPECS)
@for_each("language", ["zh", "en"])
def test_what_is_found_can_be_said(case: dict[str, Any], language: Any) -> None:
    catalogue = load_catalogue(language)
    for located in load(data_of(case)).findings:
        sentences = describe_finding(catalogue, located.finding)
        assert sentences.message
        assert sentences.help
        assert "{" not in sentences.message.replace("{const", "")


@for_each("case", BAD_SPECS)
def test_the_place_of_what_is_found_is_in_the_file(case: dict[str, Any]) -> None:
    loaded = load(data_of(case))
    for located in loaded.findings:
        span = located.span
        assert located.file == "spec.yaml"
        assert (span.line, span.column) <= (span.end_line, span.end_column)
        if loaded.document.lines:
            line = loaded.document.lines[span.line - 1]
            assert span.column <= len(line) + 1


def test_a_number_that_yaml_would_cut_keeps_its_place_in_the_message() -> None:
    loaded = load(changed("project: 13.00", "project: 1306.0000001"))
    (located,) = loaded.findings
    assert located.finding.arguments["value"] == "1306.0000001"


def test_a_thousands_separator_in_braces_is_not_taken_for_two_amounts() -> None:
    loaded = load(changed("basic: 396.60", "basic: 1,306.00"))
    assert loaded.plan is None
    (located,) = loaded.findings
    assert (located.span.line, located.span.column) == (11, 37)
    said = describe_finding(load_catalogue("en"), located.finding)
    assert "separator" in f"{said.message} {said.help}"


# --- Suggestions ---


@pytest.mark.parametrize(
    ("replace", "with_", "suggested"),
    [
        ("year:", "yeer:", "did you mean “year”?"),
        ("department:", "departement:", "did you mean “department”?"),
        ("category:", "catgory:", "did you mean “category”?"),
        ("≥17台", "17≥台", "did you mean “≥17台”?"),
        ("409.60, basic: 396.60", '409.60, basic: "1,306.00"', "Write 1306.00."),
        ("zh: 示例局", "zh: 2025", 'Put quotes around it: "2025".'),
        ("year: 2025", "year：2025", "“year: ”"),
        ("target: ≥17台", "target: >17台", "Write ＞17台."),
    ],
)
def test_an_obvious_slip_gets_a_suggestion(replace: str, with_: str, suggested: str) -> None:
    (located,) = load(changed(replace, with_)).findings
    said = describe_finding(load_catalogue("en"), located.finding)
    assert suggested in f"{said.message} {said.help}"


@pytest.mark.parametrize("encoding", ["gbk", "gb18030"])
def test_a_file_in_a_chinese_encoding_comes_with_the_command_that_converts_it(
    encoding: str,
) -> None:
    (located,) = load(REAL.encode(encoding)).findings
    said = describe_finding(load_catalogue("en"), located.finding)
    assert "iconv -f GB18030 -t UTF-8" in said.help


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_a_file_in_utf_16_is_told_apart_from_chinese_encodings(encoding: str) -> None:
    (located,) = load(REAL.encode(encoding)).findings
    assert located.finding.arguments["encoding"] == {"utf-16-be": "UTF-16BE"}.get(
        encoding, "UTF-16"
    )


# --- What is accepted ---


def test_a_byte_order_mark_is_accepted_and_moves_no_place() -> None:
    marked = codecs.BOM_UTF8 + SMALL.encode()
    assert load(marked).plan == load(SMALL).plan
    bad = codecs.BOM_UTF8 + b"yeer: 2025\n"
    assert "1:1 unknown-key unknown-key-close" in found(load(bad))


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_other_line_ends_are_accepted_and_move_no_place(end: str) -> None:
    assert load(SMALL.replace("\n", end)).plan == load(SMALL).plan
    bad = changed("code: example-bureau", "code: ../../etc").replace("\n", end)
    assert found(load(bad)) == ["4:9 code-form"]


@pytest.mark.parametrize("text", [f"---\n{SMALL}", f"{SMALL}...\n", f"# 2025\n\n{SMALL}"])
def test_the_marks_of_one_document_and_comments_are_accepted(text: str) -> None:
    assert load(text).plan == load(SMALL).plan


def test_markup_and_templates_are_text_like_any_other() -> None:
    words = "<script>alert(1)</script> {{ 7*7 }} {% raw %} </style> *{color:red}"
    loaded = load(changed("示例局", f"'{words}'"))
    assert loaded.plan is not None
    assert loaded.plan.department.name.zh == words


# --- Size and depth ---


@pytest.mark.parametrize(
    ("opening", "closing"), [("[", "]"), ("{a: ", "}"), ("- ", ""), ("? ", ""), ("[", "")]
)
def test_a_hundred_thousand_levels_are_refused(opening: str, closing: str) -> None:
    text = opening * 100_000 + "a" + closing * 100_000
    rules = {located.finding.rule for located in load(text).findings}
    assert rules <= {"yaml-nesting", "yaml-complex-key"}
    assert len(rules) == 1


def test_a_hundred_thousand_indented_levels_are_refused() -> None:
    text = "".join(f"{' ' * level}a:\n" for level in range(2_000))
    assert found(load(text)) == ["33:33 yaml-nesting"]


def test_a_file_of_fifty_megabytes_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "large.yaml"
    path.write_bytes(b"# 2025\n" * 7_500_000)
    source = read_source(path)
    assert len(source.data) == MAX_BYTES + 1
    assert found(load_plan(source)) == ["1:1 file-too-large"]


def test_a_file_may_be_as_large_as_the_limit() -> None:
    filler = "#" * (MAX_BYTES - len(SMALL.encode()))
    assert load(SMALL + filler).plan is not None


# --- Routes and places ---


@pytest.mark.parametrize(
    ("route", "line", "column", "end"),
    [
        ((), 1, 1, 1),
        (("year",), 2, 7, 11),
        (("department",), 3, 1, 11),
        (("department", "name", "zh"), 5, 14, 17),
        (("tasks", 0, "funds", "basic"), 11, 35, 41),
        (("tasks", 0, "funds"), 11, 5, 10),
        (("goals", 0, "indicators", 0, "target"), 20, 17, 21),
        (("goals", 0, "indicators", 0), 17, 9, 9),
        (("goals", 0, "indicators", 0, "target", "zh"), 20, 17, 21),
        (("goals", 7), 12, 1, 6),
        (("tasks", "id"), 8, 1, 6),
        (("nowhere",), 1, 1, 1),
    ],
    ids=str,
)
def test_a_route_leads_as_far_as_the_file_goes(
    route: Route, line: int, column: int, end: int
) -> None:
    parsed = parse_document(Source(name="spec.yaml", data=SMALL.encode()))
    span = parsed.locate(Finding(rule="any", route=route)).span
    assert (span.line, span.column, span.end_line, span.end_column) == (line, column, line, end)


def test_a_finding_on_a_key_marks_the_key() -> None:
    parsed = parse_document(Source(name="spec.yaml", data=SMALL.encode()))
    span = parsed.locate(Finding(rule="any", route=("department", "code"), on_key=True)).span
    assert (span.line, span.column, span.end_column) == (4, 3, 7)


def test_every_scalar_of_the_real_spec_is_where_its_route_leads(real_spec: Path) -> None:
    parsed = parse_document(read_source(real_spec))
    places = 0
    for route, scalar in scalars(parsed):
        span = parsed.locate(Finding(rule="any", route=route)).span
        written = parsed.lines[span.line - 1][span.column - 1 : span.end_column - 1]
        assert written.strip("\"'") == scalar.text
        places += 1
    assert places > 500


# --- The two parsers ---


def test_the_fast_parser_and_the_pure_one_see_the_same(
    real_spec: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = read_source(real_spec)
    fast = parse_document(source)

    def pure_yaml(typ: str) -> YAML:
        return YAML(typ=typ, pure=True)

    monkeypatch.setattr(document, "YAML", pure_yaml)
    pure = parse_document(source)
    assert pure.problems == fast.problems == ()
    assert pure.root == fast.root


# --- Whatever the bytes are ---


@many
@given(st.binary(max_size=400))
@example(b"\xff\xfe")
@example(b"\x00" * 9)
@example(b"a: \xed\xa0\x80")
@example(b"%YAML 9.9\n---\n")
@example(b"!<tag:x> {? a, : b}")
def test_no_bytes_raise(data: bytes) -> None:
    loaded = load(data)
    assert loaded.plan is None
    assert loaded.findings


@many
@given(
    st.text(
        alphabet=st.sampled_from("ab:-?[]{}&*!|>'\"%@`#,<= \n\t：，≥0179.台~\x85\u2028"),
        max_size=60,
    )
)
def test_no_text_of_yaml_signs_raises(text: str) -> None:
    assert load(text).findings


EDITS = st.lists(
    st.tuples(
        st.sampled_from(["insert", "delete", "replace"]),
        st.floats(0, 1, exclude_max=True),
        st.one_of(
            st.sampled_from(
                [
                    ":",
                    "：",
                    "\t",
                    "- ",
                    "&a ",
                    "*a",
                    "!!x ",
                    "<<: ",
                    "'",
                    '"',
                    "---\n",
                    "\n",
                    "\\n",
                    "{",
                    "]",
                    "0x1",
                    ".nan",
                ]
            ),
            st.text(max_size=5),
        ),
    ),
    min_size=1,
    max_size=6,
)


def edited(text: str, edits: list[tuple[str, float, str]], unit: list[str]) -> str:
    parts = list(unit) or list(text)
    for kind, where, words in edits:
        place = int(where * len(parts))
        if kind == "insert":
            parts.insert(place, words)
        elif parts:
            parts[place : place + 1] = [words] if kind == "replace" else []
    return "".join(parts)


def assert_found_or_good(text: str) -> None:
    loaded = load(text.encode("utf-8", "surrogatepass"))
    assert (loaded.plan is None) == bool(loaded.findings)


@many
@given(EDITS)
def test_no_edit_of_characters_of_a_spec_raises(edits: list[tuple[str, float, str]]) -> None:
    assert_found_or_good(edited(SMALL, edits, list(SMALL)))


@settings(max_examples=tries(60), deadline=None, derandomize=True)
@given(EDITS)
def test_no_edit_of_lines_of_the_real_spec_raises(edits: list[tuple[str, float, str]]) -> None:
    assert_found_or_good(edited(REAL, edits, REAL.splitlines(keepends=True)))


@settings(max_examples=tries(60), deadline=None, derandomize=True)
@given(EDITS)
def test_no_edit_of_characters_of_the_real_spec_raises(
    edits: list[tuple[str, float, str]],
) -> None:
    assert_found_or_good(edited(REAL, edits, list(REAL)))


NODES = [(route, scalar) for route, scalar in scalars(load(SMALL).document)]
VALUES = [
    "1",
    "-1.234",
    "9" * 30,
    "0." + "0" * 35 + "1",
    "~",
    "true",
    '"\\n"',
    '"≥17台\\n"',
    "[]",
    "{}",
    "[1]",
    "{a: 1}",
    "x" * 99,
]


@for_each("route", [route for route, _ in NODES])
@for_each("value", VALUES)
def test_no_value_in_any_place_raises(route: Route, value: str) -> None:
    span = dict(NODES)[route].marks.span
    lines = SMALL.splitlines(keepends=True)
    line = lines[span.line - 1]
    lines[span.line - 1] = line[: span.column - 1] + value + line[span.end_column - 1 :]
    assert_found_or_good("".join(lines))

"""The documentation of findings of no rule: in both languages, with examples that are right."""

import re
from collections.abc import Iterator

import pytest
from cases import for_each
from conftest import run_here
from paths import REPOSITORY, SMALL_SPEC

from perf_report.messages import Catalogue, load_catalogue
from perf_report.model.finding import FORM_CODES, MAX_FINDINGS, TOO_MANY
from perf_report.model.source import Source
from perf_report.parse.load import load_plan
from perf_report.parse.node_builder import MAX_DEPTH, MAX_NODES
from perf_report.parse.source import MAX_BYTES
from perf_report.render.code_docs import code_of, explain_code, known_codes
from perf_report.render.key_docs import explain_key
from perf_report.render.terminal import width

ZH, EN = load_catalogue("zh"), load_catalogue("en")
CHINESE = re.compile(r"[\u4e00-\u9fff]")
SMALL = SMALL_SPEC.read_text("utf-8")

# Codes of other files than a plan, or of several.
NOT_OF_PLANS = ("actual-", "project-", "scoring-")

each_catalog = pytest.mark.parametrize("say", [ZH, EN], ids=["zh", "en"])


def spaceless(text: str) -> str:
    """The text without what laying it out may change: white space, and signs of Markdown."""
    return re.sub(r"[\s\\]+", "", text)


def test_every_message_belongs_to_a_code_that_is_known() -> None:
    assert {id_ for id_ in EN.tables["finding"] if not code_of(id_)} == set()
    assert {code_of(id_) for id_ in EN.tables["finding"]} >= set(FORM_CODES)


@each_catalog
def test_every_code_is_explained_with_examples(say: Catalogue) -> None:
    tables = say.tables
    assert set(tables["code"]) == set(FORM_CODES)
    assert set(tables["code-passes"]) == set(tables["code-fails"]) == {*FORM_CODES} - {TOO_MANY}
    end = "。" if say is ZH else "."
    assert [code for code, text in tables["code"].items() if not text.endswith(end)] == []
    for code, passes in tables["code-passes"].items():
        assert passes != tables["code-fails"][code]


@each_catalog
def test_every_code_that_is_printed_can_be_explained_and_fits_a_terminal(say: Catalogue) -> None:
    for code in known_codes():
        text = explain_code(code, say)
        assert text is not None
        assert text.startswith(code)
        assert "{" not in re.sub(r"`[^`]*`|\{(zh|total|en)\W[^}]*\}", "", text), code
        assert [line for line in text.splitlines() if width(line) > 80] == [], code
        assert say is EN or CHINESE.search(text)


@for_each("code", FORM_CODES)
def test_explain_and_the_page_are_equal(code: str) -> None:
    for say, ending in ((ZH, ".zh.md"), (EN, ".md")):
        page = spaceless((REPOSITORY / "docs" / "rules" / f"{code}{ending}").read_text("utf-8"))
        _, *paragraphs = (explain_code(code, say) or "").split("\n\n")
        assert len(paragraphs) >= 2
        for line in "\n".join(paragraphs).splitlines():
            assert spaceless(line) in page


def examples(say: Catalogue, table: str) -> Iterator[tuple[str, str]]:
    """The examples of a kind that begin with a line of YAML, which a plan may have."""
    for code, text in say.tables[table].items():
        quoted = re.match("`([^`]+)`", text.format())
        if quoted and "." not in quoted[1][-5:] and not code.startswith(NOT_OF_PLANS):
            yield code, quoted[1]


def codes_with(line: str) -> Iterator[set[str]]:
    """The codes that are found if a spec has this line: in place of its key, or at
    the end, as a key of the table or of its last indicator."""
    key = line.partition(":")[0]
    pattern = rf"\b{re.escape(key)}: (\{{[^}}]*\}}|[^,}}\n]*)"
    replaced, count = re.subn(pattern, lambda _: line, SMALL, count=1)
    at_end = (f"{SMALL}languages: {line}\n", f"{SMALL}{line}\n", f"{SMALL}        {line}\n")
    for text in at_end if not count else (replaced, *at_end):
        loaded = load_plan(Source(name="spec", data=text.encode()))
        yield {located.finding.rule for located in loaded.findings}


@each_catalog
def test_what_fails_by_an_example_is_found_and_what_passes_is_not(say: Catalogue) -> None:
    failing, passing = dict(examples(say, "code-fails")), dict(examples(say, "code-passes"))
    assert len(failing) > 20
    assert [code for code, line in failing.items() if not any_has(code, line)] == []
    assert [code for code, line in passing.items() if all_have(code, line)] == []


def any_has(code: str, line: str) -> bool:
    return any(code in found for found in codes_with(line))


def all_have(code: str, line: str) -> bool:
    return all(code in found for found in codes_with(line))


@pytest.mark.parametrize(
    ("key", "english", "chinese"),
    [
        (
            "year",
            "year (Year)\n\nThe budget year.\n\nExample:\n  2025\n",
            "year（年度）\n\n预算年度。",
        ),
        ("department.code", "department.code (Department code)", "小写字母、数字和连字符"),
        ("goals.indicators.target", "goals.indicators.target (Annual target value)", "≥17台"),
        ("budget.basic", "Basic expenditure.\n\nExample:\n  396.60\n", "财政资金：基本支出"),
        # What differs between monitoring and a self-evaluation has both.
        ("funds.executed", "funds.executed", "截至监控月份的执行数。"),
    ],
)
def test_a_key_of_the_yaml_is_explained_as_its_schema_has_it(
    key: str, english: str, chinese: str
) -> None:
    assert english in (explain_key(key, EN) or "")
    assert chinese in (explain_key(key, ZH) or "")


@pytest.mark.parametrize(
    ("code", "english", "chinese"),
    [
        (TOO_MANY, f"{MAX_FINDINGS:,} findings", f"{MAX_FINDINGS}个问题"),
        ("file-too-large", f"{MAX_BYTES / 1e6:g} MB", f"{MAX_BYTES / 1e6:g} MB"),
        ("yaml-size", f"{MAX_NODES:,} values", f"{MAX_NODES // 10_000}万个"),
        ("yaml-nesting", f"{MAX_DEPTH} levels", f"{MAX_DEPTH}层"),
    ],
)
def test_a_limit_is_explained_with_its_figure(code: str, english: str, chinese: str) -> None:
    assert english in EN.tables["code"][code]
    assert chinese in ZH.tables["code"][code]


def test_a_key_that_means_two_things_has_both_and_an_unknown_one_none() -> None:
    assert (explain_key("funds.executed", ZH) or "").count("funds.executed（") == 2
    assert (explain_key("department.name", ZH) or "").count("department.name（") == 1
    assert explain_key("no.such", EN) is None
    assert explain_key("year.month", EN) is None
    assert explain_key("", EN) is None


def test_explain_has_keys_beside_codes() -> None:
    done = run_here("explain", "goals.horizon")
    assert (done.code, done.stderr) == (0, "")
    assert done.stdout.startswith("goals.horizon (Horizon)")

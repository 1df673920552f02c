"""The catalogues: equal in both languages, complete, and with nothing that no one says."""

import ast
import re
import string
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from cases import for_each
from paths import PACKAGE

from perf_report.app import machine
from perf_report.app.doctor import run_checks
from perf_report.app.project import Project
from perf_report.cli.program import cli
from perf_report.errors import OutputError, PerfReportError, SourceError
from perf_report.messages import Catalogue, describe_error, describe_finding, load_catalogue
from perf_report.model.finding import Finding, Severity, Term
from perf_report.parse.strict_validator import strict_validator
from perf_report.publish import server_errors
from perf_report.render.code_docs import FINDING_CODES
from perf_report.resources import form_schema_path, templates_path
from perf_report.score.rules import ALL_RULES

ZH, EN = load_catalogue("zh"), load_catalogue("en")
CHINESE = re.compile("[\u3400-\u9fff]")

# Where Chinese may stand in an English sentence: the form's own units and signs, and examples.
CHINESE_IN_ENGLISH = {
    ("form", "currency-万元"),
    ("help", "target-syntax"),
    ("finding", "yaml-full-width-colon"),
    ("reason", "exact"),
}

# What servers say is told by the class of an exception, not by a call with the id in it.
SERVER_ERRORS = set(server_errors._MESSAGES.values())
SITE_TEMPLATES = sorted((templates_path() / "site").glob("*.j2"))

Entry = tuple[str, str]


def entries(catalogue: Catalogue) -> dict[Entry, str]:
    return {
        (table, id_): sentence
        for table, sentences in catalogue.tables.items()
        for id_, sentence in sentences.items()
    }


def placeholders(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}


# --- The two catalogues ---


def test_both_languages_have_the_same_messages_in_the_same_order() -> None:
    assert list(entries(ZH)) == list(entries(EN))
    assert len(entries(EN)) > 200


@for_each("entry", entries(EN))
def test_both_languages_name_the_same_things(entry: Entry) -> None:
    chinese, english = entries(ZH)[entry], entries(EN)[entry]
    assert chinese
    assert english
    # Help may leave out what the message has said already.
    if entry[0] not in {"help", "error-help"}:
        assert placeholders(chinese) == placeholders(english)


@for_each("entry", entries(EN))
def test_english_sentences_have_no_chinese(entry: Entry) -> None:
    if entry not in CHINESE_IN_ENGLISH:
        words = re.sub(r"“[^”]*”|`[^`]*`", "", entries(EN)[entry])
        assert not re.search(
            "[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]", words.replace("≥17台", "")
        )


@for_each("entry", entries(ZH))
def test_chinese_sentences_use_chinese_punctuation(entry: Entry) -> None:
    words = re.sub(r"`[^`]*`|\{[^}]*\}+:? ?", "", entries(ZH)[entry])
    assert not re.search(r"[\u4e00-\u9fff] ?[,;:!?](\s|$)|[\u4e00-\u9fff]\.$", words)


@pytest.mark.parametrize("table", ["help", "error-help", "page-help", "page-error-help"])
@pytest.mark.parametrize("catalogue", [ZH, EN], ids=["zh", "en"])
def test_every_help_is_a_sentence(catalogue: Catalogue, table: str) -> None:
    end = "。" if catalogue is ZH else "."
    for id_, sentence in catalogue.tables[table].items():
        # A command to copy stands at the end by itself; the help of a finding is a sentence.
        assert sentence.endswith((end, "{problem.help}")) or "iconv" in sentence, id_


@pytest.mark.parametrize("catalogue", [ZH, EN], ids=["zh", "en"])
def test_every_finding_and_error_has_help(catalogue: Catalogue) -> None:
    assert catalogue.tables["finding"].keys() == catalogue.tables["help"].keys()
    assert catalogue.tables["error"].keys() == catalogue.tables["error-help"].keys()


@pytest.mark.parametrize("catalogue", [ZH, EN], ids=["zh", "en"])
def test_help_asks_for_nothing_that_the_message_is_not_given(catalogue: Catalogue) -> None:
    for message, help_ in (
        ("finding", "help"), ("error", "error-help"), ("finding", "page-help"),
        ("finding", "page-finding"), ("error", "page-error-help"),
    ):  # fmt: skip
        for id_, sentence in catalogue.tables[help_].items():
            extra = placeholders(sentence) - placeholders(catalogue.tables[message][id_])
            names = {name.partition(".")[0] for name in extra}
            assert names <= arguments_of(message, id_), id_


@pytest.mark.parametrize(
    ("count", "said"), [(0, "0 tables"), (1, "1 table"), (2, "2 tables"), (21, "21 tables")]
)
def test_a_number_has_the_word_that_goes_with_it(count: int, said: str) -> None:
    assert EN.format("site", "tables-count", count=count) == said
    assert ZH.format("site", "tables-count", count=count) == f"{count}张表"


# --- What the code says ---


@cache
def trees() -> dict[Path, ast.Module]:
    found = {path: ast.parse(path.read_text("utf-8")) for path in PACKAGE.rglob("*.py")}
    assert len(found) > 40
    return found


@cache
def nodes(kind: type[Any]) -> list[Any]:
    return [node for tree in trees().values() for node in ast.walk(tree) if isinstance(node, kind)]


def literals(node: ast.AST | None) -> set[str]:
    """Every string that an expression may be."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return {node.value}
    if isinstance(node, ast.IfExp):
        return literals(node.body) | literals(node.orelse)
    if isinstance(node, ast.BoolOp):
        return set().union(*map(literals, node.values))
    return set()


def keyword(call: ast.Call, name: str) -> ast.AST | None:
    return next((item.value for item in call.keywords if item.arg == name), None)


@cache
def calls(*names: str) -> list[ast.Call]:
    return [call for call in nodes(ast.Call) if name_of(call.func) in names]


def name_of(called: ast.expr) -> str:
    return called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")


ERRORS = (
    "PerfReportError", "SourceError", "SettingsError", "RenderError", "OutputError", "GitError",
    "OverwriteError", "PublishError", "WorkerLostError",
)  # fmt: skip


def error_ids() -> set[str]:
    found = set().union(*(literals(call.args[0]) for call in calls(*ERRORS) if call.args))
    assert len(found) > 12
    return found | SERVER_ERRORS


def said_ids(table: str) -> set[str]:
    """The ids that the code says from a table in so many words."""
    return set().union(
        *(
            literals(call.args[1])
            for call in calls("format")
            if len(call.args) > 1 and literals(call.args[0]) == {table}
        )
    )


def all_strings() -> set[str]:
    """Every string of the code and the site's templates, and what formatted ones begin with."""
    told = (re.findall(r'say\("([^"]+)"', path.read_text("utf-8")) for path in SITE_TEMPLATES)
    strings = {node.value for node in nodes(ast.Constant) if isinstance(node.value, str)}
    return strings.union(*told)


def arguments_of(table: str, id_: str) -> set[str]:
    """The names of the arguments that come with an id, wherever the code gives it."""
    if table == "error":
        given = [call for call in calls(*ERRORS) if call.args and id_ in literals(call.args[0])]
        names = {item.arg for call in given for item in call.keywords if item.arg}
        return names | ({"target", "reason"} if id_ in SERVER_ERRORS else set())
    return names_given()


@cache
def names_given() -> set[str]:
    """The names of all arguments that findings may come with."""
    keys = (literals(key) for node in nodes(ast.Dict) for key in node.keys)
    given = calls("_refuse", "_problem", "dict")
    return set().union(*keys) | {item.arg for call in given for item in call.keywords if item.arg}


def test_every_error_that_the_code_raises_has_its_words() -> None:
    assert error_ids() == set(EN.tables["error"])


def schema_messages() -> set[str]:
    """The messages that the schemas of specs and forms name, and of the keywords that they use."""
    found: set[str] = set()

    def walk(below: Any) -> None:
        if isinstance(below, dict):
            if isinstance(below.get("x-message"), str):
                found.add(below["x-message"])
            found.update(f"wrong-value-{key}" for key in below if isinstance(key, str))
            for value in below.values():
                walk(value)
        elif isinstance(below, list):
            for value in below:
                walk(value)

    walk(strict_validator(2).schema)
    walk(strict_validator(2, schema=form_schema_path()).schema)
    return found


def schema_types() -> Iterator[str]:
    """The types that the schema asks for, which messages name."""
    written = re.findall(r"'type': (\[[^\]]*\]|'[a-z]+')", str(strict_validator(2).schema))
    for types in written:
        yield from re.findall("[a-z]+", types)


def test_every_finding_that_the_code_makes_has_its_words() -> None:
    # These always name a message of their own and are never said by their bare id.
    always_other = {"form-empty", "operator-direction", "punctuation", "score-weights"}
    made = {rule.id for rule in ALL_RULES} - always_other
    for call in calls("Finding"):
        made |= literals(keyword(call, "rule")) | literals(keyword(call, "message"))
    for call in calls("_problem", "_refuse"):
        made |= literals(call.args[0])
    made -= {""}
    # A rule that always names a message of its own is never said by its bare id.
    assert len(made) > 30
    assert made - set(EN.tables["finding"]) == set()


def test_every_code_that_the_code_prints_can_be_explained() -> None:
    """A rule, another finding that the code makes, or one that the schemas name."""
    printed = {rule.id for rule in ALL_RULES} | {
        id_ for id_ in schema_messages() if not id_.startswith("wrong-value-")
    }
    for call in calls("Finding"):
        printed |= literals(keyword(call, "rule"))
    for call in calls("make_problem"):
        printed |= literals(call.args[0])
    assert len(printed) > 80
    assert printed - set(FINDING_CODES) == set()


def test_no_finding_has_words_that_no_code_makes() -> None:
    known = all_strings() | schema_messages()
    assert {id_ for id_ in EN.tables["finding"] if id_ not in known} == set()


def test_every_word_that_the_command_line_says_is_there() -> None:
    named = {id_ for id_ in all_strings() if id_.startswith(("usage-", "option-"))}
    said = said_ids("cli") - {""}
    assert len(said) > 20
    said |= named
    assert said - set(EN.tables["cli"]) == set()
    for command in (cli, *cli.commands.values()):
        assert {command.help, command.epilog} - {None} <= set(EN.tables["cli"])
        for option in command.params:
            if option.param_type_name == "option" and "--help" not in option.opts:
                assert getattr(option, "help", None) in EN.tables["cli"]


# The tables whose ids the code says in so many words.
SAID = (
    "cli", "form", "word", "type", "kind", "part", "value", "value-example", "stage", "language",
    "funds-column", "answer",
    "doctor",
    "change", "field", "significance", "reason", "question", "report", "compared", "verdict",
    "comment", "verify",
    "site", "event", "refusal", "trouble",
)  # fmt: skip


@for_each("table", SAID)
def test_no_words_of_a_table_are_left_unsaid(table: str) -> None:
    known = all_strings() | set(schema_types())
    begun = {text for text in known if text.endswith("-")}
    unsaid = {
        id_ for id_ in EN.tables[table] if id_ not in known and not id_.startswith(tuple(begun))
    }
    assert unsaid == set()


def test_there_are_no_other_tables() -> None:
    assert list(EN.tables) == [
        "form", "sheet", "data-column", "month", "months", "word", "type", "kind", "part", "value",
        "value-example", "stage", "funds-column", "answer",
        "language",
        "change", "field", "significance", "reason", "question", "report", "compared", "verdict",
    "comment", "verify",
        "finding", "help", "error", "error-help", "cli", "explain", "doctor", "score", "meeting",
        "limited",
        "rules", "code", "code-passes", "code-fails", "site", "event", "refusal", "trouble",
        "import", "page-finding", "page-help", "page-error-help", "workbench",
    ]  # fmt: skip


def test_everything_that_the_doctor_looks_at_has_a_name_and_a_cure() -> None:
    for item in run_checks(Project(root=Path("nowhere")), EN):
        assert item.id in EN.tables["doctor"]
        assert item.remedy or f"fix-{item.id}" in EN.tables["doctor"]
    # What installs Pango depends on the system.
    for installer in (*machine._INSTALLERS, "windows", "unknown"):
        assert f"fix-pango-{installer}" in EN.tables["doctor"]


# --- Saying ---


@pytest.mark.parametrize("catalogue", [ZH, EN], ids=["zh", "en"])
def test_severities_have_words(catalogue: Catalogue) -> None:
    assert {severity.value for severity in Severity} <= catalogue.tables["word"].keys()


def test_a_missing_message_is_an_error_by_its_name() -> None:
    with pytest.raises(KeyError, match="no-such-message"):
        EN.format("finding", "no-such-message")
    with pytest.raises(KeyError, match="no-such-table"):
        EN.format("no-such-table", "any")


def test_a_missing_argument_is_an_error_by_its_name() -> None:
    with pytest.raises(KeyError, match="key"):
        EN.format("finding", "missing-key")


def test_terms_are_said_in_the_readers_language() -> None:
    finding = Finding(
        rule="wrong-type",
        arguments={
            "expected": (Term("type", "string"), Term("type", "object")),
            "got": Term("type", "array"),
            "example": "[…]",
        },
    )
    assert describe_finding(EN, finding).message == "text or a mapping is expected here, not a list"
    assert "文本或键值表" in describe_finding(ZH, finding).message


def test_braces_in_an_argument_are_text() -> None:
    finding = Finding(rule="id-form", arguments={"value": "{0.__class__} {value}"})
    assert "“{0.__class__} {value}”" in describe_finding(EN, finding).message


@pytest.mark.parametrize("catalogue", [ZH, EN], ids=["zh", "en"])
def test_an_error_names_its_path_and_says_what_to_do(catalogue: Catalogue) -> None:
    error = OutputError("output-unwritable", path=Path("output/table.pdf"), reason="disk full")
    said = describe_error(catalogue, error)
    assert "output/table.pdf" in said.message
    assert "disk full" in said.message
    assert said.help
    assert "output-unwritable: path=output/table.pdf, reason=disk full" in str(error)


def test_the_help_of_a_missing_file_does_not_give_the_file_as_a_folder() -> None:
    said = describe_error(ZH, SourceError("source-missing", path=Path("specs/2025.yaml")))
    assert "从 specs/2025.yaml 解析" not in said.help
    assert isinstance(SourceError("source-missing"), PerfReportError)

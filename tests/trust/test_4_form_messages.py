"""Mistakes in the spec of a form: what the form asks for is said, in words of the form."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cases import for_each
from conftest import Runner
from paths import PACKAGE

EXAMPLES = PACKAGE / "data" / "examples"
BUILTIN_FORMS = PACKAGE / "data" / "forms"

Findings = list[dict[str, Any]]
Find = Callable[..., Findings]


@pytest.fixture
def find(here: Runner, tmp_path: Path) -> Find:
    """What `validate` finds in an example spec with texts replaced, each once."""

    def run(example: str, *pairs: tuple[str, str], language: str = "en") -> Findings:
        text = (EXAMPLES / f"{example}.yaml").read_text("utf-8")
        for replace, with_ in pairs:
            assert replace in text
            text = text.replace(replace, with_, 1)
        path = tmp_path / "spec.yaml"
        path.write_text(text, "utf-8")
        words = ("--project", tmp_path, "--ui-language", language)
        ran = here(*words, "validate", "--format", "json", path)
        findings: Findings = json.loads(ran.stdout)["findings"]
        return findings

    return run


def only(findings: Findings) -> dict[str, Any]:
    assert len(findings) == 1, findings
    return findings[0]


FUNDS = """funds:
  whole: 2600.00
  whole-fiscal: 2480.00
  whole-other: 120.00
  total: 900.00
  fiscal: 860.00
  other: 40.00
"""


# --- Money ---


@for_each("written,said,help_", [
    ("860万元", "an amount must be a number, not “860万元”", "such as 1306.00"),
    ('"860.00"', "an amount must be a number, not “860.00”", "without quotes"),
    ("1,860.00", "the amount “1,860.00” has thousands separators", "Write 1860.00."),
])  # fmt: skip
def test_an_amount_of_a_source_is_explained_like_that_of_a_task(
    find: Find, written: str, said: str, help_: str
) -> None:
    found = only(find("project-2021", ("fiscal: 860.00", f"fiscal: {written}")))
    assert (found["rule"], found["message"]) == ("wrong-type", said)
    assert help_ in found["help"]


def test_every_separator_in_braces_is_said_at_its_own_place(find: Find) -> None:
    braces = "funds: {whole: 2,700.00, total: 1,900.00, other: {amount: 1,120.00}, Foo: 3}\n"
    found = find("project-2021", (FUNDS, braces))
    line = found[0]["line"]
    assert [(each["rule"], each["line"], each["column"]) for each in found] == [
        ("unknown-key", line, braces.index("700") + 1),
        ("unknown-key", line, braces.index("900") + 1),
        ("unknown-key", line, braces.index("120") + 1),
        ("id-form", line, braces.index("Foo") + 1),
    ]
    assert "thousands separator" in found[0]["message"]


@for_each("written,said,help_", [
    ('"54.00"', "“Amount” must be a number, not “54.00”", "without quotes"),
    ("54万元", "“Amount” must be a number, not “54万元”", "such as 1306.00"),
    ("1,054.00", "“Amount” has thousands separators: “1,054.00”", "Write 1054.00."),
])  # fmt: skip
def test_an_amount_of_a_small_table_is_explained_like_that_of_a_task(
    find: Find, written: str, said: str, help_: str
) -> None:
    found = only(find("project-ezhou", ("amount: 54.00", f"amount: {written}")))
    assert found["message"] == said
    assert help_ in found["help"]


def test_a_separator_in_the_braces_of_a_row_is_said_at_its_place(find: Find) -> None:
    row = ("amount: 54.00", "{amount: 1,120.00}")
    block = "- item: {zh: 座椅和步道, en: Benches and paths}\n      amount: 54.00"
    found = find("project-ezhou", (block, f"- {row[1]}\n    - amount: 54.00"))
    assert ("unknown-key", "“120.00” looks like the end of an amount") in {
        (each["rule"], each["message"].partition(" with")[0]) for each in found
    }


@pytest.mark.parametrize("said_of_it", ["", "public: false, "])
def test_the_end_of_an_amount_in_braces_is_shown_if_the_amount_is_public(
    find: Find, tmp_path: Path, said_of_it: str
) -> None:
    form = (BUILTIN_FORMS / "project-ezhou.yaml").read_text("utf-8")
    column = "{id: amount, "
    assert column in form
    (tmp_path / "forms").mkdir()
    own = form.replace(column, f"{column}{said_of_it}")
    (tmp_path / "forms" / "own.yaml").write_text(own, "utf-8")

    found = find(
        "project-ezhou",
        (
            "- item: {zh: 座椅和步道, en: Benches and paths}\n      amount: 54.00",
            "- {amount: 9,876.54}\n    - amount: 54.00",
        ),
    )
    said = json.dumps([each for each in found if each["rule"] == "unknown-key"])
    assert ("876.54" in said) == (not said_of_it)
    assert ("not public" in said) == bool(said_of_it)


# --- Other values ---


def test_a_telephone_number_that_is_not_public_is_not_shown(find: Find) -> None:
    found = find("project-chongqing", ("000-0000-0002", "02200000000"))
    assert only(found)["message"].endswith("(not public) is read as a number")
    assert "0220000" not in json.dumps(found)


def test_a_telephone_number_is_shown_as_it_is_written(find: Find, tmp_path: Path) -> None:
    form = (BUILTIN_FORMS / "project-chongqing.yaml").read_text("utf-8")
    (tmp_path / "forms").mkdir()
    (tmp_path / "forms" / "own.yaml").write_text(form.replace(", public: false", ""), "utf-8")

    found = only(find("project-chongqing", ("000-0000-0002", "02200000000")))

    assert "02200000000" in found["message"]
    assert found["help"] == 'Put quotes around it: "02200000000".'


# --- Empty parts ---


def test_a_form_without_its_money_is_told_at_the_form(find: Find) -> None:
    found = only(find("project-2021", (FUNDS, "")))
    assert (found["rule"], found["line"], found["severity"]) == ("form-empty", 5, "warning")
    assert "“Project funds”" in found["message"]


def test_a_goal_that_lost_its_horizon_leaves_its_own_without_a_goal(find: Find) -> None:
    found = find("project-2021", ("    horizon: annual\n    text", "    text"))
    assert [each["message"] for each in found if each["rule"] == "form-empty"] == [
        "there is no goal of the horizon annual (“Annual goal”), which the form project-2021 prints"
    ]


def test_a_horizon_without_an_indicator_is_told(find: Find) -> None:
    text = (EXAMPLES / "project-2021.yaml").read_text("utf-8")
    rest = text[text.index("  - id: dikes\n    goal: river-2026") :]
    found = only(find("project-2021", (rest, "")))
    assert found["message"].startswith("there is no indicator of the horizon annual")


# --- What is not there at all ---


def test_missing_goals_are_told_once_and_at_the_form(find: Find) -> None:
    text = (EXAMPLES / "project-2021.yaml").read_text("utf-8")
    goals = text[text.index("goals:") : text.index("indicators:")]
    found = only(find("project-2021", (goals, "")))
    assert (found["rule"], found["line"]) == ("form-part", 5)
    assert "performance goals" in found["message"]


@for_each("language,written", [("en", "The goals are: ."), ("zh", "现有目标：。")])
def test_a_goal_that_a_form_without_goals_cannot_have_has_no_empty_list(
    find: Find, language: str, written: str
) -> None:
    edit = ("    category: cost.economic\n", "    category: cost.economic\n    goal: dikes\n")
    found = only(find("project-chongqing", edit, language=language))
    assert found["rule"] == "reference-unknown"
    assert written not in found["help"]


# --- Horizons and periods ---


@for_each("written,said", [
    ("yearly", "the form project-2021 has no horizon “yearly”"),
    ("年度", "the form project-2021 has no horizon “年度”; did you mean “annual”?"),
    ("annaul", "the form project-2021 has no horizon “annaul”; did you mean “annual”?"),
    ("period", "the form project-2021 has no horizon “period”"),
])  # fmt: skip
def test_a_horizon_is_one_of_the_form(find: Find, written: str, said: str) -> None:
    found = find("project-2021", ("horizon: annual", f"horizon: {written}"))
    assert said in [each["message"] for each in found]
    assert "Allowed: midterm, annual." in [each["help"] for each in found]


PERIOD = "{from: 2025-01, to: 2027-12}"


@for_each("written,help_", [
    ("{from: 2025.1}", "Write 2025-01."),
    ("{from: 2025-1}", "Write 2025-01."),
    ("{from: 2025年1月}", "Write 2025-01."),
    ("{from: 2025/1/5}", "Write 2025-01-05."),
    ("{from: 2025-13}", "Write it as 2025, 2025-01 or 2025-01-31."),
    ("[2025-01, 2025-12]", "Write it like this: {from: 2026-01, to: 2026-12}."),
    ("{start: 2025-01}", "Allowed here: from, to."),
    ("2025年1月", "Write it like this: {from: 2026-01, to: 2026-12}."),
])  # fmt: skip
def test_a_period_is_written_with_from_and_to(find: Find, written: str, help_: str) -> None:
    assert only(find("project-2021", (PERIOD, written)))["help"] == help_


def test_the_keys_of_a_period_are_known_by_what_is_meant(find: Find) -> None:
    found = find("project-2021", (PERIOD, "{start: 2025-01, 结束: 2025-12}"))
    assert [each["message"].partition("mean ")[2] for each in found] == ["“from”?", "“to”?"]


@for_each("language,help_", [
    ("en", "Allowed: midterm, annual."), ("zh", "可以写：midterm、annual。"),
])  # fmt: skip
def test_a_list_has_the_commas_of_its_language(find: Find, language: str, help_: str) -> None:
    found = find("project-2021", ("horizon: annual", "horizon: yearly"), language=language)
    assert help_ in [each["help"] for each in found]


# --- Form files ---


@pytest.fixture
def form_error(here: Runner, tmp_path: Path) -> Callable[..., str]:
    """What `validate` and `forms` say of a form file with a text replaced."""

    def run(replace: str, with_: str) -> str:
        text = (PACKAGE / "data" / "forms" / "project-2021.yaml").read_text("utf-8")
        assert replace in text
        (tmp_path / "forms").mkdir(exist_ok=True)
        own = text.replace("id: project-2021", "id: ours", 1).replace(replace, with_, 1)
        (tmp_path / "forms" / "ours.yaml").write_text(own, "utf-8")
        spec = EXAMPLES / "project-2021.yaml"
        words = ("--project", tmp_path, "--ui-language", "en")
        said = {here(*words, *command).stderr for command in (("forms",), ("validate", spec))}
        assert len(said) == 1
        return said.pop()

    return run


def test_a_choice_without_choices_is_an_error_of_the_form(form_error: Callable[..., str]) -> None:
    said = form_error("{field: nature, ", "{field: nature, type: choice, ")
    assert "line 16 of the form file" in said
    assert "“choices” is missing" in said


def test_a_framework_of_a_form_is_one_that_there_is(form_error: Callable[..., str]) -> None:
    said = form_error("[national,", "[natinal,")
    assert "line 9 of the form file" in said
    assert "there is no framework “natinal”; did you mean “national”?" in said


def test_a_form_that_is_not_there_is_quoted_with_what_is_near(here: Runner, tmp_path: Path) -> None:
    ran = here("--project", tmp_path, "--ui-language", "en", "forms", "project2021")
    assert "there is no form “project2021”; did you mean “project-2021”?" in ran.stderr


# --- One mistake, one finding ---


def test_a_target_that_is_still_to_be_written_is_told_once(find: Find) -> None:
    found = only(find("project-2021", ("target: ≥12.5公里", "target: {zh: 待补充, en: TODO}")))
    assert found["rule"] == "text-unfinished"


def test_the_keys_of_another_form_say_first_that_no_form_is_named(find: Find) -> None:
    found = find("project-2021", ("form: project-2021\n", ""))
    assert found[0]["message"] == (
        "no form is specified, so this is a table of overall-2015, "
        "and “project” belongs to other forms"
    )
    assert "missing-key" not in [each["rule"] for each in found[1:] if each["line"] == 1]

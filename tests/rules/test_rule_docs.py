"""The documentation of rules: complete in both languages, and the same wherever it is read."""

import inspect
import re
import shutil
import sys
from pathlib import Path

import pytest
from cases import for_each
from paths import REPOSITORY

from perf_report.messages import Catalogue, load_catalogue
from perf_report.model.finding import FORM_CODES
from perf_report.render.code_docs import explain_code
from perf_report.render.rule_docs import list_rules
from perf_report.score.rules import ALL_RULES, AnyRule

sys.path.insert(0, str(REPOSITORY / "scripts"))

import generated_docs
import write_rule_docs

PAGES = write_rule_docs.pages()
DOCS = REPOSITORY / "docs" / "rules"
ENDINGS = {"zh": ".zh.md", "en": ".md"}
LANGUAGES = tuple(ENDINGS)
SAY = {language: load_catalogue("zh" if language == "zh" else "en") for language in LANGUAGES}
EXAMPLES = {"en": ("Passes: ", "Fails: "), "zh": ("符合：", "不符合：")}
LEADS = (*EXAMPLES["en"], *EXAMPLES["zh"])
CHINESE = re.compile(r"[\u4e00-\u9fff]")

every_rule = for_each("rule", ALL_RULES)


def docstring(rule: AnyRule) -> str:
    return inspect.cleandoc(sys.modules[rule.check.__module__].__doc__ or "")


def page(rule: AnyRule, language: str) -> str:
    return (DOCS / f"{rule.id}{ENDINGS[language]}").read_text("utf-8")


def explained(rule: AnyRule, say: Catalogue) -> str:
    return explain_code(rule.id, say) or ""


def spaceless(text: str) -> str:
    """The text without white space, which is all that laying it out may change."""
    return re.sub(r"\s+", "", text)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the pages."""
    return Path(shutil.copytree(DOCS, tmp_path / "rules"))


def test_the_pages_are_fresh() -> None:
    assert generated_docs.update(DOCS, PAGES, is_check=True) == []


def test_checking_reports_a_stale_a_missing_and_a_foreign_page_and_writes_nothing(
    folder: Path,
) -> None:
    (folder / "funds-total.md").write_text("old\n", "utf-8")
    (folder / "id-duplicate.md").unlink()
    (folder / "no-such-rule.md").write_text("# no-such-rule\n", "utf-8")

    reports = generated_docs.update(folder, PAGES, is_check=True)

    names = ["surplus: no-such-rule.md", "stale: funds-total.md", "stale: id-duplicate.md"]
    assert reports == names
    assert (folder / "funds-total.md").read_text("utf-8") == "old\n"
    assert not (folder / "id-duplicate.md").exists()

    written = generated_docs.update(folder, PAGES, is_check=False)

    assert [report.partition(": ")[0] for report in written] == ["surplus", "written", "written"]
    assert generated_docs.update(folder, PAGES, is_check=True) == []


def test_the_script_fails_if_a_page_is_stale(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (folder / "weight.md").unlink()
    monkeypatch.setattr(sys, "argv", ["write_rule_docs.py", "--check"])

    with pytest.raises(SystemExit) as ended:
        generated_docs.run(folder, PAGES, "")

    assert ended.value.code == 1
    assert capsys.readouterr().out == "stale: weight.md\n"


def test_every_code_of_a_finding_has_a_page_and_every_page_a_code() -> None:
    codes = {*(rule.id for rule in ALL_RULES), *FORM_CODES, "README"}

    expected = {f"{code}{ending}" for code in codes for ending in ENDINGS.values()}
    assert {path.name for path in DOCS.glob("*.md")} == expected


@for_each("language", LANGUAGES)
def test_the_index_links_to_every_page_with_its_severity(language: str) -> None:
    ending, say = ENDINGS[language], SAY[language]
    index = (DOCS / f"README{ending}").read_text("utf-8")

    rows = re.findall(r"^\| \[(.+?)\]\((.+?)\) \| (\w+) \|$", index, re.MULTILINE)
    for code in FORM_CODES:
        assert f"| [{code}]({code}{ending}) |" in index

    assert rows[: len(ALL_RULES)] == [
        (rule.id, f"{rule.id}{ending}", say.format("word", rule.severity.value))
        for rule in ALL_RULES
    ]


@every_rule
@for_each("language", LANGUAGES)
def test_a_page_speaks_one_language_alone(rule: AnyRule, language: str) -> None:
    other = SAY["en" if language == "zh" else "zh"]
    text = page(rule, language)

    for word in ("severity", "passes", "fails"):
        assert SAY[language].format("rules", word) in text
        assert other.format("rules", word) not in text


@every_rule
def test_a_rule_is_documented_in_both_languages(rule: AnyRule) -> None:
    paragraphs = [part for part in docstring(rule).split("\n\n") if not part.startswith(LEADS)]
    chinese = [part for part in paragraphs if part.startswith("中文：")]
    english = [part for part in paragraphs if not part.startswith("中文：")]

    assert english
    assert english[0].rstrip().endswith(".")
    assert chinese, "there is no paragraph that begins with 中文："
    assert all(len(CHINESE.findall(part)) >= 10 for part in chinese)
    assert all(part.rstrip().endswith("。") for part in chinese)


@every_rule
@for_each("language", LANGUAGES)
def test_a_rule_has_a_passing_and_a_failing_example_in_each_language(
    rule: AnyRule, language: str
) -> None:
    lines = docstring(rule).splitlines()
    examples = [
        line.removeprefix(lead)
        for lead in EXAMPLES[language]
        for line in lines
        if line.startswith(lead)
    ]

    assert len(examples) == 2
    # A line that runs over would be cut off where the example is shown.
    assert all(example.endswith("。" if language == "zh" else ".") for example in examples)
    assert examples[0] != examples[1]


@every_rule
def test_an_example_is_in_the_language_of_its_page(rule: AnyRule) -> None:
    examples = [line for line in docstring(rule).splitlines() if line.startswith(LEADS)]
    for example in examples:
        # What is quoted from a spec has both languages.
        words = re.sub("`[^`]*`", "", example)
        is_chinese = example.startswith(EXAMPLES["zh"])
        # Figures with their units are quoted as the table has them.
        assert not re.search("[A-Za-z]{2}" if is_chinese else "[\u4e00-\u9fff]{3}", words), example


@every_rule
@for_each("language", LANGUAGES)
def test_explain_shows_both_examples_the_severity_and_the_id(rule: AnyRule, language: str) -> None:
    say = SAY[language]

    text = explained(rule, say)

    first, *_ = text.splitlines()
    severity = say.format("word", rule.severity.value)
    assert first == (f"{rule.id}（{severity}）" if language == "zh" else f"{rule.id} ({severity})")
    for kind in ("passes", "fails"):
        assert say.format("rules", kind) in text
    for line in docstring(rule).splitlines():
        for lead in EXAMPLES[language]:
            if line.startswith(lead):
                assert spaceless(line.removeprefix(lead).rstrip(".。")) in spaceless(text)


@every_rule
@for_each("language", LANGUAGES)
def test_explain_and_the_page_say_the_same(rule: AnyRule, language: str) -> None:
    say = SAY[language]
    text = spaceless(page(rule, language))

    # The head has another form on the page; all below it is the same but for its layout.
    _, *paragraphs = explained(rule, say).split("\n\n")

    assert len(paragraphs) >= 3
    for paragraph in paragraphs:
        assert spaceless(paragraph) in text


@every_rule
def test_explain_speaks_one_language_alone(rule: AnyRule) -> None:
    english = explained(rule, SAY["en"])
    chinese = explained(rule, SAY["zh"])

    assert "中文：" not in english + chinese
    prose = [part for part in chinese.split("\n\n")[1:] if "\n  " not in part]
    assert all(CHINESE.search(part) for part in prose)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_list_of_rules_has_every_rule_in_order_with_what_it_asks_for(language: str) -> None:
    say = SAY[language]

    lines = list_rules(say).splitlines()

    ids = [line.split()[0] for line in lines if not line.startswith(" ")]
    assert ids == sorted(rule.id for rule in ALL_RULES)
    starts = [line for line in lines if not line.startswith(" ")]
    for rule, line in zip(ALL_RULES, starts, strict=True):
        assert line.split()[1] == say.format("word", rule.severity.value)
        assert len(line.split(maxsplit=2)) == 3

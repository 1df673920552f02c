"""The documentation of rules: complete in both languages, and the same wherever it is read."""

import inspect
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from cases import for_each
from paths import REPOSITORY

from perf_report.messages import load_catalogue
from perf_report.render.rule_docs import explain_rule, list_rules
from perf_report.score.rules import ALL_RULES, AnyRule

DOCS = REPOSITORY / "docs" / "rules"
LANGUAGES = ("zh", "en")
SAY = {language: load_catalogue("zh" if language == "zh" else "en") for language in LANGUAGES}
EXAMPLES = {"en": ("Passes: ", "Fails: "), "zh": ("符合：", "不符合：")}
LEADS = (*EXAMPLES["en"], *EXAMPLES["zh"])
CHINESE = re.compile(r"[\u4e00-\u9fff]")

every_rule = for_each("rule", ALL_RULES)


def docstring(rule: AnyRule) -> str:
    return inspect.cleandoc(sys.modules[rule.check.__module__].__doc__ or "")


def page(rule: AnyRule) -> str:
    return (DOCS / f"{rule.id}.md").read_text("utf-8")


def spaceless(text: str) -> str:
    """The text without white space, which is all that laying it out may change."""
    return re.sub(r"\s+", "", text)


def run_writer(writer: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """Run the script as `python scripts/write_rule_docs.py` runs."""
    return subprocess.run(
        [sys.executable, str(writer), *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of the script and of the pages."""
    (tmp_path / "scripts").mkdir()
    shutil.copy(REPOSITORY / "scripts" / "write_rule_docs.py", tmp_path / "scripts")
    shutil.copytree(DOCS, tmp_path / "docs" / "rules")
    return tmp_path


def test_the_pages_of_the_rules_are_fresh() -> None:
    ran = run_writer(REPOSITORY / "scripts" / "write_rule_docs.py", "--check")

    assert (ran.returncode, ran.stdout) == (0, ""), ran.stdout + ran.stderr


def test_checking_names_a_stale_and_a_missing_page_and_writes_nothing(checkout: Path) -> None:
    folder = checkout / "docs" / "rules"
    (folder / "funds-total.md").write_text("old\n", "utf-8")
    (folder / "id-duplicate.md").unlink()

    ran = run_writer(checkout / "scripts" / "write_rule_docs.py", "--check")

    assert ran.returncode == 1
    assert ran.stdout.splitlines() == ["stale: funds-total.md", "stale: id-duplicate.md"]
    assert (folder / "funds-total.md").read_text("utf-8") == "old\n"
    assert not (folder / "id-duplicate.md").exists()


def test_writing_makes_stale_pages_fresh(checkout: Path) -> None:
    writer = checkout / "scripts" / "write_rule_docs.py"
    (checkout / "docs" / "rules" / "funds-total.md").write_text("old\n", "utf-8")

    written = run_writer(writer)

    assert (written.returncode, written.stdout) == (0, "written: funds-total.md\n")
    assert run_writer(writer, "--check").returncode == 0


def test_checking_names_a_page_without_a_rule(checkout: Path) -> None:
    (checkout / "docs" / "rules" / "no-such-rule.md").write_text("# no-such-rule\n", "utf-8")

    ran = run_writer(checkout / "scripts" / "write_rule_docs.py", "--check")

    assert ran.returncode == 1
    assert "no-such-rule.md" in ran.stdout


def test_every_rule_has_a_page_and_every_page_a_rule() -> None:
    pages = {path.stem for path in DOCS.glob("*.md")} - {"README"}

    assert pages == {rule.id for rule in ALL_RULES}


def test_the_index_links_to_every_page_with_its_severity() -> None:
    index = (DOCS / "README.md").read_text("utf-8")

    rows = re.findall(r"^\| \[(.+?)\]\((.+?)\) \| (\w+) / (\w+) \|$", index, re.MULTILINE)

    severities = [
        [say.format("word", rule.severity.value) for say in SAY.values()] for rule in ALL_RULES
    ]
    assert rows == [
        (rule.id, f"{rule.id}.md", *severity)
        for rule, severity in zip(ALL_RULES, severities, strict=True)
    ]


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

    text = explain_rule(rule, say)

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
    text = spaceless(page(rule))

    # The head has another form on the page; all below it is the same but for its layout.
    _, *paragraphs = explain_rule(rule, say).split("\n\n")

    assert len(paragraphs) >= 3
    for paragraph in paragraphs:
        assert spaceless(paragraph) in text


@every_rule
def test_explain_speaks_one_language_alone(rule: AnyRule) -> None:
    english = explain_rule(rule, SAY["en"])
    chinese = explain_rule(rule, SAY["zh"])

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

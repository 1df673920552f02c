"""`perf-report validate`, `rules` and `explain`: what they find, say, write and exit with."""

import json
import subprocess
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from builds import report_of
from cases import for_each
from conftest import Runner
from paths import EXAMPLES, REAL_SPEC

from perf_report.app.check.spec_check import (
    CheckedPlan,
    Standards,
    check_source,
    open_standards,
)
from perf_report.app.project import open_project
from perf_report.errors import SettingsError
from perf_report.messages import Catalogue, describe_finding, load_catalogue
from perf_report.model.source import Source
from perf_report.model.text import LANGUAGES, Language
from perf_report.parse.source import MAX_BYTES, read_source
from perf_report.render.code_docs import explain_code
from perf_report.render.findings.report import FindingsReport
from perf_report.render.findings.text import render_text
from perf_report.render.rule_docs import list_rules
from perf_report.rules import RULES
from perf_report.rules.rule import Rule
from perf_report.score.rules import ALL_RULES

INVALID = sorted(EXAMPLES.glob("invalid/*/*.yaml"))
SPEC = REAL_SPEC

CLEAN = EXAMPLES / "valid" / "framework--output-cost.yaml"
WITH_ERROR = EXAMPLES / "invalid" / "funds-total" / "task.yaml"
WITH_WARNING = EXAMPLES / "invalid" / "deadline-year" / "the-year-before.yaml"
WITH_INFO = EXAMPLES / "invalid" / "e-form-limit" / "refused-character.yaml"

each_rule = for_each("rule", RULES)
each_language = pytest.mark.parametrize("language", LANGUAGES)

Run = subprocess.CompletedProcess[str]


@pytest.fixture
def standards(tmp_path: Path) -> Standards:
    return open_standards(open_project(tmp_path), ())


@pytest.fixture
def run(tmp_path: Path, here: Runner) -> Callable[..., Run]:
    """The command line in an empty project, in English unless the environment says otherwise."""

    def run_command(*arguments: str | Path, **environment: str) -> Run:
        ran = here("--project", tmp_path, *arguments, cwd=tmp_path, environment=environment)
        return Run(arguments, ran.code, ran.stdout, ran.stderr)

    return run_command


def check(text: str, standards: Standards) -> CheckedPlan:
    """What is found in a text."""
    return check_source(Source(name="plan.yaml", data=text.encode()), standards)


def rules_of(outcome: CheckedPlan) -> list[str]:
    """The rules of the findings, in their order."""
    return [located.finding.rule for located in outcome.findings]


def columns(line: str) -> int:
    """How wide a line is in a terminal."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in line)


# The real table


def test_the_real_spec_has_one_note_and_nothing_else(standards: Standards) -> None:
    outcome = check_source(read_source(SPEC), standards)
    (located,) = outcome.findings
    line = outcome.document.lines[located.span.line - 1]
    marked = line[located.span.column - 1 : located.span.end_column - 1]
    assert (located.finding.rule, located.finding.severity, marked) == (
        "e-form-limit",
        "info",
        "7*24小时",
    )
    assert outcome.valid_table is not None


# Order, places, levels


def test_findings_are_sorted_by_file_then_by_place(run: Callable[..., Run]) -> None:
    files = [WITH_WARNING, EXAMPLES / "invalid" / "punctuation" / "doubled.yaml", WITH_ERROR]
    found = json.loads(run("validate", "--format", "json", *files).stdout)["findings"]
    places = [(item["file"], item["line"], item["column"]) for item in found]
    # All three are tables of one department and year.
    duplicates = [item for item in found if item["rule"] == "table-duplicate"]
    assert (len(places), len(duplicates)) == (7, 3)
    assert places == sorted(places)


def test_findings_of_different_rules_come_in_the_order_of_the_file(standards: Standards) -> None:
    text = CLEAN.read_text("utf-8")
    for right, wrong in (("500件", "500坨"), ("by: 2026", "by: 2025"), ("20.00}", "19.00}")):
        text = text.replace(right, wrong)
    assert rules_of(check(text, standards)) == [
        "funds-total", "unit-unknown", "deadline-words", "deadline-year",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("fail_on", "codes"),
    [
        ("error", [0, 0, 0, 1]),
        ("warning", [0, 0, 1, 1]),
        ("info", [0, 1, 1, 1]),
        ("never", [0, 0, 0, 0]),
    ],
)
def test_the_exit_code_says_whether_a_finding_reaches_the_level(
    run: Callable[..., Run], fail_on: str, codes: list[int]
) -> None:
    files = (CLEAN, WITH_INFO, WITH_WARNING, WITH_ERROR)
    runs = [run("validate", "--fail-on", fail_on, file) for file in files]
    assert [one.returncode for one in runs] == codes


def test_only_errors_fail_a_run_that_names_no_level(run: Callable[..., Run]) -> None:
    assert run("validate", WITH_WARNING).returncode == 0
    assert run("validate", WITH_ERROR).returncode == 1


def test_a_wrong_level_is_wrong_usage(run: Callable[..., Run]) -> None:
    assert run("validate", "--fail-on", "fatal", CLEAN).returncode == 2


def test_a_missing_file_cannot_be_checked(run: Callable[..., Run]) -> None:
    done = run("validate", "no-such.yaml")
    assert done.returncode == 3
    assert "no-such.yaml" in done.stderr


def test_the_summary_goes_to_stderr_and_a_clean_run_says_nothing_else(
    run: Callable[..., Run],
) -> None:
    done = run("validate", CLEAN)
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == "1 file checked: 0 errors, 0 warnings, 0 notes\n"


def test_without_paths_the_specs_of_the_project_are_checked(
    run: Callable[..., Run], tmp_path: Path
) -> None:
    (tmp_path / "specs").mkdir()
    (tmp_path / "specs" / "plan.yaml").write_bytes(WITH_ERROR.read_bytes())
    done = run("validate", "--format", "json")
    assert done.returncode == 1
    assert json.loads(done.stdout)["summary"]["files"] == 1


def test_a_file_larger_than_a_spec_may_be_is_a_finding(standards: Standards) -> None:
    large = Source(name="large.yaml", data=b"#" * (MAX_BYTES + 1))
    assert rules_of(check_source(large, standards)) == ["file-too-large"]


# Formats


def test_every_format_is_written_to_its_own_file(run: Callable[..., Run], tmp_path: Path) -> None:
    names = ("text", "json", "github", "gitlab", "sarif", "junit")
    options = [part for name in names for part in ("--format", f"{name}=out.{name}")]
    done = run("validate", *options, WITH_ERROR)
    assert (done.returncode, done.stdout) == (1, "")
    for name in names:
        assert "30.00" in (tmp_path / f"out.{name}").read_text("utf-8")


def test_one_format_goes_to_stdout_while_another_goes_to_a_file(
    run: Callable[..., Run], tmp_path: Path
) -> None:
    done = run("validate", "--format", "text", "--format", "json=found.json", WITH_ERROR)
    assert f"{WITH_ERROR}:10:20: error[funds-total]: " in done.stdout
    found = json.loads((tmp_path / "found.json").read_text("utf-8"))
    assert [item["rule"] for item in found["findings"]] == ["funds-total"]


def test_two_formats_follow_one_another_on_stdout(run: Callable[..., Run]) -> None:
    done = run("validate", "--format", "github", "--format", "json", WITH_ERROR)
    annotation, _, rest = done.stdout.partition("\n")
    assert annotation.startswith("::error file=")
    assert json.loads(rest)["summary"]["error"] == 1


def test_a_text_file_has_no_color_even_where_the_terminal_has(
    run: Callable[..., Run], tmp_path: Path
) -> None:
    done = run("--color", "always", "validate", "--format=text", "--format=text=o.txt", WITH_ERROR)
    assert "\x1b[" in done.stdout
    assert "\x1b[" not in (tmp_path / "o.txt").read_text("utf-8")


def test_github_actions_is_recognised(run: Callable[..., Run]) -> None:
    done = run("validate", WITH_WARNING, GITHUB_ACTIONS="true")
    assert done.stdout.startswith(f"::warning file={WITH_WARNING.as_posix()},line=27,")
    assert done.stdout.count("\n") == 1


def test_a_format_that_is_asked_for_wins_over_github_actions(run: Callable[..., Run]) -> None:
    done = run("validate", "--format", "json", WITH_WARNING, GITHUB_ACTIONS="true")
    assert json.loads(done.stdout)["summary"]["warning"] == 1


def test_an_unknown_format_is_wrong_usage_and_names_the_known_ones(
    run: Callable[..., Run],
) -> None:
    done = run("validate", "--format", "xml", CLEAN)
    assert done.returncode == 2
    assert "text, json, github, gitlab, sarif, junit" in done.stderr


def test_text_shows_the_line_a_caret_and_what_to_do(standards: Standards) -> None:
    report = FindingsReport.collect([report_of(WITH_ERROR, standards)], english())
    assert render_text(report).split("\n")[1:4] == [
        "   10 |     funds: {total: 30.00, basic: 10.00, project: 19.99}",
        "      |                    ^^^^^",
        "  help: Check the total and its parts.",
    ]


def english() -> Catalogue:
    """The English catalogue."""
    return load_catalogue("en")


# Settings


def settings_file(folder: Path, name: str, rule: str, severity: str) -> None:
    """Write a setting of one severity."""
    table = "tool.perf-report.severity" if name == "pyproject.toml" else "severity"
    (folder / name).write_text(f'[{table}]\n{rule} = "{severity}"\n', "utf-8")


each_settings_file = pytest.mark.parametrize("name", ["perf-report.toml", "pyproject.toml"])


@each_settings_file
@pytest.mark.parametrize(
    ("severity", "found"),
    [
        ("off", []),
        ("info", ["info"]),
        ("warning", ["warning"]),
        ("error", ["error"]),
    ],
)
def test_a_setting_gives_a_rule_its_severity(
    tmp_path: Path, name: str, severity: str, found: list[str]
) -> None:
    settings_file(tmp_path, name, "deadline-year", severity)
    outcome = check_source(read_source(WITH_WARNING), open_standards(open_project(tmp_path), ()))
    assert [located.finding.severity for located in outcome.findings] == found
    assert outcome.result.has_error == (severity == "error")


def test_a_setting_reaches_the_exit_code(run: Callable[..., Run], tmp_path: Path) -> None:
    settings_file(tmp_path, "perf-report.toml", "deadline-year", "error")
    assert run("validate", WITH_WARNING).returncode == 1
    settings_file(tmp_path, "perf-report.toml", "funds-total", "off")
    assert run("validate", WITH_ERROR).returncode == 0


@each_settings_file
@pytest.mark.parametrize(
    ("rule", "severity", "message"),
    [
        ("no-such-rule", "off", "settings-rule"),
        ("deadline-year", "fatal", "settings-severity"),
        ("deadline-year", "none", "settings-severity"),
        *((rule.id, "info", "settings-rule-needed") for rule in ALL_RULES if rule.needed),
    ],
)
def test_a_setting_that_cannot_be_is_refused(
    tmp_path: Path, name: str, rule: str, severity: str, message: str
) -> None:
    settings_file(tmp_path, name, rule, severity)
    with pytest.raises(SettingsError) as refusal:
        open_standards(open_project(tmp_path), ())
    assert refusal.value.message == message


def test_a_refused_setting_ends_the_run_with_its_reason(
    run: Callable[..., Run], tmp_path: Path
) -> None:
    settings_file(tmp_path, "perf-report.toml", "text-missing", "off")
    done = run("validate", CLEAN)
    assert done.returncode == 3
    assert "text-missing" in done.stderr
    assert "Traceback" not in done.stderr


def test_what_the_table_cannot_be_made_without_is_needed() -> None:
    assert {rule.id for rule in RULES if rule.needed} == {
        "category-unknown",
        "department-code",
        "form-part",
        "form-unknown",
        "form-value",
        "glyph-missing",
        "id-duplicate",
        "reference-unknown",
        "suppression-without-reason",
        "text-missing",
        "unit-unknown",
    }


def test_a_framework_that_requires_what_it_does_not_have_is_refused(tmp_path: Path) -> None:
    (tmp_path / "frameworks").mkdir()
    (tmp_path / "frameworks" / "own.yaml").write_text(
        "id: own\nname: {zh: 自定, en: Own}\nlevels:\n  - id: output\n"
        "    label: {zh: 产出指标, en: Output}\n    categories:\n"
        "      - {id: output.quantity, label: {zh: 数量指标, en: Quantity}}\n"
        "required: [output.quality]\n",
        "utf-8",
    )
    text = CLEAN.read_text("utf-8").replace("framework: output-cost", "framework: own")
    with pytest.raises(SettingsError):
        check(text, open_standards(open_project(tmp_path), ()))


# Many files


@pytest.mark.slow
def test_two_workers_find_what_one_finds(run: Callable[..., Run], tmp_path: Path) -> None:
    copies = tmp_path / "copies"
    copies.mkdir()
    for number in range(200):
        data = INVALID[number % len(INVALID)].read_bytes()
        (copies / f"{number:03}.yaml").write_bytes(data)
    alone = run("validate", "--format", "json", "--jobs", "1", copies)
    together = run("validate", "--format", "json", "--jobs", "2", copies)
    assert json.loads(alone.stdout)["summary"]["files"] == 200
    assert (together.stdout, together.returncode) == (alone.stdout, alone.returncode)


def test_reports_come_in_the_order_of_the_files_names(standards: Standards) -> None:
    reports = [report_of(path, standards) for path in (WITH_WARNING, WITH_ERROR)]
    files = FindingsReport.collect(reports, english()).files
    assert [file.name for file in files] == [str(WITH_WARNING), str(WITH_ERROR)]


# Words


@for_each("language", LANGUAGES)
@for_each("path", INVALID)
def test_every_finding_of_an_example_can_be_said(
    path: Path, language: Language, standards: Standards
) -> None:
    for located in check_source(read_source(path), standards).findings:
        sentences = describe_finding(load_catalogue(language), located.finding)
        for sentence in (sentences.message, sentences.help):
            assert sentence.strip()
            assert "None" not in sentence


@each_language
def test_the_report_follows_the_language_of_the_reader(
    run: Callable[..., Run], language: Language
) -> None:
    done = run("--ui-language", language, "validate", WITH_ERROR)
    assert ("合计" in done.stdout or "总额" in done.stdout) == (language == "zh")


@each_language
def test_the_list_of_rules_names_each_with_its_severity(language: Language) -> None:
    say = load_catalogue(language)
    lines = list_rules(say).splitlines()
    starts = {line.split()[0]: line.split()[1] for line in lines if line[0] != " "}
    assert starts == {rule.id: say.format("word", rule.severity.value) for rule in ALL_RULES}
    assert max(map(columns, lines)) <= 80


@for_each("language", LANGUAGES)
@each_rule
def test_the_explanation_of_a_rule_fits_a_terminal_and_has_two_examples(
    rule: Rule, language: Language
) -> None:
    say = load_catalogue(language)
    lines = (explain_code(rule.id, say) or "").splitlines()
    assert lines[0].startswith(rule.id + ("（" if language == "zh" else " ("))
    assert say.format("rules", "passes") in lines
    assert say.format("rules", "fails") in lines
    assert [line for line in lines if columns(line) > 80] == []


@each_rule
def test_the_chinese_explanation_of_a_rule_is_in_chinese(rule: Rule) -> None:
    prose = (explain_code(rule.id, load_catalogue("zh")) or "").split("\n\n")[1]
    assert "\u4e00" <= prose[0] <= "\u9fff"


def test_the_command_lists_and_explains(run: Callable[..., Run]) -> None:
    assert run("rules").stdout == list_rules(english())
    explained = run("--ui-language", "zh", "explain", "funds-total")
    assert explained.stdout.startswith("funds-total（")
    assert (explained.returncode, explained.stderr) == (0, "")


def test_a_rule_that_does_not_exist_cannot_be_explained(run: Callable[..., Run]) -> None:
    done = run("explain", "no-such-rule")
    assert done.returncode == 2
    assert "funds-total" in done.stderr


# What fuzzing found

ODD_EDITS: dict[str, tuple[str, str]] = {
    "a-quantity-as-a-literal-block": ("target: ≥500件", "target: |\n          ≥500件"),
    "a-quantity-with-a-line-end": ("target: ≥500件", 'target: "≥500件\\n"'),
    "a-deadline-in-the-year-0": ("by: 2026-12-31", "by: 0000-01-01"),
    "a-cost-of-more-digits-than-a-decimal-holds": ("≤30万元", f"≤9{',999' * 10}万元"),
}


@pytest.mark.parametrize("edit", ODD_EDITS.values(), ids=ODD_EDITS)
def test_an_odd_value_is_a_finding_and_never_a_traceback(
    edit: tuple[str, str], standards: Standards
) -> None:
    outcome = check(CLEAN.read_text("utf-8").replace(*edit), standards)
    assert outcome.findings


def test_no_finding_is_reported_twice_in_the_same_place(standards: Standards) -> None:
    repeated: dict[str, Any] = {}
    for path in INVALID:
        found = [
            (located.finding.message_id, located.span)
            for located in check_source(read_source(path), standards).findings
        ]
        if len(found) != len(set(found)):
            repeated[path.stem] = found
    assert repeated == {}

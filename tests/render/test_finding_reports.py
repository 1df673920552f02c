"""Reports of findings: each format against its published schema and for what its readers need."""

import json
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from builds import report_of
from conftest import run_here
from jsonschema import Draft4Validator, Draft202012Validator, ValidationError
from lxml import etree
from paths import PACKAGE, SCHEMAS

from perf_report.app.check.spec_check import Standards, open_standards
from perf_report.app.project import Project
from perf_report.messages import load_catalogue
from perf_report.model.finding import FileFindings, Finding, LocatedFinding, Severity, Span
from perf_report.model.text import Language
from perf_report.render.findings import REPORTS
from perf_report.render.findings.report import FindingsReport

# Spaces, Chinese, and every character that one of the formats gives a meaning of its own.
ODD_NAME = "绩效 目标, 100%: 第一稿#2?.yaml"

SPEC = """\
format: 1
year: 2025
department:
  code: demo
  name: {zh: 示例办公室, en: Demonstration Office}
framework: output-cost
currency_unit: 万元
budget: {total: 100.01, basic: 60.00, project: 40.00}
tasks:
  - id: training
    text: {zh: 开展培训。, en: Hold training.}
    funds: {basic: 60.00, project: 40.00}
goals:
  - id: skills
    tasks: [training]
    text: {zh: 提高业务能力。, en: Improve professional skills.}
    indicators:
      - id: sessions
        category: output.quantity
        name: {zh: 培训场次, en: Number of training sessions}
        target: ≥8场次
      - id: pass-rate
        category: output.quality
        name: {zh: 考核合格率, en: Assessment pass rate}
        target: ≤95%  # perf-report: allow operator-direction -- 试点期间，上限即目标
      - id: on-time
        category: output.timeliness
        name: {zh: 完成时间, en: Completion time}
        target: {zh: 2025年底前, en: by the end of 2024, by: 2025-12-31}
      - id: cost
        category: output.cost
        name: {zh: 培训成本, en: Training cost}
        target: ≤100万元
      - id: service
        category: benefit.social
        name: {zh: 服务保障, en: Service coverage}
        target: {zh: 7*24小时, en: "24 hours a day, 7 days a week"}
      - id: satisfaction
        category: satisfaction.beneficiary
        name: {zh: 学员满意度, en: Trainee satisfaction}
        target: ≥90%
"""
CLEAN = (
    SPEC.replace("100.01", "100.00")
    .replace("≤95%  # perf-report: allow operator-direction -- 试点期间，上限即目标", "≥95%")
    .replace("end of 2024", "end of 2025")
    .replace("7*24小时", "全年每天24小时")
    .replace("24 hours a day, 7 days a week", "24 hours a day all year")
    .replace("code: demo", "code: other")
)

# What is wrong with SPEC: rule, severity, the marked characters of its line.
EXPECTED = [
    ("funds-total", "error", 8, "100.01"),
    ("funds-total", "error", 8, "100.01"),
    ("number-parity", "warning", 29, "by the end of 2024"),
    ("e-form-limit", "info", 37, "7*24小时"),
]
ACCEPTED = ("operator-direction", 25, "≤95%", "试点期间，上限即目标")


@pytest.fixture(scope="module")
def standards() -> Standards:
    return open_standards(Project(root=Path()), ())


@pytest.fixture
def check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, standards: Standards) -> Any:
    """Writes specs into a project of its own, and reports on them by relative path."""
    monkeypatch.chdir(tmp_path)

    def run(*, language: Language = "en", **texts: str) -> FindingsReport:
        return check_texts({f"specs/{name}.yaml": text for name, text in texts.items()}, language)

    def check_texts(texts: dict[str, str], language: Language = "en") -> FindingsReport:
        for name, text in texts.items():
            Path(name).parent.mkdir(exist_ok=True)
            Path(name).write_text(text, "utf-8")
        files = [report_of(Path(name), standards) for name in texts]
        return FindingsReport.collect(files, load_catalogue(language))

    run.texts = check_texts  # type: ignore[attr-defined]
    return run


@pytest.fixture
def report(check: Any) -> FindingsReport:
    """A file with an odd name and findings of all severities, and a clean one."""
    found: FindingsReport = check.texts({f"specs/{ODD_NAME}": SPEC, "specs/clean.yaml": CLEAN})
    return found


def hand_made(
    detail: str,
    *,
    file: str = "specs/a.yaml",
    span: Span | None = None,
    severity: Severity = Severity.ERROR,
) -> FindingsReport:
    """A report of one finding whose message has any text, which no rule could be made to say."""
    finding = Finding(rule="yaml-syntax", severity=severity, arguments={"detail": detail})
    place = span or Span(line=3, column=5, end_line=3, end_column=9)
    located = LocatedFinding(finding=finding, file=file, span=place)
    lines = ["one", "two", "abc defgh", "four"]
    return FindingsReport(
        files=[FileFindings(name=file, lines=lines, findings=[located])],
        catalogue=load_catalogue("en"),
    )


def run_tool(
    *arguments: object, cwd: Path, **environment: str
) -> "subprocess.CompletedProcess[str]":
    """Run the command line as a person does, outside any CI system."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("NO_COLOR", "PERF_REPORT_COLOR"):
            patch.delenv(name, raising=False)
        ran = run_here(*arguments, cwd=cwd, environment=environment)
    return subprocess.CompletedProcess([*map(str, arguments)], ran.code, ran.stdout, ran.stderr)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with the same two files as `report`."""
    (tmp_path / "specs").mkdir()
    (tmp_path / "specs" / ODD_NAME).write_text(SPEC, "utf-8")
    (tmp_path / "specs" / "clean.yaml").write_text(CLEAN, "utf-8")
    return tmp_path


def marked(line: int, column: int, end_column: int) -> str:
    """The characters of SPEC between two columns, which count from 1."""
    return SPEC.splitlines()[line - 1][column - 1 : end_column - 1]


# --- JSON ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def findings_schema() -> dict[str, Any]:
    path = PACKAGE / "schemas" / "findings.schema.json"
    schema: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return schema


def test_the_json_report_follows_the_schema_in_the_package(
    report: FindingsReport, findings_schema: dict[str, Any]
) -> None:
    Draft202012Validator.check_schema(findings_schema)

    data = json.loads(REPORTS["json"](report))

    Draft202012Validator(findings_schema).validate(data)
    assert data["version"] == 1
    assert len(data["findings"]) == len(EXPECTED)


def test_the_json_schema_knows_every_field_and_allows_no_other(
    report: FindingsReport, findings_schema: dict[str, Any]
) -> None:
    data = json.loads(REPORTS["json"](report))
    validator = Draft202012Validator(findings_schema)

    lenses: dict[str, Callable[[Any], Any]] = {
        "report": lambda copy: copy,
        "finding": lambda copy: copy["findings"][0],
        "summary": lambda copy: copy["summary"],
    }
    for part, lens in lenses.items():
        more = json.loads(json.dumps(data))
        lens(more)["other"] = 1
        assert not validator.is_valid(more), part
        for key in list(lens(data)):
            less = json.loads(json.dumps(data))
            del lens(less)[key]
            assert not validator.is_valid(less), f"{part} without {key}"


@pytest.mark.parametrize(
    "change",
    [
        {"severity": "fatal"},
        {"line": 0},
        {"column": 0},
        {"end_line": "3"},
        {"message": ""},
        {"rule": "Funds Total"},
    ],
)
def test_the_json_schema_refuses_values_that_no_report_has(
    report: FindingsReport, findings_schema: dict[str, Any], change: dict[str, Any]
) -> None:
    data = json.loads(REPORTS["json"](report))
    data["findings"][0] |= change

    with pytest.raises(ValidationError):
        Draft202012Validator(findings_schema).validate(data)


def test_json_findings_have_rule_severity_place_and_both_sentences(report: FindingsReport) -> None:
    findings = json.loads(REPORTS["json"](report))["findings"]

    told = [
        (item["rule"], item["severity"], item["line"],
         marked(item["line"], item["column"], item["end_column"]))
        for item in findings
    ]  # fmt: skip
    assert told == EXPECTED
    assert {item["file"] for item in findings} == {f"specs/{ODD_NAME}"}
    assert findings[2] == {
        "rule": "number-parity",
        "severity": "warning",
        "file": f"specs/{ODD_NAME}",
        "line": 29,
        "column": 35,
        "end_line": 29,
        "end_column": 53,
        "message": (
            "the numbers of the two languages differ: only in Chinese 2025, only in English 2024"
        ),
        "help": "Compare the English with the Chinese.",
    }


def test_the_json_summary_counts_findings_and_files_but_no_accepted_ones(
    report: FindingsReport,
) -> None:
    summary = json.loads(REPORTS["json"](report))["summary"]

    assert summary == {"error": 2, "warning": 1, "info": 1, "files": 2}


def test_json_keeps_chinese_readable_and_any_character_intact(check: Any) -> None:
    text = REPORTS["json"](check(language="zh", a=SPEC))
    odd = json.loads(REPORTS["json"](hand_made('100% "a\\b"\n\x01')))

    assert "中英文的数字不一致" in text
    # What would command a terminal is spelled out; everything else stays.
    assert '100% "a\\b"\n\\x01' in odd["findings"][0]["message"]


# --- SARIF --------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def sarif_validator() -> Draft4Validator:
    schema = json.loads((SCHEMAS / "sarif-2.1.0-rtm.5.json").read_text("utf-8"))
    Draft4Validator.check_schema(schema)
    return Draft4Validator(schema)


def sarif_run(report: FindingsReport) -> dict[str, Any]:
    (run,) = json.loads(REPORTS["sarif"](report))["runs"]
    found: dict[str, Any] = run
    return found


def region_of(result: dict[str, Any]) -> dict[str, int]:
    (location,) = result["locations"]
    region: dict[str, int] = location["physicalLocation"]["region"]
    return region


@pytest.mark.parametrize("language", ["zh", "en"])
def test_sarif_follows_its_published_schema(
    check: Any, sarif_validator: Draft4Validator, language: Language
) -> None:
    report = check.texts({f"specs/{ODD_NAME}": SPEC, "specs/clean.yaml": CLEAN}, language)

    sarif_validator.validate(json.loads(REPORTS["sarif"](report)))


def test_sarif_of_a_clean_run_follows_the_schema_and_has_empty_results(
    check: Any, sarif_validator: Draft4Validator
) -> None:
    data = json.loads(REPORTS["sarif"](check(a=CLEAN)))

    sarif_validator.validate(data)
    # Without `results` a reader would take the run for one that failed.
    assert data["runs"][0]["results"] == []
    assert data["version"] == "2.1.0"


def test_the_test_copy_of_the_sarif_schema_refuses_what_is_not_sarif(
    report: FindingsReport, sarif_validator: Draft4Validator
) -> None:
    data = json.loads(REPORTS["sarif"](report))
    data["runs"][0]["results"][0]["level"] = "fatal"

    assert not sarif_validator.is_valid(data)


def test_sarif_levels_are_error_warning_and_note(report: FindingsReport) -> None:
    levels = [item["level"] for item in sarif_run(report)["results"] if "suppressions" not in item]

    assert levels == ["error", "error", "warning", "note"]


def test_sarif_regions_count_characters_and_end_behind_the_last(report: FindingsReport) -> None:
    run = sarif_run(report)

    regions = [region_of(item) for item in run["results"] if "suppressions" not in item]

    assert run["columnKind"] == "unicodeCodePoints"
    assert [
        (region["startLine"], marked(region["startLine"], region["startColumn"],
                                     region["endColumn"]))
        for region in regions
    ] == [(line, text) for _, _, line, text in EXPECTED]  # fmt: skip
    assert all(region["startLine"] == region["endLine"] for region in regions)


def test_sarif_results_point_at_their_rule(report: FindingsReport) -> None:
    run = sarif_run(report)
    rules = run["tool"]["driver"]["rules"]

    assert len({rule["id"] for rule in rules}) == len(rules)
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]


def test_sarif_has_accepted_findings_as_suppressed_results_with_their_reason(
    report: FindingsReport,
) -> None:
    suppressed = [item for item in sarif_run(report)["results"] if "suppressions" in item]

    (result,) = suppressed
    region = region_of(result)
    rule, line, text, reason = ACCEPTED
    assert result["ruleId"] == rule
    assert region["startLine"] == line
    assert marked(line, region["startColumn"], region["endColumn"]) == text
    assert result["suppressions"] == [{"kind": "inSource", "justification": reason}]


def test_only_sarif_tells_of_accepted_findings(report: FindingsReport) -> None:
    telling = [name for name, render in REPORTS.items() if "operator-direction" in render(report)]

    assert telling == ["sarif"]


@pytest.mark.parametrize("name", [ODD_NAME, "a b.yaml", "报告.yaml", "c:d.yaml", "100%25.yaml"])
def test_sarif_uris_are_valid_and_lead_back_to_the_file(check: Any, name: str) -> None:
    report = check.texts({f"specs/{name}": SPEC})

    for result in sarif_run(report)["results"]:
        uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        parts = urlsplit(uri)
        assert re.fullmatch(r"(?:[A-Za-z0-9._~!$&'()*+,;=@/-]|%[0-9A-F]{2})+", uri)
        assert (parts.scheme, parts.netloc, parts.query, parts.fragment) == ("", "", "", "")
        assert unquote(parts.path) == f"specs/{name}"


def test_sarif_messages_double_the_braces_that_are_no_placeholders(check: Any) -> None:
    """SARIF 2.1.0, section 3.11.5: a single brace begins or ends a placeholder."""
    report = check(a=SPEC.replace("≥8场次", "≥8桶"))

    (message,) = [
        item["message"]["text"]
        for item in sarif_run(report)["results"]
        if item["ruleId"] == "unit-unknown"
    ]

    assert "桶: {{one: unit, other: units}}" in message
    assert not re.search(r"[{}]", message.replace("{{", "").replace("}}", ""))


def test_sarif_fingerprints_do_not_move_with_the_lines(check: Any) -> None:
    before = sarif_run(check(a=SPEC))["results"]
    after = sarif_run(check(a="# A comment.\n\n" + SPEC))["results"]

    assert [item["partialFingerprints"] for item in before] == [
        item["partialFingerprints"] for item in after
    ]
    assert region_of(before[0])["startLine"] + 2 == region_of(after[0])["startLine"]


def test_the_sentences_of_a_sarif_message_are_parted(report: FindingsReport) -> None:
    (message,) = [
        item["message"]["text"]
        for item in sarif_run(report)["results"]
        if item["ruleId"] == "number-parity"
    ]

    # The message ends without a stop, so a space alone would run it into the help.
    assert not re.search(r"2024 Check", message)


# --- JUnit --------------------------------------------------------------------------------------


@pytest.fixture(scope="module", params=["14c6e39", "ae25da5"])
def junit_schema(request: pytest.FixtureRequest) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(str(SCHEMAS / f"junit-10.{request.param}.xsd")))


def junit_of(report: FindingsReport) -> Any:
    return etree.fromstring(REPORTS["junit"](report).encode())


@pytest.mark.parametrize("language", ["zh", "en"])
def test_junit_follows_the_published_schemas(
    check: Any, junit_schema: etree.XMLSchema, language: Language
) -> None:
    report = check.texts({f"specs/{ODD_NAME}": SPEC, "specs/clean.yaml": CLEAN}, language)

    junit_schema.assertValid(junit_of(report))


def test_the_test_copies_of_the_junit_schema_refuse_what_is_not_junit(
    report: FindingsReport, junit_schema: etree.XMLSchema
) -> None:
    root = junit_of(report)
    del root.find("testsuite").attrib["tests"]

    assert not junit_schema.validate(root)


def test_a_junit_suite_is_a_file_and_a_clean_file_is_one_passed_case(
    report: FindingsReport,
) -> None:
    clean, odd = junit_of(report)

    assert clean.get("name") == "specs/clean.yaml"
    assert odd.get("name") == f"specs/{ODD_NAME}"
    assert [len(case) for case in clean] == [0]
    assert (clean.get("tests"), clean.get("failures")) == ("1", "0")


def test_junit_fails_for_errors_and_warnings_and_passes_for_information(
    report: FindingsReport,
) -> None:
    _, odd = junit_of(report)

    kinds = [(case.get("name").partition(":")[0], child.tag, child.get("type"))
             for case in odd for child in case]  # fmt: skip

    assert kinds == [
        ("funds-total", "failure", "error"),
        ("funds-total", "failure", "error"),
        ("number-parity", "failure", "warning"),
        ("e-form-limit", "system-out", None),
    ]
    assert (odd.get("tests"), odd.get("failures"), odd.get("errors")) == ("4", "3", "0")


def test_a_junit_failure_has_the_message_the_place_and_the_help(report: FindingsReport) -> None:
    _, odd = junit_of(report)

    failure = odd[2][0]

    assert failure.get("message").startswith("the numbers of the two languages differ")
    assert failure.text.splitlines() == [
        f"specs/{ODD_NAME}:29:35",
        "Compare the English with the Chinese.",
    ]


def test_junit_cases_of_a_suite_have_names_of_their_own(report: FindingsReport) -> None:
    """GitLab keeps one of the cases that have the same name and class."""
    for suite in junit_of(report):
        names = Counter((case.get("classname"), case.get("name")) for case in suite)
        assert max(names.values()) == 1, names.most_common(1)


@pytest.mark.parametrize(
    "character", ["\x00", "\x01", "\x07", "\x1b", "\x7f", "\x85", "\ufffe", "\uffff"]
)
def test_junit_is_well_formed_and_free_of_controls_whatever_a_message_has(character: str) -> None:
    text = REPORTS["junit"](hand_made(f"before{character}after"))

    root = etree.fromstring(text.encode("utf-8", "strict"))

    message = root.find(".//failure").get("message")
    assert "before" in message
    assert "after" in message
    assert character not in text


@pytest.mark.parametrize("escape", [r"\x01", r"\e[31m", r"\uFFFE"])
def test_junit_is_well_formed_for_a_spec_with_an_escaped_control(check: Any, escape: str) -> None:
    report = check(a=SPEC.replace("framework: output-cost", f'framework: "output{escape}cost"'))

    root = junit_of(report)

    assert root.findall(".//failure")


def test_junit_keeps_percent_signs_markup_quotes_and_line_ends() -> None:
    detail = '<b>100%</b> & "x"\nsecond line'

    root = junit_of(hand_made(detail))

    assert detail in root.find(".//failure").get("message")


# --- GitLab -------------------------------------------------------------------------------------


def gitlab_issues(report: FindingsReport) -> list[dict[str, Any]]:
    issues: list[dict[str, Any]] = json.loads(REPORTS["gitlab"](report))
    return issues


def test_gitlab_issues_have_exactly_the_documented_fields(report: FindingsReport) -> None:
    for issue in gitlab_issues(report):
        assert set(issue) == {"description", "check_name", "fingerprint", "severity", "location"}
        assert set(issue["location"]) == {"path", "lines"}
        assert set(issue["location"]["lines"]) == {"begin", "end"}
        assert issue["description"]


def test_gitlab_severities_are_among_the_documented_five(report: FindingsReport) -> None:
    severities = [issue["severity"] for issue in gitlab_issues(report)]

    assert severities == ["critical", "critical", "minor", "info"]
    assert set(severities) <= {"info", "minor", "major", "critical", "blocker"}


def test_gitlab_paths_are_relative_and_without_a_leading_dot(
    check: Any, standards: Standards
) -> None:
    check(a=SPEC)

    report = FindingsReport.collect(
        [report_of(Path("./specs/a.yaml"), standards)], load_catalogue("en")
    )

    assert {issue["location"]["path"] for issue in gitlab_issues(report)} == {"specs/a.yaml"}


def test_gitlab_of_a_clean_run_is_an_empty_list(check: Any) -> None:
    assert REPORTS["gitlab"](check(a=CLEAN)) == "[]\n"


def test_gitlab_fingerprints_are_unique_within_a_report(check: Any) -> None:
    # Two comments without a reason are the same finding, and so are the same two in a copy.
    comment = "# perf-report: allow target-vague\n"
    text = comment + SPEC.replace("tasks:\n  - id", comment + "tasks:\n  - id", 1)

    prints = [issue["fingerprint"] for issue in gitlab_issues(check(a=text, b=text))]

    assert len(prints) == 12
    assert len(set(prints)) == len(prints)


def test_gitlab_fingerprints_do_not_move_with_comments_and_blank_lines(check: Any) -> None:
    before = gitlab_issues(check(a=SPEC))
    after = gitlab_issues(check(a="\n# A comment.\n" + SPEC.replace("goals:", "\n\ngoals:")))

    assert [item["fingerprint"] for item in before] == [item["fingerprint"] for item in after]
    assert [item["location"] for item in before] != [item["location"] for item in after]


def test_gitlab_fingerprints_do_not_move_when_an_indicator_is_added_above(check: Any) -> None:
    more = (
        "      - id: courses\n"
        "        category: output.quantity\n"
        "        name: {zh: 课程数量, en: Number of courses}\n"
        "        target: ≥3门\n"
        "        unit: {one: course, other: courses}\n"
    )
    before = gitlab_issues(check(a=SPEC))
    after = gitlab_issues(
        check(a=SPEC.replace("      - id: sessions", more + "      - id: sessions"))
    )

    assert [item["check_name"] for item in before] == [item["check_name"] for item in after]
    assert [item["fingerprint"] for item in before] == [item["fingerprint"] for item in after]


def test_gitlab_fingerprints_are_the_same_in_both_languages(check: Any) -> None:
    chinese = gitlab_issues(check(language="zh", a=SPEC))
    english = gitlab_issues(check(language="en", a=SPEC))

    assert [item["fingerprint"] for item in chinese] == [item["fingerprint"] for item in english]
    assert chinese[0]["description"] != english[0]["description"]


def test_gitlab_fingerprints_differ_between_files(check: Any) -> None:
    issues = gitlab_issues(check(a=SPEC, b=SPEC))

    prints = {item["location"]["path"]: item["fingerprint"] for item in issues}
    assert len(set(prints.values())) == 2


# --- GitHub -------------------------------------------------------------------------------------


def test_github_has_a_command_a_finding_with_place_and_title(check: Any) -> None:
    lines = REPORTS["github"](check(a=SPEC)).splitlines()

    assert [line.partition(" ")[0] for line in lines] == ["::error", "::error", "::warning",
                                                          "::notice"]  # fmt: skip
    properties, _, message = lines[2].removeprefix("::warning ").partition("::")
    assert dict(part.split("=") for part in properties.split(",")) == {
        "file": "specs/a.yaml",
        "line": "29",
        "endLine": "29",
        "col": "35",
        "endColumn": "53",
        "title": "number-parity",
    }
    assert message == (
        "the numbers of the two languages differ: only in Chinese 2025, only in English 2024%0A"
        "Compare the English with the Chinese."
    )


def test_github_escapes_data_and_properties_as_documented() -> None:
    report = hand_made("50%: a,b\n::error::x", file="specs/a,b: 5%\n.yaml")

    (line,) = REPORTS["github"](report).splitlines()

    properties, _, message = line.removeprefix("::error ").partition("::")
    # In properties `%`, line ends, `:` and `,` are escaped; in the message the last two are not.
    assert "file=specs/a%2Cb%3A 5%25%0A.yaml," in properties
    assert "(original message: “50%25: a,b%0A::error::x”)%0A" in message


def test_a_reader_of_github_commands_gets_back_name_and_message() -> None:
    name, detail = "specs/%0A,:%25.yaml", "%0D 100%\n"
    (line,) = REPORTS["github"](hand_made(detail, file=name)).splitlines()

    properties, _, message = line.removeprefix("::error ").partition("::")

    assert _unescape(properties.split(",")[0].removeprefix("file=")) == name
    assert f"(original message: “{detail}”)\n" in _unescape(message)


def _unescape(text: str) -> str:
    """As the runner does: the percent sign last."""
    for escape, character in {"%0D": "\r", "%0A": "\n", "%3A": ":", "%2C": ","}.items():
        text = text.replace(escape, character)
    return text.replace("%25", "%")


def test_github_leaves_columns_out_where_a_finding_goes_over_lines() -> None:
    span = Span(line=3, column=5, end_line=4, end_column=2)

    text = REPORTS["github"](hand_made("x", span=span))

    assert "line=3,endLine=4" in text
    assert "ol" not in text.partition("::from")[0].replace("title", "")


def test_github_says_nothing_of_a_clean_run(check: Any) -> None:
    assert REPORTS["github"](check(a=CLEAN)) == ""


# --- Text ---------------------------------------------------------------------------------------


def test_text_has_place_severity_message_source_carets_and_help(report: FindingsReport) -> None:
    blocks = REPORTS["text"](report).split("\n\n")

    assert blocks[2] == (
        f"specs/{ODD_NAME}:29:35: warning[number-parity]: "
        "the numbers of the two languages differ: only in Chinese 2025, only in English 2024\n"
        "   29 |         target: {zh: 2025年底前, en: by the end of 2024, by: 2025-12-31}\n"
        "      |                                      ^^^^^^^^^^^^^^^^^^\n"
        "  help: Compare the English with the Chinese."
    )


def test_text_carets_stand_under_what_they_mark_in_a_terminal(report: FindingsReport) -> None:
    *_, block = REPORTS["text"](report).split("\n\n")
    _, source, carets, _ = block.splitlines()

    # A Chinese character takes two columns of a terminal, so the carets count columns.
    before, _, _ = source.partition("7*24小时")
    assert carets.index("^") == len(before)
    assert carets.count("^") == len("7*24") + 2 * len("小时")


def test_text_is_plain_unless_color_is_asked_for(report: FindingsReport) -> None:
    assert "\x1b" not in REPORTS["text"](report)
    assert "\x1b[1;31m" in REPORTS["text"](replace(report, color=True))


def test_text_speaks_the_language_of_the_reader(check: Any) -> None:
    text = REPORTS["text"](check(language="zh", a=SPEC))

    assert "错误" in text
    assert "the total" not in text


@pytest.mark.parametrize("escape", [r"\e[31m", r"\e]0;title\a", r"\x9b31m", r"\r"])
def test_text_lets_no_control_of_a_spec_reach_the_terminal(check: Any, escape: str) -> None:
    text = REPORTS["text"](
        check(a=SPEC.replace("framework: output-cost", f'framework: "output{escape}cost"'))
    )

    assert text
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", text)


# --- All formats, through the command line ------------------------------------------------------


def test_several_formats_go_to_files_and_one_to_stdout_in_one_run(
    project: Path, sarif_validator: Draft4Validator, findings_schema: dict[str, Any]
) -> None:
    files = {name: f"reports of a run/{name}.out" for name in REPORTS}
    (project / "reports of a run").mkdir()
    options = [f"--format={name}={file}" for name, file in files.items()]

    ran = run_tool("validate", *options, "--format=json", cwd=project)

    assert ran.returncode == 1
    written = {name: (project / file).read_text("utf-8") for name, file in files.items()}
    assert ran.stdout == written["json"]
    assert f"specs/{ODD_NAME}:29:35: warning[number-parity]" in written["text"]
    assert written["github"].count("::error ") == 2
    assert len(json.loads(written["gitlab"])) == len(EXPECTED)
    assert len(etree.fromstring(written["junit"].encode())) == 2
    sarif_validator.validate(json.loads(written["sarif"]))
    Draft202012Validator(findings_schema).validate(json.loads(written["json"]))


@pytest.mark.parametrize("name", list(REPORTS))
def test_the_command_line_and_the_api_report_the_same(
    project: Path, report: FindingsReport, name: str
) -> None:
    ran = run_tool("validate", "--format", name, cwd=project)

    assert ran.stdout.rstrip("\n") == REPORTS[name](report).rstrip("\n")
    assert "2 errors, 1 warning, 1 note" in ran.stderr


def test_github_actions_gets_annotations_by_itself(project: Path) -> None:
    automatic = run_tool("validate", cwd=project, GITHUB_ACTIONS="true")
    chosen = run_tool("validate", "--format=text", cwd=project, GITHUB_ACTIONS="true")
    elsewhere = run_tool("validate", cwd=project)

    assert automatic.stdout.startswith("::error file=")
    assert "::error" not in chosen.stdout
    assert chosen.stdout == elsewhere.stdout


def test_a_format_that_does_not_exist_is_wrong_usage_and_names_those_that_do(
    project: Path,
) -> None:
    ran = run_tool("validate", "--format=xml", cwd=project)

    assert ran.returncode == 2
    assert "text, json, github, gitlab, sarif, junit" in ran.stderr
    assert ran.stdout == ""


def test_a_report_that_cannot_be_written_ends_with_code_3(project: Path) -> None:
    (project / "taken").write_text("a file", "utf-8")

    ran = run_tool("validate", "--format=json=taken/report.json", cwd=project)

    assert ran.returncode == 3
    assert "Traceback" not in ran.stderr


@pytest.mark.parametrize("name", ["json", "gitlab", "sarif", "junit"])
def test_fixing_says_what_it_did_without_spoiling_the_report(project: Path, name: str) -> None:
    (project / "specs" / "clean.yaml").write_text(CLEAN.replace("≥8", "≥８"), "utf-8")

    ran = run_tool("validate", "--fix", "--format", name, cwd=project)

    assert "≥8" in (project / "specs" / "clean.yaml").read_text("utf-8")
    if name == "junit":
        assert etree.fromstring(ran.stdout.encode()).tag == "testsuites"
    else:
        assert json.loads(ran.stdout) is not None


@pytest.mark.skipif(sys.platform == "darwin", reason="its file names are always UTF-8")
@pytest.mark.parametrize("name", list(REPORTS))
def test_a_file_name_that_is_not_utf_8_can_be_reported(tmp_path: Path, name: str) -> None:
    (tmp_path / "specs").mkdir()
    (tmp_path / "specs" / os.fsdecode(b"a\xff.yaml")).write_text(SPEC, "utf-8")

    to_file = run_tool("validate", f"--format={name}={tmp_path / 'report'}", cwd=tmp_path)
    to_stdout = run_tool("validate", f"--format={name}=/dev/stdout", cwd=tmp_path)

    assert (to_file.returncode, to_stdout.returncode) == (1, 1)
    assert "Traceback" not in to_file.stderr
    assert (tmp_path / "report").read_text("utf-8")


def test_every_format_has_a_module_of_its_own() -> None:
    folder = PACKAGE / "render" / "findings"

    modules = {path.stem for path in folder.glob("*.py")} - {"__init__", "report"}

    assert modules == set(REPORTS)


@pytest.mark.parametrize(
    ("severity", "words"),
    [
        (Severity.ERROR, {"text": "error[", "json": '"error"', "github": "::error ",
                          "gitlab": '"critical"', "sarif": '"error"', "junit": 'type="error"'}),
        (Severity.WARNING, {"text": "warning[", "json": '"warning"', "github": "::warning ",
                            "gitlab": '"minor"', "sarif": '"warning"', "junit": 'type="warning"'}),
        (Severity.INFO, {"text": "info[", "json": '"info"', "github": "::notice ",
                         "gitlab": '"info"', "sarif": '"note"', "junit": "<system-out>"}),
    ],
)  # fmt: skip
def test_each_format_has_its_word_for_each_severity(
    severity: Severity, words: dict[str, str]
) -> None:
    report = hand_made("x", severity=severity)

    assert set(words) == set(REPORTS)
    assert [name for name, word in words.items() if word not in REPORTS[name](report)] == []

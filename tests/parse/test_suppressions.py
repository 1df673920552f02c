"""Comments that accept a finding: where they may stand, what they need, what they cannot do."""

import pytest
from paths import EXAMPLES

from perf_report.app.check.spec_check import CheckedPlan, Standards, check_source, open_standards
from perf_report.app.project import Project
from perf_report.model.source import Source
from perf_report.rules import RULES

CLEAN = (EXAMPLES / "valid" / "framework--output-cost.yaml").read_text("utf-8")
TARGET = "        target: ≥500件\n"
VAGUE = "        target: {zh: 大幅增加, en: a large increase}"
ALLOW = "# perf-report: allow target-vague"


@pytest.fixture(scope="module")
def standards(tmp_path_factory: pytest.TempPathFactory) -> Standards:
    return open_standards(Project(root=tmp_path_factory.mktemp("project")), ())


def check(lines: str, standards: Standards, replaced: str = TARGET) -> CheckedPlan:
    """What is found in a plan where these lines stand instead of others."""
    assert CLEAN.count(replaced) == 1
    text = CLEAN.replace(replaced, lines.rstrip("\n") + "\n")
    return check_source(Source(name="plan.yaml", data=text.encode()), standards)


def kept(outcome: CheckedPlan) -> list[str]:
    """The rules of the findings that count."""
    return [located.finding.rule for located in outcome.findings]


def accepted(outcome: CheckedPlan) -> list[tuple[str, str]]:
    """The rules of the accepted findings, with the reasons."""
    return [(located.finding.rule, reason) for located, reason in outcome.accepted]


def test_without_a_comment_the_finding_counts(standards: Standards) -> None:
    outcome = check(VAGUE, standards)
    assert (kept(outcome), accepted(outcome)) == (["target-vague"], [])


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(f"{VAGUE} {ALLOW} -- counted in spring", id="behind the value"),
        pytest.param(f"{VAGUE}   #perf-report:allow target-vague--counted in spring", id="close"),
        pytest.param(f"        {ALLOW} -- counted in spring\n{VAGUE}", id="on the line above"),
        pytest.param(f"{ALLOW} -- counted in spring\n{VAGUE}", id="above and not indented"),
        pytest.param(
            f"        {ALLOW} -- counted in spring\n        # Why words?\n\n        # So.\n{VAGUE}",
            id="above a stack of comments and a blank line",
        ),
        pytest.param(
            f"        {ALLOW} -- counted in spring\n"
            "        # perf-report: allow number-parity, punctuation -- as printed\n"
            "        target: {zh: 大幅增加。。, en: 5 more}",
            id="above another comment that accepts",
        ),
        pytest.param(
            f"        target:  {ALLOW} -- counted in spring\n"
            "          zh: 大幅增加\n          en: a large increase",
            id="behind a key",
        ),
    ],
)
def test_a_comment_with_a_reason_accepts_a_finding(lines: str, standards: Standards) -> None:
    outcome = check(lines, standards)
    assert kept(outcome) == []
    assert ("target-vague", "counted in spring") in accepted(outcome)


def test_a_comment_behind_a_mapping_in_braces_speaks_of_that_line(standards: Standards) -> None:
    files = CLEAN[CLEAN.index("      - id: files") : CLEAN.index("      - id: passed")]
    line = (
        "      - {id: files, category: output.quantity, name: {zh: 档案, en: Files}, "
        f"target: {{zh: 增加, en: more}}}} {ALLOW} -- counted in spring"
    )
    outcome = check(line, standards, files)
    assert (kept(outcome), len(accepted(outcome))) == ([], 1)


def test_a_comment_inside_braces_over_several_lines_speaks_of_its_line(
    standards: Standards,
) -> None:
    lines = f"        target: {{ {ALLOW} -- counted in spring\n          zh: 增加, en: more}}"
    outcome = check(lines, standards)
    assert (kept(outcome), len(accepted(outcome))) == ([], 1)


def test_a_comment_accepts_every_finding_of_its_rule_on_the_line(standards: Standards) -> None:
    lines = (
        "        # perf-report: allow punctuation -- as printed\n"
        "        target: {zh: 每年 5 场 活动。。, en: '5 events , a year'}"
    )
    outcome = check(lines, standards)
    assert kept(outcome) == []
    assert len(accepted(outcome)) >= 2


def test_a_comment_speaks_of_no_line_but_its_own(standards: Standards) -> None:
    above = f"        {ALLOW} -- counted in spring\n        unit: item\n{VAGUE}"
    behind = f"        unit: item {ALLOW} -- counted in spring\n{VAGUE}"
    for lines in (above, behind):
        assert sorted(kept(check(lines, standards))) == ["suppression-unused", "target-vague"]


@pytest.mark.parametrize(
    "text",
    [
        f'"增加 {ALLOW} -- spring"',
        f"'增加 {ALLOW}'",
        f"|-\n            增加\n            {ALLOW} -- spring",
        f">-\n            增加\n            {ALLOW}",
        "增加#perf-report:allow target-vague--spring",
    ],
)
def test_the_words_inside_a_text_are_no_comment(text: str, standards: Standards) -> None:
    lines = f"        target:\n          zh: {text}\n          en: more"
    outcome = check(lines, standards)
    assert (kept(outcome), accepted(outcome)) == (["target-vague"], [])


@pytest.mark.parametrize("end", ["", " ", " --", " --   "])
def test_without_a_reason_a_comment_accepts_nothing_and_is_an_error(
    end: str, standards: Standards
) -> None:
    outcome = check(f"{VAGUE} {ALLOW}{end}", standards)
    assert kept(outcome) == ["target-vague", "suppression-without-reason"]
    assert accepted(outcome) == []


def test_a_comment_that_accepts_nothing_is_a_warning_at_the_comment(
    standards: Standards,
) -> None:
    (located,) = check(f"        target: ≥500件  {ALLOW} -- mended", standards).findings
    assert (located.finding.rule, located.finding.severity) == ("suppression-unused", "warning")
    assert (located.span.line, located.span.column, located.span.end_column) == (19, 24, 67)


@pytest.mark.parametrize("rule", ["no-such-rule", "yaml-tab", "target"])
def test_an_unknown_rule_accepts_nothing_and_is_unused(rule: str, standards: Standards) -> None:
    outcome = check(f"{VAGUE} # perf-report: allow {rule} -- why", standards)
    assert kept(outcome) == ["target-vague", "suppression-unused"]


@pytest.mark.parametrize("between", [", ", ",", " "])
def test_one_comment_accepts_several_rules(between: str, standards: Standards) -> None:
    rules = between.join(["target-vague", "number-parity", "punctuation"])
    lines = (
        f"        # perf-report: allow {rules} -- as printed\n"
        "        target: {zh: 大幅增加。。, en: 5 more}"
    )
    outcome = check(lines, standards)
    assert kept(outcome) == []
    assert {rule for rule, _ in accepted(outcome)} == {
        "target-vague",
        "number-parity",
        "punctuation",
    }


def test_of_several_rules_those_without_a_finding_are_unused(standards: Standards) -> None:
    lines = f"{VAGUE} # perf-report: allow target-vague, punctuation, cost-ceiling -- why"
    outcome = check(lines, standards)
    unused = [located.finding.arguments["rule"] for located in outcome.findings]
    assert kept(outcome) == ["suppression-unused"] * 2
    assert unused == ["punctuation", "cost-ceiling"]


FRAMEWORK = "framework: output-cost"

NEEDED_FINDINGS = {
    "category-unknown": ("category: output.quantity", "category: output.quality-of-life"),
    "department-code": ("code: fictional-bureau", "code: assets"),
    "form-part": (FRAMEWORK, f"{FRAMEWORK}\nfields: {{it: x}}"),
    "form-unknown": (FRAMEWORK, f"{FRAMEWORK}\nform: xyz"),
    "form-value": (FRAMEWORK, f"{FRAMEWORK}\nform: overall-hunan\nfields: {{duties: 10}}"),
    "glyph-missing": ("zh: 整理档案数量", "zh: 整理𪚥数量"),
    "id-duplicate": ("- id: passed", "- id: files"),
    "reference-unknown": ("tasks: [archives]", "tasks: [archives, xyz]"),
    "text-missing": ("{zh: 整理档案数量, en: Number of files put in order}", "{zh: 整理档案数量}"),
    "unit-unknown": ("≥500件", "≥500坨"),
}


@pytest.mark.parametrize("rule", NEEDED_FINDINGS)
def test_what_the_table_cannot_be_made_without_cannot_be_accepted(
    rule: str, standards: Standards
) -> None:
    right, wrong = NEEDED_FINDINGS[rule]
    (line,) = [line for line in CLEAN.splitlines() if right in line]
    comment = f"# perf-report: allow {rule} -- never mind"
    outcome = check(f"{line.replace(right, wrong)} {comment}", standards, f"{line}\n")
    assert rule in kept(outcome)
    assert "suppression-unused" in kept(outcome)
    assert accepted(outcome) == []
    assert outcome.result.has_error


def test_every_needed_rule_is_tried() -> None:
    needed = {rule.id for rule in RULES if rule.needed}
    assert needed == {*NEEDED_FINDINGS, "suppression-without-reason"}


def test_a_missing_reason_cannot_be_accepted_either(standards: Standards) -> None:
    lines = f"        # perf-report: allow suppression-without-reason -- because\n{VAGUE} {ALLOW}"
    assert "suppression-without-reason" in kept(check(lines, standards))


def test_an_accepted_error_does_not_stop_the_table(standards: Standards) -> None:
    funds = "    funds: {total: 30.00, basic: 10.00, project: 20.00}\n"
    comment = "# perf-report: allow funds-total -- as published, corrected in March"
    wrong = funds.replace("20.00", "19.00").rstrip()
    assert check(wrong, standards, funds).result.has_error
    assert not check(f"{wrong} {comment}", standards, funds).result.has_error


@pytest.mark.parametrize(
    "comment",
    [
        "# perf-report: allow target-vague —— 春季统计",
        "# perf-report: allow target-vague: counted in spring",
        "# perf-report: allow -- counted in spring",
    ],
)
def test_a_comment_that_cannot_be_read_is_pointed_out(comment: str, standards: Standards) -> None:
    outcome = check(f"{VAGUE} {comment}", standards)
    columns = [located.span.column for located in outcome.findings]
    assert kept(outcome)[0] == "target-vague"
    assert columns == [9, len(VAGUE) + 2]

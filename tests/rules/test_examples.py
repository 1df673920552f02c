"""Examples of plans, right and wrong, each checked through the API and the command line.

`examples/valid/` holds plans without a finding. A name begins with the rule that the plan comes
close to, or with `framework`. `examples/invalid/` has a folder for each rule or finding of the
schema; the findings that are expected stand beside each plan. The project of the examples has the
library of indicators in `data/indicators/`.
"""

import json
import shutil
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
from cases import for_each
from conftest import Runner
from paths import DATA, EXAMPLES

from perf_report.app.check.spec_check import Standards, check_source, open_standards
from perf_report.app.project import Project
from perf_report.model.finding import LocatedFinding, Term
from perf_report.model.text import Text
from perf_report.parse.source import read_source
from perf_report.rules import RULES

FOLDER = EXAMPLES
VALID = sorted(FOLDER.glob("valid/*.yaml"))
INVALID = sorted(FOLDER.glob("invalid/*/*.yaml"))
RULE_IDS = {rule.id for rule in RULES}

Findings = list[dict[str, Any]]

each_example = for_each("path", [*VALID, *INVALID])


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a project with a library of indicators."""
    folder = tmp_path_factory.mktemp("project")
    shutil.copytree(DATA / "indicators", folder / "indicators")
    return folder


@pytest.fixture(scope="module")
def standards(project: Path) -> Standards:
    return open_standards(Project(root=project), ())


@pytest.fixture(scope="module")
def found_by_command(project: Path, here: Runner) -> dict[str, Findings]:
    """What one run of the command finds in all examples, by file.

    Most examples are tables of one department and year, which says nothing of each.
    """
    ran = here("--project", project, "validate", "--format", "json", *VALID, *INVALID)
    assert ran.code == 1, ran.stderr
    found: dict[str, Findings] = defaultdict(list)
    for finding in json.loads(ran.stdout)["findings"]:
        if finding["rule"] != "table-duplicate":
            found[finding["file"]].append(place_of(finding))
    return found


def expected(path: Path) -> Findings:
    """The findings that stand beside an example; a valid one has none."""
    if path.parent.name == "valid":
        return []
    findings: Findings = json.loads(path.with_suffix(".expected.json").read_text("utf-8"))
    return findings


def in_order(findings: Findings) -> Findings:
    """Sorted by place, then by rule and by message."""
    return sorted(
        findings,
        key=lambda item: (item["line"], item["column"], item["rule"], item.get("message", "")),
    )


def place_of(finding: dict[str, Any]) -> dict[str, Any]:
    """What the command says of a finding beside its sentence."""
    return {key: finding[key] for key in ("rule", "line", "column", "severity")}


def as_data(located: LocatedFinding) -> dict[str, Any]:
    """A finding as it stands beside an example: what is said of it, and how it would be mended."""
    finding = located.finding
    data: dict[str, Any] = {
        "rule": finding.rule,
        "line": located.span.line,
        "column": located.span.column,
        "severity": finding.severity.value,
    }
    if finding.message_id != finding.rule:
        data["message"] = finding.message
    if finding.arguments:
        data["arguments"] = {name: plain(value) for name, value in finding.arguments.items()}
    if finding.fix is not None:
        data["fix"] = finding.fix
    return data


def plain(value: object) -> object:
    match value:
        case Term():
            return f"{value.table}: {value.id}"
        case Text():
            return f"{value.zh} / {value.en}"
        case tuple():
            return [plain(each) for each in value]
        case int():
            return value
    return str(value)


@each_example
def test_the_api_finds_in_an_example_exactly_what_is_expected(
    path: Path, standards: Standards
) -> None:
    found = [as_data(located) for located in check_source(read_source(path), standards).findings]
    assert in_order(found) == in_order(expected(path))


@each_example
def test_the_command_finds_in_an_example_exactly_what_is_expected(
    path: Path, found_by_command: dict[str, Findings]
) -> None:
    wanted = [place_of(finding) for finding in expected(path)]
    assert in_order(found_by_command[path.as_posix()]) == in_order(wanted)


def test_every_rule_has_an_invalid_example() -> None:
    assert {path.parent.name for path in INVALID} >= RULE_IDS


def test_every_rule_has_a_valid_example_that_comes_close_to_it() -> None:
    subjects = {path.name.partition("--")[0] for path in VALID}
    assert subjects == RULE_IDS | {"framework"}


@for_each("path", INVALID)
def test_an_invalid_example_has_a_finding_of_the_id_that_names_its_folder(path: Path) -> None:
    assert path.parent.name in {finding["rule"] for finding in expected(path)}


def test_both_frameworks_have_examples() -> None:
    texts = [path.read_text("utf-8") for path in VALID]
    for framework in ("output-cost", "cost-first"):
        assert any(f"framework: {framework}\n" in text for text in texts)


def test_nothing_lies_among_the_examples_that_the_collector_passes_over() -> None:
    collected = {*VALID, *INVALID, *(path.with_suffix(".expected.json") for path in INVALID)}
    assert {path for path in FOLDER.rglob("*") if path.is_file()} == collected

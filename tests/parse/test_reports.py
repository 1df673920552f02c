"""Reports on plans as files: what one says, and what is wrong with it."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from cases import for_each
from jsonschema import Draft202012Validator
from paths import DATA, REAL_SPEC

from perf_report import resources
from perf_report.messages import describe_finding, load_catalogue
from perf_report.model.finding import LocatedFinding
from perf_report.model.identity import Identity
from perf_report.model.report import Cause, Likelihood, Month, ReportKind
from perf_report.model.source import Source
from perf_report.model.target import Deadline, Quantity, Statement
from perf_report.parse.load import load_plan
from perf_report.parse.report_files import is_report
from perf_report.parse.reports import LoadedReport, load_report
from perf_report.parse.source import read_source

SCHEMA = json.loads(resources.report_schema_path().read_text("utf-8"))
REAL = DATA / "reports" / "2025-ccpit-tianjin-evaluation.yaml"
MONITORING = DATA / "reports" / "monitoring.yaml"

SMALL = """\
format: 1
report: evaluation
of: {department: example-bureau, year: 2025}
scoring: mof-2020
as_of: 2025-12-31
funds:
  service: {initial: 409.60, executed: 398.21}
indicators:
  windows: {actual: 18台}
"""


def load(text: str) -> LoadedReport:
    return load_report(Source(name="report.yaml", data=text.encode()))


def said(finding: LocatedFinding, language: Any = "en") -> str:
    described = describe_finding(load_catalogue(language), finding.finding)
    return f"{finding.span.line}:{finding.span.column} {finding.finding.rule} {described.message}"


def parts(schema: Any) -> list[dict[str, Any]]:
    """All schemas within a schema that are described."""
    if isinstance(schema, list):
        return [part for each in schema for part in parts(each)]
    if not isinstance(schema, dict):
        return []
    own = [schema] if isinstance(schema.get("description"), str) else []
    return own + [part for each in schema.values() for part in parts(each)]


def test_the_schema_is_one_that_editors_explain_in_both_languages() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert len(parts(SCHEMA)) > 40
    for part in parts(SCHEMA):
        chinese, english = part["description"].split("\n")
        assert not chinese.isascii()
        assert english.isascii() or "台" in english


def test_the_evaluation_of_the_real_table_answers_every_indicator() -> None:
    loaded, plan = load_report(read_source(REAL)), load_plan(read_source(REAL_SPEC)).plan
    assert (loaded.findings, loaded.more) == ((), 0)
    assert loaded.report is not None
    assert plan is not None
    report = loaded.report
    assert (report.kind, report.of) == (ReportKind.EVALUATION, plan.identity)
    assert list(report.indicators) == [each.id for each in plan.all_indicators()]
    assert list(report.funds) == [task.id for task in plan.tasks]
    assert list(report.goals) == [goal.id for goal in plan.goals]
    failures = report.indicators["system-failure-rate"]
    assert isinstance(failures.actual, Quantity)
    assert (failures.actual.value, failures.actual.unit) == (Decimal(6), "%")
    assert failures.reason is not None
    assert isinstance(report.indicators["exchange-on-time"].actual, Deadline)
    words = report.indicators["it-reach"]
    assert isinstance(words.actual, Statement)
    assert (words.tier, words.score) == ("achieved", Decimal("1.24"))


def test_a_monitoring_report() -> None:
    report = load_report(read_source(MONITORING)).report
    assert report is not None
    assert report.through == Month(2025, 7)
    assert str(report) == "example-bureau/2025#monitoring-07"
    windows = report.indicators["windows"]
    assert (windows.likelihood, windows.causes) == (
        Likelihood.POSSIBLE,
        (Cause.STAFF, Cause.OTHER),
    )
    assert report.funds["service"].expected == Decimal("400.00")


def test_a_report_on_a_project_names_it() -> None:
    report = load(SMALL.replace("year: 2025}", "year: 2025, project: flood-walls}")).report
    assert report is not None
    assert report.of == Identity("example-bureau", 2025, "flood-walls")


@pytest.mark.parametrize(
    ("value", "kind", "printed"),
    [
        ("18", Quantity, "18"),
        ("-2.50", Quantity, "-2.50"),
        ("2025-11-30", Deadline, "2025年11月30日"),
        ("{zh: 11月底, by: 2025-11-30}", Deadline, "11月底"),
        ("{zh: 已完成}", Statement, "已完成"),
    ],
)
def test_the_kinds_of_actual_values(value: str, kind: type, printed: str) -> None:
    report = load(SMALL.replace("18台", value)).report
    assert report is not None
    actual = report.indicators["windows"].actual
    assert isinstance(actual, kind)
    assert actual is not None
    assert actual.printed == printed


@pytest.mark.parametrize(
    ("before", "after", "finding"),
    [
        ("18台", "≥18台", "9:21 actual-syntax the actual value “≥18台” cannot be read"),
        ("18台", "2025年12月底前", "9:21 actual-syntax “2025年12月底前” is a limit"),
        ("as_of: 2025-12-31\n", "", "1:1 missing-key"),
        ("as_of: 2025-12-31", "as_of: 2025-13-31", "5:8 date-form"),
        ("as_of: 2025-12-31", "as-of: 2025-12-31", "5:1 unknown-key"),
        ("report: evaluation", "report: review", "2:9 wrong-value"),
        ("actual: 18台", "so_far: 18台", "9:13 unknown-key"),
        ("actual: 18台", "actual: 18台, score: 9.555", "9:33 weight “9.555” is not a valid score"),
        ("actual: 18台", "actual: 18台, score: 101", "9:33 weight “101” is not a valid score"),
        ("actual: 18台", "actual: 18台, score: 八", "9:33 wrong-type a score must be a number"),
        ("initial: 409.60", "initial: -1", "7:22 amount"),
        ("initial: 409.60", "expected: 1", "7:13 unknown-key"),
        ("report: evaluation", "report: monitoring", "1:1 missing-key"),
        ("windows: {actual: 18台}", "windows: {}", "9:3 wrong-value"),
        (
            "scoring: mof-2020",
            "weights: {output: 33.333}",
            "4:19 weight “33.333” is not a valid number",
        ),
        ("scoring: mof-2020", "weights: {output: 八}", "4:19 wrong-type points must be a number"),
        (
            "report: evaluation",
            "report: monitoring\nthrough: 2025-13",
            "3:10 date-form “2025-13” is not a valid month",
        ),
    ],
)
def test_what_is_wrong_with_a_report(before: str, after: str, finding: str) -> None:
    loaded = load(SMALL.replace(before, after))
    assert loaded.report is None
    assert any(said(each).startswith(finding) for each in loaded.findings), [
        said(each) for each in loaded.findings
    ]
    assert all(said(each, "zh") for each in loaded.findings)


def test_every_error_of_a_report_is_told_at_once() -> None:
    text = SMALL.replace("18台", "≥18台").replace("2025-12-31", "soon").replace("409.60", "much")
    found = load(text).findings
    assert [each.finding.rule for each in found] == ["date-form", "wrong-type", "actual-syntax"]


def test_a_file_that_is_no_yaml_is_a_finding() -> None:
    for text in ("report: [", "", "report: evaluation\n\tof: x"):
        loaded = load(text)
        assert loaded.report is None
        assert loaded.findings


@for_each("text", ["report: evaluation", "a: 1\nreport : x", '"report": x', "\ufeffreport: x"])
def test_a_file_with_the_key_report_is_a_report(text: str) -> None:
    assert is_report(Source(name="", data=text.encode()))


@for_each("path", [REAL_SPEC, DATA / "small-spec.yaml"])
def test_a_spec_is_no_report(path: Path) -> None:
    assert not is_report(read_source(path))
    assert not is_report(Source(name="", data=b"a:\n  report: x\nreported: y\n"))

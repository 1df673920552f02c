"""Days that their years do not have, and years that are no whole numbers."""

import pytest
from paths import REPOSITORY

from perf_report import resources
from perf_report.model.source import Source
from perf_report.parse.load import load_plan
from perf_report.parse.reports import load_report

PLAN = REPOSITORY / "specs" / "2025-ccpit-tianjin.yaml"
REPORT = """
format: 1
report: {kind}
of: {{department: demo, year: {year}}}
{head}
indicators:
  boats: {{{key}: {text}}}
"""
HEADS = {"evaluation": "as_of: 2025-12-31", "monitoring": "through: 2025-07"}


@pytest.mark.parametrize("text", ["2月29日", "２月２９日", "2 月 29 日", "02月29号"])
@pytest.mark.parametrize("year", [2024, 2025])
@pytest.mark.parametrize(
    ("kind", "key", "rule"),
    [
        ("evaluation", "actual", "actual-syntax"),
        ("evaluation", "initial", "target-syntax"),
        ("monitoring", "so_far", "actual-syntax"),
        ("monitoring", "expected", "actual-syntax"),
    ],
)
def test_a_report(kind: str, key: str, rule: str, text: str, year: int) -> None:
    written = REPORT.format(kind=kind, year=year, head=HEADS[kind], key=key, text=text)
    loaded = load_report(Source(name="report.yaml", data=written.encode()))
    found = [(each.finding.rule, each.finding.message) for each in loaded.findings]
    assert found == ([] if year == 2024 else [(rule, f"{rule}-day")])
    assert (loaded.report is None) == (year == 2025)


@pytest.mark.parametrize(
    ("year", "new", "is_missing"),
    [
        (2025, "target: 2月29日前", True),
        (2024, "target: 2月29日前", False),
        (2025, "target: ≥17台\n        baseline: {year: 2023, value: 2月29日}", True),
        (2025, "target: ≥17台\n        baseline: {year: 2024, value: 2月29日}", False),
        # A text is no target.
        (2025, "target: ≥17台\n        note: {zh: 2月29日, en: x}", False),
    ],
)
def test_a_spec(year: int, new: str, is_missing: bool) -> None:  # noqa: FBT001  # a row of the table
    text = (
        PLAN.read_text("utf-8")
        .replace("target: ≥17台", new, 1)
        .replace("year: 2025", f"year: {year}")
    )
    loaded = load_plan(Source(name="plan.yaml", data=text.encode()))
    found = [
        each.finding.message for each in loaded.findings if each.finding.rule == "target-syntax"
    ]
    assert found == (["target-syntax-day"] if is_missing else [])
    assert (loaded.plan is None) == is_missing


@pytest.mark.parametrize(("year", "rules"), [("2025.0", ["date-form"]), ("2025", [])])
def test_a_period(year: str, rules: list[str]) -> None:
    period = f"{{from: {year}, to: 2027-12}}"
    spec = (resources.example_specs_path() / "project-2021.yaml").read_text("utf-8")
    spec = spec.replace("{from: 2025-01, to: 2027-12}", period)
    plan = load_plan(Source(name="plan.yaml", data=spec.encode()))
    assert period in spec
    assert [each.finding.rule for each in plan.findings] == rules
    head = f"as_of: 2025-12-31\nfields: {{period: {period}}}"
    report = REPORT.format(kind="evaluation", year=2025, head=head, key="actual", text="18艘")
    loaded = load_report(Source(name="report.yaml", data=report.encode()))
    assert [each.finding.rule for each in loaded.findings] == rules

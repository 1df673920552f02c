"""Reports of changes as text: golden files, widths, sizes, escapes, schemas."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from paths import GOLDEN, SMALL_SPEC

from perf_report import resources
from perf_report.app.compare.comparison import (
    ComparisonConfig,
    collect_changes,
    compare_sources,
    fails,
    open_comparison_config,
)
from perf_report.app.project import Project
from perf_report.diff.assessment import Significance
from perf_report.diff.change import COMBINED_KINDS, ChangeKind
from perf_report.diff.significance import Policy
from perf_report.messages import load_catalogue
from perf_report.model.approval import Approval
from perf_report.model.finding import (
    MAX_FINDINGS,
    FileFindings,
    Finding,
    LocatedFinding,
    Severity,
    Span,
    limit_findings,
)
from perf_report.model.source import Source
from perf_report.outputs.process_cache import localizer_of
from perf_report.parse.source import read_source
from perf_report.render.changes import TEXT_REPORTS
from perf_report.render.changes.markdown import MARKER, MAX_COMMENT_LENGTH, render_markdown
from perf_report.render.changes.report import ChangeReport
from perf_report.render.changes.text import render_text
from perf_report.render.changes.verdict import ReviewReport, judge
from perf_report.render.changes.view import build_changes_view
from perf_report.render.localized_text import join_runs
from perf_report.render.terminal import width

Runner = Callable[..., Any]

GOLDEN = GOLDEN / "changes"
STARTER = resources.starter_path() / "specs"
SMALL = (SMALL_SPEC).read_text("utf-8")
EN, ZH = load_catalogue("en"), load_catalogue("zh")
TODAY = date(2026, 3, 1)


@pytest.fixture(scope="module")
def golden(load_script: Callable[[str], ModuleType]) -> ModuleType:
    """The script that writes the golden reports."""
    return load_script("scripts/write_golden.py")


@pytest.fixture(scope="module")
def terms(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ComparisonConfig]:
    with open_comparison_config(Project(root=tmp_path_factory.mktemp("project")), TODAY) as opened:
        yield opened


def source(text: str, name: str = "spec.yaml") -> Source:
    return Source(name=name, data=text.encode())


def report_of(terms: ComparisonConfig, before: str, after: str, **changes: Any) -> ChangeReport:
    """The report of one spec written in two ways."""
    compared = compare_sources(source(before), source(after), terms)
    return replace(collect_changes([compared], terms, EN), **changes)


def edited(*edits: tuple[str, str]) -> str:
    text = SMALL
    for old, new in edits:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


WEAKER = edited(("≥17台", "≥12台"))


@pytest.fixture(scope="module")
def demo(terms: ComparisonConfig) -> ChangeReport:
    """The made-up department's two years."""
    old, new = (
        Source(name=f"{year}-demo.yaml", data=read_source(STARTER / f"{year}-demo.yaml").data)
        for year in (2025, 2026)
    )
    return collect_changes([compare_sources(old, new, terms)], terms, EN)


# --- Golden files ---


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("suffix", ["txt", "md", "json", "github.txt"])
def test_a_report_is_its_golden_file(golden: ModuleType, language: str, suffix: str) -> None:
    name = f"demo.{language}.{suffix}"
    assert golden.golden_files()[name].decode() == (GOLDEN / name).read_text("utf-8"), (
        "look at the difference, and run: make golden"
    )


def test_there_are_no_other_golden_files(golden: ModuleType) -> None:
    assert {path.name for path in GOLDEN.iterdir()} == set(golden.golden_files())


def test_a_check_writes_no_golden_files(repository: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in GOLDEN.iterdir()}
    ran = subprocess.run(
        [sys.executable, repository / "scripts" / "write_golden.py"],
        env=os.environ | {"CI": "true"},
        capture_output=True,
        check=False,
    )
    assert ran.returncode == 1
    assert before == {path: path.stat().st_mtime_ns for path in GOLDEN.iterdir()}


# --- Text ---


@pytest.mark.parametrize("columns", [40, 60, 80, 100])
@pytest.mark.parametrize("catalogue", [ZH, EN], ids=["zh", "en"])
def test_no_line_is_wider_than_the_terminal(
    demo: ChangeReport, catalogue: Any, columns: int
) -> None:
    text = render_text(replace(demo, catalogue=catalogue, columns=columns))
    # A row of amounts is a table and does not wrap.
    wide = [line for line in text.splitlines() if width(line) > columns and " → " not in line]
    assert wide == []


def test_every_change_is_in_the_text_with_its_place_and_fingerprint(demo: ChangeReport) -> None:
    text = render_text(demo)
    assert len(demo.changes) > 20
    for reported in demo.changes:
        assert f"{reported.file}:{reported.span.line}  {reported.fingerprint}" in text


def test_color_is_only_added_to_the_text(demo: ChangeReport) -> None:
    colored = render_text(replace(demo, color=True))
    assert "\x1b[1;31m▼ weaker\x1b[0m" in colored
    assert re.sub("\x1b\\[[0-9;]*m", "", colored) == render_text(demo)


def test_amounts_stand_in_columns(terms: ComparisonConfig) -> None:
    old, new = "total: 409.60, basic: 396.60, project: 13.00", "total: 1400.00, basic: 1400.00"
    lines = render_text(report_of(terms, SMALL, edited((old, new)))).splitlines()
    rows = [line for line in lines if line.startswith("      ") and " → " in line]
    assert rows == [
        "      total                409.60 → 1400.00  +990.40 (+241.8%)",
        "      basic expenditure    396.60 → 1400.00  +1003.40 (+253.0%)",
        "      project expenditure   13.00 →   blank  −13.00 (−100.0%)",
    ]


def test_what_changed_inside_a_text_is_painted(terms: ComparisonConfig) -> None:
    report = report_of(terms, SMALL, edited(("做好服务。", "做好高质量服务。")), color=True)
    assert "做好\x1b[32m高质量\x1b[0m服务。" in render_text(replace(report, catalogue=ZH))


def test_a_change_of_one_language_is_shown_in_it_to_every_reader(terms: ComparisonConfig) -> None:
    report = report_of(terms, SMALL, edited(("做好服务。", "做好高质量服务。")))
    assert "+ 做好高质量服务。" in render_text(report)


@pytest.mark.parametrize("name", TEXT_REPORTS)
def test_no_change_is_said_to_be_none(terms: ComparisonConfig, name: str) -> None:
    said = TEXT_REPORTS[name](report_of(terms, SMALL, SMALL))
    if name == "json":
        assert json.loads(said)["changes"] == []
    elif name == "sarif":
        assert json.loads(said)["runs"][0]["results"] == []
    elif name == "github":
        assert said == ""
    else:
        assert "No changes." in said


def test_only_neutral_changes_are_said_to_be_without_substance(terms: ComparisonConfig) -> None:
    after = edited(("Number of windows", "Number of counters"))
    for render in (render_text, render_markdown):
        assert "No changes of substance." in render(report_of(terms, SMALL, after))


# --- Markdown ---


def test_markdown_begins_with_its_marker_a_summary_and_a_table(demo: ChangeReport) -> None:
    lines = render_markdown(demo).splitlines()
    assert lines[0] == MARKER
    assert lines[3].startswith("**▼ ")
    assert lines[5].startswith("| Table | weaker |")
    assert lines[9].startswith("### Dandelion Bureau")
    assert lines[13].startswith("| ▼&nbsp;weaker | ")


def cells(markdown: str) -> list[str]:
    return re.split(r"(?<!\\) \| ", markdown)


HOSTILE = (
    "x | y </details><script>alert(1)</script> ![p](http://h.example/p) **b** `c` "
    "@team #1 https://h.example www.h.example <!-- --> [l](u) &amp; \\ _i_ ~~s~~ $m$"
)


def test_words_of_a_spec_are_never_markdown_nor_html(terms: ComparisonConfig) -> None:
    after = edited(
        ("{zh: 做好服务。, en: Provide services.}", f"{{zh: '{HOSTILE}', en: '{HOSTILE}'}}")
    )
    markdown = render_markdown(report_of(terms, SMALL, after))
    row = next(line for line in markdown.splitlines() if "alert" in line)
    assert row.count(" | ") == 5
    assert "details" not in markdown.replace("&#60;/details&#62;", "")
    for written in (
        "<script",
        "](",
        "**b",
        "`c`",
        "@team",
        "#1 ",
        "://",
        "www.h",
        "_i_",
        "~~",
        "$m",
    ):
        assert written not in row
    assert "&#60;script&#62;alert(1)" in row


def many(terms: ComparisonConfig, tables: int) -> ChangeReport:
    """A report of many tables with many changes each."""
    table = report_of(terms, SMALL, WEAKER).tables[0]
    reported = tuple(table.changes * 40)
    return ChangeReport(tables=[replace(table, changes=reported)] * tables, catalogue=EN)


def test_a_verdict_counts_the_errors_that_are_not_shown() -> None:
    error = Finding(rule="funds-total", severity=Severity.ERROR)
    span = Span(line=1, column=1, end_line=1, end_column=2)
    located = [LocatedFinding(finding=error, file="a.yaml", span=span)] * (MAX_FINDINGS + 5)
    findings, omitted = limit_findings(located, 0)
    file = FileFindings(name="a.yaml", lines=["a"], findings=findings, omitted=omitted)
    report = ChangeReport(tables=[], catalogue=EN, checked=[file])

    assert judge(report, "weaker").errors == MAX_FINDINGS + 5


@pytest.mark.slow
@pytest.mark.parametrize("tables", [1, 3, 300, 700])
def test_markdown_stays_below_the_size_of_a_comment_and_counts_what_is_left_out(
    terms: ComparisonConfig, tables: int
) -> None:
    markdown = render_markdown(many(terms, tables))
    assert len(markdown) < MAX_COMMENT_LENGTH
    assert markdown.count("<details>") == markdown.count("</details>")
    shown = len(re.findall(r"^\| ▼&nbsp;weaker", markdown, re.MULTILINE))
    overview = len(re.findall(r"^\| Example Bureau", markdown, re.MULTILINE))
    left = re.search(r"(\d+) entries were left out", markdown)
    assert shown + overview + int(left[1] if left else 0) == 40 * tables + tables


def test_what_matters_least_is_cut_first(demo: ChangeReport) -> None:
    markdown = render_markdown(demo, 4000)
    assert "▼&nbsp;weaker" in markdown
    assert "·&nbsp;neutral" not in markdown
    assert "were left out" in markdown


def test_what_failed_comes_before_everything_else(terms: ComparisonConfig) -> None:
    broken = compare_sources(source(SMALL), source("year: 1", "broken.yaml"), terms)
    good = compare_sources(source(SMALL), source(WEAKER), terms)
    markdown = render_markdown(collect_changes([good, broken], terms, EN))
    assert "**Not everything could be compared (1 failed)." in markdown.splitlines()[3]
    assert "- broken.yaml could not be compared" in markdown
    assert "No changes" not in markdown


# --- JSON and annotations ---


@pytest.fixture(scope="module")
def check_shape() -> Callable[[Any], None]:
    path = resources.PACKAGE / "schemas" / "changes.schema.json"
    return Draft202012Validator(json.loads(path.read_bytes())).validate


@pytest.mark.parametrize("fail_on", ["weaker", "unclear", "error", "never"])
def test_a_review_has_the_published_shape_too(
    terms: ComparisonConfig, demo: ChangeReport, check_shape: Callable[[Any], None], fail_on: str
) -> None:
    broken = compare_sources(source(SMALL), source("year: 1", "broken.yaml"), terms)
    for report in (demo, collect_changes([broken], terms, EN)):
        given = {each.name: getattr(report, each.name) for each in fields(report)}
        verdict = judge(report, fail_on)
        review = ReviewReport(**given, verdict=verdict, command="perf-report review")
        data = json.loads(TEXT_REPORTS["json"](review))
        check_shape(data)
        assert data["verdict"]["passes"] is verdict.passes
        failing = [each for each in data.get("changes", ()) if "command" in each]
        weighed = {"weaker": {"weaker"}, "unclear": {"weaker", "unclear"}}.get(fail_on, set())
        assert [each["significance"] in weighed for each in data.get("changes", ())] == [
            each in failing for each in data.get("changes", ())
        ]


def test_json_has_its_published_shape(
    terms: ComparisonConfig, demo: ChangeReport, check_shape: Callable[[Any], None]
) -> None:
    one = json.loads(TEXT_REPORTS["json"](demo))
    check_shape(one)
    assert one["base"] == {
        "department": "demo-dandelion", "year": 2025, "source": "2025-demo.yaml",
    }  # fmt: skip
    two = replace(demo, tables=[*demo.tables, *report_of(terms, SMALL, WEAKER).tables])
    several = json.loads(TEXT_REPORTS["json"](two))
    check_shape(several)
    assert [each["revision"]["year"] for each in several["comparisons"]] == [2026, 2025]
    assert several["summary"]["weaker"] == one["summary"]["weaker"] + 1


def test_json_of_a_failure_never_looks_like_one_comparison(
    terms: ComparisonConfig, check_shape: Callable[[Any], None]
) -> None:
    broken = compare_sources(source(SMALL), source("year: 1"), terms)
    data = json.loads(TEXT_REPORTS["json"](collect_changes([broken], terms, EN)))
    check_shape(data)
    assert (data["comparisons"], len(data["failures"])) == ([], 1)


def test_the_schema_names_every_kind(check_shape: Callable[[Any], None]) -> None:
    del check_shape
    path = resources.PACKAGE / "schemas" / "changes.schema.json"
    definitions = json.loads(path.read_bytes())["$defs"]
    named = {
        name: set(definitions[name]["properties"]["kind"]["enum"])
        for name in ("change", "judgement")
    }
    assert named == {"change": set(ChangeKind) - COMBINED_KINDS, "judgement": set(COMBINED_KINDS)}
    assert set(definitions["significance"]["enum"]) == set(Significance)


def test_annotations_stand_at_their_line_and_those_of_what_is_gone_at_none(
    terms: ComparisonConfig,
) -> None:
    second = SMALL + SMALL[SMALL.index("      - id: windows") :].replace(
        "windows", "doors"
    ).replace("窗口", "大门")
    lines = TEXT_REPORTS["github"](report_of(terms, second, WEAKER)).splitlines()
    assert [line.partition("::Goal")[0] for line in lines] == [
        "::error file=spec.yaml,line=20,title=target loosened",
        "::error title=indicator removed",
    ]


# --- Approvals and levels ---


def approval_of(report: ChangeReport, **changes: Any) -> Approval:
    given = Approval(
        fingerprint=report.changes[0].fingerprint, table=report.tables[0].table, kind="k",
        subject="s", reason="The windows moved.", by="A Reviewer", given=date(2026, 1, 2),
    )  # fmt: skip
    return replace(given, **changes)


def test_an_approved_change_is_shown_as_such_and_fails_nothing(terms: ComparisonConfig) -> None:
    plain = report_of(terms, SMALL, WEAKER)
    assert fails(plain, "weaker")
    given = replace(terms, approvals=(approval_of(plain),))
    approved = report_of(given, SMALL, WEAKER)
    assert not fails(approved, "weaker")
    assert not fails(approved, "unclear")
    for render in (render_text, render_markdown):
        assert "Approved by A Reviewer on 2 January 2026: The windows moved." in render(approved)
    assert (
        json.loads(TEXT_REPORTS["json"](approved))["changes"][0]["approval"]["by"] == "A Reviewer"
    )
    assert TEXT_REPORTS["github"](approved).startswith("::notice ")


@pytest.mark.parametrize(
    ("expires", "counts"), [(date(2026, 2, 28), False), (TODAY, True), (date(2026, 3, 2), True)]
)
def test_an_approval_counts_up_to_its_last_day(
    terms: ComparisonConfig, expires: date, *, counts: bool
) -> None:
    given = approval_of(report_of(terms, SMALL, WEAKER), expires=expires)
    report = report_of(replace(terms, approvals=(given,)), SMALL, WEAKER)
    assert fails(report, "weaker") is not counts
    assert ("has expired" in render_text(report)) is not counts


def test_an_approval_of_another_change_of_the_same_is_reported(terms: ComparisonConfig) -> None:
    given = approval_of(report_of(terms, SMALL, edited(("≥17台", "≥15台"))))
    subject = "indicator/better-service/windows"
    same = replace(given, kind="target-loosened", subject=subject)
    others = [replace(same, table="another/2025"), replace(same, kind="target-reworded")]
    for approval in (same, *others, replace(same, subject="indicator/better-service/doors")):
        text = render_text(report_of(replace(terms, approvals=(approval,)), SMALL, WEAKER))
        assert ("accepts a different" in text) is (approval is same)


def test_a_policy_of_the_project_judges_in_place_of_the_rule(terms: ComparisonConfig) -> None:
    lenient = Policy(significance={ChangeKind.TARGET_LOOSENED: Significance.NEUTRAL})
    report = report_of(replace(terms, policy=lenient), SMALL, WEAKER)
    assert not fails(report, "unclear")
    assert "Set in the settings of the project folder." in render_text(report)


ADJUSTED = (
    "revision: 2\nrevision_kind: adjustment\n"
    "revision_approved: {by: {zh: 市财政局, en: Finance Bureau}, on: 2025-09-30}\n"
    "revision_note: {zh: 预算调减。, en: A lower budget.}\ntasks:"
)


@pytest.mark.parametrize(
    ("edit", "chinese", "english"),
    [
        (("≥17台", "≥15台"), ("变动前", "变动后"), ("Before", "After")),
        (
            ("tasks:", "revision: 2\nrevision_note: {zh: 更正。, en: Corrected.}\ntasks:"),
            ("更正前", "更正后"),
            ("Before correction", "After correction"),
        ),
        (("tasks:", ADJUSTED), ("调整前", "调整后"), ("Before adjustment", "After adjustment")),
        (("year: 2025", "year: 2026"), ("2025年度", "2026年度"), ("2025", "2026")),
    ],
)
def test_the_two_sides_are_named_after_what_is_compared(
    terms: ComparisonConfig,
    edit: tuple[str, str],
    chinese: tuple[str, str],
    english: tuple[str, str],
) -> None:
    report = report_of(terms, SMALL, SMALL.replace(*edit, 1).replace("窗口数量", "窗口个数"))
    for catalogue, heads in ((ZH, chinese), (EN, english)):
        localizer = localizer_of(catalogue.language)
        (table,) = build_changes_view(report.tables, localizer).tables
        assert (join_runs(table.before, ""), join_runs(table.after, "")) == heads
        said = render_markdown(replace(report, catalogue=catalogue))
        assert f"| {heads[0]} | {heads[1]} |" in said
        adjusted = "调整" in join_runs(table.years, "") or "adjustment" in join_runs(
            table.years, ""
        )
        assert adjusted == (edit[1] == ADJUSTED)

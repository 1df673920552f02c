"""A draft with errors is compared as far as it can be read, and nothing wrong is told."""

from collections.abc import Iterator
from datetime import date

import pytest
from paths import SMALL_SPEC

from perf_report.app.check.spec_check import open_standards
from perf_report.app.compare.comparison import ComparisonConfig, open_comparison_config
from perf_report.app.project import Project
from perf_report.app.workbench.partial_comparison import compare_readable
from perf_report.app.workbench.readers import Reader
from perf_report.model.source import Source

PLAN = SMALL_SPEC.read_text("utf-8")
# Last year's table, in which each row has one like it, and the row `doors` is another one.
TWO = PLAN.replace(
    "        target: ≥17台\n",
    "        target: ≥17台\n"
    "      - id: doors\n"
    "        category: output.quantity\n"
    "        name: {zh: 大门数量, en: Number of doors}\n"
    "        target: ≥3台\n",
)
Told = set[tuple[str, str]]


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    root = tmp_path_factory.mktemp("project")
    (root / "specs").mkdir()
    (root / "specs" / "plan.yaml").write_bytes(SMALL_SPEC.read_bytes())
    project = Project(root=root)
    return Reader(project, open_standards(project, ()))


@pytest.fixture(scope="module")
def config(reader: Reader) -> Iterator[ComparisonConfig]:
    with open_comparison_config(reader.project, date.min) as opened:
        yield opened


def told(reader: Reader, config: ComparisonConfig, before: str, after: str) -> Told | None:
    """The kind and the subject of each change; None if nothing is compared."""
    path = reader.project.specs_folder() / "draft.yaml"
    base, revision = (
        reader.read(Source(name=str(path), data=each.encode())) for each in (before, after)
    )
    found = compare_readable(base, revision, config)
    if found is None:
        return None
    return {(each.change.kind.value, each.change.subject.id) for each in found.changes}


WINDOWS = ("target-loosened", "windows")
FUNDS = "funds: {total: 409.60, basic: 396.60, project: 13.00}"


@pytest.mark.parametrize(
    ("edits", "expected"),
    [
        # What has nothing to do with the error is told.
        ((("≥3台", ""),), {WINDOWS}),
        (((FUNDS, "funds: {total: 409.60, basic: x}"),), {WINDOWS}),
        # A sum is not told of an amount that is blank, or with one of several that is no amount.
        (((FUNDS, "funds: {basic: [], project: 99}"),), {WINDOWS}),
        # The row that has no id may be the one that seems to be gone.
        ((("      - id: doors\n        category", "      - category"),), {WINDOWS}),
        # Nobody knows which way another category is better.
        (
            (("windows\n        category: output.quantity", "windows\n        category: x.y"),),
            set(),
        ),
        # A goal that cannot be matched does not move its indicators.
        ((("id: better-service", "id: [x]"),), {WINDOWS}),
        # A name that cannot be read leaves its target.
        ((("name: {zh: 窗口数量, en: Number of windows}", "name: 5"),), {WINDOWS}),
        # Two rows of one id, or another form, leave nothing.
        ((("id: doors", "id: windows"),), None),
        ((("framework: output-cost", "framework: none"),), None),
        ((("format: 1", "format: 1\n : ["),), None),
    ],
)
def test_a_plan(
    reader: Reader,
    config: ComparisonConfig,
    edits: tuple[tuple[str, str], ...],
    expected: Told | None,
) -> None:
    after = TWO.replace("≥17台", "≥12台")
    assert told(reader, config, TWO, after) == {WINDOWS}
    for old, new in edits:
        assert old in after
        after = after.replace(old, new)
    assert told(reader, config, TWO, after) == expected
    # The other way round, the error is in what it is compared with.
    back = expected and {("target-tightened", "windows")}
    assert told(reader, config, after, TWO) == back


REPORT = """\
format: 1
report: evaluation
of: {department: example-bureau, year: 2025}
form: department-evaluation
scoring: mof-2020
as_of: 2025-12-31
funds: {service: {initial: 409.60, adjusted: 409.60, executed: 398.21}}
goals: {better-service: {achieved: {zh: 已完成。, en: Done.}}}
indicators:
  windows: {actual: 18台}
conclusion: {zh: 全部完成。, en: All is done.}
"""
CONCLUSION = ("report-changed", "example-bureau")


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("actual: 18台", "actual: [x]", {CONCLUSION}),
        ("executed: 398.21", "executed: x", {CONCLUSION}),
        # A row that is called otherwise may be any that seems to have no answer.
        ("windows: {", "window: {bad: 1, ", {CONCLUSION}),
        ("report: evaluation", "report: x", None),
    ],
)
def test_a_report(
    reader: Reader, config: ComparisonConfig, old: str, new: str, expected: Told | None
) -> None:
    after = REPORT.replace("全部完成。", "都已完成。")
    assert told(reader, config, REPORT, after) == {CONCLUSION}
    assert old in after
    assert told(reader, config, REPORT, after.replace(old, new)) == expected

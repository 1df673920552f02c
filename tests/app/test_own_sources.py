"""Money of main tasks by the sources of a form of a project's own."""

import csv
import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from paths import SMALL_SPEC

from perf_report import resources
from perf_report.parse.load import load_plan
from perf_report.parse.source import read_source

Runner = Callable[..., Any]

TREE = """\
        - {id: whole, label: {zh: 资金总额, en: All funds}, parts: [
            {id: budgeted, label: {zh: 预算拨款, en: Appropriation}, parts: [
              {id: current, label: {zh: 本年拨款, en: Of this year}},
              {id: carried, label: {zh: 上年结转, en: Carried over}}]},
            {id: own, label: {zh: 自有资金, en: Own funds}}]}
"""
IDS = ["whole", "budgeted", "current", "carried", "own"]
USUAL = "{total: 409.60, basic: 396.60, project: 13.00}"
FUNDS = "{current: 10.00, carried: 1.005, own: 2.00}"


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A project whose form has a tree of sources of its own, and a spec for it."""
    form = (resources.forms_path() / "overall-2015.yaml").read_text("utf-8")
    start, end = form.index("        - {id: total"), form.index("  - goals:")
    form = form[:start] + TREE + form[end:]
    (tmp_path / "forms").mkdir()
    (tmp_path / "forms/ours.yaml").write_text(form.replace("id: overall-2015", "id: ours"), "utf-8")
    (tmp_path / "perf-report.toml").write_text("", "utf-8")
    write(tmp_path, FUNDS)
    return tmp_path


def write(root: Path, funds: str, form: str = "form: ours\n", year: int = 2025) -> str:
    text = SMALL_SPEC.read_text("utf-8")
    assert USUAL in text
    text = text.replace(USUAL, funds).replace("year: 2025", f"{form}year: {year}")
    path = root / "specs" / f"{year}.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, "utf-8")
    return f"specs/{year}.yaml"


def findings(office: Path, here: Runner) -> list[tuple[str, str, str]]:
    ran = here("--ui-language", "en", "validate", "--format", "json", cwd=office)
    found = json.loads(ran.stdout)["findings"]
    told = [each for each in found if each["severity"] == "error"]
    return [(each["rule"], each["message"], each["help"]) for each in told]


def test_a_table_is_built_and_every_sum_is_printed(office: Path, here: Runner) -> None:
    assert here("build", cwd=office).code == 0
    (table,) = (office / "output").rglob("table.json")
    data = json.loads(table.read_bytes())
    schema = json.loads((resources.PACKAGE / "schemas" / "table.schema.json").read_bytes())
    assert not list(Draft202012Validator(schema).iter_errors(data))
    amounts = ["13.005", "11.005", "10.00", "1.005", "2.00"]
    assert data["budget"] == data["tasks"][0]["funds"] == dict(zip(IDS, amounts, strict=True))
    text = (table.parent / "funds.csv").read_text("utf-8-sig")
    (row,) = csv.DictReader(text.splitlines())
    assert [row[id_] for id_ in IDS] == amounts
    page = (table.parent / "table.zh.html").read_text("utf-8")
    assert all(words in page for words in ("资金总额", "预算拨款", "上年结转", *amounts))
    assert "基本支出" not in page


def test_a_source_that_the_form_does_not_have_is_told(office: Path, here: Runner) -> None:
    write(office, "{current: 10.00, carrid: 1.00, own: 2.00}")
    ((rule, message, help_),) = findings(office, here)
    assert (rule, message) == (
        "form-part", "the form ours has no source “carrid”; did you mean “carried”?",
    )  # fmt: skip
    assert help_ == f"Allowed: {', '.join(IDS)}."


def test_a_name_that_no_source_can_have_is_told(office: Path, here: Runner) -> None:
    write(office, "{current: 10.00, Own Funds: 2.00}")
    ((rule, message, _),) = findings(office, here)
    assert (rule, message) == ("unknown-key", "“Own Funds” is not the id of a source of money")


def test_a_spec_without_a_form_is_told_as_before(office: Path, here: Runner) -> None:
    write(office, "{basc: 409.60}", form="")
    told = findings(office, here)
    assert told == [
        (
            "unknown-key", "there is no key “basc” here; did you mean “basic”?",
            "Allowed here: total, basic, project, other.",
        ),
    ]  # fmt: skip


def test_every_sum_of_the_tree_is_checked(office: Path, here: Runner) -> None:
    write(office, "{whole: 13.00, budgeted: 10.50, current: 10.00, carried: 1.00, own: 2.00}")
    messages = [message for _, message, _ in findings(office, here)]
    assert messages == [
        "the total 13.00 is not the sum of its parts, 12.50; the difference is +0.50",
        (
            "“Appropriation” 10.50 is not the sum of its parts (Of this year, Carried over), 11.00;"
            " the difference is -0.50"
        ),
    ]


def test_changes_name_the_sources_by_the_form(office: Path, here: Runner) -> None:
    later = write(office, "{current: 12.00, carried: 1.005, own: 2.00}", year=2026)
    ran = here("diff", "specs/2025.yaml", later, "--format", "json", cwd=office)
    data = json.loads(ran.stdout)
    schema = json.loads((resources.PACKAGE / "schemas" / "changes.schema.json").read_bytes())
    assert not list(Draft202012Validator(schema).iter_errors(data))
    (change,) = [each for each in data["changes"] if each["kind"] == "funds-changed"]
    assert change["before"]["whole"] == "13.005"
    assert list(change["detail"]["rows"]) == ["whole", "budgeted", "current"]
    text = here("--ui-language", "zh", "diff", "specs/2025.yaml", later, cwd=office).stdout
    for words in ("资金总额", "预算拨款", "本年拨款"):
        assert words in text
    assert "上年结转" not in text


def test_the_site_has_the_total_and_every_amount(office: Path, here: Runner) -> None:
    assert here("build", cwd=office).code == 0
    assert here("site", "--no-search", cwd=office).code == 0
    lines = (office / "site/data/sources.csv").read_text("utf-8-sig").splitlines()
    rows = {row["column"]: row["amount"] for row in csv.DictReader(lines)}
    assert rows == {
        "whole": "13.005", "budgeted": "11.005", "current": "10.00", "carried": "1.005",
        "own": "2.00",
    }  # fmt: skip
    lines = (office / "site/data/funds.csv").read_text("utf-8-sig").splitlines()
    (row,) = csv.DictReader(lines)
    assert (row["total"], row["basic"]) == ("13.005", "")


def test_a_plan_that_is_not_checked_keeps_all_amounts(office: Path) -> None:
    plan = load_plan(read_source(office / "specs/2025.yaml")).plan
    assert plan is not None
    assert plan.tasks[0].funds.get("carried") == Decimal("1.005")

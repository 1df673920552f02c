"""The table as data: the CSV files, `table.json` and the manifest."""

import csv
import hashlib
import io
import json
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from usual_funds import usual_funds
from vocabularies import vocabulary_of

import perf_report
from perf_report.model.plan import Baseline, Indicator, Plan
from perf_report.model.target import Deadline, Quantity, Statement, Target, Worded, parse_quantity
from perf_report.model.text import Text
from perf_report.model.vocabulary import Vocabulary
from perf_report.render.table_csv import (
    funds_table,
    goals_table,
    indicators_table,
    write_csv,
)
from perf_report.render.table_data import render_json

FUNDS_HEADER = "task,id,text_zh,text_en,total,basic,project,other"
GOALS_HEADER = "goal,id,text_zh,text_en,tasks"
INDICATORS_HEADER = (
    "goal,id,category,level1_zh,level1_en,level2_zh,level2_en,name_zh,name_en,"
    "target_zh,target_en,operator,value,unit_zh,unit_en,deadline,"
    "upper,per,horizon,weight"
)

HEADERS = {
    "funds.csv": FUNDS_HEADER,
    "goals.csv": GOALS_HEADER,
    "indicators.csv": INDICATORS_HEADER,
}
ROWS = {"funds.csv": 7, "goals.csv": 8, "indicators.csv": 79}


@pytest.fixture(params=HEADERS)
def name(request: pytest.FixtureRequest) -> str:
    given: str = request.param
    return given


@pytest.fixture(scope="module")
def table(built: Path) -> Any:
    """The JSON of the real table; a number with a point in it would show as a float."""
    return json.loads((built / "table.json").read_bytes())


def records(data: bytes) -> list[dict[str, str]]:
    """The rows of a CSV file by the names of its columns."""
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def read_records(path: Path) -> list[dict[str, str]]:
    return records(path.read_bytes())


def with_indicators(plan: Plan, indicators: Sequence[Indicator]) -> Plan:
    """The plan with one goal that has these indicators."""
    return replace(plan, goals=(replace(plan.goals[0], indicators=tuple(indicators)),))


def indicator_of(target: Target, **more: Any) -> Indicator:
    name = Text(zh="名", en="Name")
    return Indicator(id="one", category="output.quantity", name=name, target=target, **more)


def quantity(text: str) -> Quantity:
    parsed = parse_quantity(text)
    assert parsed is not None
    return parsed


# CSV


def test_a_csv_file_starts_with_a_byte_order_mark_and_its_header(built: Path, name: str) -> None:
    data = (built / name).read_bytes()

    assert data.startswith(b"\xef\xbb\xbf" + HEADERS[name].encode() + b"\r\n")
    assert data.count(b"\xef\xbb\xbf") == 1


def test_a_csv_file_has_one_row_a_thing_and_no_total_row(built: Path, name: str) -> None:
    data = (built / name).read_bytes()

    assert data.endswith(b"\r\n")
    assert data.count(b"\r\n") == data.count(b"\n") == ROWS[name] + 1
    assert len(read_records(built / name)) == ROWS[name]


def test_every_row_has_as_many_cells_as_the_header(built: Path, name: str) -> None:
    rows = list(csv.reader(io.StringIO((built / name).read_text("utf-8-sig"), newline="")))

    assert {len(row) for row in rows} == {len(HEADERS[name].split(","))}


def test_the_funds_are_those_of_the_plan(built: Path, real_plan: Plan) -> None:
    def written(amount: Decimal | None) -> str:
        return "" if amount is None else str(amount)

    assert read_records(built / "funds.csv") == [
        {
            "task": str(number),
            "id": task.id,
            "text_zh": task.text.zh,
            "text_en": task.text.en,
            "total": written(task.funds.total),
            "basic": written(task.funds.get("basic")),
            "project": written(task.funds.get("project")),
            "other": written(task.funds.get("other")),
        }
        for number, task in enumerate(real_plan.tasks, start=1)
    ]


def test_the_columns_of_the_funds_add_up_to_the_published_totals(built: Path) -> None:
    rows = read_records(built / "funds.csv")

    sums = {
        column: sum(Decimal(row[column] or "0") for row in rows)
        for column in ("total", "basic", "project", "other")
    }

    assert sums == {
        "total": Decimal("5230.60"),
        "basic": Decimal("1854.80"),
        "project": Decimal("1306.00"),
        "other": Decimal("2069.80"),
    }


def test_amounts_have_two_decimals_and_what_is_blank_on_the_form_is_blank(built: Path) -> None:
    rows = read_records(built / "funds.csv")

    cells = [row[column] for row in rows for column in ("total", "basic", "project", "other")]

    assert all(re.fullmatch(r"([0-9]+\.[0-9]{2})?", cell) for cell in cells)
    assert rows[0]["other"] == ""
    assert rows[5]["project"] == ""


def test_an_amount_of_zero_is_not_a_blank(real_plan: Plan) -> None:
    task = replace(real_plan.tasks[0], funds=usual_funds(basic=Decimal(0), project=Decimal("0.1")))

    row = records(
        write_csv(funds_table(replace(real_plan, tasks=(task,)), vocabulary_of(real_plan)))
    )[0]

    assert (row["total"], row["basic"], row["project"], row["other"]) == (
        "0.10", "0.00", "0.10", ""
    )  # fmt: skip


def test_the_goals_are_those_of_the_plan(built: Path, real_plan: Plan) -> None:
    numbers = {task.id: str(number) for number, task in enumerate(real_plan.tasks, start=1)}

    assert read_records(built / "goals.csv") == [
        {
            "goal": str(number),
            "id": goal.id,
            "text_zh": goal.text.zh,
            "text_en": goal.text.en,
            "tasks": ";".join(numbers[task] for task in goal.tasks),
        }
        for number, goal in enumerate(real_plan.goals, start=1)
    ]


def test_a_goal_of_several_tasks_lists_their_printed_numbers_in_order(real_plan: Plan) -> None:
    tasks = ("operations", "it-security", "legal-affairs")
    goal = replace(real_plan.goals[0], tasks=tasks)

    row = records(
        write_csv(goals_table(replace(real_plan, goals=(goal,)), vocabulary_of(real_plan)))
    )[0]

    assert row["tasks"] == "1;4;7"


def test_the_indicators_are_those_of_the_plan(built: Path, real_plan: Plan) -> None:
    known = vocabulary_of(real_plan)
    rows = {row["id"]: row for row in read_records(built / "indicators.csv")}
    levels = {category.id: (level, category) for level, category in known.framework.categories()}

    for number, goal in enumerate(real_plan.goals, start=1):
        for indicator in goal.indicators:
            level, category = levels[indicator.category]
            row = rows[indicator.id]
            assert row["goal"] == str(number)
            assert row["category"] == indicator.category
            assert (row["level1_zh"], row["level1_en"]) == (level.label.zh, level.label.en)
            assert (row["level2_zh"], row["level2_en"]) == (category.label.zh, category.label.en)
            assert (row["name_zh"], row["name_en"]) == (indicator.name.zh, indicator.name.en)
            assert_target_cells(row, indicator, known)


def assert_target_cells(row: dict[str, str], indicator: Indicator, known: Vocabulary) -> None:
    target = indicator.target
    if isinstance(target, Quantity):
        sign = str(target.operator)
        assert row["target_zh"] == sign + target.figure + target.unit
        english = known.target_text(indicator, target).en or ""
        # A sign that a spreadsheet would take for a formula is kept from it.
        assert row["target_en"] == (f"'{english}" if english.startswith("=") else english)
        assert (row["operator"], row["value"]) == (target.operator, target.figure)
        assert row["unit_zh"] == target.unit
        assert row["unit_en"]
        assert row["deadline"] == ""
    else:
        assert isinstance(target, Worded)
        assert (row["target_zh"], row["target_en"]) == (target.text.zh, target.text.en)
        assert row["operator"] == row["value"] == row["unit_zh"] == row["unit_en"] == ""
        due = target.by.isoformat() if isinstance(target, Deadline) else ""
        assert row["deadline"] == due


def test_indicators_stand_in_the_order_of_printing(real_plan: Plan) -> None:
    target = Statement(text=Text(zh="值", en="Value"))
    given = ["satisfaction.beneficiary", "output.cost", "benefit.social", "output.quantity"]
    plan = with_indicators(
        real_plan,
        [replace(indicator_of(target), id=category, category=category) for category in given],
    )

    rows = records(write_csv(indicators_table(plan, vocabulary_of(plan))))

    assert [row["id"] for row in rows] == [
        "output.quantity", "output.cost", "benefit.social", "satisfaction.beneficiary"
    ]  # fmt: skip


def target_cells(plan: Plan, indicator: Indicator) -> list[str]:
    changed = with_indicators(plan, [indicator])
    row = records(write_csv(indicators_table(changed, vocabulary_of(changed))))[0]
    columns = ("target_zh", "target_en", "operator", "value", "unit_zh", "unit_en", "deadline")
    return [row[column] for column in columns]


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("≥17台", ["≥17台", "≥17 units", "≥", "17", "台", "units", ""]),
        ("＝1场", ["＝1场", "'= 1 event", "＝", "1", "场", "event", ""]),
        ("＜1,306.00元", ["＜1,306.00元", "< CNY 1,306.00", "＜", "1306.00", "元", "CNY", ""]),
        (">0.5‰", ["＞0.5‰", "> 0.5‰", "＞", "0.5", "‰", "‰", ""]),
    ],
)  # fmt: skip
def test_a_quantity_has_an_operator_a_value_and_a_unit(
    real_plan: Plan, target: str, expected: list[str]
) -> None:
    assert target_cells(real_plan, indicator_of(quantity(target))) == expected


def test_a_deadline_has_its_last_day(real_plan: Plan) -> None:
    target = Deadline(text=Text(zh="2025年底前", en="by the end of 2025"), by=date(2025, 12, 31))

    cells = target_cells(real_plan, indicator_of(target))

    assert cells == ["2025年底前", "by the end of 2025", "", "", "", "", "2025-12-31"]


def test_a_statement_has_words_alone(real_plan: Plan) -> None:
    target = Statement(text=Text(zh="有所提高", en="improved"))

    cells = target_cells(real_plan, indicator_of(target))

    assert cells == ["有所提高", "improved", "", "", "", "", ""]


def test_a_plan_in_chinese_alone_leaves_the_english_cells_of_its_texts_blank(
    real_plan: Plan,
) -> None:
    target = Statement(text=Text(zh="有所提高"))
    plan = with_indicators(
        replace(real_plan, languages=("zh",)),
        [replace(indicator_of(target), name=Text(zh="名"))],
    )

    row = records(write_csv(indicators_table(plan, vocabulary_of(plan))))[0]

    assert (row["name_zh"], row["name_en"]) == ("名", "")
    assert (row["target_zh"], row["target_en"]) == ("有所提高", "")


@pytest.mark.parametrize("start", ["=1+1", "+1", "-1+1", "-A1", "@SUM(A1)", "\tA1", "\rA1"])
def test_a_cell_that_a_spreadsheet_would_run_is_made_text(real_plan: Plan, start: str) -> None:
    text = Text(zh=start, en=start)
    plan = with_indicators(
        replace(real_plan, tasks=(replace(real_plan.tasks[0], text=text),)),
        [replace(indicator_of(Statement(text=text)), name=text)],
    )
    plan = replace(plan, goals=(replace(plan.goals[0], text=text, tasks=("it-security",)),))

    known = vocabulary_of(plan)
    funds = records(write_csv(funds_table(plan, known)))[0]
    goals = records(write_csv(goals_table(plan, known)))[0]
    indicators = records(write_csv(indicators_table(plan, vocabulary_of(plan))))[0]

    cells = [row[column] for row in (funds, goals) for column in ("text_zh", "text_en")]
    cells += [indicators[it] for it in ("name_zh", "name_en", "target_zh", "target_en")]
    assert cells == ["'" + start] * 8


@pytest.mark.parametrize("text", ["＝1场", "≥17", "-1", "-2.50", "1=1", "（=1", "a-b", "'=1"])
def test_a_cell_that_no_spreadsheet_runs_stays_as_it_is(real_plan: Plan, text: str) -> None:
    plan = replace(real_plan, tasks=(replace(real_plan.tasks[0], text=Text(zh=text, en=text)),))

    row = records(write_csv(funds_table(plan, vocabulary_of(plan))))[0]

    assert (row["text_zh"], row["text_en"]) == (text, text)


def test_commas_quotes_and_line_breaks_in_texts_survive(real_plan: Plan) -> None:
    text = 'a, "b"\nc；d'
    plan = replace(real_plan, tasks=(replace(real_plan.tasks[0], text=Text(zh=text, en=text)),))

    row = records(write_csv(funds_table(plan, vocabulary_of(plan))))[0]

    assert (row["text_zh"], row["text_en"]) == (text, text)


# JSON


def validator(repository: Path, name: str) -> Draft202012Validator:
    path = repository / "perf_report" / "schemas" / f"{name}.schema.json"
    schema = json.loads(path.read_bytes())
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema, format_checker=FormatChecker())


def test_the_json_of_the_real_table_has_the_shape_of_its_schema(
    table: Any, repository: Path
) -> None:
    assert list(validator(repository, "table").iter_errors(table)) == []


def test_the_json_of_a_plan_with_every_optional_field_has_the_shape_of_its_schema(
    real_plan: Plan, repository: Path
) -> None:
    plan = with_everything(real_plan)

    data = json.loads(render_json(plan, vocabulary_of(plan)))

    assert list(validator(repository, "table").iter_errors(data)) == []


@pytest.mark.parametrize("text", ['a "b" \\ c/d', "一行\n二行\t\r", "\x01\x1f\x7f\u2028", "𪚥é≥"])
def test_the_json_is_laid_out_as_pythons_own_library_does(real_plan: Plan, text: str) -> None:
    plan = replace(real_plan, tasks=(replace(real_plan.tasks[0], text=Text(zh=text, en=text)),))

    written = render_json(plan, vocabulary_of(plan)).decode()

    assert json.loads(written)["tasks"][0]["text"] == {"zh": text, "en": text}
    assert written == json.dumps(json.loads(written), ensure_ascii=False, indent=2) + "\n"


def with_everything(plan: Plan) -> Plan:
    text = Text(zh="甲", en="A")
    target = quantity("≥1,306.50台")
    full = indicator_of(
        target,
        **dict.fromkeys(("definition", "formula", "source", "basis", "responsible", "note"), text),
        weight=Decimal("12.50"),
        baseline=Baseline(year=2024, value=quantity("≥16台")),
        formerly=("old-id",),
    )
    return replace(
        with_indicators(plan, [full]),
        revision=2,
        revision_note=text,
        published=date(2025, 2, 14),
    )


def test_the_json_says_every_optional_field_of_an_indicator(real_plan: Plan) -> None:
    plan = with_everything(real_plan)

    data = json.loads(render_json(plan, vocabulary_of(plan)))

    found = data["goals"][0]["indicators"][0]
    assert found["weight"] == "12.50"
    assert found["formerly"] == ["old-id"]
    assert found["note"] == {"zh": "甲", "en": "A"}
    assert found["target"]["value"] == "1306.50"
    assert found["baseline"]["year"] == 2024
    assert (data["revision"], data["published"]) == (2, "2025-02-14")


def test_optional_fields_that_the_plan_lacks_are_absent(table: Any) -> None:
    def values(node: Any) -> list[Any]:
        if isinstance(node, dict):
            return [node, *(found for child in node.values() for found in values(child))]
        if isinstance(node, list):
            return [found for child in node for found in values(child)]
        return [node]

    assert None not in values(table)
    assert "" not in values(table)
    assert {"revision", "published", "revision_note"}.isdisjoint(table)


def test_a_json_without_english_has_the_shape_of_its_schema(
    real_plan: Plan, repository: Path
) -> None:
    plan = replace(real_plan, languages=("zh",))

    data = json.loads(render_json(plan, vocabulary_of(plan)))

    assert list(validator(repository, "table").iter_errors(data)) == []
    assert '"en"' not in json.dumps(data)


def test_no_amount_and_no_value_of_the_json_is_a_binary_float(built: Path) -> None:
    def refuse(written: str) -> float:
        raise AssertionError(f"{written} is a float")

    json.loads((built / "table.json").read_bytes(), parse_float=refuse, parse_constant=refuse)


def test_the_json_has_the_exact_words_and_amounts_of_the_plan(table: Any, real_plan: Plan) -> None:
    assert table["year"] == 2025
    assert table["department"]["name"]["zh"] == "中国国际贸易促进委员会天津市分会"
    assert [task["text"] for task in table["tasks"]] == [both(it.text) for it in real_plan.tasks]
    assert [goal["text"] for goal in table["goals"]] == [both(it.text) for it in real_plan.goals]
    assert table["tasks"][0]["funds"] == {"total": "409.60", "basic": "396.60", "project": "13.00"}
    names = [it["name"] for goal in table["goals"] for it in goal["indicators"]]
    expected = [both(it.name) for goal in real_plan.goals for it in goal.indicators]
    assert sorted(names, key=str) == sorted(expected, key=str)
    assert len(names) == 79


def both(text: Text) -> dict[str, str | None]:
    return {"zh": text.zh, "en": text.en}


def test_the_sums_of_the_json_agree(table: Any) -> None:
    for column in ("total", "basic", "project", "other"):
        amounts = [Decimal(task["funds"].get(column, "0")) for task in table["tasks"]]
        assert sum(amounts) == Decimal(table["budget"][column])


def test_the_json_numbers_things_as_they_are_printed(table: Any) -> None:
    assert [task["number"] for task in table["tasks"]] == list(range(1, 8))
    assert [goal["number"] for goal in table["goals"]] == list(range(1, 9))


def test_the_json_is_readable_text(built: Path) -> None:
    data = (built / "table.json").read_bytes()

    assert not data.startswith(b"\xef\xbb\xbf")
    assert data.endswith(b"}\n")
    assert "中国国际贸易促进委员会天津市分会" in data.decode()


# The manifest


@pytest.fixture(scope="module")
def manifest(built: Path) -> Any:
    return json.loads((built.parent.parent / "manifest.json").read_bytes())


def test_the_manifest_has_the_shape_of_its_schema(manifest: Any, repository: Path) -> None:
    assert list(validator(repository, "manifest").iter_errors(manifest)) == []


def test_the_manifest_lists_exactly_the_files_on_the_disk(built: Path, manifest: Any) -> None:
    output = built.parent.parent
    on_disk = {path.relative_to(output).as_posix() for path in output.rglob("*") if path.is_file()}

    assert {entry["path"] for entry in manifest["files"]} == on_disk - {"manifest.json"}
    assert len(manifest["files"]) == 12


def test_the_manifest_has_the_hash_and_the_size_of_every_file(built: Path, manifest: Any) -> None:
    for entry in manifest["files"]:
        data = (built.parent.parent / entry["path"]).read_bytes()
        assert entry["sha256"] == hashlib.sha256(data).hexdigest()
        assert entry["size"] == len(data)


def test_the_manifest_says_what_made_each_file(manifest: Any) -> None:
    makers = manifest["makers"]

    for entry in manifest["files"]:
        assert makers[entry["maker"]]["perf-report"] == perf_report.__version__
    named = {
        name: set(makers[next(e["maker"] for e in manifest["files"] if e["path"].endswith(name))])
        for name in (".pdf", ".html", ".csv")
    }
    assert {"weasyprint", "pango", "fonttools", "jinja2"} <= named[".pdf"]
    assert named[".html"] == {"perf-report", "jinja2"}
    assert named[".csv"] == {"perf-report"}


def test_files_of_different_inputs_have_different_hashes_of_inputs(manifest: Any) -> None:
    inputs = [entry["inputs"] for entry in manifest["files"]]

    assert all(re.fullmatch("[0-9a-f]{64}", entry) for entry in inputs)
    assert len(set(inputs)) == len(inputs)

"""The data of tables of other forms: table.json, and a CSV file for each block that a form has."""

import csv
import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from form_example import FORM, SECRETS, SPEC, make_example
from jsonschema import Draft202012Validator, FormatChecker

from perf_report.model.form import Form
from perf_report.model.form_data_files import RESERVED_TABLES, data_file_names
from perf_report.outputs.pdf_attachments import data_file, table_attachments
from perf_report.outputs.table import Table
from perf_report.parse.forms import load_forms, read_form


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Table:
    found = make_example(tmp_path_factory.mktemp("form")).check().valid_table
    assert found is not None
    return found


@pytest.fixture(scope="module")
def data(table: Table) -> Any:
    return json.loads(data_file(table, "table.json"))


def rows(table: Table, name: str) -> list[list[str]]:
    text = data_file(table, name).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


def records(table: Table, name: str) -> list[dict[str, str]]:
    header, *found = rows(table, name)
    return [dict(zip(header, row, strict=True)) for row in found]


def test_the_json_has_the_shape_of_its_schema(data: Any, repository: Path) -> None:
    schema = json.loads((repository / "perf_report/schemas/table.schema.json").read_bytes())
    validator = Draft202012Validator(schema, format_checker=FormatChecker())

    assert list(validator.iter_errors(data)) == []


def test_the_json_says_whose_table_it_is_and_by_which_form(data: Any) -> None:
    assert (data["version"], data["form"]) == (2, "example-project")
    assert data["project"] == {
        "code": "flood-walls",
        "name": {"zh": "堤防加固项目", "en": "Strengthening of dikes"},
        "task": "dikes",
    }


def test_what_the_form_has_no_block_for_is_absent(data: Any) -> None:
    assert {"budget", "tasks"} & data.keys() == set()
    assert {"tasks", "indicators"} & data["goals"][0].keys() == set()


def test_fields_have_their_label_their_type_and_their_value(data: Any) -> None:
    assert list(data["fields"]) == ["authority", "period", "nature", "own-budget", "government"]
    assert data["fields"]["authority"] == {
        "label": {"zh": "主管部门", "en": "Authority"},
        "type": "unit",
        "value": {"code": "120", "name": {"zh": "市水务局", "en": "Water Bureau"}},
    }
    values = {id_: field["value"] for id_, field in data["fields"].items()}
    assert values["period"] == {"from": "2025-03", "to": "2025-12"}
    assert values["nature"] == {"choice": "new", "zh": "新增", "en": "new"}
    assert (values["own-budget"], values["government"]) == ("12.50", True)


def test_sources_have_their_amounts_and_the_printed_total(data: Any) -> None:
    assert data["funds"] == {
        "total": {"amount": "15.50"},
        "fiscal": {"amount": "12.00", "account": {"zh": "水利", "en": "Water"}},
        "others": {"amount": "3.50"},
    }


def test_a_declared_total_is_printed_rather_than_the_sum(tmp_path: Path) -> None:
    text = SPEC.replace("  others: {amount: 3.5}", "  others: {amount: 3.5}\n  total: 99")
    table = make_example(tmp_path).check(text).valid_table
    assert table is not None

    assert json.loads(data_file(table, "table.json"))["funds"]["total"] == {"amount": "99.00"}


def test_small_tables_have_their_rows_by_column(data: Any) -> None:
    assert data["tables"] == {
        "schedule": [
            {"step": {"zh": "设计", "en": "Design"}, "from": "2025-03-01"},
            {"step": {"zh": "施工", "en": "Building"}, "from": "2025-05-01"},
        ]
    }


def test_goals_have_their_horizon_and_their_number_within_it(data: Any) -> None:
    said = [(goal["id"], goal["horizon"], goal["number"]) for goal in data["goals"]]

    assert said == [("by-2027", "midterm", 1), ("this-year", "annual", 1)]
    assert data["goals"][1]["weight"] == "60"


def test_indicators_under_the_table_stand_in_the_order_of_print(data: Any) -> None:
    said = [(each["id"], each["horizon"], each.get("goal")) for each in data["indicators"]]

    assert said == [
        ("length-by-2027", "midterm", "by-2027"),
        ("length", "annual", "this-year"),
        ("approval", "annual", None),
    ]
    assert data["indicators"][1]["standard"] == {"zh": "计划标准", "en": "planned"}
    assert data["indicators"][1]["extra"] == {
        "remark": {"zh": "两段", "en": "in two parts"},
        "goal": {"zh": "完成", "en": "done"},
    }
    assert data["weights"] == {"output": "50"}


def test_a_form_that_keeps_the_order_of_the_file_is_not_sorted_by_category(tmp_path: Path) -> None:
    example = make_example(tmp_path)
    (tmp_path / "forms/ours.yaml").write_text(
        FORM.replace("under: table", "under: table\n      order: document"), "utf-8"
    )
    table = example.check().valid_table
    assert table is not None

    data = json.loads(data_file(table, "table.json"))

    assert [each["id"] for each in data["indicators"]] == ["length-by-2027", "approval", "length"]


def test_amounts_have_the_decimals_of_the_form(tmp_path: Path) -> None:
    example = make_example(tmp_path)
    (tmp_path / "forms/ours.yaml").write_text(FORM.replace("decimals: 2", "decimals: 4"), "utf-8")
    table = example.check().valid_table
    assert table is not None

    assert [row["amount"] for row in records(table, "funds.csv")] == [
        "15.5000", "12.0000", "3.5000"
    ]  # fmt: skip


def test_a_csv_file_is_there_for_each_block_that_the_form_has(table: Table) -> None:
    names = data_file_names(table.vocabulary.form)

    assert names == (
        "table.json", "funds.csv", "goals.csv", "indicators.csv", "fields.csv", "schedule.csv"
    )  # fmt: skip
    assert [file.name for file in table_attachments(table).files] == ["2025-dikes.yaml", *names]


def test_the_usual_form_has_the_files_that_it_always_had() -> None:
    form = load_forms(())["overall-2015"]

    assert data_file_names(form) == ("table.json", "funds.csv", "goals.csv", "indicators.csv")


def test_a_form_without_money_and_goals_has_no_file_of_them() -> None:
    names = data_file_names(load_forms(())["project-sichuan"])

    assert {"funds.csv", "goals.csv"} & set(names) == set()
    assert "indicators.csv" in names


def test_fields_csv_has_a_row_for_each_public_field(table: Table) -> None:
    assert rows(table, "fields.csv") == [
        ["field", "label_zh", "label_en", "value", "value_en", "code"],
        ["authority", "主管部门", "Authority", "市水务局", "Water Bureau", "120"],
        ["period", "实施期限", "Period", "2025-03/2025-12", "", ""],
        ["nature", "项目属性", "Nature", "新增", "new", "new"],
        ["reported-on", "填报日期", "Date", "", "", ""],
        ["own-budget", "本级预算", "Own budget", "12.50", "", ""],
        ["government", "政府采购", "Procurement", "true", "", ""],
        ["opinion", "2024年审核意见", "Opinion of 2024", "", "", ""],
    ]


def test_funds_csv_has_a_row_for_each_source(table: Table) -> None:
    assert rows(table, "funds.csv") == [
        ["id", "label_zh", "label_en", "amount", "account", "account_en"],
        ["total", "年度资金总额", "Total", "15.50", "", ""],
        ["fiscal", "财政拨款", "Fiscal", "12.00", "水利", "Water"],
        ["others", "其他资金", "Others", "3.50", "", ""],
    ]


def test_a_small_table_has_a_file_of_its_name(table: Table) -> None:
    assert rows(table, "schedule.csv") == [
        ["step", "step_en", "from"],
        ["设计", "Design", "2025-03-01"],
        ["施工", "Building", "2025-05-01"],
    ]


def test_goals_csv_has_the_horizon_where_there_are_several(table: Table) -> None:
    assert [(row["goal"], row["id"], row["horizon"]) for row in records(table, "goals.csv")] == [
        ("1", "by-2027", "midterm"),
        ("1", "this-year", "annual"),
    ]


def test_indicators_csv_ends_with_the_columns_of_the_form(table: Table) -> None:
    header = rows(table, "indicators.csv")[0]
    row = records(table, "indicators.csv")[1]

    assert header[-8:] == [
        "horizon", "weight", "standard", "standard_en", "remark", "remark_en",
        # The form's own column has the name of one that every table has.
        "extra_goal", "extra_goal_en",
    ]  # fmt: skip
    assert len(set(header)) == len(header)
    assert (row["goal"], row["horizon"], row["weight"]) == ("1", "annual", "60")
    assert (row["standard"], row["remark_en"], row["extra_goal"]) == (
        "计划标准",
        "in two parts",
        "完成",
    )


def test_a_table_in_chinese_alone_has_no_english_in_its_json(table: Table) -> None:
    data = data_file(replace(table, plan=replace(table.plan, languages=("zh",))), "table.json")

    assert b'"en"' not in data


def test_no_data_file_has_a_value_that_is_not_public(table: Table) -> None:
    for name in data_file_names(table.vocabulary.form):
        text = data_file(table, name).decode()
        assert [secret for secret in SECRETS if secret in text] == [], name


def test_a_small_table_is_not_called_like_another_file(repository: Path, tmp_path: Path) -> None:
    schema = json.loads((repository / "form.schema.json").read_bytes())
    table = schema["$defs"]["block"]["properties"]["table"]["properties"]["id"]

    assert set(table["not"]["enum"]) == RESERVED_TABLES
    path = tmp_path / "ours.yaml"
    path.write_text(FORM.replace("id: schedule", "id: funds"), "utf-8")
    with pytest.raises(Exception, match=r"form-invalid|schema|funds"):
        read_form(path)


@pytest.mark.parametrize("form", load_forms(()).values(), ids=lambda form: form.id)
def test_no_built_in_form_has_two_columns_of_one_name(form: Form, table: Table) -> None:
    known = replace(table.vocabulary, form=form)
    bare = replace(table.plan, goals=(), indicators=(), fields={}, funds={}, tables={})
    empty = replace(table, plan=bare, vocabulary=known)

    for name in data_file_names(form):
        if name.endswith(".csv"):
            header = rows(empty, name)[0]
            assert len(set(header)) == len(header), name

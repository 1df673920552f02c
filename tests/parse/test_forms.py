"""Forms as files: what comes with the product, and what is wrong with a file."""

import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cases import for_each
from jsonschema import Draft202012Validator
from paths import REPOSITORY

from perf_report import resources
from perf_report.errors import SettingsError
from perf_report.messages import describe_error, load_catalogue
from perf_report.model.form import (
    DEFAULT_FORM,
    FundsBlock,
    GoalsBlock,
    IndicatorsBlock,
    Subject,
    TableBlock,
    ValueType,
)
from perf_report.model.form_label import fill_years
from perf_report.model.text import LANGUAGES
from perf_report.parse.forms import load_forms, read_form
from perf_report.parse.frameworks import load_frameworks
from perf_report.rules.plan_walk import iter_texts

SCHEMA = json.loads(resources.form_schema_path().read_text("utf-8"))
BUILTIN = sorted(resources.forms_path().glob("*.yaml"))
EXAMPLE = re.findall(
    r"(?s)```yaml\n(.*?)```", (REPOSITORY / "docs" / "forms.md").read_text("utf-8")
)[0]

ALIKE = "{id: a, label: {zh: 甲}}"
PUBLISHED = tomllib.loads((REPOSITORY / "tests" / "data" / "form-labels.toml").read_text("utf-8"))


def parts(schema: Any) -> list[dict[str, Any]]:
    """All schemas within a schema that are described."""
    found = []
    if isinstance(schema, dict):
        found += [schema] if "description" in schema else []
        for value in schema.values():
            found += parts(value)
    elif isinstance(schema, list):
        for value in schema:
            found += parts(value)
    return found


def schemas(schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """All schemas below a schema."""
    named = [*schema.get("properties", {}).values(), *schema.get("$defs", {}).values()]
    for below in [*named, *(schema.get(key) for key in ("items", "if", "then", "else", "not"))]:
        if isinstance(below, dict):
            yield below
            yield from schemas(below)


@pytest.fixture
def wrong(tmp_path: Path) -> Any:
    """The message about a form that is the example with one text in place of another."""

    def message(old: str, new: str, language: Any = "en") -> str:
        assert EXAMPLE.count(old) >= 1, old
        path = tmp_path / "ours.yaml"
        path.write_text(EXAMPLE.replace(old, new, 1), "utf-8")
        with pytest.raises(SettingsError) as raised:
            read_form(path)
        described = describe_error(load_catalogue(language), raised.value)
        return f"{described.message} {described.help}"

    return message


@for_each("path", BUILTIN)
def test_a_form_that_comes_with_the_product_is_valid_and_whole(path: Path) -> None:
    form = read_form(path)
    assert form.id == path.stem
    assert form.title.zh
    assert form.title.en
    assert set(form.frameworks) <= {"any", *load_frameworks([])}
    assert (form.seen == "whole") == (form.seen_note is None)
    texts = [text for _, text in iter_texts(form)]
    assert len(texts) > 10
    assert [text for text in texts if not text.zh or not text.en] == []


def test_the_forms_in_use_come_with_the_product() -> None:
    assert {path.stem for path in BUILTIN} == {
        "overall-2015", "overall-2021", "overall-national", "overall-hubei", "overall-hunan",
        "project-2021", "project-hunan", "project-sichuan", "project-chongqing",
        "project-guangdong", "project-ningxiang", "project-ezhou", "fund-investment",
        "project-evaluation-2020", "department-evaluation", "project-evaluation-sichuan",
        "project-evaluation-county", "project-evaluation-hubei", "department-evaluation-chongqing",
        "fund-evaluation-county", "monitoring-central", "monitoring-hubei",
    }  # fmt: skip
    assert DEFAULT_FORM in load_forms([])


def test_the_blocks_of_a_form_are_what_its_file_says() -> None:
    form = load_forms([])["project-2021"]
    assert form.subject is Subject.PROJECT
    assert [field.id for field in form.fields()] == [
        "project.name", "authority", "implementer", "nature", "period",
    ]  # fmt: skip
    (funds,) = (block for block in form.blocks if isinstance(block, FundsBlock))
    assert [node.id for node in funds.amounts()] == [
        "whole", "whole-fiscal", "whole-other", "total", "fiscal", "other",
    ]  # fmt: skip
    (goals,) = (block for block in form.blocks if isinstance(block, GoalsBlock))
    assert [horizon.label.zh for horizon in goals.horizons] == ["中期目标", "年度目标"]
    (indicators,) = (block for block in form.blocks if isinstance(block, IndicatorsBlock))
    assert [column.label.zh for column in indicators.columns] == [
        "一级指标", "二级指标", "三级指标", "指标值",
    ]  # fmt: skip


@for_each("form", sorted(PUBLISHED))
def test_the_labels_of_a_form_are_those_of_the_published_one(form: str) -> None:
    ours = [text.zh for _, text in iter_texts(load_forms([])[form].blocks)]
    assert [label for label in PUBLISHED[form].split() if label not in ours] == []


def test_a_column_may_be_labelled_by_the_horizon() -> None:
    (indicators,) = load_forms([])["project-2021"].blocks_of(IndicatorsBlock)
    assert [
        column.label_under(horizon.id).zh
        for horizon in indicators.horizons
        for column in indicators.columns[1:]
    ] == [
        "二级指标（长期）", "三级指标（长期）", "指标值（长期）",
        "二级指标（年度）", "三级指标（年度）", "指标值（年度）",
    ]  # fmt: skip
    assert not any(horizon.is_labelled for horizon in indicators.horizons)
    (indicators,) = load_forms([])["project-guangdong"].blocks_of(IndicatorsBlock)
    target = indicators.columns[3]
    assert target.label_under("midterm").zh == "指标值（或计划水平）"
    assert target.label_under("annual").zh == "计划指标值（或计划水平）"


def test_years_in_a_label_are_counted_from_that_of_the_table() -> None:
    (table,) = load_forms([])["project-ezhou"].blocks_of(TableBlock)
    filled = [fill_years(column.label, 2022) for column in table.columns]
    assert [label.zh for label in filled][-2:] == ["2020年实际执行数", "2021年实际执行数"]
    (goals,) = load_forms([])["project-guangdong"].blocks_of(GoalsBlock)
    assert fill_years(goals.horizons[0].label, 2019).zh == "中期滚动目标（2019年—2021年）"


def test_a_total_may_stand_behind_its_parts_and_a_field_beside_a_source() -> None:
    (funds,) = load_forms([])["overall-hubei"].blocks_of(FundsBlock)
    assert [node.label.zh for node in funds.amounts()] == [
        "财政拨款", "其他资金", "合计", "基本支出", "项目支出", "合计",
    ]  # fmt: skip
    form = load_forms([])["project-chongqing"]
    assert {"budget-class", "account", "execution-rate"} <= form.asked_fields().keys()
    assert list(load_forms([])["project-sichuan"].funds_columns()) == ["total"]
    weights = [level.weight for level in load_frameworks([])["chongqing"].levels]
    assert weights == [(0, 20), (40, 50), None, None]


def test_names_and_telephone_numbers_are_on_the_offices_own_paper_alone() -> None:
    private = {ValueType.PERSON, ValueType.PHONE}
    fields = [field for form in load_forms([]).values() for field in form.fields()]
    assert [field.id for field in fields if field.type in private and field.is_public] == []
    assert any(field.type in private for field in fields)


def test_the_example_of_the_documentation_is_a_form(tmp_path: Path) -> None:
    path = tmp_path / "ours.yaml"
    path.write_text(EXAMPLE, "utf-8")
    form = read_form(path)
    assert form.needs_sign
    assert form.weights is not None
    assert (form.weights.sum, form.weights.over) == (100, "table")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("subject: project", "subject: region", "line 4 of the form file"),
        ("stage: plan\n", "", "stage"),
        ("blocks:", "block:", "did you mean “blocks”"),
        ("columns: [level1,", "columns: [level9,", "level9"),
        ("level2, name, ", "level2, ", "must have the column “name”"),
        ("name, target, ", "name, sign, ", "must have the column “target”"),
        ("type: unit", "type: units", "units"),
        ("field: implementer", "field: authority", "the field id “authority” is used twice"),
        ("rows: sources", "rows: sources\n      side_by_side: perhaps", "true or false"),
        ("id: other,", "id: fiscal,", "the source id “fiscal” is used twice"),
        ("level1, level2, name", "level1, level1, name", "the column id “level1” is used twice"),
        ("{horizons: [annual]}", "{horizons: [weekly]}", "weekly"),
        ("title: {zh: 项目支出绩效目标表, ", "title: {", "zh"),
        ("{horizons: [annual]}", "{horizons: [annual, annual]}", "“annual” is used twice"),
        ("  - goals: {", "  - line: []\n    goals: {", "only 1 key is allowed here"),
        ("field: contact", "field: project.budget", "“project.budget”"),
        ("id: fiscal,", "id: fiscal.own,", "“fiscal.own”"),
        ("type: person", "type: choice", "“choices” is missing"),
        ("type: person", f"type: choice, choices: [{ALIKE}, {ALIKE}]", "“a” is used twice"),
        (
            "  - goals: {",
            f"  - table: {{id: goals, label: {{zh: 表}}, columns: [{ALIKE}]}}\n  - goals: {{",
            "“goals” cannot be used here",
        ),
        *(
            (
                "  - goals: {",
                f"  - table: {{id: {id_}, label: {{zh: 表}}, columns: [{ALIKE}]}}\n  - goals: {{",
                f"“{id_}” cannot be used here",
            )
            for id_ in ("monitoring-01", "monitoring-12", "evaluation", "results", "sources")
        ),
    ],
)
def test_what_is_wrong_with_a_form_is_said_with_its_place(
    wrong: Any, old: str, new: str, said: str
) -> None:
    assert said in wrong(old, new)
    assert "第" in wrong(old, new, "zh")


def test_a_form_of_a_project_replaces_a_builtin_one_and_two_alike_are_an_error(
    tmp_path: Path,
) -> None:
    text = EXAMPLE.replace("id: ours", "id: project-2021")
    (tmp_path / "ours.yaml").write_text(text, "utf-8")
    assert load_forms([tmp_path])["project-2021"].file == "ours.yaml"
    (tmp_path / "theirs.yaml").write_text(text, "utf-8")
    with pytest.raises(SettingsError, match="data-twice"):
        load_forms([tmp_path])


def test_every_keyword_of_the_schema_has_a_message() -> None:
    explained = {"type", "required", "pattern", "additionalProperties"}
    silent = {"properties", "items", "if", "then", "else", "examples", "title", "description",
              "propertyNames"}  # fmt: skip
    used = {key for schema in [SCHEMA, *schemas(SCHEMA)] for key in schema if key[0] not in "$x"}
    for language in LANGUAGES:
        tables = load_catalogue(language).tables
        for keyword in used - explained - silent:
            assert f"wrong-value-{keyword}" in tables["finding"], keyword
            assert f"wrong-value-{keyword}" in tables["help"], keyword


def test_every_key_of_the_schema_is_described_in_both_languages() -> None:
    described = parts(SCHEMA)
    assert len(described) > 60
    for schema in described:
        chinese, english = schema["description"].split("\n")
        assert re.search("[\u4e00-\u9fff]", chinese), chinese
        assert chinese.endswith("。"), chinese
        assert english.endswith("."), english


def test_every_example_of_the_schema_is_valid() -> None:
    count = 0
    for schema in parts(SCHEMA):
        for value in schema.get("examples", ()):
            inner = {**schema, "$defs": SCHEMA["$defs"]}
            assert list(Draft202012Validator(inner).iter_errors(value)) == [], value
            count += 1
    assert count > 30

"""Libraries of indicators as files: what one says, and what is wrong with it."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from cases import for_each
from jsonschema import Draft202012Validator
from paths import REPOSITORY

from perf_report.errors import SettingsError
from perf_report.messages import describe_error, load_catalogue
from perf_report.model.category_kind import Better
from perf_report.model.indicator_library import IndicatorLibrary
from perf_report.model.text import Text
from perf_report.parse.indicator_library import LIBRARY_SCHEMA, load_library

SCHEMA = json.loads(LIBRARY_SCHEMA.read_text("utf-8"))
CATEGORIES = ("output.quantity", "output.quality", "satisfaction.beneficiary", "benefit.sustained")


def example(page: str) -> str:
    """The library that a page of the documentation shows."""
    text = (REPOSITORY / "docs" / page).read_text("utf-8")
    return str(re.findall(r"(?s)```yaml\n(.*?)```", text)[0])


EXAMPLE = example("indicators.md")


def load(folder: Path, **files: str) -> IndicatorLibrary:
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text, "utf-8")
    return load_library([folder], CATEGORIES)


def said(folder: Path, language: Any = "en", **files: str) -> str:
    with pytest.raises(SettingsError) as raised:
        load(folder, **files)
    described = describe_error(load_catalogue(language), raised.value)
    return f"{described.message} {described.help}"


def parts(schema: Any) -> list[dict[str, Any]]:
    """All schemas within a schema that are described."""
    if isinstance(schema, list):
        return [part for each in schema for part in parts(each)]
    if not isinstance(schema, dict):
        return []
    own = [schema] if isinstance(schema.get("description"), str) else []
    return own + [part for each in schema.values() for part in parts(each)]


def test_the_example_of_the_documentation_is_a_library(tmp_path: Path) -> None:
    library = load(tmp_path, shared=EXAMPLE)
    (file,) = library.files
    assert (file.id, file.name.zh, file.file) == ("shared", "共性绩效指标框架", "shared.yaml")
    assert file.source is not None
    assert [item.id for item in library.indicators] == [
        "trainees", "training-sessions", "lasting-influence",
    ]  # fmt: skip
    trainees, sessions, lasting = library.indicators
    assert trainees.name == Text(zh="学员满意度", en="Trainee satisfaction")
    assert (trainees.category, trainees.unit) == ("satisfaction.beneficiary", "%")
    assert (trainees.better, trainees.library) == (Better.MORE, "shared")
    assert trainees.source == Text(zh="问卷调查", en="survey")
    assert trainees.standard == Text(zh="不低于上年", en="no less than the year before")
    assert trainees.targets == ("≥90%", "≥95%")
    assert (sessions.better, sessions.definition, sessions.targets) == (None, None, ())
    assert lasting.targets == (Text(zh="持续改善", en="keeps improving"),)


def test_both_pages_show_the_same_library() -> None:
    assert example("indicators.zh.md") == EXAMPLE


def test_a_library_has_the_id_that_it_states(tmp_path: Path) -> None:
    library = load(tmp_path, shared=f"id: ours\n{EXAMPLE}")
    assert {item.library for item in library.indicators} == {"ours"}
    assert library.name_of(library.indicators[0]).en == "Shared performance indicators"


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("id: trainees\n", "id: Trainees\n", ("line 5 of the library of indicators", "Trainees")),
        ("    category: output.quantity\n", "", ("line 15", "category")),
        ("category: output.quantity", "category: output.quantty", ("no framework has", "quantty")),
        ("category: output.quantity", "category: 数量指标", ("line 17", "数量指标")),
        ("unit: 场", "units: 场", ("did you mean “unit”",)),
        ("better: more", "better: higher", ("more", "less")),
        ("≥95%]", "差不多]", ("the target “差不多” cannot be read",)),
        ("≥95%]", "≥90%]", ("line 14",)),
        ("id: training-sessions", "id: trainees", ("line 15", "“trainees” is used twice")),
        ("indicators:\n", "indicators: []\nmore:\n", ("line 4",)),
        ("name: {zh: 培训场次, ", "name: {", ("zh",)),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_library_is_said_with_its_place(
    tmp_path: Path, old: str, new: str, words: tuple[str, ...]
) -> None:
    assert EXAMPLE.count(old) >= 1, old
    text = EXAMPLE.replace(old, new, 1)
    english = said(tmp_path, shared=text)
    assert [word for word in words if word not in english] == [], english
    assert "shared.yaml" in english
    assert "指标库文件" in said(tmp_path, "zh", shared=text)


def test_two_files_with_one_indicator_are_an_error_at_its_place(tmp_path: Path) -> None:
    english = said(tmp_path, shared=EXAMPLE, second=EXAMPLE.replace("training-s", "s"))
    assert "line 5" in english
    assert "shared.yaml" in english
    assert "the indicator id “trainees” is also used in second.yaml" in english


def test_two_files_with_one_id_are_an_error(tmp_path: Path) -> None:
    item = "{id: a, name: {zh: 甲}, category: output.quality}"
    own = f"id: ours\nname: {{zh: 库}}\nindicators: [{item}]\n"
    english = said(tmp_path, one=own, two=own.replace("id: a", "id: b"))
    assert "have the same id “ours”" in english


def test_what_is_no_library_is_told_what_one_has(tmp_path: Path) -> None:
    english = said(tmp_path, empty="# Nothing.\n")
    assert "docs/indicators.md" in english


@for_each("schema", parts(SCHEMA))
def test_a_key_of_the_schema_is_described_in_both_languages_with_valid_examples(
    schema: dict[str, Any],
) -> None:
    chinese, english = schema["description"].split("\n")
    assert re.search("[\u4e00-\u9fff]", chinese), chinese
    assert chinese.endswith("。"), chinese
    assert english.endswith("."), english
    assert schema is SCHEMA or schema["examples"]
    for value in schema.get("examples", ()):
        inner = {**schema, "$defs": SCHEMA["$defs"]}
        assert list(Draft202012Validator(inner).iter_errors(value)) == [], value

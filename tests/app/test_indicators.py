"""`perf-report indicators`: the library as a list, a search in it, its use, and its snippets."""

import json
import re
import shlex
from pathlib import Path
from typing import Any

import pytest
from cases import for_each
from conftest import Runner
from jsonschema import Draft202012Validator
from paths import REPOSITORY, SMALL_SPEC

from perf_report import resources
from perf_report.app.indicators.search import search_library
from perf_report.app.indicators.snippets import render_snippets
from perf_report.model.category_kind import Better
from perf_report.model.indicator_library import IndicatorLibrary, LibraryFile, LibraryIndicator
from perf_report.model.text import Text
from perf_report.parse.load import load_plan
from perf_report.parse.source import read_source
from perf_report.render.terminal import width

SMALL = SMALL_SPEC.read_text("utf-8")
LIBRARY = re.findall(
    r"(?s)```yaml\n(.*?)```", (REPOSITORY / "docs" / "indicators.md").read_text("utf-8")
)[0]
INDICATOR = "name: {zh: 窗口数量, en: Number of windows}\n        target: ≥17台"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with one spec and the library of the documentation."""
    for name in ("specs", "indicators"):
        (tmp_path / name).mkdir()
    (tmp_path / "indicators" / "shared.yaml").write_text(LIBRARY, "utf-8")
    write_spec(tmp_path)
    return tmp_path


def write_spec(project: Path, name: str = "培训场次", target: str = "≥8场", **changes: str) -> Path:
    """A spec with one indicator; `changes` are texts of the small spec in another form."""
    text = SMALL.replace(INDICATOR, f"name: {{zh: {name}, en: Some}}\n        target: {target}")
    for old, new in changes.items():
        assert old in text
        text = text.replace(old, new)
    number = len(list((project / "specs").iterdir()))
    path = project / "specs" / f"{number}.yaml"
    path.write_text(text, "utf-8")
    return path


def data_of(ran: Any, schema: str) -> Any:
    """The JSON that a command printed, which has the shape of a schema."""
    assert ran.code == 0, ran.stderr
    data = json.loads(ran.stdout)
    path = resources.PACKAGE / "schemas" / f"{schema}.schema.json"
    Draft202012Validator(json.loads(path.read_text("utf-8"))).validate(data)
    return data


def of(*items: LibraryIndicator) -> IndicatorLibrary:
    file = LibraryFile(
        id="shared", name=Text(zh="库"), source=None, indicators=items, file="shared.yaml"
    )
    return IndicatorLibrary(files=(file,))


def indicator(id_: str, zh: str, en: str | None = None, **fields: Any) -> LibraryIndicator:
    made = {"category": "output.quantity", "library": "shared", **fields}
    return LibraryIndicator(id=id_, name=Text(zh=zh, en=en), **made)


# --- The list and the search ---


@for_each(
    "language,words",
    [("en", ["more is better", "data source: survey"]), ("zh", ["越大越好", "问卷"])],
)
def test_the_list_has_every_indicator_and_fits_a_terminal(
    here: Runner, project: Path, language: str, words: list[str]
) -> None:
    ran = here("--ui-language", language, "indicators", cwd=project)
    assert ran.code == 0
    for word in ("学员满意度 · Trainee satisfaction", "training-sessions", "≥90%", *words):
        assert word in ran.stdout
    assert "3" in ran.stderr
    long = LIBRARY.replace("参训学员对", "参训学员对" * 30).replace(
        "how satisfied", "how very " * 30
    )
    (project / "indicators" / "shared.yaml").write_text(long, "utf-8")
    ran = here("--ui-language", language, "indicators", cwd=project)
    assert max(map(width, ran.stdout.splitlines())) <= 80


def test_the_list_is_json_of_its_schema(here: Runner, project: Path) -> None:
    data = data_of(here("indicators", "--format", "json", cwd=project), "indicators")
    assert [item["id"] for item in data["indicators"]] == [
        "trainees", "training-sessions", "lasting-influence",
    ]  # fmt: skip
    first, second, third = data["indicators"]
    assert first["targets"] == ["≥90%", "≥95%"]
    assert (first["unit"], first["better"], first["match"]) == ("%", "more", None)
    assert first["standard"]["zh"] == "不低于上年"
    assert "better" not in second
    assert third["targets"] == [{"zh": "持续改善", "en": "keeps improving"}]
    (library,) = data["libraries"]
    assert library["source"]["en"] == "Finance Bureau of Example City, No. 1 of 2025"


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("TRAIN", {"trainees": "prefix", "training-sessions": "prefix"}),
        ("学员 满意度", {"trainees": "exact"}),
        ("trainee satisfaction", {"trainees": "exact"}),
        ("满意", {"trainees": "name"}),
        ("survey", {"trainees": "text"}),
        ("不低于", {"trainees": "text"}),
        ("sustained", {"lasting-influence": "text"}),
        ("持序性", {"lasting-influence": "near"}),
        ("quite another", {}),
    ],
)
def test_a_word_is_found_in_either_language(
    here: Runner, project: Path, word: str, found: dict[str, str]
) -> None:
    ran = here("indicators", word, "--format", "json", cwd=project)
    items = data_of(ran, "indicators")["indicators"]
    assert {item["id"]: item["match"] for item in items} == found
    assert ("Nothing contains" in ran.stderr) == ("near" in found.values())


def test_the_best_match_comes_first() -> None:
    library = of(
        indicator("a", "年度培训", definition=Text(zh="人数")),
        indicator("b", "参加培训人数"),
        indicator("c", "人数增长率"),
        indicator("d", "人数"),
        indicator("e", "人数比例"),
    )
    found = search_library(library, "人数")
    assert "".join(each.indicator.id for each in found) == "dceba"


def test_names_like_a_word_come_with_the_most_alike_first() -> None:
    library = of(
        indicator("a", "企业满意程度"), indicator("b", "群众满意度评价"), indicator("c", "道路长度")
    )
    found = search_library(library, "群众满意度评分")
    assert [each.indicator.id for each in found] == ["b"]


def test_the_category_narrows_the_list(here: Runner, project: Path) -> None:
    ran = here("indicators", "--category", "output", "--format", "json", cwd=project)
    items = data_of(ran, "indicators")["indicators"]
    assert [item["id"] for item in items] == ["training-sessions"]


def test_a_report_goes_to_a_file_but_not_over_the_library(here: Runner, project: Path) -> None:
    ran = here("indicators", "--format", "json=found.json", cwd=project)
    assert (ran.code, ran.stdout) == (0, "")
    assert json.loads((project / "found.json").read_text("utf-8"))["version"] == 1
    ran = here("indicators", "--format", "json=indicators/shared.yaml", cwd=project)
    assert ran.code == 2
    assert (project / "indicators" / "shared.yaml").read_text("utf-8") == LIBRARY


def test_without_a_library_a_message_says_how_to_make_one(here: Runner, project: Path) -> None:
    (project / "indicators" / "shared.yaml").unlink()
    for words in ([], ["--use", "trainees"]):
        ran = here("indicators", *words, cwd=project)
        assert ran.code == 3
        assert "shared.yaml" in ran.stderr
        assert "docs/indicators.md" in ran.stderr


def test_a_library_that_is_wrong_stops_a_check_with_its_place(here: Runner, project: Path) -> None:
    text = LIBRARY.replace("unit: 场", "units: 场")
    (project / "indicators" / "shared.yaml").write_text(text, "utf-8")
    for command in ("indicators", "validate"):
        ran = here(command, cwd=project)
        assert ran.code == 3
        assert "line 18" in ran.stderr


# --- Its use ---


def test_every_use_is_counted_with_its_target(here: Runner, project: Path) -> None:
    write_spec(project, "培训 场次", "≥ 8场", **{"year: 2025": "year: 2026"})
    write_spec(project, "培训场次", "≥12场", **{"code: example-bureau": "code: another-bureau"})
    write_spec(project, "培训场次数", "≥99场")
    ran = here("indicators", "--use", "training-sessions", "--format", "json", cwd=project)
    data = data_of(ran, "indicator-use")
    assert data["tables"] == 4
    assert data["targets"] == [
        {"target": {"zh": "≥8场"}, "count": 2}, {"target": {"zh": "≥12场"}, "count": 1},
    ]  # fmt: skip
    assert [(use["department"], use["year"], use["target"]["zh"]) for use in data["uses"]] == [
        ("another-bureau", 2025, "≥12场"),
        ("example-bureau", 2025, "≥8场"),
        ("example-bureau", 2026, "≥ 8场"),
    ]
    assert data["uses"][1] == {
        "file": "specs/0.yaml",
        "department": "example-bureau",
        "name": {"zh": "示例局", "en": "Example Bureau"},
        "year": 2025,
        "goal": "better-service",
        "indicator": "windows",
        "category": "output.quantity",
        "target": {"zh": "≥8场"},
    }
    assert data["unread"] == []


def test_the_use_is_told_in_a_terminal(here: Runner, project: Path) -> None:
    write_spec(project, "培训场次", "{zh: 多多益善" + "啊" * 60 + ", en: Many}")
    ran = here("indicators", "--use", "training-sessions", cwd=project)
    assert "Uses: 2; tables with it: 2 of 2; departments: 1." in ran.stdout
    assert "1 × ≥8场" in ran.stdout
    assert "example-bureau  2025  Many" in ran.stdout
    ran = here("--ui-language", "zh", "indicators", "--use", "training-sessions", cwd=project)
    assert "共用2次" in ran.stdout
    assert max(map(width, ran.stdout.splitlines())) <= 80


@pytest.mark.parametrize(
    ("changes", "times"),
    [
        ({"id: windows": "id: training-sessions"}, 1),
        ({"id: windows": "id: training-sessions", "output.quantity": "output.cost"}, 0),
        ({}, 0),
    ],
)  # fmt: skip
def test_an_indicator_is_also_known_by_id_and_category(
    here: Runner, project: Path, changes: dict[str, str], times: int
) -> None:
    (project / "specs" / "0.yaml").unlink()
    write_spec(project, "另一名称", **changes)
    ran = here("indicators", "--use", "training-sessions", "--format", "json", cwd=project)
    assert len(data_of(ran, "indicator-use")["uses"]) == times


@for_each("written", ['"\\u57f9训场次"', "培\n            训场次", "'培训场次'", "培训场次 # 注"])
def test_a_name_is_found_however_it_is_written(here: Runner, project: Path, written: str) -> None:
    (project / "specs" / "0.yaml").unlink(missing_ok=True)
    path = write_spec(project)
    path.write_text(
        path.read_text("utf-8").replace(
            "name: {zh: 培训场次, en: Some}", f"name:\n          zh: {written}\n          en: Some"
        ),
        "utf-8",
    )
    ran = here("indicators", "--use", "training-sessions", "--format", "json", cwd=project)
    assert len(data_of(ran, "indicator-use")["uses"]) == 1
    path.unlink()


def test_a_spec_with_errors_is_named_and_not_counted(here: Runner, project: Path) -> None:
    write_spec(project, **{"year: 2025": "yeer: 2025"})
    ran = here("indicators", "--use", "training-sessions", "--format", "json", cwd=project)
    data = data_of(ran, "indicator-use")
    assert (len(data["uses"]), data["unread"]) == (1, ["specs/1.yaml"])
    assert "specs/1.yaml" in ran.stderr


def test_an_unknown_id_is_refused_with_those_near_it(here: Runner, project: Path) -> None:
    ran = here("indicators", "--use", "trainee", cwd=project)
    assert ran.code == 3
    assert "trainees (学员满意度)" in ran.stderr
    ran = here("indicators", "--use", "zzz", cwd=project)
    assert ran.code == 3
    assert "the library has no indicator “zzz”" in ran.stderr


@for_each("words", [("培训",), ("--category", "output"), ("--format", "vscode")])
def test_the_use_goes_with_no_search(here: Runner, project: Path, words: tuple[str, ...]) -> None:
    assert here("indicators", "--use", "trainees", *words, cwd=project).code == 2


# --- Snippets ---


def inserted(lines: list[str]) -> str:
    """What an editor makes of the body of a snippet: the first choice, and the defaults."""
    text = "\n".join(lines)
    text = re.sub(
        r"\$\{2\|((?:\\.|[^,|\\])*)[^}]*?\|\}",
        lambda match: re.sub(r"\\(.)", r"\1", match[1]),
        text,
    )
    text = re.sub(r"\$\{1:([^}]*)\}", r"\1", text).replace("${2}", "17").replace("$0", "")
    return re.sub(r"\\([\\$}])", r"\1", text)


def test_a_snippet_writes_an_indicator_that_is_right(
    here: Runner, project: Path, tmp_path: Path
) -> None:
    name = ".vscode/indicators.code-snippets"
    ran = here("indicators", "--format", f"vscode={name}", cwd=project)
    assert ran.code == 0, ran.stderr
    snippets = json.loads((project / name).read_text("utf-8"))
    assert list(snippets) == [
        "学员满意度 (trainees)", "培训场次 (training-sessions)", "影响的持续性 (lasting-influence)",
    ]  # fmt: skip
    first = snippets["学员满意度 (trainees)"]
    assert first["prefix"] == ["学员满意度", "Trainee satisfaction", "trainees"]
    assert first["scope"] == "yaml"
    bodies = [inserted(snippet["body"]) for snippet in snippets.values()]
    lines = [f"      {line}\n" for body in bodies for line in body.splitlines()]
    head = SMALL.partition("      - id: windows")[0]
    (tmp_path / "spec.yaml").write_text(head + "".join(lines), "utf-8")
    loaded = load_plan(read_source(tmp_path / "spec.yaml"))
    assert loaded.plan is not None, loaded.findings
    trainees, sessions, lasting = loaded.plan.goals[0].indicators
    assert (trainees.target.printed, trainees.better) == ("≥90%", Better.MORE)
    assert trainees.formula == Text(
        zh="满意的学员数÷参评的学员数×100%", en="satisfied trainees ÷ trainees asked × 100%"
    )
    assert (sessions.target.printed, sessions.name.en) == ("17场", "Number of training sessions")
    assert lasting.target.printed == "持续改善"


def test_what_a_snippet_would_read_is_escaped() -> None:
    item = indicator(
        "odd", "费用, $成本}", "Cost: {a}", unit="%", better=Better.LESS,
        targets=(Text(zh="甲, 乙|丙\\"), "≥1%"),
    )  # fmt: skip
    (snippet,) = json.loads(render_snippets([item])).values()
    body = "\n".join(snippet["body"])
    assert "\\$成本\\}" in body
    assert "甲\\, 乙\\|丙" in body
    assert "'Cost: {a\\}'" in body
    bare = indicator("bare", "甲", unit="%", better=Better.LESS)
    (snippet,) = json.loads(render_snippets([bare])).values()
    assert "  target: ≤${2}%" in snippet["body"]


@for_each("page", ["indicators.md", "indicators.zh.md"])
def test_every_command_of_the_documentation_runs(here: Runner, project: Path, page: str) -> None:
    text = (REPOSITORY / "docs" / page).read_text("utf-8")
    commands = re.findall(r"^perf-report (indicators.*)$", text, re.MULTILINE)
    assert len(commands) == 7
    for command in commands:
        ran = here(*shlex.split(command, comments=True), cwd=project)
        assert (ran.code, bool(ran.stdout)) == (0, "=" not in command), command


# --- The hint ---


def test_the_hint_comes_and_goes_with_the_library(here: Runner, project: Path) -> None:
    write_spec(project, "培训场次数", **{"year: 2025": "year: 2024"})

    def hints() -> list[str]:
        ran = here("validate", "--format", "json", cwd=project)
        found = json.loads(ran.stdout)["findings"]
        return [each["message"] for each in found if each["rule"] == "library-name"]

    (message,) = hints()
    assert "培训场次数" in message
    assert "“培训场次”, training-sessions in “Shared performance indicators”" in message
    path = project / "indicators" / "shared.yaml"
    path.write_text(LIBRARY.replace("培训场次", "会议场次"), "utf-8")
    assert hints() == []
    path.write_text(LIBRARY, "utf-8")
    assert len(hints()) == 1
    path.unlink()
    assert hints() == []

"""`perf-report forms`: the list of forms, and the file of one."""

import json
from pathlib import Path

from conftest import Runner
from jsonschema import Draft202012Validator

from perf_report import resources

BUILTIN = resources.forms_path()


def test_the_list_names_each_form_with_its_title_and_source(here: Runner, tmp_path: Path) -> None:
    ran = here("forms", cwd=tmp_path)
    assert ran.code == 0
    for path in BUILTIN.glob("*.yaml"):
        assert f"{path.stem} " in ran.stdout
    assert "整体支出绩效目标表" in ran.stdout
    assert "seen in part" in ran.stdout
    assert max(map(len, ran.stdout.splitlines())) <= 80
    ran = here("--ui-language", "zh", "forms", cwd=tmp_path)
    assert "未见全貌" in ran.stdout


def test_the_list_is_json_of_its_schema(here: Runner, tmp_path: Path) -> None:
    ran = here("forms", "--format", "json", cwd=tmp_path)
    data = json.loads(ran.stdout)
    schema = resources.PACKAGE / "schemas" / "forms.schema.json"
    Draft202012Validator(json.loads(schema.read_text("utf-8"))).validate(data)
    assert [form["id"] for form in data["forms"]] == sorted(
        path.stem for path in BUILTIN.glob("*.yaml")
    )


def test_a_form_is_printed_byte_for_byte(here: Runner, tmp_path: Path) -> None:
    ran = here("forms", "project-2021", cwd=tmp_path)
    assert ran.code == 0
    assert ran.stdout.encode() == (BUILTIN / "project-2021.yaml").read_bytes()


def test_a_form_of_the_project_goes_before_the_builtin_one(here: Runner, tmp_path: Path) -> None:
    (tmp_path / "specs").mkdir()
    (tmp_path / "forms").mkdir()
    text = (BUILTIN / "project-2021.yaml").read_text("utf-8")
    ours = f"# Ours.\n{text}"
    (tmp_path / "forms" / "ours.yaml").write_text(ours, "utf-8")
    assert here("forms", "project-2021", cwd=tmp_path).stdout == ours


def test_a_form_can_be_written_into_the_folder_of_forms(tool: Runner, tmp_path: Path) -> None:
    (tmp_path / "specs").mkdir()
    (tmp_path / "forms").mkdir()
    # What a shell does for `> forms/ours.yaml` before the command starts.
    (tmp_path / "forms" / "ours.yaml").touch()
    ran = tool("forms", "project-2021", cwd=tmp_path)
    assert ran.code == 0, ran.stderr
    assert ran.stdout.encode() == (BUILTIN / "project-2021.yaml").read_bytes()


def test_a_form_that_is_unknown_or_wrong_is_a_message(here: Runner, tmp_path: Path) -> None:
    ran = here("forms", "project-2099", cwd=tmp_path)
    assert ran.code == 3
    assert "there is no form “project-2099”" in ran.stderr
    assert "project-2021" in ran.stderr
    (tmp_path / "specs").mkdir()
    (tmp_path / "forms").mkdir()
    (tmp_path / "forms" / "ours.yaml").write_text("id: ours\n", "utf-8")
    ran = here("forms", cwd=tmp_path)
    assert ran.code == 3
    assert "ours.yaml" in ran.stderr


def test_an_example_of_each_builtin_form_is_printed_byte_for_byte(
    here: Runner, tmp_path: Path
) -> None:
    for path in BUILTIN.glob("*.yaml"):
        ran = here("forms", path.stem, "--example", cwd=tmp_path)
        assert ran.code == 0, ran.stderr
        folders = (resources.example_specs_path(), resources.example_reports_path())
        (example,) = (each / path.name for each in folders if (each / path.name).exists())
        assert ran.stdout.encode() == example.read_bytes()


def test_an_example_needs_a_builtin_form_and_no_format(here: Runner, tmp_path: Path) -> None:
    assert here("forms", "--example", cwd=tmp_path).code == 2
    ran = here("forms", "project-2021", "--example", "--format", "json", cwd=tmp_path)
    assert (ran.code, ran.stdout) == (2, "")
    assert here("forms", "nothing", "--example", cwd=tmp_path).code == 3
    (tmp_path / "specs").mkdir()
    (tmp_path / "forms").mkdir()
    ours = (
        (BUILTIN / "project-2021.yaml").read_text("utf-8").replace("id: project-2021", "id: ours")
    )
    (tmp_path / "forms" / "ours.yaml").write_text(ours, "utf-8")
    ran = here("forms", "ours", "--example", cwd=tmp_path)
    assert (ran.code, ran.stdout) == (3, "")
    assert "“ours” is not built in" in ran.stderr


def test_help_tells_the_two_projects_apart(here: Runner) -> None:
    assert "settings and specs/" in " ".join(here("--help").stdout.split())
    told = " ".join(here("new", "--help").stdout.split())
    assert "Not to be confused with the project folder" in told

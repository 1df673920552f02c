"""The command line: help, languages, colors, usage errors, projects, and what is built again."""

import json
import os
import re
import shutil
import subprocess
import sys
import typing
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from cases import for_each
from paths import PACKAGE, SMALL_SPEC

from perf_report import __version__, resources
from perf_report.app import doctor
from perf_report.cli import build as build_command
from perf_report.cli.program import cli
from perf_report.outputs import output_files
from perf_report.render import localized_text
from perf_report.render.terminal import width

Runner = Callable[..., Any]

SMALL = SMALL_SPEC.read_text("utf-8")
CHINESE = re.compile("[\u4e00-\u9fff]")
DATA_FORMATS = ("--format", "json", "--format", "csv")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with one spec."""
    (tmp_path / "specs").mkdir()
    shutil.copy(SMALL_SPEC, tmp_path / "specs" / "2025.yaml")
    return tmp_path


def written(ran: Any) -> list[str]:
    """The names of the files that a build says it wrote."""
    return [Path(line).name for line in ran.stdout.splitlines()]


# --- Help and version ---


@for_each("command", [[], *([name] for name in cli.commands)])
@for_each("language", ["en", "zh"])
def test_help_fits_eighty_columns_in_both_languages(
    here: Runner, command: list[str], language: str
) -> None:
    ran = here("--ui-language", language, *command, "--help", environment={"COLUMNS": "80"})
    assert ran.code == 0
    assert ran.stderr == ""
    assert [line for line in ran.stdout.splitlines() if width(line) > 80] == []
    assert bool(CHINESE.search(ran.stdout)) == (language == "zh")


def test_help_names_every_command_and_option(here: Runner) -> None:
    top = here("--help").stdout
    for name, command in cli.commands.items():
        assert re.search(rf"^  {name} ", top, re.MULTILINE)
        text = here(name, "--help").stdout
        for option in command.params:
            assert option.param_type_name == "argument" or option.opts[0] in text


def test_help_in_chinese_has_no_english_sentence(here: Runner) -> None:
    text = here("--ui-language", "zh", "build", "--help").stdout
    sentences = [line for line in text.splitlines() if re.search(r"[a-z]+ [a-z]+ [a-z]+", line)]
    assert sentences == []


@pytest.mark.parametrize("name", ["LC_ALL", "LC_MESSAGES", "LANG"])
def test_the_locale_decides_the_language(here: Runner, name: str) -> None:
    environment = {"LC_ALL": "", "LC_MESSAGES": "", "LANG": "", name: "zh_CN.UTF-8"}
    assert "用法" in here("--help", environment=environment).stdout


def test_the_command_line_overrides_the_locale(here: Runner) -> None:
    ran = here("--ui-language", "en", "--help", environment={"LC_ALL": "zh_CN.UTF-8"})
    assert "Usage:" in ran.stdout


def test_the_language_may_stand_behind_help(here: Runner) -> None:
    assert "用法" in here("--help", "--ui-language", "zh").stdout


@pytest.mark.parametrize("option", ["--version", "-V"])
def test_the_version_is_that_of_the_package(here: Runner, option: str) -> None:
    ran = here(option)
    assert (ran.code, ran.stdout) == (0, f"perf-report {__version__}\n")


@pytest.mark.parametrize("argument", ["--version", "--help"])
def test_heavy_modules_are_not_loaded_for_the_version_or_help(argument: str) -> None:
    code = (
        "import sys\nfrom perf_report.cli import main\n"
        f"sys.argv = ['perf-report', {argument!r}]\n"
        "try:\n    main()\nfinally:\n    print(*sorted(sys.modules), file=sys.stderr)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    diff = {name.partition(".")[0] for name in ran.stderr.decode().split()}
    assert "click" in diff
    heavy = {"weasyprint", "jinja2", "jsonschema", "ruamel", "fontTools", "multiprocessing", "json"}
    assert diff & (heavy - {"json"}) == set()


def test_ctrl_c_while_the_command_line_loads_gives_no_traceback() -> None:
    code = (
        "import runpy, sys\n"
        "class Interrupted:\n"
        "    def find_spec(self, name, path, target=None):\n"
        "        if name == 'perf_report.cli.build':\n"
        "            raise KeyboardInterrupt\n"
        "sys.meta_path.insert(0, Interrupted())\n"
        "runpy.run_module('perf_report', run_name='__main__')"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert (ran.returncode, ran.stdout, ran.stderr) == (130, b"", b"")


def test_the_choices_of_the_command_line_are_those_of_the_build() -> None:
    assert build_command._MODES == localized_text.MODES
    assert build_command._FORMATS == output_files.FORMATS == typing.get_args(output_files.Format)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_shell_completion_works(tool: Runner, shell: str) -> None:
    script = tool(environment={"_PERF_REPORT_COMPLETE": f"{shell}_source"})
    assert script.code == 0
    assert "_PERF_REPORT_COMPLETE" in script.stdout


# --- Wrong usage ---

WRONG_USAGES = [
    (["--bogus"], "--bogus", "--bogus"),
    (["build", "--formt", "pdf"], "did you mean --format?", "是否应为 --format？"),
    (["build", "--bogus"], "there is no option --bogus", "没有“--bogus”这个选项"),
    (["biuld"], "there is no command biuld", "没有“biuld”这个命令"),
    (["biuld"], "build, diff, doctor", "build、diff、doctor"),
    (
        ["build", "--format", "doc"],
        "“doc” is not a valid value for --format",
        "--format 的值“doc”不正确",
    ),
    (["build", "--lang", "fr"], "zh, en, zh-en", "zh, en, zh-en"),
    (["--color", "blue"], "“blue” is not a valid value for --color", "--color 的值“blue”不正确"),
    (["--ui-language", "fr"], "“fr” is not a valid value for --ui-language", "“fr”"),
    (["build", "--jobs", "0"], "--jobs", "--jobs"),
    (["build", "--jobs", "two"], "“two” is not a valid value for --jobs", "--jobs 的值“two”不正确"),
    (["build", "--lang", "zh", "--lang", "it's"], "“it's” is not", "--lang 的值“it's”不正确"),
    (["sign", "a.pdf"], "the option --pkcs12 is missing", "缺少选项 --pkcs12"),
    (["verify"], "FILE... is missing", "缺少 FILE..."),
    (["--", "--bogus"], "there is no option --bogus", "没有“--bogus”这个选项"),
    (["-"], "there is no command -;", "没有“-”这个命令"),
    (["build", "--output"], "--output", "--output"),
    (["doctor", "one", "two"], "unexpected argument: one two", "多出的参数：one two"),
    (["--color", "never"], "the command is missing", "缺少要运行的命令"),
]

# A command, and the options that it would ignore: those that ask for something to be done.
REFUSED: list[tuple[str, str]] = [
    ("import a.pdf --plan b.yaml --department c --project-code d --year 2025",
     "--department --project-code --year"),
    ("import a.pdf --into b.yaml -o c --department d --project-code e --year 2025 -j 2",
     "--output --department --project-code --year"),
    ("publish a --check -n --repair --withdraw c/2025 --reason d --reason-en e --break-lock",
     "--repair --withdraw --reason --reason-en --break-lock"),
    ("publish a --head b", "--head"),
    ("publish a --reason-en b", "--reason-en"),
    ("site --port 8000", "--port"),
    ("serve --install --port 0 --target a", "--port --target"),
]  # fmt: skip

# The same for those that would shape an output, or how it is made.
UNUSED: list[tuple[str, str]] = [
    ("import a.pdf --into b.yaml --force --format json -j 2", "--force --format --jobs"),
    ("publish a --check -n -v --no-search -j 2", "--dry-run --verbose --no-search --jobs"),
    ("build --format csv --lang en", "--lang"),
    ("build --format md --templates a", "--templates"),
    ("build --format html --with-comments", "--with-comments"),
    ("diff --lang en", "--lang"),
    ("diff --approve a --reason b --format html --lang en --fail-on never",
     "--format --lang --fail-on"),
    ("review --base a --approve b --reason c --fail-on never", "--fail-on"),
    ("review --base a --approve-from b --format json", "--format"),
    ("extract a.pdf --list -o b -f", "--output --force"),
    ("extract --source a --list", "--list"),
    ("validate --diff --format json --fail-on never", "--format --fail-on"),
    ("forms --year 2025", "--year"),
    ("forms overall-2015 --example --lang en", "--lang"),
]  # fmt: skip


@pytest.mark.parametrize(("arguments", "english", "chinese"), WRONG_USAGES, ids=str)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_wrong_usage_is_said_in_the_readers_language(
    here: Runner, arguments: list[str], english: str, chinese: str, language: str
) -> None:
    locale = "zh_CN.UTF-8" if language == "zh" else "C.UTF-8"
    ran = here(*arguments, environment={"LC_ALL": locale})
    assert ran.code == 2
    assert ran.stdout == ""
    message, hint = ran.stderr.splitlines()
    assert (chinese if language == "zh" else english) in message
    assert "--help" in hint
    assert bool(CHINESE.search(message)) == (language == "zh")


@pytest.mark.parametrize(("arguments", "english", "chinese"), WRONG_USAGES, ids=str)
def test_wrong_usage_in_chinese_has_no_english_sentence(
    here: Runner, arguments: list[str], english: str, chinese: str
) -> None:
    assert english
    assert chinese
    message = here(*arguments, environment={"LC_ALL": "zh_CN.UTF-8"}).stderr.splitlines()[0]
    assert not re.search(r"[a-z]+ [a-z]+ [a-z]+", message), message


def listed(options: str, language: str) -> str:
    return ("、" if language == "zh" else ", ").join(options.split())


@pytest.mark.parametrize(("command", "options"), REFUSED)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_an_option_that_asks_for_what_is_not_done_is_refused(
    here: Runner, tmp_path: Path, command: str, options: str, language: str
) -> None:
    ran = here("--ui-language", language, *command.split(), cwd=tmp_path)
    assert (ran.code, ran.stdout) == (2, "")
    assert listed(options, language) in ran.stderr.splitlines()[0]
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(("command", "options"), UNUSED)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_an_option_without_effect_is_told(
    here: Runner, tmp_path: Path, command: str, options: str, language: str
) -> None:
    ran = here("--ui-language", language, *command.split(), cwd=tmp_path)
    assert listed(options, language) in ran.stderr, ran.stderr


def test_a_default_of_the_environment_is_there_for_other_runs(here: Runner, tmp_path: Path) -> None:
    environment = {"PERF_REPORT_PUBLISH_JOBS": "2", "PERF_REPORT_PUBLISH_NO_SEARCH": "1"}
    ran = here("publish", "www", "--check", cwd=tmp_path, environment=environment)
    assert ran.code != 2, ran.stderr


def test_wrong_usage_follows_the_language_of_the_command_line(here: Runner) -> None:
    ran = here("--ui-language", "zh", "--bogus")
    assert ran.code == 2
    assert "没有“--bogus”这个选项" in ran.stderr


def test_a_wrong_value_of_the_environment_is_named(here: Runner) -> None:
    ran = here("build", environment={"PERF_REPORT_BUILD_LANG": "zh fr"})
    assert ran.code == 2
    assert "“fr” is not a valid value for --lang" in ran.stderr


def test_no_command_at_all_shows_the_help(here: Runner) -> None:
    ran = here()
    assert ran.code == 2
    assert ran.stderr.startswith("Usage:")


# --- Color ---


@pytest.mark.parametrize(
    ("arguments", "environment", "colored"),
    [
        ([], {}, False),
        (["--color", "always"], {}, True),
        (["--color", "never"], {}, False),
        (["--color", "always"], {"NO_COLOR": "1"}, True),
        ([], {"NO_COLOR": "1"}, False),
    ],
    ids=str,
)
def test_color_is_used_where_it_is_asked_for(
    here: Runner,
    tmp_path: Path,
    arguments: list[str],
    environment: dict[str, str],
    *,
    colored: bool,
) -> None:
    spec = tmp_path / "spec.yaml"
    spec.write_text(SMALL.replace("year:", "yeer:"), "utf-8")
    found = here(*arguments, "build", spec, cwd=tmp_path, environment=environment)
    unable = here(*arguments, "build", "nowhere.yaml", cwd=tmp_path, environment=environment)
    assert ("\x1b[" in found.stderr) == colored
    assert ("\x1b[" in unable.stderr) == colored


# --- doctor ---


def test_the_doctor_finds_all_that_is_needed(here: Runner, tmp_path: Path) -> None:
    ran = here("doctor", cwd=tmp_path)
    assert ran.code == 0
    lines = ran.stdout.splitlines()
    assert len(lines) == 18
    assert all(line.startswith("✓ ") for line in lines)
    assert "3 fonts" in ran.stdout
    assert "urn:perf-report:spec:1" in ran.stdout
    assert (
        "chongqing, cost-first, ezhou, guangdong, hunan, investment, national, output-cost"
        in ran.stdout
    )


def test_the_doctor_speaks_chinese(here: Runner, tmp_path: Path) -> None:
    ran = here("--ui-language", "zh", "doctor", cwd=tmp_path)
    assert ran.code == 0
    assert "指标体系" in ran.stdout
    columns = {width(line[: line.rindex("  ")]) for line in ran.stdout.splitlines()}
    assert len(columns) == 1


def test_the_doctor_does_not_mind_what_only_some_commands_need(
    here: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(doctor._EXTRAS, "sftp", "a-library-that-nobody-has")

    ran = here("doctor", cwd=tmp_path)

    assert ran.code == 0
    others = [line for line in ran.stdout.splitlines() if not line.startswith("✓ ")]
    assert [line.split("  ")[0] for line in others] == ["– publishing by SFTP: sshfs", ""]
    assert others[1].startswith("  → pip install sshfs")


def test_the_doctor_reports_as_json(here: Runner, tmp_path: Path) -> None:
    ran = here("doctor", "--format", "json", cwd=tmp_path)
    report = json.loads(ran.stdout)
    assert ran.code == 0
    shape = json.loads((PACKAGE / "schemas" / "doctor.schema.json").read_text("utf-8"))
    jsonschema.validate(report, shape)
    assert report["able"] is True
    assert {item["id"] for item in report["items"]} >= {"python", "pango", "fonts", "schema"}


@pytest.mark.parametrize("command", ["doctor", "status"])
def test_a_listing_goes_into_files_in_several_formats(
    command: str, here: Runner, tmp_path: Path
) -> None:
    here("new", "demo", cwd=tmp_path)
    project = tmp_path / "demo"
    shown = here(command, cwd=project)
    ran = here(
        "--color",
        "always",
        command,
        "--format",
        "json=a.json",
        "--format",
        "text=a.txt",
        cwd=project,
    )
    assert (ran.code, ran.stdout, ran.stderr) == (0, "", shown.stderr)
    assert (project / "a.txt").read_text("utf-8") == shown.stdout
    assert json.loads((project / "a.json").read_text("utf-8"))["version"] == 1
    silent = here(command, "--format", "json=a.json", cwd=project)
    assert silent.stdout == ""
    assert here(command, "--format", "jsn", cwd=project).code == 2


@pytest.fixture
def broken_copy(tmp_path: Path) -> Path:
    """A copy of the package beside its schema and templates, for a test to break."""
    folder = tmp_path / "copy"
    package = PACKAGE
    ignore = shutil.ignore_patterns("fonts", "templates", "schema.json")
    shutil.copytree(package, folder / "perf_report", ignore=ignore)
    shutil.copytree(resources.templates_path(), folder / "templates")
    shutil.copy(resources.schema_path(), folder / "schema.json")
    (folder / "perf_report" / "fonts").symlink_to(resources.fonts_path())
    return folder


@pytest.mark.sampled
@pytest.mark.slow
@pytest.mark.parametrize(
    ("path", "id_"),
    [
        ("perf_report/fonts", "fonts"),
        ("schema.json", "schema"),
        ("templates", "templates"),
        ("perf_report/data/frameworks", "frameworks"),
        ("perf_report/data/units.yaml", "units"),
    ],
)
def test_the_doctor_says_what_is_missing_and_what_to_do(
    broken_copy: Path, path: str, id_: str
) -> None:
    gone = broken_copy / path
    shutil.rmtree(gone) if gone.is_dir() and not gone.is_symlink() else gone.unlink()
    ran = subprocess.run(
        [sys.executable, "-c", DOCTOR_TWICE],
        cwd=broken_copy,
        env={**os.environ, "LC_ALL": "C.UTF-8", "PYTHONPATH": str(broken_copy)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert "Traceback" not in ran.stderr
    data, code, text, text_code, _ = ran.stdout.split("\0")
    missing = [item["id"] for item in json.loads(data)["items"] if not item["found"]]
    assert missing == [id_]
    assert (code, text_code) == ("3", "3")
    lines = text.splitlines()
    mark = next(number for number, line in enumerate(lines) if line.startswith("✗"))
    assert lines[mark + 1].startswith("  → ")
    assert "missing" in ran.stderr


# As JSON and as text; one process loads the libraries once for both.
DOCTOR_TWICE = """
import sys
from perf_report.cli import main
for options in (["--format", "json"], []):
    sys.argv = ["perf-report", "doctor", *options]
    try:
        main()
    except SystemExit as end:
        print(end="\\0" + str(end.code) + "\\0")
"""


# --- Projects and settings ---


@pytest.mark.parametrize("below", [".", "specs", "notes/2025"])
def test_the_project_is_found_upwards(here: Runner, project: Path, below: str) -> None:
    (project / below).mkdir(parents=True, exist_ok=True)
    ran = here("build", *DATA_FORMATS, cwd=project / below)
    assert ran.code == 0, ran.stderr
    assert (project / "output" / "example-bureau" / "2025" / "table.json").is_file()


def test_a_project_can_be_named(here: Runner, project: Path, tmp_path_factory: Any) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    ran = here("--project", project, "build", *DATA_FORMATS, cwd=elsewhere)
    assert ran.code == 0, ran.stderr
    assert (project / "output" / "manifest.json").is_file()
    assert list(elsewhere.iterdir()) == []


def test_without_a_project_and_a_spec_the_missing_folder_is_named(
    here: Runner, tmp_path: Path
) -> None:
    ran = here("build", cwd=tmp_path)
    assert ran.code == 3
    assert "there is no file specs" in ran.stderr


@pytest.mark.parametrize(
    ("name", "head"), [("perf-report.toml", ""), ("pyproject.toml", "[tool.perf-report]\n")]
)
def test_settings_say_where_things_are(here: Runner, tmp_path: Path, name: str, head: str) -> None:
    (tmp_path / name).write_text(f'{head}specs = "tables"\noutput = "public"\n')
    (tmp_path / "tables").mkdir()
    shutil.copy(SMALL_SPEC, tmp_path / "tables")
    ran = here("build", *DATA_FORMATS, cwd=tmp_path)
    assert ran.code == 0, ran.stderr
    assert (tmp_path / "public" / "manifest.json").is_file()


def test_another_tools_pyproject_is_not_a_project(tool: Runner, project: Path) -> None:
    (project / "pyproject.toml").write_text("[tool.perf-reporter]\nspecs = 1\n")
    ran = tool("build", *DATA_FORMATS, cwd=project)
    assert ran.code == 0, ran.stderr


@pytest.mark.parametrize(
    ("text", "message", "help_"),
    [
        ('spec = "x"', "unknown setting “spec”", "specs"),
        ("specs = 2025", "“specs” in", "text"),
        ('fonts = "x.ttf"', "“fonts” in", "list of texts"),
        ("fonts = [1]", "“fonts” in", "list of texts"),
        ("specs = ", "cannot be read as TOML", "Check line 1"),
        ("[specs]\nx = 1", "“specs” in", "text"),
    ],
)
def test_a_wrong_setting_is_named_with_its_file(
    here: Runner, project: Path, text: str, message: str, help_: str
) -> None:
    (project / "perf-report.toml").write_text(text)
    ran = here("build", cwd=project)
    assert ran.code == 3
    assert "perf-report.toml" in ran.stderr
    assert message in ran.stderr
    assert help_ in ran.stderr


@pytest.mark.parametrize(
    "text",
    ["[tool]\nperf-report = 3 # [tool.perf-report]\n", "# [tool.perf-report]\nname = 1\n"],
)
def test_an_odd_pyproject_is_no_bug_of_ours(here: Runner, project: Path, text: str) -> None:
    (project / "pyproject.toml").write_text(text)
    ran = here("build", *DATA_FORMATS, cwd=project)
    assert "Traceback" not in ran.stderr
    assert ran.code in {0, 3}


def test_a_framework_of_the_project_can_be_used(here: Runner, project: Path) -> None:
    framework = resources.frameworks_path() / "output-cost.yaml"
    text = framework.read_text("utf-8").replace("id: output-cost", "id: our-own")
    (project / "frameworks").mkdir()
    (project / "frameworks" / "our-own.yaml").write_text(text, "utf-8")
    spec = project / "specs" / "2025.yaml"
    spec.write_text(SMALL.replace("framework: output-cost", "framework: our-own"), "utf-8")
    ran = here("build", *DATA_FORMATS, cwd=project)
    assert ran.code == 0, ran.stderr


@pytest.mark.parametrize("text", ["id: broken\n", "- a\n", "id: [\n", "id: a\nname: 1\nlevels: 2"])
def test_a_framework_without_the_form_of_one_is_named(
    here: Runner, project: Path, text: str
) -> None:
    (project / "frameworks").mkdir()
    (project / "frameworks" / "broken.yaml").write_text(text)
    ran = here("build", *DATA_FORMATS, cwd=project)
    assert "Traceback" not in ran.stderr
    assert ran.code == 3
    assert "broken.yaml" in ran.stderr


# --- What is built ---


@pytest.mark.parametrize(
    ("arguments", "names"),
    [
        (["--format", "json"], ["table.json"]),
        (["--format", "csv"], ["funds.csv", "goals.csv", "indicators.csv"]),
        (["--format", "html", "--lang", "en"], ["table.en.html"]),
        (
            ["--format", "html", "--format", "json", "--lang", "zh", "--lang", "zh-en"],
            ["table.json", "table.zh-en.html", "table.zh.html"],
        ),
        (["--format", "html"], ["table.en.html", "table.zh-en.html", "table.zh.html"]),
    ],
    ids=str,
)
def test_languages_and_formats_select_files(
    here: Runner, tmp_path: Path, arguments: list[str], names: list[str]
) -> None:
    ran = here("build", SMALL_SPEC, "--output", tmp_path, *arguments)
    assert ran.code == 0, ran.stderr
    assert sorted(written(ran)) == names
    assert sorted(path.name for path in (tmp_path / "example-bureau" / "2025").iterdir()) == names
    manifest = json.loads((tmp_path / "manifest.json").read_bytes())
    assert sorted(Path(entry["path"]).name for entry in manifest["files"]) == names


def test_what_is_fresh_is_not_made_again_unless_forced(here: Runner, tmp_path: Path) -> None:
    arguments = ("build", SMALL_SPEC, "--output", tmp_path, "--format", "html", *DATA_FORMATS)
    assert len(written(here(*arguments))) == 8
    times = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*") if path.is_file()}
    again = here(*arguments)
    assert (again.code, again.stdout) == (0, "")
    assert "8 unchanged" in again.stderr
    assert {path: path.stat().st_mtime_ns for path in times} == times
    assert len(written(here(*arguments, "--force"))) == 8


def test_only_what_changed_or_was_touched_is_made_again(here: Runner, tmp_path: Path) -> None:
    arguments = ("build", SMALL_SPEC, "--output", tmp_path, "--format", "html", *DATA_FORMATS)
    assert here(*arguments).code == 0
    folder = tmp_path / "example-bureau" / "2025"
    (folder / "table.json").write_text("{}")
    (folder / "goals.csv").unlink()
    assert sorted(written(here(*arguments))) == ["goals.csv", "table.json"]


def test_two_specs_of_one_department_and_year_are_refused(here: Runner, project: Path) -> None:
    shutil.copy(SMALL_SPEC, project / "specs" / "copy.yaml")
    ran = here("build", cwd=project)
    assert ran.code == 1
    for word in ("specs/2025.yaml:2:7", "specs/copy.yaml:2:7", "example-bureau/2025"):
        assert word in ran.stderr
    assert not (project / "output").exists()


def test_a_spec_named_twice_is_one_spec(here: Runner, project: Path) -> None:
    spec = project / "specs" / "2025.yaml"
    spec.write_text(SMALL.replace("year:", "yeer:"), "utf-8")
    ran = here("build", "specs", "specs/2025.yaml", cwd=project)
    assert ran.stderr.count("unknown-key") == 1


def test_a_table_in_chinese_alone_replaces_the_english_of_an_earlier_build(
    here: Runner, project: Path
) -> None:
    spec, folder = project / "specs" / "2025.yaml", project / "output" / "example-bureau" / "2025"
    stranger = project / "output" / "other" / "2025" / "table.en.html"
    stranger.parent.mkdir(parents=True)
    stranger.write_text("of another department")
    arguments = ("build", "--format", "html", *DATA_FORMATS)
    assert here(*arguments, cwd=project).code == 0
    assert (folder / "table.en.html").is_file()
    chinese = re.sub(r", en: [^}]*", "", SMALL).replace("year: 2025", "year: 2025\nlanguages: [zh]")
    spec.write_text(chinese, "utf-8")
    ran = here(*arguments, cwd=project)
    assert ran.code == 0, ran.stderr
    names = {path.name for path in folder.iterdir()}
    assert names == {"table.zh.html", "table.json", "funds.csv", "goals.csv", "indicators.csv"}
    listed = json.loads((project / "output" / "manifest.json").read_bytes())["files"]
    assert {Path(entry["path"]).name for entry in listed} == {*names, "results.csv"}
    assert stranger.is_file()


def test_results_go_to_stdout_and_all_else_to_stderr(here: Runner, tmp_path: Path) -> None:
    ran = here("build", SMALL_SPEC, "--output", tmp_path, "--format", "html")
    assert all(Path(line).is_file() for line in ran.stdout.splitlines())
    assert "3 files written" in ran.stderr or "written: 3" in ran.stderr.lower()


def test_options_can_come_from_the_environment(here: Runner, tmp_path: Path) -> None:
    environment = {"PERF_REPORT_BUILD_FORMATS": "json", "PERF_REPORT_BUILD_OUTPUT": str(tmp_path)}
    ran = here("build", SMALL_SPEC, environment=environment)
    assert written(ran) == ["table.json"], ran.stderr
    assert os.fspath(tmp_path) in ran.stdout

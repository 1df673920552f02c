"""`perf-report diff` on the command line, and the changes that a build writes beside a table."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from paths import SMALL_SPEC

from perf_report import resources

Runner = Callable[..., Any]

SMALL = (SMALL_SPEC).read_text("utf-8")
WEAKER = SMALL.replace("≥17台", "≥12台")
REWORDED = SMALL.replace("做好服务。", "做好高质量服务。").replace(
    "Provide services.", "Provide quality services."
)
BROKEN = SMALL.replace("≥17台", "17≥台")
CHANGES = {"changes.html", "changes.pdf", "changes.md", "changes.json"}


def write(folder: Path, **specs: str) -> Path:
    """A project with these specs, named by their file without its ending."""
    (folder / "specs").mkdir(parents=True, exist_ok=True)
    for name, text in specs.items():
        (folder / "specs" / f"{name}.yaml").write_text(text, "utf-8")
    return folder


def of_year(text: str, year: int) -> str:
    return text.replace("year: 2025", f"year: {year}")


@pytest.fixture
def two_files(tmp_path: Path) -> Path:
    return write(tmp_path, old=SMALL, new=WEAKER)


@pytest.fixture
def two_years(tmp_path: Path) -> Path:
    return write(tmp_path, a=SMALL, b=of_year(WEAKER, 2026))


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The made-up department's two years."""
    folder = tmp_path_factory.mktemp("demo")
    shutil.copytree(resources.starter_path() / "specs", folder / "specs")
    return folder


# --- What is compared ---


@pytest.mark.parametrize(
    ("after", "level", "code"),
    [
        (SMALL, "weaker", 0), (SMALL, "unclear", 0), (WEAKER, "weaker", 1),
        (WEAKER, "unclear", 1), (WEAKER, "never", 0), (REWORDED, "weaker", 0),
        (REWORDED, "unclear", 1), (REWORDED, "never", 0),
    ],
)  # fmt: skip
def test_the_exit_code_goes_by_the_level(
    here: Runner, tmp_path: Path, after: str, level: str, code: int
) -> None:
    project = write(tmp_path, old=SMALL, new=after)
    ran = here("diff", "specs/old.yaml", "specs/new.yaml", "--fail-on", level, cwd=project)
    assert (ran.code, ran.stderr) == (code, "")


def test_changes_fail_nothing_unless_a_level_is_given(here: Runner, two_files: Path) -> None:
    ran = here("diff", "specs/old.yaml", "specs/new.yaml", cwd=two_files)
    assert ran.code == 0
    assert "target loosened: ≥17 units → ≥12 units  −5 (−29.4%)" in ran.stdout
    assert "specs/new.yaml:20" in ran.stdout


def test_a_table_alone_is_compared_with_its_year_before(here: Runner, two_years: Path) -> None:
    ran = here("diff", "specs/b.yaml", cwd=two_years)
    assert ran.code == 0
    assert "specs/a.yaml → specs/b.yaml" in ran.stdout
    assert "Example Bureau · 2025 → 2026" in ran.stdout


def test_without_a_side_every_table_with_a_year_before_is_compared(
    here: Runner, tmp_path: Path
) -> None:
    other = SMALL.replace("example-bureau", "other-bureau")
    project = write(
        tmp_path, a=SMALL, b=of_year(WEAKER, 2026), c=of_year(SMALL, 2027), d=of_year(other, 2026)
    )
    ran = here("diff", "--format", "json", cwd=project)
    found = json.loads(ran.stdout)
    years = [(each["base"]["year"], each["revision"]["year"]) for each in found["comparisons"]]
    assert years == [(2025, 2026), (2026, 2027)]


@pytest.mark.parametrize("arguments", [[], ["specs/b.yaml"]], ids=["project", "file"])
def test_no_earlier_year_on_file_is_said_plainly_and_is_no_success(
    here: Runner, tmp_path: Path, arguments: list[str]
) -> None:
    project = write(tmp_path, a=of_year(SMALL, 2024), b=of_year(WEAKER, 2026))
    ran = here("diff", *arguments, cwd=project)
    assert (ran.code, ran.stdout) == (3, "")
    assert "no earlier year" in ran.stderr
    ran = here("--ui-language", "zh", "diff", *arguments, cwd=project)
    assert "没有上年存档" in ran.stderr


@pytest.mark.parametrize("sides", [("old", "new"), ("new", "old")])
def test_a_table_that_could_be_misread_is_never_compared(
    here: Runner, tmp_path: Path, sides: tuple[str, str]
) -> None:
    project = write(tmp_path, old=SMALL, new=BROKEN)
    files = [f"specs/{side}.yaml" for side in sides]
    ran = here("diff", *files, "--fail-on", "never", cwd=project)
    assert ran.code == 3
    assert "specs/new.yaml could not be compared" in ran.stdout
    assert "No changes" not in ran.stdout
    assert "specs/new.yaml:20:17: error[target-syntax]" in ran.stderr


def test_a_sum_that_is_off_does_not_keep_a_table_from_being_compared(
    here: Runner, tmp_path: Path
) -> None:
    project = write(tmp_path, old=SMALL, new=SMALL.replace("total: 409.60", "total: 409.70"))
    ran = here("diff", "specs/old.yaml", "specs/new.yaml", cwd=project)
    assert ran.code == 0
    assert "409.60 → 409.70" in ran.stdout


def test_a_missing_side_is_an_inability(here: Runner, two_files: Path) -> None:
    ran = here("diff", "specs/old.yaml", "specs/none.yaml", cwd=two_files)
    assert (ran.code, ran.stdout) == (3, "")
    assert "there is no file specs/none.yaml" in ran.stderr


# --- Usage and formats ---


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["a", "b", "c"], "unexpected argument: c"),
        (["a", "b", "--approve", "abcdef"], "--approve requires --reason"),
        (["a", "b", "--reason", "x"], "can only be used with --approve"),
        (["a", "b", "--expires", "2026-13-01"], "2026-13-01"),
        (["a", "b", "--fail-on", "bad"], "choose from: weaker, unclear, never"),
        (["specs/old.yaml", "specs/new.yaml", "--format", "doc"], "choose from: text, markdown"),
    ],
)
def test_wrong_usage_is_explained(
    here: Runner, two_files: Path, arguments: list[str], words: str
) -> None:
    ran = here("diff", *arguments, cwd=two_files)
    assert (ran.code, ran.stdout) == (2, "")
    assert words in ran.stderr


def test_every_format_goes_to_its_file(here: Runner, two_files: Path) -> None:
    names = ["text", "markdown", "json", "github", "html", "pdf"]
    formats = [word for name in names for word in ("--format", f"{name}=out/report.{name}")]
    ran = here("diff", "specs/old.yaml", "specs/new.yaml", *formats, cwd=two_files)
    assert (ran.code, ran.stdout, ran.stderr) == (0, "", "")
    written = {path.suffix[1:]: path.read_bytes() for path in (two_files / "out").iterdir()}
    assert set(written) == set(names)
    assert "≥17台".encode() in written["html"]
    assert written["pdf"].startswith(b"%PDF-")
    with pikepdf.open(two_files / "out" / "report.pdf") as pdf:
        assert len(pdf.pages) >= 1


@pytest.mark.slow
def test_a_pdf_may_go_down_a_pipe(two_files: Path) -> None:
    command = [sys.executable, "-m", "perf_report", "diff", "specs/old.yaml", "specs/new.yaml"]
    ran = subprocess.run(
        [*command, "--format", "pdf"], cwd=two_files, capture_output=True, check=True
    )
    assert ran.stdout.startswith(b"%PDF-")


def test_in_github_actions_the_report_is_annotations(tool: Runner, two_files: Path) -> None:
    sides = ("specs/old.yaml", "specs/new.yaml")
    ran = tool("diff", *sides, cwd=two_files, environment={"GITHUB_ACTIONS": "true"})
    assert ran.stdout.startswith("::error file=specs/new.yaml,line=20,")


def test_a_report_in_text_loads_no_templates_and_no_layout_engine(two_files: Path) -> None:
    code = (
        "import sys\nfrom perf_report.cli import main\n"
        "sys.argv = ['perf-report', 'diff', 'specs/old.yaml', 'specs/new.yaml']\n"
        "try:\n    main()\nfinally:\n    print(*sorted(sys.modules), file=sys.stderr)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=two_files, capture_output=True, check=True,
        env=os.environ | {"LC_ALL": "C.UTF-8"},
    )  # fmt: skip
    loaded = {name.partition(".")[0] for name in ran.stderr.decode().split()}
    assert not loaded & {"weasyprint", "jinja2", "jsonschema", "fontTools", "multiprocessing"}


# --- Settings ---


def test_a_project_judges_a_kind_in_its_own_way(here: Runner, two_files: Path) -> None:
    settings = '[significance]\ntarget-loosened = "neutral"\n'
    (two_files / "perf-report.toml").write_text(settings, "utf-8")
    sides = ("specs/old.yaml", "specs/new.yaml")
    ran = here("diff", *sides, "--fail-on", "unclear", cwd=two_files)
    assert ran.code == 0
    assert "Set in the settings of the project folder." in ran.stdout


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ('[significance]\nnone = "weaker"\n', "unknown kind of change “none” in the settings"),
        ('[significance]\nfunds-changed = "bad"\n', "“bad” is not a valid significance"),
        ("significance = 1\n", "wrong type"),
        ('outcomes = "benefit"\n', "wrong type"),
    ],
)
def test_settings_that_make_no_sense_are_refused(
    here: Runner, two_files: Path, settings: str, words: str
) -> None:
    (two_files / "perf-report.toml").write_text(settings, "utf-8")
    ran = here("diff", "specs/old.yaml", "specs/new.yaml", cwd=two_files)
    assert ran.code == 3
    assert words in ran.stderr


def test_which_categories_are_outcomes_is_the_projects_to_say(here: Runner, tmp_path: Path) -> None:
    worse = SMALL.replace("≥17台", "{zh: 若干, en: some}")
    project = write(tmp_path, old=SMALL, new=worse)
    sides = ("specs/old.yaml", "specs/new.yaml")
    found = {}
    for outcomes in ("benefit", "output"):
        (project / "perf-report.toml").write_text(f'outcomes = ["{outcomes}"]\n', "utf-8")
        data = json.loads(here("diff", *sides, "--format", "json", cwd=project).stdout)
        found[outcomes] = [each["kind"] for each in data["judgements"]]
    assert found == {"benefit": [], "output": ["coverage-fell"]}


# --- What a build writes ---


def build(here: Runner, project: Path, *arguments: object) -> Path:
    ran = here("build", *arguments, cwd=project)
    assert ran.code == 0, ran.stderr
    return project / "output"


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()} if folder.is_dir() else set()


FAST = ("--format", "html", "--format", "md", "--format", "json")


@pytest.mark.slow
def test_a_build_writes_the_changes_where_the_year_before_is_there(
    here: Runner, demo: Path, tmp_path: Path
) -> None:
    output = tmp_path / "out"
    ran = here("build", "--output", output, cwd=demo)
    assert ran.code == 0, ran.stderr
    assert names(output / "demo-dandelion" / "2026") >= CHANGES
    assert not names(output / "demo-dandelion" / "2025") & CHANGES
    listed = {
        file["path"]: file for file in json.loads((output / "manifest.json").read_bytes())["files"]
    }
    for name in CHANGES:
        path = f"demo-dandelion/2026/{name}"
        assert listed[path]["sha256"] == hashlib.sha256((output / path).read_bytes()).hexdigest()


def test_the_changes_are_in_both_languages(here: Runner, two_years: Path) -> None:
    folder = build(here, two_years, *FAST) / "example-bureau" / "2026"
    for name in ("changes.html", "changes.md"):
        text = (folder / name).read_text("utf-8")
        for words in ("指标值放宽", "target loosened", "≥17台", "≥12 units"):
            assert words in text, name
    data = json.loads((folder / "changes.json").read_bytes())
    assert [change["kind"] for change in data["changes"]] == ["plan-changed", "target-loosened"]
    assert data["changes"][1]["location"] == {"file": "b.yaml", "line": 20, "column": 17}


def test_the_changes_of_a_table_in_chinese_alone_are_in_chinese(
    here: Runner, two_years: Path
) -> None:
    for path in (two_years / "specs").iterdir():
        path.write_text("languages: [zh]\n" + path.read_text("utf-8"), "utf-8")
    folder = build(here, two_years, *FAST) / "example-bureau" / "2026"
    for name in ("changes.html", "changes.md"):
        text = (folder / name).read_text("utf-8")
        assert "指标值放宽" in text
        assert "loosened" not in text


SAID = {"zh": "指标值放宽", "en": "target loosened"}


def languages_of(page: Path) -> list[str]:
    text = page.read_text("utf-8")
    return [language for language, words in SAID.items() if words in text]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_build_of_one_language_or_a_setting_makes_the_changes_in_that_language(
    here: Runner, two_years: Path, language: str
) -> None:
    page = two_years / "output" / "example-bureau" / "2026" / "changes.html"
    build(here, two_years, *FAST)
    ran = here("build", *FAST, "--lang", language, "--explain", cwd=two_years)
    assert f"{page.relative_to(two_years)}: its languages have changed" in ran.stdout
    assert languages_of(page) == [language]
    for name in ("changes.md", "changes.json"):
        assert f"{page.with_name(name).relative_to(two_years)}: up to date" in ran.stdout

    build(here, two_years, *FAST)
    assert languages_of(page) == ["zh", "en"]

    settings = f'[changes]\nlang = "{language}"\n'
    (two_years / "perf-report.toml").write_text(settings, "utf-8")
    build(here, two_years, *FAST)
    assert languages_of(page) == [language]


@pytest.mark.parametrize(
    ("given", "setting", "languages"),
    [
        (None, None, ["zh", "en"]), ("zh", None, ["zh"]), ("en", None, ["en"]),
        ("zh-en", "zh", ["zh", "en"]), (None, "en", ["en"]),
    ],
)  # fmt: skip
def test_a_comparison_is_in_the_language_that_is_asked_for(
    here: Runner, two_years: Path, given: str | None, setting: str | None, languages: list[str]
) -> None:
    if setting:
        settings = f'[changes]\nlang = "{setting}"\n'
        (two_years / "perf-report.toml").write_text(settings, "utf-8")
    options = ("--lang", given) if given else ()

    ran = here("diff", "--format", "html=changes.html", *options, cwd=two_years)

    assert ran.code == 0, ran.stderr
    assert languages_of(two_years / "changes.html") == languages


def test_a_table_without_english_is_compared_in_chinese(here: Runner, two_years: Path) -> None:
    for path in (two_years / "specs").iterdir():
        path.write_text("languages: [zh]\n" + path.read_text("utf-8"), "utf-8")
    ran = here("diff", "--format", "html=changes.html", "--lang", "en", cwd=two_years)
    assert ran.code == 0, ran.stderr
    assert languages_of(two_years / "changes.html") == ["zh"]


@pytest.mark.parametrize("setting", ['lang = "fr"', 'mode = "zh"'])
def test_another_language_of_changes_is_refused(
    here: Runner, two_years: Path, setting: str
) -> None:
    (two_years / "perf-report.toml").write_text(f"[changes]\n{setting}\n", "utf-8")
    ran = here("build", *FAST, cwd=two_years)
    assert ran.code == 3
    assert f"“{setting.replace(chr(34), '')}” is not a setting of [changes]" in ran.stderr
    assert "zh, en, zh-en" in ran.stderr


def test_the_page_of_a_table_leads_to_its_changes_or_says_that_there_are_none_on_file(
    here: Runner, two_years: Path
) -> None:
    folder = build(here, two_years, *FAST) / "example-bureau"
    later = (folder / "2026" / "table.zh-en.html").read_text("utf-8")
    assert '<a href="changes.html">' in later
    assert "Changes since 2025" in later
    first = (folder / "2025" / "table.zh-en.html").read_text("utf-8")
    assert "changes.html" not in first
    assert "本表没有上年存档。" in first
    assert "There is no earlier year of this table on file." in first


def test_one_table_built_alone_still_finds_its_year_before(here: Runner, two_years: Path) -> None:
    folder = build(here, two_years, "specs/b.yaml", *FAST) / "example-bureau"
    assert names(folder) == {"2026"}
    assert names(folder / "2026") >= CHANGES - {"changes.pdf"}


def test_another_year_before_makes_the_changes_anew_and_nothing_else(
    here: Runner, two_years: Path
) -> None:
    build(here, two_years, *FAST)
    path = two_years / "specs" / "a.yaml"
    path.write_text(path.read_text("utf-8").replace("≥17台", "≥18台"), "utf-8")
    ran = here("build", "specs/b.yaml", *FAST, cwd=two_years)
    written = {Path(line).name for line in ran.stdout.splitlines()}
    assert written == CHANGES - {"changes.pdf"}


def test_changes_go_when_the_year_before_goes(here: Runner, two_years: Path) -> None:
    folder = build(here, two_years, *FAST) / "example-bureau" / "2026"
    (two_years / "specs" / "a.yaml").unlink()
    build(here, two_years, *FAST)
    assert not names(folder) & CHANGES
    assert "no earlier year" in (folder / "table.en.html").read_text("utf-8")


def test_a_broken_year_before_stops_the_build(here: Runner, two_years: Path) -> None:
    (two_years / "specs" / "a.yaml").write_text(BROKEN, "utf-8")
    ran = here("build", "specs/b.yaml", *FAST, cwd=two_years)
    assert ran.code == 1
    assert "specs/a.yaml:20:17: error[target-syntax]" in ran.stderr
    assert not (two_years / "output").exists()


@pytest.mark.slow
def test_changes_are_the_same_bytes_wherever_and_however_they_are_made(
    tool: Runner, demo: Path, tmp_path: Path
) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    chosen = ("--format", "md", "--format", "json", "--format", "pdf", "--lang", "zh")
    tool("build", "--jobs", 1, "--output", first, *chosen, cwd=demo)
    elsewhere = {"TZ": "Asia/Shanghai", "LC_ALL": "zh_CN.UTF-8", "PYTHONHASHSEED": "7"}
    away = tmp_path / "away"
    away.mkdir()
    tool(
        "--project", demo, "build", "--jobs", 2, "--output", second, *chosen,
        cwd=away, environment=elsewhere,
    )  # fmt: skip
    for name in CHANGES - {"changes.html"}:
        one, two = (folder / "demo-dandelion" / "2026" / name for folder in (first, second))
        assert one.read_bytes() == two.read_bytes(), name


def test_approvals_are_not_disclosed(here: Runner, two_years: Path) -> None:
    ran = here("diff", "specs/b.yaml", "--format", "json", cwd=two_years)
    mark = json.loads(ran.stdout)["changes"][1]["fingerprint"]
    given = ("--approve", mark, "--reason", "No one has to know.", "--by", "A Reviewer")
    assert here("diff", "specs/b.yaml", *given, cwd=two_years).code == 0
    folder = build(here, two_years, *FAST) / "example-bureau" / "2026"
    for name in CHANGES - {"changes.pdf"}:
        assert "A Reviewer" not in (folder / name).read_text("utf-8")

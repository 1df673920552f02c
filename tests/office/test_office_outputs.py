"""Word and Excel files as outputs: made where they are asked for, listed, published, removed."""

import json
from collections.abc import Callable, Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import pytest
from builds import add_specs, contents

from perf_report.outputs import input_fingerprints

Runner = Callable[..., Any]

MADE = {f"table.{mode}.{ending}" for mode in ("zh", "en", "zh-en") for ending in ("docx", "xlsx")}
OFFICE = ("--format", "docx", "--format", "xlsx")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    add_specs(tmp_path, ["one"])
    (tmp_path / "perf-report.toml").write_text("", "utf-8")
    return tmp_path


def names(folder: Path) -> set[str]:
    return {path.name for path in (folder / "output/one/2025").iterdir()}


def listed(folder: Path) -> set[str]:
    manifest = json.loads((folder / "output/manifest.json").read_text("utf-8"))
    return {Path(file["path"]).name for file in manifest["files"]}


def settings(folder: Path, text: str) -> None:
    (folder / "perf-report.toml").write_text(text, "utf-8")


# --- Where they are asked for ---


def test_they_are_made_where_they_are_asked_for(project: Path, here: Runner) -> None:
    assert here("build", "--format", "json", *OFFICE, cwd=project).code == 0
    assert names(project) == MADE | {"table.json"}
    assert listed(project) == names(project)


def test_a_build_makes_none_by_itself(project: Path, here: Runner) -> None:
    assert here("build", "--lang", "zh", cwd=project).code == 0
    assert not names(project) & MADE


def test_the_settings_can_ask_for_them(project: Path, here: Runner) -> None:
    settings(project, 'formats = ["csv", "docx"]\n')
    assert here("build", cwd=project).code == 0
    assert names(project) >= {"table.zh.docx", "funds.csv"}
    assert not any(name.endswith((".html", ".xlsx")) for name in names(project))


def test_an_unknown_format_in_the_settings_is_named(project: Path, here: Runner) -> None:
    settings(project, 'formats = ["doc"]\n')
    ran = here("build", cwd=project)
    assert ran.code == 3
    assert "“doc”" in ran.stderr
    assert "docx, xlsx" in ran.stderr


def test_a_table_in_chinese_has_chinese_files_alone(project: Path, here: Runner) -> None:
    spec = project / "specs/one.yaml"
    spec.write_text(f"languages: [zh]\n{spec.read_text('utf-8')}", "utf-8")
    assert here("build", *OFFICE, cwd=project).code == 0
    assert names(project) == {"table.zh.docx", "table.zh.xlsx"}


def test_without_the_extra_a_build_says_what_to_install(
    project: Path, here: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    def without(wanted: tuple[str, ...]) -> Iterator[tuple[str, str]]:
        for name in wanted:
            if name == "XlsxWriter":
                raise PackageNotFoundError(name)
            yield name, version(name)

    monkeypatch.setattr(input_fingerprints, "package_versions", without)
    ran = here("build", "--format", "docx", cwd=project)
    assert ran.code == 3
    assert "XlsxWriter" in ran.stderr
    assert "the extra “office”" in ran.stderr
    # What does not need it is made.
    assert here("build", "--format", "csv", cwd=project).code == 0


# --- What is made again ---


def test_a_file_is_made_again_when_its_spec_changes(project: Path, here: Runner) -> None:
    here("build", *OFFICE, cwd=project)
    assert "up to date" in here("build", *OFFICE, "--explain", cwd=project).stdout
    spec = project / "specs/one.yaml"
    spec.write_text(spec.read_text("utf-8") + "# a comment\n", "utf-8")
    assert "0 files written" in here("build", *OFFICE, cwd=project).stderr
    spec.write_text(
        spec.read_text("utf-8").replace("year: 2025", "year: 2025\nrevision: 2"), "utf-8"
    )
    assert "6 files written" in here("build", *OFFICE, cwd=project).stderr


def test_the_manifest_says_by_what_they_are_made(project: Path, here: Runner) -> None:
    here("build", *OFFICE, cwd=project)
    manifest = json.loads((project / "output/manifest.json").read_text("utf-8"))
    (maker,) = manifest["makers"].values()
    assert set(maker) == {"XlsxWriter", "lxml", "perf-report", "python-docx", "zlib"}


def test_files_of_a_spec_that_is_gone_are_pruned(project: Path, here: Runner) -> None:
    add_specs(project, ["two"])
    here("build", *OFFICE, cwd=project)
    (project / "specs/one.yaml").unlink()
    assert here("build", *OFFICE, "--prune", cwd=project).code == 0
    assert not (project / "output/one").exists()
    assert (project / "output/two/2025/table.zh.docx").exists()


@pytest.mark.slow
def test_the_same_spec_gives_the_same_bytes(project: Path, tool: Runner) -> None:
    made = []
    for seed, zone, language in (("1", "Asia/Shanghai", "zh_CN.UTF-8"), ("2", "UTC", "C.UTF-8")):
        environment = {"PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": language}
        ran = tool(
            "build", *OFFICE, "--force", "--jobs", seed, cwd=project, environment=environment
        )
        assert ran.code == 0, ran.stderr
        made.append(contents(project / "output"))
    assert made[0] == made[1]


# --- The site ---


def record(site: Path) -> set[str]:
    return {path.name for path in (site / "one/2025/r1").iterdir()}


@pytest.mark.slow
def test_they_are_on_the_site_where_the_settings_say_so(project: Path, here: Runner) -> None:
    here("build", *OFFICE, cwd=project)
    assert here("site", "--no-search", cwd=project).code == 0
    page = project / "site/one/2025/index.html"
    assert not record(project / "site") & MADE
    assert ".docx" not in page.read_text("utf-8")

    settings(project, '[site]\noffice = true\nfolder = "www"\n')
    assert here("site", "--no-search", cwd=project).code == 0
    assert record(project / "www") >= MADE
    html = (project / "www/one/2025/index.html").read_text("utf-8")
    assert 'href="r1/table.zh.docx"' in html
    assert 'href="r1/table.zh.xlsx"' in html
    assert "Word" in html
    assert "Excel" in html


@pytest.mark.slow
def test_they_are_published_with_their_table(project: Path, here: Runner, tmp_path: Path) -> None:
    settings(project, "[site]\noffice = true\n")
    target = tmp_path / "www"
    ran = here("publish", target, "--no-search", cwd=project)
    assert ran.code == 0, ran.stderr
    assert record(target) >= MADE
    ledger = [
        json.loads(line) for line in (target / "ledger.jsonl").read_text("utf-8").splitlines()
    ]
    disclosed = next(line["files"] for line in ledger if "files" in line)
    assert disclosed.keys() >= MADE
    # Disclosed once, they stay, whatever the settings say later.
    settings(project, "")
    assert here("publish", target, "--no-search", cwd=project).code == 0
    assert record(target) >= MADE


@pytest.mark.parametrize(
    ("text", "said"),
    [("office = 1", "site.office"), ("colour = true", "site.colour"), ("folder = 1", "site")],
)
def test_a_wrong_setting_of_the_site_is_named(
    project: Path, here: Runner, text: str, said: str
) -> None:
    settings(project, f"[site]\n{text}\n")
    ran = here("build", "--format", "csv", cwd=project)
    assert ran.code == 3
    assert said in ran.stderr

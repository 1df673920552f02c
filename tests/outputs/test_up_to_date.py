"""A rebuild costs what changed: what is made again, what is left, and what is said of it."""

import hashlib
import json
import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from builds import SMALL, contents
from paths import PACKAGE

import perf_report
from perf_report.app.project import Project
from perf_report.outputs.build_cache import BuildCache
from perf_report.pdf.versions import layout_versions
from perf_report.render.templates import open_environment, used_templates

Runner = Callable[..., Any]

DATA = ("--format", "json", "--format", "csv")

OLD, NEW, OTHER = "example-bureau/2025", "example-bureau/2026", "other/2026"
SHARED = {
    *(f"table.{mode}.{kind}" for mode in ("zh", "en", "zh-en") for kind in ("html", "pdf")),
    "table.json", "funds.csv", "goals.csv", "indicators.csv", "spec.yaml",
}  # fmt: skip
CHANGES = {"changes.html", "changes.pdf", "changes.md", "changes.json"}
# It is made of the data of all tables, and explained by them.
RESULTS = "results.csv"
ALL = {
    *(f"{folder}/{name}" for folder in (OLD, NEW) for name in SHARED),
    *(f"{OTHER}/{name}" for name in SHARED if ".en." not in name and "-en." not in name),
    *(f"{NEW}/{name}" for name in CHANGES),
}


def having(*endings: str, but: str = "\0") -> set[str]:
    return {name for name in ALL if name.endswith(endings) and but not in name}


PDFS, PAGES = having(".pdf"), having(".pdf", ".html")


def replace_in(path: Path, before: str, after: str) -> None:
    text = path.read_text("utf-8")
    assert before in text, before
    path.write_text(text.replace(before, after), "utf-8")


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory, here: Runner) -> Path:
    """A tool of our own and a project: two years, and a department in Chinese; built once."""
    top = tmp_path_factory.mktemp("staleness")
    shutil.copytree(
        PACKAGE, top / "tool" / "perf_report",
        ignore=shutil.ignore_patterns("templates", "fonts", "schema.json", "report.schema.json"),
    )  # fmt: skip
    (top / "tool" / "perf_report" / "fonts").symlink_to(PACKAGE / "fonts")
    shutil.copytree(perf_report.resources.templates_path(), top / "project" / "templates")
    shutil.copytree(perf_report.resources.templates_path(), top / "tool" / "templates")
    shutil.copy(perf_report.resources.schema_path(), top / "tool" / "schema.json")
    shutil.copy(perf_report.resources.report_schema_path(), top / "tool" / "report.schema.json")
    form_schema = perf_report.resources.form_schema_path()
    shutil.copy(form_schema, top / "tool" / form_schema.name)
    specs, frameworks = top / "project" / "specs", top / "project" / "frameworks"
    specs.mkdir()
    frameworks.mkdir()
    own = (PACKAGE / "data" / "frameworks" / "output-cost.yaml").read_text("utf-8")
    (frameworks / "own.yaml").write_text(own.replace("id: output-cost", "id: own", 1), "utf-8")
    (specs / "old.yaml").write_text(SMALL, "utf-8")
    later = SMALL.replace("year: 2025", "year: 2026")
    (specs / "new.yaml").write_text(later.replace("≥17台", "≥18台"), "utf-8")
    other = later.replace("example-bureau", "other")
    assert "framework: output-cost" in other
    other = other.replace("framework: output-cost", "framework: own\nlanguages: [zh]")
    (specs / "other.yaml").write_text(other, "utf-8")
    ran = build(here, top, "output")
    assert ran.code == 0, ran.stderr
    assert set(contents(top / "project" / "output")) == {*ALL, RESULTS, "manifest.json"}
    return top


def build(run: Runner, top: Path, output: str, *options: object) -> Any:
    """A build of the project in a folder; its notes are kept there.

    `run` is a process of its own, which runs the tool in the folder, or this one, whose tool is the
    same as long as no test edits that copy.
    """
    environment = {"PYTHONPATH": str(top / "tool"), "XDG_CACHE_HOME": str(top / "cache")}
    return run(
        "--project", ".", "build", "-o", output, *options,
        cwd=top / "project", environment=environment,
    )  # fmt: skip


def move_notes(top: Path) -> None:
    """Give the notes of a copied project the name that they have there."""
    (path,) = (top / "cache" / "perf-report" / "outputs").iterdir()
    output = top / "project" / "output"
    path.rename(path.with_name(Project(root=top).build_cache_path(output).name))


def edit_spec(top: Path) -> None:
    replace_in(top / "project/specs/old.yaml", "≥17台", "≥16台")


def rename_spec(top: Path) -> None:
    (top / "project/specs/other.yaml").rename(top / "project/specs/another.yaml")


def edit_framework(top: Path) -> None:
    replace_in(top / "project/frameworks/own.yaml", "数量指标", "数目指标")


def set_address(top: Path) -> None:
    (top / "project/perf-report.toml").write_text('address = "https://example.org/x"\n')


def set_policy(top: Path) -> None:
    (top / "project/perf-report.toml").write_text('[significance]\ntarget-loosened = "neutral"\n')


def add_font(top: Path) -> None:
    shutil.copy(PACKAGE / "fonts" / "PerfReportHei-Medium.otf", top / "project/extra.otf")
    (top / "project/perf-report.toml").write_text('fonts = ["extra.otf"]\n')


def edit_template(name: str, before: str = "{%", after: str = " {%") -> Callable[[Path], None]:
    def edit(top: Path) -> None:
        path = top / "project" / "templates" / name
        text = path.read_text("utf-8")
        assert before in text
        path.write_text(text.replace(before, after, 1), "utf-8")

    return edit


def edit_words(language: str, before: str, after: str) -> Callable[[Path], None]:
    path = f"tool/perf_report/messages/{language}.toml"
    return lambda top: replace_in(top / path, before, after)


def edit_tool(top: Path) -> None:
    path = top / "tool/perf_report/render/table_data.py"
    path.write_text(path.read_text("utf-8") + "\n", "utf-8")


def edit_other_code(top: Path) -> None:
    path = top / "tool/perf_report/app/doctor.py"
    path.write_text(path.read_text("utf-8") + "\n", "utf-8")


EDITS: dict[str, tuple[Callable[[Path], object], set[str], str]] = {
    "nothing": (lambda _top: None, set(), ""),
    "code that makes no file": (edit_other_code, set(), ""),
    "a spec": (edit_spec, {name for name in ALL if name.startswith(OLD) or "changes" in name},
               "the spec"),
    "the name of a spec": (rename_spec, {n for n in PDFS if n.startswith(OTHER)},
                           "the spec has a different name"),
    "a framework": (edit_framework, {name for name in ALL if name.startswith(OTHER)},
                    "the framework has changed"),
    "the address": (set_address, PDFS, "the address has changed"),
    "how changes are judged": (set_policy, having("changes.html", "changes.pdf", "changes.md",
                                                  "changes.json"),
                               "the settings for judging changes"),
    "a font": (add_font, PDFS, "the fonts have changed"),
    "a template of tables": (edit_template("grid.html.j2"), PAGES - having("changes.html",
                             "changes.pdf"), "the template grid.html.j2 has changed"),
    "a template of changes": (edit_template("changes-table.html.j2"),
                              having("changes.html", "changes.pdf"),
                              "the template changes-table.html.j2 has changed"),
    "a template of all": (edit_template("style.css.j2"), PAGES,
                          "the template style.css.j2 has changed"),
    "the Chinese glossary": (edit_words("zh", 'year = "（{year}年度）"', 'year = "（{year}年）"'),
                             having(".zh.html", ".zh.pdf", ".zh-en.html", ".zh-en.pdf",
                                    "changes.html", "changes.pdf", "changes.md", "changes.json"),
                             "the wording has changed: zh"),
    "the English glossary": (edit_words("en", 'year = "(Fiscal Year ', 'year = "(Year '),
                             having(".en.html", ".en.pdf", ".zh-en.html", ".zh-en.pdf",
                                    "changes.html", "changes.pdf", "changes.md"),
                             "the wording has changed: en"),
    "the tool": (edit_tool, ALL, "perf-report has changed"),
}  # fmt: skip


# What is edited is the tool; "nothing" shows that its copy makes what this process makes.
TOOL_EDITS = {
    "nothing", "code that makes no file", "the Chinese glossary", "the English glossary",
    "the tool",
}  # fmt: skip


def asking_for(names: set[str]) -> list[str]:
    """The options of a build that makes these files, and not many more."""
    formats = {name.rpartition(".")[2] for name in names}
    modes = {name.split(".")[1] for name in names if "/table." in name and name[-4:] != "json"}
    return [f"--format={each}" for each in formats] + [f"--lang={each}" for each in modes]


@pytest.mark.sampled
@pytest.mark.parametrize("edit", list(EDITS))
def test_what_is_made_again_is_what_the_edit_touches(
    tool: Runner, here: Runner, start: Path, tmp_path: Path, edit: str
) -> None:
    change, rebuilt, reason = EDITS[edit]
    run = tool if edit in TOOL_EDITS else here
    top = tmp_path / "copy"
    shutil.copytree(start, top, symlinks=True)
    move_notes(top)
    change(top)

    ran = build(run, top, "output", "--explain")
    # Whatever was left is what a build from scratch makes: nothing was left that should not be.
    # A PDF is made of all that its page is made of, so that one edit's are enough.
    left = ALL - rebuilt - (set() if edit == "the English glossary" else PDFS)
    scratch = build(run, top, "scratch", *asking_for(left or {"funds.csv"}))

    assert (ran.code, scratch.code) == (0, 0), ran.stderr
    said = dict(line.split(": ", 1) for line in ran.stdout.splitlines())
    said = {name.removeprefix("output/"): cause for name, cause in said.items()}
    assert (said.pop(RESULTS) != "up to date") is any(
        name.endswith(".json") for name in rebuilt - {f"{NEW}/changes.json"}
    )
    assert set(said) == ALL
    assert {name for name, cause in said.items() if cause != "up to date"} == rebuilt
    assert all(reason in said[name] for name in rebuilt)
    found, fresh = contents(top / "project" / "output"), contents(top / "project" / "scratch")
    assert {name: found[name] for name in left} == {name: fresh[name] for name in left}


# --- What is proven, and what is not trusted ---


@pytest.fixture
def project(here: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project of two departments, built, with notes of its own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    folder = tmp_path / "project"
    (folder / "specs").mkdir(parents=True)
    for code in ("one", "two"):
        text = SMALL.replace("example-bureau", code).replace("做好服务。", "做好服务.")
        (folder / "specs" / f"{code}.yaml").write_text(text, "utf-8")
    ran = here("build", *DATA, cwd=folder)
    assert ran.code == 0, ran.stderr
    assert "one.yaml" in ran.stderr
    return folder


def notes(project: Path) -> Path:
    (path,) = (project.parent / "cache" / "perf-report" / "outputs").iterdir()
    return path


def check_cache(project: Path) -> Path:
    (path,) = (project.parent / "cache" / "perf-report" / "checks").iterdir()
    return path


def age(project: Path) -> None:
    """Make the notes a minute younger than the outputs, as they are at the next build."""
    path = notes(project)
    later = path.stat().st_mtime_ns + 60_000_000_000
    os.utime(path, ns=(later, later))


def test_unchanged_specs_are_not_even_parsed_and_their_findings_are_still_told(
    here: Runner, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = here("build", *DATA, "--force", cwd=project)
    monkeypatch.setattr("perf_report.app.check.spec_check.check_source", None)

    again = here("build", *DATA, cwd=project)

    assert again.code == 0, again.stderr
    findings = first.stderr.splitlines()[:-1]
    assert len(findings) > 4
    assert again.stderr.splitlines()[:-1] == findings


def test_a_changed_severity_is_applied_to_unchanged_specs(here: Runner, project: Path) -> None:
    (project / "perf-report.toml").write_text('[severity]\npunctuation = "error"\n')

    ran = here("build", *DATA, cwd=project)

    assert ran.code == 1
    assert "error" in ran.stderr


def test_unchanged_outputs_are_not_read_where_the_notes_are_sure(
    here: Runner, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    age(project)
    monkeypatch.setattr("perf_report.outputs.up_to_date._hash_file", None)

    ran = here("build", *DATA, cwd=project)

    assert ran.code == 0, ran.stderr


def test_notes_as_young_as_the_outputs_are_not_trusted(
    here: Runner, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []

    def note(place: str) -> str:
        read.append(place)
        return hashlib.sha256(Path(place).read_bytes()).hexdigest()

    monkeypatch.setattr("perf_report.outputs.up_to_date._hash_file", note)

    assert here("build", *DATA, cwd=project).code == 0
    assert len(read) == 9


def edit_in_place(path: Path) -> None:
    """Alter a byte, and set the times back, so that size, inode and dates are as they were."""
    before = path.stat()
    data = bytearray(path.read_bytes())
    data[-3] ^= 1
    path.write_bytes(bytes(data))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    after = path.stat()
    assert (after.st_size, after.st_ino) == (before.st_size, before.st_ino)
    assert after.st_mtime_ns == before.st_mtime_ns


def swap(path: Path) -> None:
    path.write_bytes((path.parent / "goals.csv").read_bytes())


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        (edit_in_place, "altered after it was built"),
        (swap, "altered after it was built"),
        (Path.unlink, "the file was missing"),
        (lambda path: path.write_bytes(b""), "altered after it was built"),
    ],
    ids=["a byte, with the dates set back", "another file's content", "deleted", "emptied"],
)
def test_an_output_that_was_touched_is_noticed_and_made_again(
    here: Runner, project: Path, damage: Callable[[Path], object], reason: str
) -> None:
    before = contents(project / "output")
    age(project)
    damage(project / "output" / "one" / "2025" / "funds.csv")

    ran = here("build", *DATA, "--explain", cwd=project)

    told = [line for line in ran.stdout.splitlines() if "up to date" not in line]
    assert len(told) == 1
    assert "one/2025/funds.csv" in told[0]
    assert reason in told[0]
    assert contents(project / "output") == before


def reseal(path: Path, change: Callable[[Any], object]) -> None:
    """Alter what the notes say, under a right checksum."""
    header, _, body = path.read_bytes().partition(b"\n")
    data = json.loads(body)
    change(data)
    body = json.dumps(data).encode()
    lead = header.rpartition(b" ")[0]
    path.write_bytes(lead + b" " + hashlib.sha256(body).hexdigest().encode() + b"\n" + body)


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(bytes(data))


def make_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


UNREADABLE: dict[str, Callable[[Path], object]] = {
    "a flipped bit": flip,
    "a torn end": lambda path: path.write_bytes(path.read_bytes()[:-100]),
    "another version": lambda path: path.write_bytes(
        path.read_bytes().replace(b"cache 1 ", b"cache 0 ", 1)
    ),
    "emptied": lambda path: path.write_bytes(b""),
    "no text": lambda path: path.write_bytes(bytes(range(256))),
    "another shape": lambda path: reseal(path, lambda data: data.update(files=[1])),
    "a folder": make_folder,
}


@pytest.mark.parametrize("harm", list(UNREADABLE))
def test_notes_that_cannot_be_read_are_thrown_away_and_said_to_be(
    here: Runner, project: Path, harm: str
) -> None:
    before = contents(project / "output")
    UNREADABLE[harm](notes(project))
    replace_in(project / "specs/one.yaml", "≥17台", "≥18台")

    ran = here("build", *DATA, "--explain", cwd=project)

    assert ran.code == 0, ran.stderr
    assert "cache of the last build could not be read" in ran.stderr
    lines = ran.stdout.splitlines()
    told = "the cache cannot be read, so it is unknown which"
    assert all(told in line for line in lines if "/one/" in line)
    assert all("up to date" in x for x in lines if "/two/" in x)
    assert {n for n, d in contents(project / "output").items() if before[n] != d} == {
        "manifest.json", "one/2025/table.json", "one/2025/indicators.csv", RESULTS,
    }  # fmt: skip


def test_a_cached_result_of_another_shape_is_not_used(here: Runner, project: Path) -> None:
    first = here("build", *DATA, cwd=project)
    reseal(check_cache(project), lambda data: [each.pop("findings") for each in data.values()])

    again = here("build", *DATA, cwd=project)

    assert again.code == 0
    assert again.stderr == first.stderr


def test_notes_that_lie_about_hashes_do_not_make_a_file_right(here: Runner, project: Path) -> None:
    age(project)
    damaged = project / "output/one/2025/funds.csv"
    right = damaged.read_bytes()
    damaged.write_bytes(b"x")

    ran = here("build", *DATA, cwd=project)

    assert ran.code == 0
    assert damaged.read_bytes() == right


def test_a_build_works_where_no_notes_can_be_kept(
    here: Runner, project: Path, tmp_path: Path
) -> None:
    blocked = tmp_path / "blocked"
    blocked.write_text("a file")

    ran = here("build", *DATA, cwd=project, environment={"XDG_CACHE_HOME": str(blocked)})

    assert ran.code == 0
    assert "could not be read" in ran.stderr
    assert "9 unchanged" in ran.stderr


def test_notes_hold_no_more_than_what_is_there(here: Runner, project: Path) -> None:
    (project / "specs/two.yaml").unlink()
    assert here("build", *DATA, "--prune", cwd=project).code == 0

    cache = BuildCache.read(notes(project))

    assert len(json.loads(check_cache(project).read_bytes().partition(b"\n")[2])) == 1
    assert {name.partition("/")[0] for name in cache.files} == {"one", RESULTS}
    # One for JSON and one for CSV, which other libraries write, and one for the file of all tables.
    assert len(cache.shared) == 3


def test_notes_are_the_users_own(project: Path) -> None:
    assert stat.S_ISREG(notes(project).stat().st_mode)
    assert not [name for name in contents(project) if "cache" in name or "notes" in name]


# --- Why ---


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", ("new", "up to date", "rebuilt because of --force")),
     ("zh", ("新文件", "已是最新", "因 --force 重新生成"))],
)  # fmt: skip
def test_explain_says_why_in_the_readers_language(
    here: Runner, project: Path, language: str, words: tuple[str, str, str]
) -> None:
    command = ("--ui-language", language, "build", *DATA, "--explain")

    runs = [
        here(*command, "-o", "fresh", cwd=project),
        here(*command, "-o", "fresh", cwd=project),
        here(*command, "-o", "fresh", "--force", cwd=project),
    ]

    for ran, word in zip(runs, words, strict=True):
        assert ran.code == 0
        causes = {line.replace("：", ":").split(": ", 1)[-1] for line in ran.stdout.splitlines()}
        assert causes == {word}
        assert len(ran.stdout.splitlines()) == 9


# --- What is gone ---


@pytest.fixture
def half(project: Path) -> Path:
    """The project after one of its specs is gone; a stranger's file lies among its outputs."""
    (project / "specs/two.yaml").unlink()
    (project / "output/two/2025/notes.txt").write_text("not ours")
    return project


def test_outputs_of_a_spec_that_is_gone_are_listed_and_kept(here: Runner, half: Path) -> None:
    before = contents(half / "output")

    for _ in range(2):
        ran = here("build", *DATA, cwd=half)
        assert ran.code == 0
        assert f"output{os.sep}two{os.sep}2025: 4 files" in ran.stderr
        assert "--prune" in ran.stderr
    assert contents(half / "output") == before


def test_prune_removes_them_and_nothing_else(here: Runner, half: Path) -> None:
    before = contents(half / "output")

    ran = here("build", *DATA, "--prune", cwd=half)

    assert ran.code == 0
    assert "removed 4 files" in ran.stderr
    after = contents(half / "output")
    assert {name for name in after if name.startswith("two/")} == {"two/2025/notes.txt"}
    assert {n: d for n, d in after.items() if n.startswith("one/")} == {
        n: d for n, d in before.items() if n.startswith("one/")
    }
    assert "two/" not in (half / "output/manifest.json").read_text()
    assert "two" not in here("build", *DATA, cwd=half).stderr


def test_prune_leaves_no_empty_folder(here: Runner, half: Path) -> None:
    (half / "output/two/2025/notes.txt").unlink()

    assert here("build", *DATA, "--prune", cwd=half).code == 0

    assert not (half / "output/two").exists()


def test_a_build_of_named_specs_says_nothing_of_others(here: Runner, half: Path) -> None:
    ran = here("build", "specs/one.yaml", *DATA, cwd=half)

    assert ran.code == 0
    assert "two" not in ran.stderr


def test_prune_cannot_go_with_named_specs(here: Runner, half: Path) -> None:
    before = contents(half / "output")

    ran = here("build", "specs/one.yaml", *DATA, "--prune", cwd=half)

    assert ran.code == 2
    assert "--prune" in ran.stderr
    assert contents(half / "output") == before


def test_nothing_is_pruned_where_a_spec_has_an_error(here: Runner, half: Path) -> None:
    replace_in(half / "specs/one.yaml", "≥17台", "≥台")
    before = contents(half / "output")

    assert here("build", *DATA, "--prune", cwd=half).code == 1
    assert contents(half / "output") == before


# --- The parts ---


def templates(folder: Path, **texts: str) -> tuple[Path]:
    for name, text in texts.items():
        (folder / name).write_text(text, "utf-8")
    return (folder,)


@pytest.mark.parametrize(
    ("text", "used"),
    [
        ("x", {"page"}),
        ("{% include 'a' %}", {"page", "a", "b"}),
        ("{% include ['none', 'b'] ignore missing %}", {"page", "none", "b"}),
        ("{% extends 'b' %}", {"page", "b"}),
        ("{% from 'b' import c %}", {"page", "b"}),
        ("{% include name %}", {"page", "a", "b", "c"}),
        ("{% include 'page' %}", {"page"}),
        ("{% nonsense", {"page"}),
    ],
)
def test_the_templates_of_a_page_are_all_that_it_may_name(
    tmp_path: Path, text: str, used: set[str]
) -> None:
    folders = templates(tmp_path, page=text, a="{% include 'b' %}", b="b", c="c")

    assert set(used_templates(open_environment(folders), "page")) == used


def test_a_template_that_appears_changes_the_page_that_named_it(tmp_path: Path) -> None:
    folders = templates(tmp_path, page="{% include 'a' ignore missing %}")
    before = used_templates(open_environment(folders), "page")
    templates(tmp_path, a="")

    assert used_templates(open_environment(folders), "page") != before


def test_the_versions_are_those_of_the_engine_that_is_loaded() -> None:
    import fontTools
    import pydyf
    import weasyprint
    from weasyprint.text.ffi import pango

    versions = dict(layout_versions())

    number = pango.pango_version()
    assert versions["pango"] == f"{number // 10000}.{number // 100 % 100}.{number % 100}"
    assert versions["weasyprint"] == weasyprint.__version__
    assert versions["pydyf"] == pydyf.__version__
    assert versions["fonttools"] == fontTools.version


def test_a_build_of_what_is_fresh_loads_neither_the_layout_nor_the_rules(project: Path) -> None:
    script = (
        "import sys\n"
        "from perf_report.cli import main\n"
        "heavy = {'weasyprint', 'ruamel.yaml', 'perf_report.outputs.jobs', "
        "'perf_report.app.check.spec_check'}\n"
        "try: main()\n"
        "finally: print(sorted(heavy & set(sys.modules)))"
    )

    ran = subprocess.run(
        [sys.executable, "-c", script, "build", *DATA],
        cwd=project, capture_output=True, text=True, check=True,
    )  # fmt: skip

    assert ran.stdout == "[]\n"

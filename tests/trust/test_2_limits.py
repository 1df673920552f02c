"""Trust, section 2: what is read back, what is written, and what hostile text may cost."""

import hashlib
import itertools
import json
import os
import resource
import shlex
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from cases import for_each
from conftest import Ran, Runner
from fuzzing import standards
from paths import REPOSITORY, SMALL_SPEC
from work import calls

from perf_report.app.check.spec_check import check_source
from perf_report.model.source import Source
from perf_report.parse.document import parse_document
from perf_report.parse.review_marks import find_review_marks

# --- Files that the tool reads back ---


@pytest.fixture
def project(tmp_path: Path, here: Runner) -> Path:
    """A new project with its tables as data."""
    folder = tmp_path / "project"
    assert here("new", folder).code == 0
    assert here("build", "--format", "json", "--format", "yaml", cwd=folder).code == 0
    return folder


def forge(folder: Path, change: Callable[[Any], None]) -> Path:
    """Change the manifest of a project's output."""
    path = folder / "output" / "manifest.json"
    data = json.loads(path.read_bytes())
    change(data)
    path.write_text(json.dumps(data))
    return path


def with_path(path: object) -> Callable[[Any], None]:
    """Add an entry with this path."""
    return lambda data: data["files"].append(data["files"][0] | {"path": path})


PATHS = (
    "../victim", "{folder}/victim", "a/../../victim", "./victim", "a//victim", "C:/a/victim",
    "..\\victim", "a/2026/\0", "a/2026/..", "victim", "", 7, None, ["a"],
)  # fmt: skip


@for_each("path", PATHS)
def test_a_forged_path_in_the_manifest_is_refused_and_removes_nothing(
    path: object, project: Path, here: Runner
) -> None:
    victim = project / "victim"
    victim.write_text("kept")
    written = path.format(folder=project) if isinstance(path, str) else path
    before = (project / "output/manifest.json").read_bytes()
    forge(project, with_path(written))
    for command in (["build", "--prune", "--format", "json"], ["build"], ["site", "--no-build"]):
        ran = here(*command, cwd=project)
        assert (ran.code, victim.read_text()) == (3, "kept"), (command, ran.stderr)
        assert "manifest" in ran.stderr
    (project / "output/manifest.json").write_bytes(before)


WRONG: tuple[tuple[str, object], ...] = (
    ("size", "1"), ("sha256", 5), ("inputs", None), ("maker", {}), ("path", {"a": 1}),
)  # fmt: skip


@for_each("key,value", WRONG)
def test_a_manifest_with_values_of_wrong_types_is_a_message(
    key: str, value: object, project: Path, here: Runner
) -> None:
    before = (project / "output/manifest.json").read_bytes()
    forge(project, lambda data: data["files"][0].update({key: value}))
    ran = here("build", "--prune", "--format", "json", cwd=project)
    assert ran.code == 3
    assert "manifest" in ran.stderr
    (project / "output/manifest.json").write_bytes(before)


def test_prune_follows_no_link_out_of_the_output_folder(
    project: Path, tmp_path: Path, here: Runner
) -> None:
    outside = tmp_path / "outside" / "2024"
    outside.mkdir(parents=True)
    (outside / "table.json").write_text("kept")
    (project / "output" / "gone").symlink_to(outside.parent)
    forge(project, with_path("gone/2024/table.json"))
    ran = here("build", "--prune", "--format", "json", cwd=project)
    assert ran.code == 3
    assert (outside / "table.json").read_text() == "kept"


def test_a_table_that_names_another_department_writes_nothing_outside_of_the_site(
    project: Path, here: Runner
) -> None:
    table = next((project / "output").glob("*/*/table.json"))
    data = json.loads(table.read_bytes())
    data["department"]["code"] = "../../escaped"
    table.write_text(json.dumps(data))
    digest = hashlib.sha256(table.read_bytes()).hexdigest()
    name = table.relative_to(project / "output").as_posix()

    def change(manifest: Any) -> None:
        for entry in manifest["files"]:
            if entry["path"] == name:
                entry["sha256"] = digest

    forge(project, change)
    ran = here("site", "--no-build", "--no-search", cwd=project)
    assert ran.code == 3
    assert "table.json" in ran.stderr
    assert not list(project.parent.rglob("escaped"))


# --- What a person names is written as what it is ---

BAD = "format: 1\n"


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    """A spec with findings."""
    path = tmp_path / "bad.yaml"
    path.write_text(BAD)
    return path


@contextmanager
def reading(pipe: Path) -> Iterator[list[bytes]]:
    """Make a named pipe, and read it to its end while the block runs."""
    os.mkfifo(pipe)
    read: list[bytes] = []
    opened = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    os.set_blocking(opened, True)
    yield read
    os.set_blocking(opened, False)
    with suppress(BlockingIOError):
        while data := os.read(opened, 1 << 16):
            read.append(data)
    os.close(opened)


def test_a_report_goes_into_a_pipe_that_stays_one(bad: Path, tmp_path: Path, here: Runner) -> None:
    pipe = tmp_path / "pipe"
    with reading(pipe) as read:
        ran = here("validate", "--format", f"json={pipe}", bad)
    assert ran.code == 1
    assert stat.S_ISFIFO(pipe.lstat().st_mode)
    assert json.loads(b"".join(read))["summary"]["files"] == 1


def test_changes_and_verdicts_go_into_a_pipe_that_stays_one(
    real_spec: Path, built: Path, tmp_path: Path, here: Runner
) -> None:
    commands = (["diff", real_spec, real_spec], ["verify", built / "table.zh.pdf"])
    for number, command in enumerate(commands):
        pipe = tmp_path / f"pipe{number}"
        with reading(pipe) as read:
            ran = here(*command, "--format", f"json={pipe}")
        assert ran.code == 0, ran.stderr
        assert stat.S_ISFIFO(pipe.lstat().st_mode)
        assert json.loads(b"".join(read))


def test_next_years_spec_goes_into_a_pipe_that_stays_one(
    real_spec: Path, tmp_path: Path, here: Runner
) -> None:
    pipe = tmp_path / "pipe"
    with reading(pipe) as read:
        ran = here("new", "--from", real_spec, "--output", pipe)
    assert ran.code == 0, ran.stderr
    assert stat.S_ISFIFO(pipe.lstat().st_mode)
    assert b"year: 2026" in b"".join(read)


def test_a_report_to_the_open_stdout_goes_on_where_stdout_is(bad: Path, tmp_path: Path) -> None:
    # A link of ours, as /dev/stdout is one: a version that replaces it does no harm.
    link, kept = tmp_path / "out", tmp_path / "kept.txt"
    link.symlink_to("/proc/self/fd/1")
    command = ["validate", "--format", f"json={link}", "--format", "text", bad]
    with kept.open("wb") as stream:
        ran = subprocess.run(
            [sys.executable, "-m", "perf_report", *map(str, command)],
            stdout=stream, stderr=subprocess.PIPE, check=False,
        )  # fmt: skip
    assert ran.returncode == 1
    assert link.is_symlink()
    data, end = json.JSONDecoder().raw_decode(kept.read_text("utf-8"))
    assert data["summary"]["files"] == 1
    assert f"{bad}:1:1" in kept.read_text("utf-8")[end:]


def test_what_a_link_leads_to_is_written_with_its_permissions(
    bad: Path, tmp_path: Path, here: Runner
) -> None:
    link, real = tmp_path / "link.json", tmp_path / "real.json"
    real.write_text("old")
    real.chmod(0o600)
    link.symlink_to(real.name)
    assert here("validate", "--format", f"json={link}", bad).code == 1
    assert link.is_symlink()
    assert json.loads(real.read_bytes())
    assert stat.S_IMODE(real.stat().st_mode) == 0o600


def test_fixes_and_approvals_are_written_through_links(
    real_spec: Path, tmp_path: Path, here: Runner
) -> None:
    text = real_spec.read_text("utf-8")
    real, link = tmp_path / "shared.yaml", tmp_path / "linked.yaml"
    real.write_text(text.replace("。", ".", 1), "utf-8")
    link.symlink_to(real)
    before = real.read_bytes()
    assert here("validate", "--fix", link).code == 0
    assert link.is_symlink()
    assert real.read_bytes() != before


OVERWRITES = (
    "validate specs/2026-demo.yaml --format json=specs/2026-demo.yaml",
    "validate --format json=./specs/../specs/2025-demo.yaml",
    "validate - --format sarif=specs/2026-demo.yaml",
    "validate specs/2026-demo.yaml --format json=specs/2025-demo.yaml",
    "validate --format json=perf-report.toml",
    "validate --format json=linked.yaml",
    "diff --format json=specs/2025-demo.yaml",
    "diff specs/2025-demo.yaml specs/2026-demo.yaml --format markdown=specs/2026-demo.yaml",
    "verify specs/2026-demo.yaml --format json=specs/2026-demo.yaml",
    "new --from specs/2026-demo.yaml -o specs/2026-demo.yaml",
    "build output/demo-dandelion/2026/spec.yaml --format yaml",
    "site --no-build --no-search -o output",
    "review --base HEAD --format json=specs/2026-demo.yaml",
)


def test_no_output_replaces_what_is_read(
    start_repository: Callable[..., Any], here: Runner
) -> None:
    folder = start_repository().folder
    assert here("new", folder).code == 0
    assert here("build", "--format", "yaml", cwd=folder).code == 0
    subprocess.run(["git", "-C", folder, "add", "."], check=True)
    subprocess.run(["git", "-C", folder, "commit", "-qm", "x"], check=True)
    (folder / "linked.yaml").symlink_to("specs/2026-demo.yaml")
    for command in OVERWRITES:
        refuses_to_write(command, folder)
    written = folder / "output" / "demo-dandelion" / "2026" / "spec.yaml"
    written.write_text(f"{written.read_text('utf-8')}\n# mine\n", "utf-8")
    (folder / "specs" / "2026-demo.yaml").unlink()
    (folder / "specs" / "2026-demo.yaml").symlink_to(written)
    refuses_to_write("build --format yaml -f", folder)


def refuses_to_write(command: str, folder: Path) -> None:
    """Check that a command ends with wrong usage; its standard input is a spec."""
    before = contents(folder)
    ran = shell(f"cd {folder} && $T {command} < specs/2026-demo.yaml")
    assert ran.returncode == 2, (command, ran.stderr)
    assert b"cannot be overwritten" in ran.stderr
    assert contents(folder) == before


def contents(folder: Path) -> dict[Path, bytes]:
    """The bytes of all files in a folder, but for git's."""
    files = (path for path in folder.rglob("*") if path.is_file() and ".git" not in path.parts)
    return {path: path.read_bytes() for path in files}


def test_two_reports_do_not_go_to_one_file(bad: Path, tmp_path: Path, here: Runner) -> None:
    report = tmp_path / "report"
    ran = here("validate", bad, "--format", f"json={report}", "--format", f"sarif={report}")
    assert (ran.code, report.exists()) == (2, False)
    ran = here("validate", bad, "--format", "json=/dev/null", "--format", "sarif=/dev/null")
    assert ran.code == 1


def test_links_in_a_circle_are_an_error_and_stay(bad: Path, tmp_path: Path, here: Runner) -> None:
    link = tmp_path / "circle"
    link.symlink_to(link)
    ran = here("validate", "--format", f"json={link}", bad)
    assert ran.code == 3
    assert link.is_symlink()


def test_a_folder_to_write_that_is_a_pipe_is_an_error_and_stays(
    real_spec: Path, built: Path, project: Path, tmp_path: Path, here: Runner
) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for command in (
        ["build", "--format", "json", real_spec, "--output", pipe],
        ["site", "--no-build", "--no-search", "--output", pipe],
        ["extract", built / "table.zh.pdf", "--output", pipe],
        ["new", pipe],
    ):
        ran = here(*command, cwd=project)
        assert ran.code == 3, command
        assert "Traceback" not in ran.stderr
        assert stat.S_ISFIFO(pipe.lstat().st_mode)


# --- Streams: closed pipes, encodings, names, standard input ---


def shell(command: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run a command line of a shell, in which `perf-report` is `$T`."""
    tool = f"{shlex.quote(sys.executable)} -m perf_report"
    return subprocess.run(
        ["bash", "-c", command.replace("$T", tool)],
        env={**os.environ, "LC_ALL": "C.UTF-8", **environment},
        capture_output=True,
        timeout=120,
        check=False,
    )


@pytest.mark.slow
def test_a_closed_pipe_ends_as_if_all_had_been_read(bad: Path, real_spec: Path) -> None:
    for options, code in (
        (f"validate {bad}", 1), (f"validate --format json {bad}", 1), ("rules", 0),
        (f"validate {real_spec}", 0), (f"diff {real_spec} {real_spec}", 0),
    ):  # fmt: skip
        for unbuffered in ("", "1"):
            ran = shell(
                f"$T {options} | true; exit ${{PIPESTATUS[0]}}", PYTHONUNBUFFERED=unbuffered
            )
            assert (ran.returncode, b"Traceback" in ran.stderr) == (code, False), ran.stderr
    both = shell(f"$T validate {bad} 2>&1 | true; exit ${{PIPESTATUS[0]}}")
    assert both.returncode == 1


@pytest.mark.slow
def test_streams_that_are_closed_from_the_start_are_no_traceback(bad: Path) -> None:
    ran = shell("$T validate - <&-")
    assert ran.returncode == 3
    assert b"standard input cannot be read" in ran.stderr
    ran = shell(f"$T validate {bad} >&-; echo $? >&2")
    assert ran.stderr.endswith(b"1\n")
    assert b"Traceback" not in ran.stderr
    assert shell(f"$T validate {bad} 2>&-").stdout.startswith(os.fsencode(bad))
    assert shell(f"$T validate {bad} >&- 2>&- <&-").returncode == 1
    assert shell(f"$T validate {bad} --format json=/dev/stdout >&- 2>&-").returncode == 1


@pytest.mark.slow
def test_what_programs_read_is_utf8_whatever_the_terminals_encoding(
    tmp_path: Path, bad: Path
) -> None:
    named = tmp_path / "目标.yaml"
    named.write_text(BAD)
    for encoding in ("ascii", "gbk", "latin-1"):
        for name in ("json", "sarif", "junit", "gitlab"):
            ran = shell(f"$T validate --format {name} {named}", PYTHONIOENCODING=encoding)
            text = ran.stdout.decode("utf-8")
            assert ran.returncode == 1
            assert "目标.yaml" in text or "%E7%9B%AE%E6%A0%87.yaml" in text, (encoding, name)
    chinese = shell(f"$T --ui-language zh validate {bad}", PYTHONIOENCODING="gbk")
    assert "缺少" in chinese.stdout.decode("gbk")


NAMES = ("a\x1b[31mb", "a\u202eb", "a\x01b", "a\ufffeb", "a\nb", "a\x7fb", "a\u200bb", b"a\xffb")


@pytest.mark.slow
@for_each("name", NAMES)
def test_a_files_name_breaks_no_report_and_reaches_no_terminal(
    name: str | bytes, tmp_path: Path, here: Runner
) -> None:
    path = tmp_path / f"{os.fsdecode(name)}.yaml"
    path.write_text(BAD)
    junit = ET.fromstring(here("validate", "--format", "junit", path).stdout)  # noqa: S314  # ours
    assert junit.findall(".//testcase")
    for form in ("json", "sarif", "gitlab"):
        assert json.loads(here("validate", "--format", form, path).stdout)
    sound = path.with_name(f"{os.fsdecode(name)}-2.yaml")
    sound.write_text(SMALL_SPEC.read_text("utf-8"), "utf-8")
    other = path.with_name(f"{os.fsdecode(name)}-3.yaml")
    other.write_text(sound.read_text("utf-8").replace("≥17", "≥16"), "utf-8")
    for command in (
        ["validate", path], ["diff", path, path], ["validate", tmp_path / f"{path}x"],
        ["validate", path, "--format", "github"], ["diff", sound, other, "--format", "github"],
        ["diff", path, path, "--format", "github"],
    ):  # fmt: skip
        ran = here(*command)
        shown = ran.stdout + ran.stderr
        assert not set(shown) & set("\x1b\u202e\x01\ufffe\x7f\u200b"), command
        assert "a\nb" not in shown
        assert "a\\" in shown or ("a%0Ab" in shown and "github" in command)


@pytest.mark.slow
def test_standard_input_is_a_spec_called_by_a_dash(real_spec: Path, tmp_path: Path) -> None:
    found = shell("printf 'format: 1\\n' | $T validate --format json -")
    assert found.returncode == 1
    assert {item["file"] for item in json.loads(found.stdout)["findings"]} == {"-"}
    sound = shell(f"$T validate - < {real_spec}")
    assert (sound.returncode, b"-:" in sound.stdout) == (0, True)
    out = tmp_path / "out"
    assert shell(f"$T build --format json -o {out} - < {real_spec}").returncode == 0
    assert list(out.glob("*/*/table.json"))
    changed = shell(f"sed s/≥17台/≥7台/ {real_spec} | $T diff --format json {real_spec} -")
    data = json.loads(changed.stdout)
    assert (data["summary"]["weaker"], data["revision"]["source"]) == (1, "-")


@pytest.mark.slow
def test_standard_input_is_read_once_and_never_fixed(real_spec: Path) -> None:
    for options in ("diff - -", "validate --fix -", "validate --diff -", "diff --base HEAD -"):
        ran = shell(f"$T {options} < {real_spec}")
        assert ran.returncode == 2, options
        assert b"standard input" in ran.stderr


# --- A project's own templates ---

PAGE = """\
<!DOCTYPE html>
<html lang="{{ speech.lang }}"><head><meta charset="utf-8" /><title>t</title>%s</head>
<body>{%% block body %%}{%% endblock %%}%s</body></html>
"""


@pytest.fixture
def build_with(project: Path, here: Runner) -> Callable[..., Ran]:
    """Builds the project with a skeleton of its own: what is in its head and its body."""

    def build(head: str, body: str, form: str = "html") -> Ran:
        folder = project / "templates"
        folder.mkdir(exist_ok=True)
        (folder / "base.html.j2").write_text(PAGE % (head, body), "utf-8")
        return here("build", "--format", form, "--lang", "zh", "--force", cwd=project)

    return build


ENDLESS = (
    "{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}{% endfor %}",
    "{{ 'x' * 10**9 }}", "{{ ['x'] * 10**9 }}", "{{ 10 ** (10 ** 9) }}", "{{ 'x'|center(10**10) }}",
    "{% set n = namespace(x='x') %}{% for i in range(99) %}{% set n.x = n.x ~ n.x %}{% endfor %}",
    "{% set n = namespace(x=3) %}{% for i in range(99) %}{% set n.x = n.x * n.x %}{% endfor %}",
    "{{ 1.5|round(10**9, 'ceil') }}", "{{ '%999999999d' % 1 }}{{ '%1999999999d' % 1 }}",
    "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "{{ " + "(" * 9999 + "1" + ")" * 9999 + " }}",
    "{% for i in range(9) %}" * 25 + "{% endfor %}" * 25,
    "{{ range(99999)|map('string')|join(',') * 10**6 }}",
    "{% for i in range(99999) %}" + "xxxxxxxxxx" * 99 + "{% endfor %}",
)  # fmt: skip


@pytest.mark.slow
@for_each("body", ENDLESS)
def test_a_template_without_end_is_an_error_that_names_it(
    body: str, build_with: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch
) -> None:
    # The limit ends these templates sooner than it does outside of tests.
    monkeypatch.setattr("perf_report.render.template_limits.MAX_SECONDS", 0.2)
    ran = build_with("", body)
    assert ran.code == 3, body[:60]
    assert ".html.j2" in ran.stderr
    assert "Traceback" not in ran.stderr


@pytest.mark.slow
def test_what_runs_after_a_template_has_the_memory_back(build_with: Callable[..., Ran]) -> None:
    before = resource.getrlimit(resource.RLIMIT_AS)
    assert build_with("", "{{ 'x'|center(10**10) }}").code == 3
    assert resource.getrlimit(resource.RLIMIT_AS) == before
    assert build_with("", "<p>fine</p>").code == 0


OUTSIDE_HEAD = (
    '<script src="//example.org/a.js"></script>', '<link rel="stylesheet" href="a.css" />',
    '<link rel="icon" href="https://example.org/i.png" />', '<base href="https://example.org/" />',
    '<style>p { color: red } @import "a.css";</style>', "<style>@import url(a.css);</style>",
    "<style>p { background: url(../x) }</style>", '<style>p { background: URL("x.png") }</style>',
    "<style>@font-face { font-family: a; src: url(a.woff2) }</style>",
    r"<style>p { background: u\72l(x.png) }</style>",
    '<style>p { background: image-set("x.png" 1x) }</style>',
    '<meta http-equiv="refresh" content="0; url=https://example.org/" />',
)  # fmt: skip
OUTSIDE_BODY = (
    '<iframe src="https://example.org/"></iframe>', '<img srcset="a.png 1x, b.png 2x" alt="" />',
    '<img src="a.png" alt="" />', '<video poster="p.png"></video>', '<audio src="a.mp3"></audio>',
    '<object data="https://example.org/o"></object>', '<embed src="e.swf" />',
    '<picture><source srcset="a.webp" /></picture>', '<p style="background: url(../x)">x</p>',
    '<svg><image href="a.png" /></svg>', '<svg><use xlink:href="a.svg#b" /></svg>',
    '<svg><path fill="url(https://example.org/a.svg#b)" /></svg>',
    '<iframe srcdoc="&lt;img src=a.png&gt;"></iframe>', '<input type="image" src="a.png" />',
    '<a href="#x" ping="https://example.org/">x</a>', '<table background="a.png"></table>',
)  # fmt: skip


@pytest.mark.slow
def test_what_a_template_takes_from_outside_is_an_error_in_pages(
    build_with: Callable[..., Ran],
) -> None:
    asked = [*((head, "") for head in OUTSIDE_HEAD), *(("", body) for body in OUTSIDE_BODY)]
    assert not [each for each in asked if build_with(*each).code != 3]


@pytest.mark.slow
def test_what_a_template_takes_from_outside_is_an_error_in_pdfs(
    build_with: Callable[..., Ran],
) -> None:
    asked = [(OUTSIDE_HEAD[0], ""), (OUTSIDE_HEAD[6], ""), ("", OUTSIDE_BODY[0])]
    assert not [each for each in asked if build_with(*each, "pdf").code != 3]


@pytest.mark.slow
def test_what_is_in_a_page_itself_is_no_request(build_with: Callable[..., Ran]) -> None:
    head = (
        '<link rel="canonical" href="https://example.org/" />'
        "<style>@namespace svg url(http://www.w3.org/2000/svg); p { fill: url(#a) }"
        ' p::before { content: "url(x)" } /* url(x) @import "a" */</style>'
    )
    body = (
        '<a href="https://example.org/">x</a>'
        '<img alt="" src="data:image/png;base64,iVBORw0KGgo=" />'
        '<svg><use href="#a" /></svg><!-- <img src="a.png"> --><p>url(x) &lt;img src="x"&gt;</p>'
    )
    ran = build_with(head, body)
    assert ran.code == 0, ran.stderr


@pytest.mark.slow
def test_a_page_of_the_site_draws_on_the_sites_own_files_alone(project: Path, tool: Runner) -> None:
    assert tool("build", cwd=project).code == 0
    folder = project / "templates" / "site"
    folder.mkdir(parents=True)
    own = (REPOSITORY / "templates/site/base.html.j2").read_text("utf-8")
    for added, code in (("", 0), ('<img src="//example.org/a.png" alt="" />', 3)):
        (folder / "base.html.j2").write_text(own.replace("</body>", f"{added}</body>"), "utf-8")
        ran = tool("site", "--no-search", cwd=project)
        assert ran.code == code, ran.stderr
    style = (REPOSITORY / "templates/site/site.css.j2").read_text("utf-8")
    (folder / "base.html.j2").unlink()
    (folder / "site.css.j2").write_text(f"{style}\n@import 'https://example.org/a.css';\n")
    assert tool("site", "--no-search", cwd=project).code == 3


# --- The cost of hostile or merely large text ---

MOST_FINDINGS, MOST_VALUES = 1_000, 200_000


def many_indicators(number: int, name: str, target: str = "≥1台") -> Callable[[str], str]:
    """Put indicators before the first one of a spec."""

    def change(spec: str) -> str:
        place = spec.index("      - id: ", spec.index("indicators:"))
        added = "".join(
            f"      - {{id: i{each}, category: output.quantity, name: {name}, target: {target}}}\n"
            for each in range(number)
        )
        return spec[:place] + added + spec[place:]

    return change


def behind(text: str) -> Callable[[str], str]:
    """Put a text behind a spec."""
    return lambda spec: f"{spec}{text}"


# What is large, by its size: comments, lines, keys, lists, texts with figures.
LARGE: dict[str, Callable[[int], Callable[[str], str]]] = {
    "suppressions": lambda n: behind("# perf-report: allow target-vague -- a\n" * n),
    "rules-of-a-suppression": lambda n: behind(
        f"# perf-report: allow {' '.join(map(str, range(n)))} -- a\n"
    ),
    "invisible-in-a-line": lambda n: behind("# " + "\u200b" * n + "\n"),
    "invisible-in-lines": lambda n: behind("# \u200b\n" * n),
    "review-marks": lambda n: behind("# 待核\n" * n),
    "review-marks-above-comments": lambda n: behind("# 待核\n\n#\n" * n),
    "unknown-keys": lambda n: behind("".join(f"k{each}: 1\n" for each in range(n))),
    "repeated-keys": lambda n: behind("k: 1\n" * n),
    "misspelt-keys": lambda n: lambda _: "".join(f"yeer{each}: 1\n" for each in range(n)),
    "anchors": lambda n: behind("k:\n" + "  - &a 1\n" * n),
    "broken-units": lambda n: behind("units:\n" + "".join(f"  u{i}: [1]\n" for i in range(n))),
    "broken-items": lambda n: (
        lambda spec: spec.replace("tasks:\n", "tasks:\n" + "  - {id: 1, x: 2}\n" * n, 1)
    ),
    "unlike-items": lambda n: (
        lambda spec: spec.replace(
            "[it-security]", f"[{','.join(f'{{a: {each}}}' for each in range(n))}]", 1
        )
    ),
    "indicators": lambda n: many_indicators(n, "{zh: '数量,', en: number 4}"),
    "figures-in-a-text": lambda n: many_indicators(
        1, f"{{zh: '{'数3,' * min(n, 3000)}量', en: '{'n 4, ' * min(n, 1900)}x'}}"
    ),
}


@pytest.mark.weekly
@pytest.mark.slow
@for_each("kind", LARGE)
def test_twice_the_text_is_at_most_twice_the_work(
    kind: str, real_spec: Path, tmp_path: Path, here: Runner
) -> None:
    spec, path = real_spec.read_text("utf-8"), tmp_path / "large.yaml"

    def work(size: int, report: str) -> int:
        path.write_text(LARGE[kind](size)(spec), "utf-8")
        return calls(lambda: here("validate", "--format", report, path))

    for report in ("text", "json"):
        work(10, report)
        small, large = work(200, report), work(400, report)
        assert large <= 2.3 * small, (kind, report, small, large)


def test_a_long_line_is_not_read_again_for_each_finding_in_it(
    real_spec: Path, tmp_path: Path, here: Runner
) -> None:
    """Both lines have more findings than are listed."""
    spec, path = real_spec.read_text("utf-8"), tmp_path / "large.yaml"

    def work(size: int) -> int:
        path.write_text(LARGE["invisible-in-a-line"](size)(spec), "utf-8")
        return calls(lambda: here("validate", path))

    work(10)
    short, long = work(2_000), work(20_000)
    assert long <= 1.5 * short, (short, long)


# Texts of ten thousand characters that an expression may read again and again, of which calls tell
# nothing.
LONG_TEXTS = {
    "commas": "," * 9_900,
    "full-width-commas": "，" * 9_900,
    "spaces": "甲" + " " * 9_800 + "a",
    "spaces-and-a-tab": "a" + " " * 9_800 + "a\tb",
    "open-bracket": "(" + "中" * 9_900,
    "nested-brackets": "(" * 4_900 + "’中" + ")" * 4_900,
    "open-brackets": "(中" * 4_900,
    "quotes": "a ' 中" * 2_400,
    "accents": "a" + "\u0301\u0316" * 4_900,
    "figures": "1，" * 4_900,
    "marks": "# to " * 1_900,
}


@pytest.mark.slow
@for_each("kind", LONG_TEXTS)
def test_a_long_text_takes_no_time_that_its_length_does_not(kind: str) -> None:
    spec, numbers = SMALL_SPEC.read_text("utf-8"), itertools.count()

    def seconds(text: str) -> float:
        number = next(numbers)
        words = json.dumps({"zh": f"甲{kind}{number}{text}甲", "en": f"a{kind}{number}{text}a"})
        data = many_indicators(1, words)(spec).encode()
        start = time.perf_counter()
        check_source(Source(name="a.yaml", data=data), standards())
        return time.perf_counter() - start

    plain, long = (
        min(seconds(text) for _ in range(3)) for text in ("中文" * 4_950, LONG_TEXTS[kind])
    )
    assert long <= 15 * plain


def test_nested_brackets_behind_a_mark_take_no_time_that_their_number_does_not() -> None:
    def find(number: int) -> None:
        document = parse_document(
            Source(name="a.yaml", data=b"a: 1 # to review\nb: " + b"[" * number)
        )
        assert len(find_review_marks(document)) == 1

    start = time.perf_counter()
    find(100_000)
    assert time.perf_counter() - start < 5


@pytest.mark.slow
@for_each("kind,size", [
    ("suppressions", 20_000), ("invisible-in-a-line", 20_000), ("unknown-keys", 20_000),
    ("invisible-in-lines", 20_000), ("repeated-keys", 20_000), ("broken-items", 5_000),
])  # fmt: skip
def test_at_most_a_thousand_findings_are_listed_and_all_are_counted(
    kind: str, size: int, real_spec: Path, tmp_path: Path, here: Runner
) -> None:
    path = tmp_path / "large.yaml"
    path.write_text(LARGE[kind](size)(real_spec.read_text("utf-8")), "utf-8")
    report = json.loads(here("validate", "--format", "json", path).stdout)
    *listed, last = report["findings"]
    total = sum(report["summary"][each] for each in ("error", "warning", "info"))
    assert len(listed) == MOST_FINDINGS
    assert last["rule"] == "too-many-findings"
    assert str(total - MOST_FINDINGS) in last["message"]
    assert total >= size
    places = [(each["line"], each["column"]) for each in listed]
    assert places == sorted(places)


def test_a_spec_of_too_many_values_is_one_finding(
    real_spec: Path, tmp_path: Path, here: Runner
) -> None:
    path = tmp_path / "large.yaml"
    large = behind("k: [" + "1," * MOST_VALUES + "1]\n")
    path.write_text(large(real_spec.read_text("utf-8")), "utf-8")
    report = json.loads(here("validate", "--format", "json", path).stdout)
    assert [each["rule"] for each in report["findings"]] == ["yaml-size"]
    assert report["summary"]["error"] == 1


@pytest.mark.slow
def test_an_error_behind_a_thousand_warnings_fails_and_stops_a_build(
    real_spec: Path, tmp_path: Path, here: Runner
) -> None:
    path, out = tmp_path / "large.yaml", tmp_path / "out"
    spec = many_indicators(1_500, "{zh: '数量,', en: number}")(real_spec.read_text("utf-8"))
    one = "{id: last, category: output.quantity, name: {zh: 数, en: a}, target: ≥1台}"
    again = "  - {id: it-services, tasks: [it-security], text: {zh: 目标, en: goal}, indicators: "
    path.write_text(f"{spec}{again}[{one}]}}\n", "utf-8")
    report = json.loads(here("validate", "--format", "json", path).stdout)
    assert "id-duplicate" not in {each["rule"] for each in report["findings"]}
    assert report["findings"][-1]["severity"] == "error"
    assert here("validate", path).code == 1
    assert here("build", "--format", "json", "--output", out, path).code == 1
    assert not out.exists()


@pytest.mark.slow
def test_fixes_mend_all_that_is_wrong_and_not_the_first_thousand(
    real_spec: Path, tmp_path: Path, here: Runner
) -> None:
    path = tmp_path / "large.yaml"
    change = many_indicators(1_200, "{zh: '数量,测试', en: number}", "{zh: 提高水平, en: raise}")
    path.write_text(change(real_spec.read_text("utf-8")), "utf-8")
    here("validate", "--fix", path)
    assert "数量,测试" not in path.read_text("utf-8")
    assert path.read_text("utf-8").count("数量，测试") == 1_200


@pytest.mark.weekly
@pytest.mark.slow
def test_twice_the_changes_are_at_most_twice_the_work(
    real_spec: Path, tmp_path: Path, here: Runner
) -> None:
    spec, old, new = real_spec.read_text("utf-8"), tmp_path / "old.yaml", tmp_path / "new.yaml"
    for report in ("text", "json", "markdown", "github"):
        counts = []
        for size in (10, 75, 150):
            old.write_text(many_indicators(size, "{zh: 数量, en: n}", "≥9台")(spec), "utf-8")
            new.write_text(many_indicators(size, "{zh: 数值, en: n}", "≥8台")(spec), "utf-8")
            counts.append(calls(partial(here, "diff", "--format", report, old, new)))
        assert counts[2] <= 2.3 * counts[1], (report, counts)

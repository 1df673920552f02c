"""`perf-report diff` and git: as git's own diff, against revisions, and with approvals."""

import json
import os
import shlex
import subprocess
import sys
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from paths import SMALL_SPEC

Runner = Callable[..., Any]
Starter = Callable[..., Any]

SMALL = (SMALL_SPEC).read_text("utf-8")
WEAKER = SMALL.replace("≥17台", "≥12台")
WEAKER_TWICE = (
    WEAKER
    + """\
      - id: doors
        category: output.quality
        name: {zh: 大门完好率, en: Doors in good order}
        target: ≥90%
"""
)
BEFORE_TWICE = WEAKER_TWICE.replace("≥12台", "≥17台").replace("≥90%", "≥95%")


@pytest.fixture
def clone(start_repository: Starter) -> Any:
    """A repository with one committed spec."""
    clone = start_repository()
    clone.write("specs/2025.yaml", SMALL)
    clone.commit("base")
    return clone


# --- git diff ---


@pytest.fixture
def driven(clone: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The same with perf-report as git's diff of specs, set up as docs/diff.md says."""
    command = shlex.join([sys.executable, "-m", "perf_report", "--ui-language", "en", "diff"])
    clone.git("config", "diff.perf-report.command", f"{command} --git-driver")
    clone.write(".gitattributes", "specs/*.yaml diff=perf-report\n")
    clone.commit("attributes")
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.setenv("PAGER", "cat")
    return clone


def test_git_diff_speaks_of_targets(driven: Any) -> None:
    driven.write("specs/2025.yaml", WEAKER)
    told = driven.git("diff")
    assert "target loosened: ≥17 units → ≥12 units" in told
    assert "\n-        target" not in told
    assert "\n-        target: ≥17台" in driven.git("diff", "--no-ext-diff")


@pytest.mark.parametrize(
    "command", [("log", "-p", "-1", "--ext-diff"), ("show", "--ext-diff"), ("diff", "HEAD~1")]
)
def test_the_history_speaks_of_targets(driven: Any, command: tuple[str, ...]) -> None:
    driven.write("specs/2025.yaml", WEAKER)
    driven.commit("weaken")
    assert "target loosened: ≥17 units → ≥12 units" in driven.git(*command)


def test_what_is_staged_speaks_of_targets_from_a_folder_below(driven: Any) -> None:
    driven.write("specs/2025.yaml", WEAKER)
    driven.git("add", "--all")
    told = driven.git("-C", "specs", "diff", "--cached")
    assert "target loosened" in told


def test_tables_that_come_and_go_are_told_of(driven: Any) -> None:
    driven.git("mv", "specs/2025.yaml", "specs/renamed.yaml")
    driven.write("specs/new.yaml", SMALL.replace("example-bureau", "other"))
    driven.git("add", "--all")
    told = driven.git("diff", "--cached", "--no-renames")
    assert told.count("table added") == 2
    assert told.count("table removed") == 1


def test_a_renamed_table_is_compared_with_what_it_was(driven: Any) -> None:
    driven.git("rm", "--quiet", "specs/2025.yaml")
    driven.write("specs/renamed.yaml", WEAKER)
    driven.git("add", "--all")
    assert "target loosened" in driven.git("diff", "--cached", "--find-renames")


def test_a_file_in_conflict_is_said_to_be(driven: Any) -> None:
    driven.git("switch", "--quiet", "--create", "topic")
    driven.write("specs/2025.yaml", WEAKER)
    driven.commit()
    driven.git("switch", "--quiet", "main")
    driven.write("specs/2025.yaml", SMALL.replace("≥17台", "≥20台"))
    driven.commit()
    merged = subprocess.run(
        ["git", "merge", "topic"], cwd=driven.folder, capture_output=True, check=False
    )
    assert merged.returncode == 1
    # The working tree git shows by itself, with the marks of the conflict.
    assert "<<<<<<< HEAD" in driven.git("diff")
    assert "specs/2025.yaml has a merge conflict; resolve it first." in driven.git(
        "diff", "--cached"
    )


@pytest.mark.sampled
@pytest.mark.parametrize(
    "content",
    ["a: [\n", "", b"\xff\xfe\x00\x01", "<<<<<<< a\n=======\n>>>>>>> b\n", SMALL + "#" * 4_000_000],
    ids=["yaml", "empty", "bytes", "conflict", "too-large"],
)
def test_a_broken_spec_is_shown_line_by_line(driven: Any, content: str | bytes) -> None:
    driven.write("specs/2025.yaml", content)
    told = driven.git("diff")
    assert "specs/2025.yaml: it has errors that could cause it to be misread" in told
    if not (isinstance(content, str) and content.startswith("format")):
        assert "\n-        target: ≥17台" in told
    driven.commit()
    driven.write("specs/2025.yaml", SMALL)
    assert "to be misread" in driven.git("diff")


@pytest.mark.parametrize(
    ("name", "content"),
    [("perf-report.toml", "specs = ["), ("approvals.yaml", "a: ["), ("frameworks/x.yaml", "a: [")],
)
def test_a_broken_setting_shows_lines_and_does_not_stop_git(
    driven: Any, name: str, content: str
) -> None:
    driven.write("specs/2025.yaml", WEAKER)
    driven.write(name, content)
    told = driven.git("diff")
    assert name in told
    assert "\n-        target: ≥17台" in told


def test_a_link_in_place_of_a_spec_is_shown_as_what_it_is(driven: Any, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").write_text("what another file holds")
    (driven.folder / "specs/2025.yaml").unlink()
    (driven.folder / "specs/2025.yaml").symlink_to(tmp_path / "elsewhere")
    assert "what another file holds" not in driven.git("diff")


@pytest.mark.sampled
@pytest.mark.parametrize("name", ["with space", "示例局", "it's", 'say "so"', "$(touch x)"])
def test_the_file_may_have_an_odd_name(driven: Any, name: str) -> None:
    driven.write(f"specs/{name}.yaml", SMALL)
    driven.commit()
    driven.write(f"specs/{name}.yaml", WEAKER)
    told = driven.git("diff")
    assert f"specs/{name}.yaml" in told
    assert "target loosened" in told
    assert not (driven.folder / "x").exists()


def test_what_the_driver_shows_has_color_only_where_git_has(driven: Any) -> None:
    driven.write("specs/2025.yaml", WEAKER)
    assert "\x1b[" not in driven.git("diff")


# --- Revisions ---


def change(ran: Any) -> dict[str, Any]:
    """The one change of a report as JSON."""
    (only,) = json.loads(ran.stdout)["changes"]
    return dict(only)


@pytest.mark.parametrize(
    ("folder", "base", "revision"),
    [
        (".", "HEAD:specs/2025.yaml", "specs/2025.yaml"),
        (".", "HEAD:./specs/2025.yaml", "specs/2025.yaml"),
        ("specs", "HEAD:./2025.yaml", "2025.yaml"),
        ("specs", "HEAD:specs/2025.yaml", "2025.yaml"),
        ("other", "HEAD:../specs/2025.yaml", "../specs/2025.yaml"),
        (".", "HEAD:specs/2025.yaml", "topic:specs/2025.yaml"),
        (".", "main:specs/2025.yaml", "topic:specs/2025.yaml"),
    ],
)
def test_a_side_may_be_a_file_of_a_revision(
    clone: Any, here: Runner, folder: str, base: str, revision: str
) -> None:
    (clone.folder / "other").mkdir()
    clone.git("switch", "--quiet", "--create", "topic")
    clone.write("specs/2025.yaml", WEAKER)
    clone.commit()
    clone.git("switch", "--quiet", "main")
    clone.write("specs/2025.yaml", WEAKER)
    ran = here("diff", base, revision, "--format", "json", cwd=clone.folder / folder)
    assert change(ran)["kind"] == "target-loosened", ran.stderr
    assert json.loads(ran.stdout)["base"]["source"] == base


@pytest.mark.parametrize(
    "side",
    ["HEAD:", "HEAD:missing.yaml", "HEAD:specs", "HEAD:/specs/2025.yaml", "no-such:specs/2025.yaml",
     ":specs/2025.yaml", "-x:specs/2025.yaml", "HEAD:../outside.yaml",
     "HEAD:specs/../specs/2025.yaml", "HEAD:specs/2025.yaml\n", "a\nb:specs/2025.yaml"],
)  # fmt: skip
def test_a_side_that_is_not_there_is_an_inability(clone: Any, here: Runner, side: str) -> None:
    ran = here("diff", "--", side, "specs/2025.yaml", cwd=clone.folder)
    assert (ran.code, ran.stdout) == (3, "")
    assert ran.stderr.startswith("error: ")


def test_a_file_whose_name_has_a_colon_is_a_file(clone: Any, here: Runner) -> None:
    clone.write("HEAD:odd.yaml", WEAKER)
    ran = here("diff", "specs/2025.yaml", "HEAD:odd.yaml", "--format", "json", cwd=clone.folder)
    assert change(ran)["kind"] == "target-loosened"


def test_a_link_of_a_revision_is_not_followed(clone: Any, here: Runner) -> None:
    (clone.folder / "specs/link.yaml").symlink_to("2025.yaml")
    clone.commit()
    ran = here("diff", "HEAD:specs/link.yaml", "specs/2025.yaml", cwd=clone.folder)
    assert ran.code == 3
    assert "is a link, not a file" in ran.stderr


@pytest.mark.parametrize(
    ("folder", "paths"),
    [(".", ()), ("specs", ()), (".", ("specs",)), (".", ("specs/2025.yaml",)), ("specs", (".",)),
     ("specs", ("2025.yaml",)), ("other", ("../specs/2025.yaml",))],
)  # fmt: skip
def test_the_working_tree_is_compared_with_a_revision(
    clone: Any, here: Runner, folder: str, paths: tuple[str, ...]
) -> None:
    (clone.folder / "other").mkdir()
    clone.write("specs/2025.yaml", WEAKER)
    ran = here("diff", "--base", "HEAD", *paths, "--format", "json", cwd=clone.folder / folder)
    assert change(ran)["kind"] == "target-loosened", ran.stderr


def test_files_that_came_and_went_since_a_revision_are_told_of(clone: Any, here: Runner) -> None:
    (clone.folder / "specs/2025.yaml").unlink()
    clone.write("specs/new.yaml", SMALL.replace("example-bureau", "other"))
    ran = here("diff", "--base", "HEAD", "--format", "json", cwd=clone.folder)
    found = [
        each["kind"] for one in json.loads(ran.stdout)["comparisons"] for each in one["changes"]
    ]
    assert sorted(found) == ["plan-added", "plan-removed"]


REPORT = """\
format: 1
report: evaluation
of: {department: example-bureau, year: 2025}
as_of: 2025-12-31
"""


def test_a_table_in_whose_place_there_is_a_report_is_removed(clone: Any, here: Runner) -> None:
    clone.write("specs/2025.yaml", REPORT)
    clone.write("specs/moved.yaml", SMALL)
    ran = here("diff", "--base", "HEAD", "--format", "json", cwd=clone.folder)
    found = [
        each["kind"] for one in json.loads(ran.stdout)["comparisons"] for each in one["changes"]
    ]
    assert found == ["plan-removed", "plan-added", "report-added"]


@pytest.mark.parametrize("sides", [("report", "2025"), ("2025", "report")])
def test_a_table_and_a_report_are_not_compared(
    clone: Any, here: Runner, sides: tuple[str, str]
) -> None:
    clone.write("specs/report.yaml", REPORT)
    ran = here("diff", *(f"specs/{side}.yaml" for side in sides), cwd=clone.folder)
    assert (ran.code, ran.stdout) == (3, "")
    assert "specs/report.yaml is a report on a table and specs/2025.yaml is not" in ran.stderr


def test_nothing_that_changed_since_a_revision_is_said(clone: Any, here: Runner) -> None:
    ran = here("diff", "--base", "HEAD", "--fail-on", "unclear", cwd=clone.folder)
    assert (ran.code, ran.stdout) == (0, "No changes.\n")


@pytest.mark.parametrize("revision", ["--output=x", "-", " ", "no-such", "a\nb"])
def test_a_base_that_is_no_revision_is_an_inability(
    clone: Any, here: Runner, revision: str
) -> None:
    ran = here("diff", "--base", revision, cwd=clone.folder)
    assert (ran.code, ran.stdout) == (3, "")
    assert not (clone.folder / "x").exists()


# --- Approvals ---


@pytest.fixture
def weakened(clone: Any) -> Any:
    """Two targets in the commit, both weaker in the working tree."""
    clone.write("specs/2025.yaml", BEFORE_TWICE)
    clone.commit()
    clone.write("specs/2025.yaml", WEAKER_TWICE)
    clone.git("config", "user.name", "Reviewer")
    return clone


def diff(here: Runner, clone: Any, *options: object) -> Any:
    return here("diff", "--base", "HEAD", *options, cwd=clone.folder)


def fingerprints(here: Runner, clone: Any) -> list[str]:
    ran = diff(here, clone, "--format", "json")
    return [each["fingerprint"] for each in json.loads(ran.stdout)["changes"]]


def test_an_approved_change_fails_nothing_any_more(weakened: Any, here: Runner) -> None:
    first, second = fingerprints(here, weakened)
    assert diff(here, weakened, "--fail-on", "weaker").code == 1
    ran = diff(here, weakened, "--approve", first[:6], "--reason", "Five are gone.")
    assert (ran.code, ran.stdout.split()[0]) == (0, first)
    assert "approvals.yaml" in ran.stderr
    assert diff(here, weakened, "--fail-on", "weaker").code == 1
    assert diff(here, weakened, "--approve", second, "--reason", "So are these.").code == 0
    ran = diff(here, weakened, "--fail-on", "weaker")
    assert ran.code == 0
    today = date.today()  # noqa: DTZ011  # as a person at this machine sees it
    day = f"{today.day} {today:%B} {today.year}"
    assert f"Approved by Reviewer on {day}: Five are gone." in ran.stdout
    text = (weakened.folder / "approvals.yaml").read_text("utf-8")
    assert text.count("fingerprint:") == 2


def test_several_changes_are_approved_at_once(weakened: Any, here: Runner) -> None:
    first, second = fingerprints(here, weakened)
    options = ("--approve", first, "--approve", second, "--reason", "Both.", "--by", "部门领导")
    assert diff(here, weakened, *options).code == 0
    ran = diff(here, weakened, "--fail-on", "weaker")
    assert ran.code == 0
    assert ran.stdout.count("Approved by 部门领导") == 2


@pytest.mark.parametrize("digits", ["0000000000", "abc", "", "x" * 20, "ABCDEF", "*"])
def test_digits_that_name_no_change_approve_nothing(
    weakened: Any, here: Runner, digits: str
) -> None:
    first, _ = fingerprints(here, weakened)
    options = ("--approve", first, "--approve", digits, "--reason", "Why not?")
    ran = diff(here, weakened, *options)
    assert ran.code == 3
    assert "no change has a fingerprint that begins with" in ran.stderr
    assert not (weakened.folder / "approvals.yaml").exists()


def test_digits_that_name_two_changes_approve_nothing(
    clone: Any, here: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("perf_report.render.changes.located_changes.fingerprint", _alike())
    clone.write("specs/2025.yaml", BEFORE_TWICE)
    clone.commit()
    clone.write("specs/2025.yaml", WEAKER_TWICE)
    ran = diff(here, clone, "--approve", "abcdef", "--reason", "x", "--by", "y")
    assert ran.code == 3
    assert "abcdef1" in ran.stderr
    assert "abcdef2" in ran.stderr
    assert not (clone.folder / "approvals.yaml").exists()


def _alike() -> Callable[..., str]:
    count = iter(range(1, 100))
    return lambda *_: f"abcdef{next(count)}".ljust(20, "0")


@pytest.mark.parametrize("options", [(), ("--reason", ""), ("--reason", "x", "--expires", "soon")])
def test_an_approval_without_what_it_needs_is_wrong_usage(
    weakened: Any, here: Runner, options: tuple[str, ...]
) -> None:
    first, _ = fingerprints(here, weakened)
    assert diff(here, weakened, "--approve", first, *options).code == 2
    assert not (weakened.folder / "approvals.yaml").exists()


@pytest.mark.parametrize("reason", ["  ", "\n"])
def test_a_reason_of_nothing_is_no_reason(weakened: Any, here: Runner, reason: str) -> None:
    first, _ = fingerprints(here, weakened)
    assert diff(here, weakened, "--approve", first, "--reason", reason).code in {2, 3}
    assert not (weakened.folder / "approvals.yaml").exists()


def test_an_approval_ends_after_its_last_day(weakened: Any, here: Runner) -> None:
    now = date.today()  # noqa: DTZ011  # as a person at this machine sees it
    for days, code in ((1, 0), (0, 0), (-1, 1)):
        (weakened.folder / "approvals.yaml").unlink(missing_ok=True)
        first, second = fingerprints(here, weakened)
        expires = (now + timedelta(days=days)).isoformat()
        options = ("--approve", first, "--approve", second, "--reason", "x", "--expires", expires)
        assert diff(here, weakened, *options).code == 0
        ran = diff(here, weakened, "--fail-on", "weaker")
        assert ran.code == code
        assert ("has expired" in ran.stdout) == (days < 0)


def test_an_approval_of_other_values_than_those_now_is_reported(
    weakened: Any, here: Runner
) -> None:
    first, second = fingerprints(here, weakened)
    diff(here, weakened, "--approve", first, "--approve", second, "--reason", "x")
    weakened.write("specs/2025.yaml", WEAKER_TWICE.replace("≥12台", "≥11台"))
    ran = diff(here, weakened, "--fail-on", "weaker")
    assert ran.code == 1
    told = " ".join(ran.stdout.split())
    assert "accepts a different change of the same item, with other values" in told


HEAD = "approvals:"
ENTRY = """\
  - fingerprint: {mark}
    table: example-bureau/2025
    kind: target-loosened
    subject: a
    reason: "早先：原因 # 1"
    by: test
    given: 2025-01-02
"""


@pytest.mark.sampled
@pytest.mark.parametrize(
    "before",
    [
        "", "\n", "# a note\napprovals:\n", "approvals: []\n", "approvals: []", "approvals:",
        "approvals: null\n", "approvals: ~ # nothing yet\n", f"{HEAD}\n{ENTRY}",
        f"# 说明\n{HEAD}  # here\n{ENTRY}# the end\n", f"{HEAD}\n{ENTRY}".rstrip(),
        f"{HEAD}\n" + ENTRY.replace("\n  ", "\n").replace("  - f", "- f"),
        f"\ufeff{HEAD}\n{ENTRY}", f"---\n{HEAD}\n{ENTRY}",
    ],
)  # fmt: skip
@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_an_approval_is_added_and_what_stood_there_stays(
    weakened: Any, here: Runner, before: str, end: str
) -> None:
    text = before.replace("{mark}", "0" * 20).replace("\n", end)
    path = weakened.write("approvals.yaml", text)
    first, second = fingerprints(here, weakened)
    ran = diff(here, weakened, "--approve", first, "--reason", "原因：“因故”", "--by", "a: b")
    assert ran.code == 0, ran.stderr
    assert diff(here, weakened, "--approve", second, "--reason", "#", "--by", "- c").code == 0
    assert diff(here, weakened, "--fail-on", "weaker").code == 0
    after = path.read_bytes().decode()
    if "fingerprint" in before:
        start, end_comment = text.rstrip().removesuffix("# the end"), "# the end" in text
        assert after.startswith(start)
        assert after.endswith(f"# the end{end}") == end_comment
    assert after.count("fingerprint:") == before.count("fingerprint:") + 2
    if end == "\r\n" and "\r\n" in text:
        assert after.count("\r\n") == after.count("\n")
    else:
        assert "\r" not in after


@pytest.mark.parametrize(
    "content",
    [
        "approvals: [", "approvals: {a: 1}", "- a", "approvals:\n  - fingerprint: x\n", "a: b\n",
        b"\xff\xfe", b"\x00", "approvals: &a []\n",
        "approvals:\n<<<<<<< main\n=======\n>>>>>>> x\n",
        "approvals: []\nextra: 1\n", "approvals: []\napprovals: []\n", "approvals: []\n---\na: b\n",
        f"{HEAD}\n{ENTRY}".replace("2025-01-02", "2025-02-30").replace("{mark}", "0" * 20),
    ],
)  # fmt: skip
def test_a_broken_file_of_approvals_is_named_and_left_alone(
    weakened: Any, here: Runner, content: str | bytes
) -> None:
    first, _ = fingerprints(here, weakened)
    path = weakened.write("approvals.yaml", content)
    before = path.read_bytes()
    for options in ((), ("--approve", first, "--reason", "x")):
        ran = diff(here, weakened, *options)
        assert (ran.code, ran.stdout) == (3, "")
        assert "approvals file" in ran.stderr
        assert "approvals.yaml" in ran.stderr
    assert path.read_bytes() == before


def test_an_approval_is_added_in_the_style_of_the_file(weakened: Any, here: Runner) -> None:
    entry = (
        "{fingerprint: '"
        + "0" * 20
        + "', table: a/2025, kind: k, subject: s, reason: r, by: b, given: 2025-01-02}"
    )
    path = weakened.write("approvals.yaml", f"approvals: [{entry}]  # all of them\n")
    first, _ = fingerprints(here, weakened)
    assert diff(here, weakened, "--approve", first, "--reason", "x", "--by", "c").code == 0
    (line,) = path.read_text("utf-8").splitlines()
    assert line.startswith(f"approvals: [{entry}, {{fingerprint: {first}, ")
    assert line.endswith("}]  # all of them")


def test_the_same_change_is_not_approved_twice(weakened: Any, here: Runner) -> None:
    first, _ = fingerprints(here, weakened)
    for _ in range(2):
        assert diff(here, weakened, "--approve", first, "--reason", "x").code == 0
    text = (weakened.folder / "approvals.yaml").read_text("utf-8")
    assert text.count(first) == 1


def test_a_folder_that_cannot_be_written_is_said(weakened: Any, here: Runner) -> None:
    (weakened.folder / "approvals.yaml").mkdir()
    (weakened.folder / "approvals.yaml/x").write_text("")
    ran = diff(here, weakened)
    assert ran.code == 3
    assert os.fspath("approvals.yaml") in ran.stderr

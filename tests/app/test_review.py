"""`perf-report review` in real repositories, with branches that mean well and that do not."""

import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from paths import SMALL_SPEC

from perf_report.render.changes.markdown import MARKER, MAX_COMMENT_LENGTH

Runner = Callable[..., Any]
Starter = Callable[..., Any]

SMALL = (SMALL_SPEC).read_text("utf-8")
WEAKER = SMALL.replace("≥17台", "≥12台")
STRONGER = SMALL.replace("≥17台", "≥20台")
REWORDED = SMALL.replace("做好服务", "做好新服务").replace("Provide s", "Provide new s")
ELSEWHERE = "what another file holds"


def of_year(text: str, year: int) -> str:
    return text.replace("year: 2025", f"year: {year}")


def of_department(text: str, code: str) -> str:
    return text.replace("example-bureau", code)


@pytest.fixture
def clone(start_repository: Starter) -> Any:
    """A repository with one spec on main, and a branch, topic, that is checked out."""
    clone = start_repository()
    clone.write("specs/2025.yaml", SMALL)
    clone.commit("base")
    clone.git("switch", "--quiet", "--create", "topic")
    return clone


@pytest.fixture
def review(here: Runner, clone: Any) -> Runner:
    """Reviews the branch that is checked out."""

    def run(*options: object, cwd: Path | None = None, **more: Any) -> Any:
        base = () if "--base" in options else ("--base", "main")
        ran = here("review", *base, *options, cwd=cwd or clone.folder, **more)
        assert "Traceback" not in ran.stderr
        return ran

    return run


def kinds(ran: Any) -> list[tuple[str, str]]:
    """The changes in a report as JSON: significance and kind."""
    data = json.loads(ran.stdout)
    found = data.get("comparisons", [data])
    return [(each["significance"], each["kind"]) for one in found for each in one["changes"]]


def on_main(clone: Any, name: str, content: str) -> None:
    """Commit a file to main, and come back."""
    branch = clone.git("branch", "--show-current")
    clone.git("switch", "--quiet", "main")
    clone.write(name, content)
    clone.commit("on main")
    clone.git("switch", "--quiet", branch)


# --- What is told ---


@pytest.mark.parametrize("format_", ["text", "markdown"])
@pytest.mark.parametrize("change", ["", "# a comment\n"], ids=["nothing", "a-comment"])
def test_no_change_is_said_to_be_none(
    clone: Any, review: Runner, format_: str, change: str
) -> None:
    clone.write("specs/2025.yaml", SMALL + change)
    clone.commit()
    ran = review("--format", format_, "--fail-on", "unclear")
    assert "No changes." in ran.stdout
    assert (ran.code, ran.stderr) == (0, "")


def test_neutral_changes_are_said_to_be_without_substance(clone: Any, review: Runner) -> None:
    clone.write("specs/2025.yaml", SMALL + "published: 2025-02-14\n")
    clone.commit()
    ran = review("--fail-on", "unclear")
    assert "No changes of substance." in ran.stdout
    assert "· 1 neutral" in ran.stdout
    assert ran.code == 0


@pytest.mark.parametrize(
    ("text", "level", "code"),
    [
        (WEAKER, "weaker", 1), (WEAKER, "unclear", 1), (WEAKER, "error", 0), (WEAKER, "never", 0),
        (STRONGER, "weaker", 0), (STRONGER, "unclear", 0),
        (REWORDED, "weaker", 0), (REWORDED, "unclear", 1),
        (SMALL.replace("total: 409.60", "total: 409.61"), "weaker", 1),
        (SMALL.replace("total: 409.60", "total: 409.61"), "error", 1),
        (SMALL.replace("total: 409.60", "total: 409.61"), "never", 0),
    ],
)  # fmt: skip
def test_the_exit_code_goes_by_the_level(
    clone: Any, review: Runner, text: str, level: str, code: int
) -> None:
    clone.write("specs/2025.yaml", text)
    clone.commit()
    assert review("--fail-on", level).code == code


def test_a_weaker_target_is_annotated_at_its_line(clone: Any, review: Runner) -> None:
    clone.write("specs/2025.yaml", WEAKER)
    clone.commit()
    ran = review("--format", "github")
    lines = ran.stdout.splitlines()
    error, verdict = (line for line in lines if line.startswith("::error"))
    assert verdict == "::error ::Fails: 1 weaker"
    assert error.startswith("::error file=specs/2025.yaml,line=20,title=target loosened::")
    assert "≥17 units → ≥12 units" in error


def test_a_new_table_without_a_year_before_is_told_as_new(clone: Any, review: Runner) -> None:
    clone.write("specs/other.yaml", of_department(SMALL, "other"))
    clone.commit()
    ran = review("--format", "json")
    assert kinds(ran) == [("unclear", "plan-added")]
    assert (ran.code, review("--fail-on", "unclear").code) == (0, 1)


def test_a_new_table_is_compared_with_the_year_before(clone: Any, review: Runner) -> None:
    clone.write("specs/2026.yaml", of_year(WEAKER, 2026))
    clone.commit()
    ran = review("--format", "json")
    assert ("weaker", "target-loosened") in kinds(ran)
    assert ran.code == 1
    assert json.loads(ran.stdout)["base"]["source"] == "main:specs/2025.yaml"


def test_two_new_years_are_each_compared_with_the_one_before(clone: Any, review: Runner) -> None:
    clone.write("specs/2026.yaml", of_year(WEAKER, 2026))
    clone.write("specs/2027.yaml", of_year(STRONGER, 2027))
    clone.commit()
    found = Counter(kinds(review("--format", "json")))
    assert found["weaker", "target-loosened"] == 1
    assert found["stronger", "target-tightened"] == 1


def test_the_year_before_is_that_of_the_base_even_if_the_branch_rewrites_it(
    clone: Any, review: Runner
) -> None:
    clone.write("specs/2025.yaml", SMALL.replace("≥17台", "≥1台"))
    clone.write("specs/2026.yaml", of_year(WEAKER, 2026))
    clone.commit()
    assert Counter(kinds(review("--format", "json")))["weaker", "target-loosened"] == 2


def test_a_deleted_table_is_a_weaker_change(clone: Any, review: Runner) -> None:
    clone.git("rm", "--quiet", "specs/2025.yaml")
    clone.commit()
    ran = review("--format", "json")
    assert kinds(ran) == [("weaker", "plan-removed")]
    assert ran.code == 1


def test_a_file_that_is_only_renamed_has_not_changed(clone: Any, review: Runner) -> None:
    clone.git("mv", "specs/2025.yaml", "specs/another name.yml")
    clone.commit()
    ran = review("--fail-on", "unclear")
    assert "No changes." in ran.stdout
    assert ran.code == 0


def test_a_renamed_file_is_compared_with_what_it_was(clone: Any, review: Runner) -> None:
    clone.git("rm", "--quiet", "specs/2025.yaml")
    clone.write("specs/new.yaml", WEAKER)
    clone.commit()
    ran = review("--format", "json")
    assert kinds(ran) == [("weaker", "target-loosened")]


def test_files_that_swap_their_names_are_told_apart_by_what_they_hold(
    clone: Any, review: Runner
) -> None:
    on_main(clone, "specs/other.yaml", of_department(SMALL, "other"))
    clone.git("merge", "--quiet", "main")
    clone.write("specs/other.yaml", WEAKER)
    clone.write("specs/2025.yaml", of_department(SMALL, "other"))
    clone.commit()
    assert kinds(review("--format", "json")) == [("weaker", "target-loosened")]


def test_other_files_are_passed_over(clone: Any, review: Runner) -> None:
    for name in ("specs/notes.txt", "specs/deeper/2025.yaml", "elsewhere/2025.yaml", "2025.yaml"):
        clone.write(name, "not: [a spec")
    clone.commit()
    assert "No changes." in review("--fail-on", "unclear").stdout


# --- What cannot be compared is never no change ---


@pytest.mark.sampled
@pytest.mark.parametrize(
    "content",
    [
        "goals: [\n", "", b"\xff\xfe\x00", b"\x00" * 10, "- a\n",
        f"<<<<<<< main\n{SMALL}=======\n{WEAKER}>>>>>>> topic\n",
        SMALL + "#" * 4_000_000, SMALL.replace("output-cost", "unheard-of"),
    ],
    ids=["yaml", "empty", "utf-16", "nul", "list", "conflict", "too-large", "framework"],
)  # fmt: skip
def test_a_broken_spec_is_an_error_and_never_no_change(
    clone: Any, review: Runner, content: str | bytes
) -> None:
    clone.write("specs/2025.yaml", content)
    clone.commit()
    ran = review()
    assert ran.code == 1
    assert "No changes" not in ran.stdout
    assert "Not everything could be compared (1 failed)." in ran.stdout
    assert review("--fail-on", "never").code == 3


@pytest.mark.parametrize("target", ["outside", "inside", "nowhere", "absolute", "loop"])
def test_a_link_in_place_of_a_spec_is_not_followed(
    clone: Any, review: Runner, tmp_path: Path, target: str
) -> None:
    (tmp_path / "secret.yaml").write_text(ELSEWHERE)
    clone.write("copy/2025.yaml", SMALL)
    (clone.folder / "specs/2025.yaml").unlink()
    (clone.folder / "specs/2025.yaml").symlink_to(
        {
            "outside": "../../secret.yaml",
            "inside": "../copy/2025.yaml",
            "nowhere": "missing.yaml",
            "absolute": str(tmp_path / "secret.yaml"),
            "loop": "2025.yaml",
        }[target]
    )
    clone.commit()
    for format_ in ("text", "markdown", "json", "github"):
        ran = review("--format", format_)
        assert ran.code == 3
        assert ELSEWHERE not in ran.stdout + ran.stderr
        assert "secret.yaml" not in ran.stdout + ran.stderr
    assert "specs/2025.yaml could not be compared" in review("--format", "text").stdout


def test_a_folder_of_specs_that_became_a_link_is_all_tables_gone(
    clone: Any, review: Runner
) -> None:
    clone.git("mv", "specs", "real")
    (clone.folder / "specs").symlink_to("real")
    clone.commit()
    assert kinds(review("--format", "json")) == [("weaker", "plan-removed")]


@pytest.mark.parametrize("name", ["specs/2025.yaml", "specs/new.yaml"])
def test_a_submodule_in_place_of_a_spec_cannot_be_hidden(
    clone: Any, review: Runner, name: str
) -> None:
    clone.write(".gitmodules", f'[submodule "x"]\n\tpath = {name}\n\turl = ./x\n\tignore = all\n')
    (clone.folder / name).unlink(missing_ok=True)
    clone.git("add", "--all")
    commit = clone.git("rev-parse", "HEAD")
    clone.git("update-index", "--add", "--cacheinfo", f"160000,{commit},{name}")
    clone.git("commit", "--quiet", "-m", "submodule")
    ran = review("--format", "text")
    assert ran.code == 3
    assert f"{name} could not be compared" in ran.stdout


def test_a_folder_in_place_of_a_spec_is_a_table_gone(clone: Any, review: Runner) -> None:
    (clone.folder / "specs/2025.yaml").unlink()
    clone.write("specs/2025.yaml/2025.yaml", SMALL)
    clone.commit()
    assert kinds(review("--format", "json")) == [("weaker", "plan-removed")]


@pytest.mark.parametrize("old", [SMALL, STRONGER], ids=["as-it-was", "changed"])
def test_two_files_that_claim_to_be_one_table_are_an_error(
    clone: Any, review: Runner, old: str
) -> None:
    clone.write("specs/zz.yaml", WEAKER)
    clone.write("specs/2025.yaml", old)
    clone.commit()
    ran = review("--format", "text")
    assert ran.code == 3
    told = " ".join(ran.stdout.split())
    assert (
        "specs/zz.yaml could not be compared: specs/2025.yaml and specs/zz.yaml are for the same "
        "department and year (example-bureau/2025)."
    ) in told


def test_two_files_of_one_table_on_the_base_are_each_compared_with_themselves(
    clone: Any, review: Runner
) -> None:
    on_main(clone, "specs/zz.yaml", STRONGER)
    clone.git("merge", "--quiet", "main")
    clone.write("specs/zz.yaml", STRONGER + "# touched\n")
    clone.write("specs/2025.yaml", SMALL + "# touched\n")
    clone.commit()
    ran = review("--format", "json")
    assert (ran.code, kinds(ran)) == (3, [])


def test_a_spec_that_was_broken_on_the_base_is_said_to_be(clone: Any, review: Runner) -> None:
    on_main(clone, "specs/2025.yaml", "a: [")
    clone.git("merge", "--quiet", "main")
    clone.write("specs/2025.yaml", SMALL)
    clone.commit()
    ran = review("--format", "text")
    assert (ran.code, review("--fail-on", "never").code) == (1, 3)
    assert "main:specs/2025.yaml could not be compared" in ran.stdout


def test_a_file_whose_content_git_has_lost_is_an_inability(clone: Any, review: Runner) -> None:
    clone.write("specs/2025.yaml", WEAKER)
    clone.commit()
    name = clone.git("rev-parse", "HEAD:specs/2025.yaml")
    (clone.folder / ".git/objects" / name[:2] / name[2:]).unlink()
    ran = review()
    assert ran.code == 3
    assert "git cat-file failed" in ran.stderr


# --- Where the branch began ---


def test_a_base_that_moved_on_is_not_taken_for_the_branchs_doing(
    clone: Any, review: Runner
) -> None:
    on_main(clone, "specs/2025.yaml", STRONGER)
    on_main(clone, "specs/more.yaml", of_department(SMALL, "more"))
    clone.write("specs/other.yaml", of_department(SMALL, "other"))
    clone.commit()
    assert kinds(review("--format", "json")) == [("unclear", "plan-added")]


def test_a_branch_in_conflict_with_the_base_is_reviewed(clone: Any, review: Runner) -> None:
    on_main(clone, "specs/2025.yaml", STRONGER)
    clone.write("specs/2025.yaml", WEAKER)
    clone.commit()
    ran = review("--format", "json")
    assert kinds(ran) == [("weaker", "target-loosened")]
    assert "≥17台" in ran.stdout
    assert "≥20台" not in ran.stdout


def test_a_base_merged_into_the_branch_is_not_the_branchs_doing(clone: Any, review: Runner) -> None:
    clone.write("specs/2025.yaml", WEAKER)
    clone.commit()
    on_main(clone, "specs/other.yaml", of_department(SMALL, "other"))
    clone.git("merge", "--quiet", "--no-edit", "main")
    assert kinds(review("--format", "json")) == [("weaker", "target-loosened")]


def test_histories_that_share_nothing_are_an_inability_with_help(
    clone: Any, review: Runner
) -> None:
    clone.git("switch", "--quiet", "--orphan", "alone")
    clone.write("specs/2025.yaml", SMALL)
    clone.commit()
    ran = review()
    assert (ran.code, ran.stdout) == (3, "")
    assert "have no commit in common" in ran.stderr
    assert "help: Choose a base" in ran.stderr


def test_the_head_may_be_named(clone: Any, review: Runner) -> None:
    clone.write("specs/2025.yaml", WEAKER)
    clone.commit()
    clone.git("switch", "--quiet", "main")
    assert kinds(review("--head", "topic", "--format", "json")) == [("weaker", "target-loosened")]


def test_the_working_tree_does_not_count(clone: Any, review: Runner) -> None:
    clone.write("specs/2025.yaml", WEAKER)
    clone.write("specs/more.yaml", of_department(SMALL, "more"))
    clone.write("approvals.yaml", "broken: [")
    clone.write("perf-report.toml", "broken = [")
    clone.git("add", "--all")
    assert "No changes." in review("--fail-on", "unclear").stdout


@pytest.mark.parametrize(
    ("options", "help_"),
    [
        ((), ""),
        (("--filter=blob:none",), ""),
        (("--single-branch", "--branch", "topic"), "git fetch origin"),
        (("--depth", "1", "--branch", "topic"), "git fetch --unshallow"),
        (("--depth", "1", "--branch", "topic", "--no-single-branch"), "git fetch --unshallow"),
    ],
    ids=["full", "partial", "single-branch", "shallow", "shallow-with-base"],
)
def test_a_clone_that_lacks_something_says_what_to_fetch(
    clone: Any, review: Runner, tmp_path: Path, options: tuple[str, ...], help_: str
) -> None:
    clone.write("specs/2025.yaml", WEAKER)
    clone.commit()
    clone.git("config", "uploadpack.allowFilter", "true")
    clone.git("clone", "--quiet", *options, f"file://{clone.folder}", tmp_path / "other")
    ran = review("--base", "origin/main", "--head", "origin/topic", cwd=tmp_path / "other")
    assert ran.code == (3 if help_ else 1)
    assert help_ in ran.stderr


# --- What the branch may not decide ---

APPROVAL = """\
approvals:
  - fingerprint: {fingerprint}
    table: example-bureau/2025
    kind: target-loosened
    subject: indicator/better-service/windows
    reason: It was agreed.
    by: test
    given: 2025-01-02
"""


def approval(review: Runner) -> str:
    """The approval of the one change of the branch."""
    data = json.loads(review("--format", "json").stdout)
    return APPROVAL.format(fingerprint=data["changes"][0]["fingerprint"])


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("approvals.yaml", None),
        ("perf-report.toml", '[significance]\ntarget-loosened = "neutral"\n'),
        ("perf-report.toml", 'specs = "elsewhere"\n'),
        ("pyproject.toml", '[tool.perf-report.significance]\ntarget-loosened = "neutral"\n'),
    ],
    ids=["approvals", "settings", "settings-that-lead-away", "pyproject"],
)
def test_a_branch_cannot_let_itself_pass(
    clone: Any, review: Runner, name: str, content: str | None
) -> None:
    clone.write("specs/2025.yaml", WEAKER)
    clone.write("elsewhere/2025.yaml", SMALL)
    clone.commit()
    clone.write(name, content or approval(review))
    clone.commit()
    assert review().code == 1
    assert review("--trust-branch").code == 0


def test_a_framework_of_the_branch_does_not_count(
    clone: Any, review: Runner, repository: Path
) -> None:
    builtin = repository / "perf_report/data/frameworks/output-cost.yaml"
    own = builtin.read_text("utf-8").replace("output-cost", "own")
    clone.write("frameworks/own.yaml", own)
    clone.write("specs/2025.yaml", SMALL.replace("output-cost", "own"))
    clone.commit()
    assert review().code == 1
    assert "unheard" not in review().stdout
    assert review("--trust-branch").code == 0
    on_main(clone, "frameworks/own.yaml", own)
    assert review().code == 0


def test_the_library_of_the_branch_does_not_count(clone: Any, review: Runner) -> None:
    library = (
        "name: {zh: 库}\nindicators: [{id: a, name: {zh: 窗口的数量}, category: output.quantity}]\n"
    )
    clone.write("indicators/shared.yaml", library)
    clone.write("specs/2025.yaml", SMALL.replace("en: Improve", "en: Much improve"))
    clone.commit()
    assert "library-name" not in review("--format", "github").stdout
    assert "library-name" in review("--format", "github", "--trust-branch").stdout
    on_main(clone, "indicators/shared.yaml", library)
    assert "library-name" in review("--format", "github").stdout


def test_a_broken_file_of_the_branch_stops_nothing(clone: Any, review: Runner) -> None:
    for name in ("perf-report.toml", "approvals.yaml", "frameworks/own.yaml", "indicators/a.yaml"):
        clone.write(name, "a: [")
    clone.write("templates/table.html.j2", "{{ nothing")
    clone.commit()
    assert review().code == 0
    assert review("--trust-branch").code == 3


def test_an_approval_counts_as_soon_as_it_is_on_the_base(clone: Any, review: Runner) -> None:
    clone.write("specs/2025.yaml", WEAKER)
    clone.commit()
    on_main(clone, "approvals.yaml", approval(review))
    ran = review()
    assert ran.code == 0
    assert "Approved by test on 2 January 2025: It was agreed." in ran.stdout


def test_settings_count_as_the_base_has_them_now(clone: Any, review: Runner) -> None:
    clone.write("specs/2025.yaml", WEAKER)
    clone.commit()
    on_main(clone, "perf-report.toml", '[significance]\ntarget-loosened = "unclear"\n')
    assert (review().code, review("--fail-on", "unclear").code) == (0, 1)


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ('specs = ["x"]', "main:perf-report.toml"),
        ("specs = ", "main:perf-report.toml"),
        ('specs = "../outside"', "../outside"),
        ('specs = "/etc"', "/etc"),
        ('approvals = "../../approvals.yaml"', "../../approvals.yaml"),
        ('specs = "tables"', "there is no folder tables"),
        ('specs = "specs/2025.yaml"', "there is no folder specs/2025.yaml"),
    ],
)
def test_settings_of_the_base_that_lead_nowhere_are_an_inability(
    clone: Any, review: Runner, settings: str, words: str
) -> None:
    clone.write("specs/2025.yaml", WEAKER)
    clone.commit()
    on_main(clone, "perf-report.toml", settings)
    ran = review()
    assert (ran.code, ran.stdout) == (3, "")
    assert words in ran.stderr
    assert "perf-report-" not in ran.stderr


@pytest.mark.parametrize("written", ["specs", "./specs", "specs/", "x/../specs", "specs/."])
def test_a_folder_of_specs_may_be_written_in_several_ways(
    clone: Any, review: Runner, written: str
) -> None:
    clone.write("specs/2025.yaml", WEAKER)
    clone.commit()
    on_main(clone, "perf-report.toml", f'specs = "{written}"')
    assert kinds(review("--format", "json")) == [("weaker", "target-loosened")]


def test_specs_may_lie_at_the_top(clone: Any, review: Runner) -> None:
    on_main(clone, "perf-report.toml", 'specs = "."')
    on_main(clone, "top.yaml", SMALL)
    clone.git("merge", "--quiet", "main")
    clone.write("top.yaml", WEAKER)
    clone.commit()
    assert kinds(review("--format", "json")) == [("weaker", "target-loosened")]


def test_nothing_of_the_tree_is_run(clone: Any, review: Runner, tmp_path: Path) -> None:
    trap = tmp_path / "trap"
    script = f"#!/bin/sh\ntouch '{trap}'\ncat \"$1\"\n"
    evil = clone.write("evil.sh", script)
    evil.chmod(0o755)
    clone.write(".gitattributes", "*.yaml diff=evil filter=evil merge=evil\n")
    for hook in ("post-checkout", "pre-commit", "fsmonitor-watchman", "post-index-change"):
        clone.write(f"hooks/{hook}", script).chmod(0o755)
    for name in ("click.py", "perf_report/__init__.py", "sitecustomize.py", "yaml.py"):
        clone.write(name, f"open({str(trap)!r}, 'w')\n")
    clone.write("specs/2025.yaml", WEAKER)
    clone.commit()
    for key, value in {
        "diff.evil.textconv": "./evil.sh",
        "diff.evil.command": "./evil.sh",
        "diff.external": "./evil.sh",
        "core.fsmonitor": "./evil.sh",
        "core.hooksPath": "hooks",
        "core.pager": "./evil.sh",
        "core.sshCommand": "./evil.sh",
    }.items():
        clone.git("config", key, value)
    assert kinds(review("--format", "json")) == [("weaker", "target-loosened")]
    assert not trap.exists()


# --- Names ---


NO_COMMITS = (
    "", " ", "-", "--", "--output=x", "-x", "^main", "main..topic", "main...topic", "ma*",
    "main:specs", "main^{tree}", "a b", "a\nb", "main\n", "main;true", "$(true)", "`true`",
    "no-such", "@{999}", ":/nothing", "HEAD~99", "main:specs/2025.yaml", "分支", "x" * 3000,
)  # fmt: skip


def test_what_names_no_commit_is_refused(clone: Any, review: Runner) -> None:
    for revision in NO_COMMITS:
        for options in (("--base", revision), ("--base", "main", "--head", revision)):
            ran = review(*options)
            assert (ran.code, ran.stdout) == (3, ""), options
            assert ran.stderr.startswith("error: ")
            assert "help: " in ran.stderr
    assert not (clone.folder / "x").exists()


def test_a_revision_with_a_nul_is_refused(clone: Any, here: Runner) -> None:
    ran = here("review", "--base", "a\0b", cwd=clone.folder)
    assert ran.code == 3
    assert "is not the name of a revision" in ran.stderr


@pytest.mark.parametrize("branch", ["分支/绩效", "with-'quote'", "a$b", "a;b", "refs", "x.lock.y"])
def test_a_branch_may_have_an_odd_name(clone: Any, review: Runner, branch: str) -> None:
    clone.write("specs/2025.yaml", WEAKER)
    clone.commit()
    clone.git("branch", "--quiet", branch, "main")
    clone.git("branch", "--quiet", f"{branch}-head", "topic")
    ran = review("--base", branch, "--head", f"{branch}-head", "--format", "json")
    assert kinds(ran) == [("weaker", "target-loosened")]


ODD_NAMES: list[str | bytes] = [
    "with space", "2025 示例局", "it's", 'say "so"', "a\\b", "-x", "$(touch x)", "a;b",
    "%0A::error::x", "a\nb", "a\tb", "*", "[x]", ":(top)x", "<img src=x>", "| cell |",
    "@name", "..x", b"\xff",
]  # fmt: skip


def test_files_may_have_odd_names(clone: Any, review: Runner) -> None:
    paths = {
        b"specs/" + (name.encode() if isinstance(name, str) else name) + b".yaml": f"d{number}"
        for number, name in enumerate(ODD_NAMES)
    }
    for path, code in paths.items():
        clone.write(path, of_department(SMALL, code))
    clone.commit()
    clone.git("switch", "--quiet", "--create", "more")
    for path, code in paths.items():
        clone.write(path, of_department(WEAKER, code))
    clone.commit()
    told, notes, text = (
        review("--base", "topic", "--format", format_) for format_ in ("json", "github", "markdown")
    )
    assert (told.code, notes.code, text.code) == (1, 1, 1)
    assert kinds(told) == [("weaker", "target-loosened")] * len(paths)
    assert all(line.startswith("::") for line in notes.stdout.splitlines())
    assert len(re.findall("^::error file=", notes.stdout, re.MULTILINE)) == len(paths)
    rows = [line for line in text.stdout.splitlines() if "loosened" in line]
    assert [row.count(" | ") for row in rows] == [5] * len(paths)
    assert "<img" not in text.stdout
    assert not (clone.folder / "x").exists()


# --- Where the project is ---


@pytest.fixture
def nested(clone: Any) -> Any:
    """A project in a folder of the repository, with settings, weakened on the branch."""
    clone.git("switch", "--quiet", "main")
    clone.git("rm", "--quiet", "-r", "specs")
    clone.write("offices/a b/specs/2025.yaml", SMALL)
    clone.write("offices/a b/perf-report.toml", '[significance]\nplan-added = "neutral"\n')
    clone.commit()
    clone.git("switch", "--quiet", "--create", "nested")
    return clone


PROJECT = "offices/a b"


@pytest.mark.parametrize(
    ("folder", "options"),
    [
        (PROJECT, ()),
        (f"{PROJECT}/specs", ()),
        (".", ("--project", PROJECT)),
        ("offices", ("--project", "a b")),
        (PROJECT, ("--project", ".")),
        (f"{PROJECT}/specs", ("--project", "..")),
    ],
)
def test_a_project_may_lie_in_a_folder_of_the_repository(
    nested: Any, here: Runner, folder: str, options: tuple[str, ...]
) -> None:
    nested.write(f"{PROJECT}/specs/2025.yaml", WEAKER)
    nested.write(f"{PROJECT}/specs/more.yaml", of_department(SMALL, "more"))
    nested.commit()
    ran = here(*options, "review", "--base", "main", "--format", "json", cwd=nested.folder / folder)
    assert sorted(kinds(ran)) == [("neutral", "plan-added"), ("weaker", "target-loosened")]
    assert f'"{PROJECT}/specs/2025.yaml"' in ran.stdout


def test_files_outside_the_project_are_passed_over(nested: Any, here: Runner) -> None:
    nested.write("specs/2025.yaml", WEAKER)
    nested.write("offices/specs/2025.yaml", WEAKER)
    nested.commit()
    ran = here("--project", PROJECT, "review", "--base", "main", cwd=nested.folder)
    assert "No changes." in ran.stdout


@pytest.mark.parametrize("way", ["kept", "linked", "removed"])
def test_a_branch_cannot_lead_away_from_the_project(nested: Any, here: Runner, way: str) -> None:
    nested.git("mv", "offices/a b/specs", "specs")
    nested.git("rm", "--quiet", "-r", "offices")
    nested.write("specs/2025.yaml", of_department(SMALL, "someone-else"))
    project = nested.folder / PROJECT
    if way == "linked":
        project.parent.mkdir()
        project.symlink_to("..")
    elif way == "kept":
        nested.write(f"{PROJECT}/notes.txt", "")
    nested.commit()
    command = ("review", "--base", "main", "--format", "json")
    ran = here("--project", PROJECT, *command, cwd=nested.folder)
    assert kinds(ran) == [("weaker", "plan-removed")]
    if way == "kept":
        assert kinds(here(*command, cwd=project)) == [("weaker", "plan-removed")]


@pytest.mark.sampled
@pytest.mark.parametrize(
    "surroundings",
    [
        {"GIT_DIR": "/nonexistent"},
        {"GIT_DIR": ".git", "GIT_INDEX_FILE": ".git/index", "GIT_PREFIX": "specs/"},
        {"GIT_WORK_TREE": "/"},
        {"GIT_LITERAL_PATHSPECS": "1"},
        {"GIT_ICASE_PATHSPECS": "1"},
        {"GIT_NOGLOB_PATHSPECS": "1"},
        {"GIT_OBJECT_DIRECTORY": "/nonexistent"},
        {"GIT_NAMESPACE": "other"},
        {"GIT_EXTERNAL_DIFF": "false", "GIT_PAGER": "false", "GIT_DIFF_OPTS": "-u0"},
        {"GIT_TRACE": "1", "GIT_TRACE_SETUP": "1"},
        {
            "GIT_CONFIG_COUNT": "1",
            "GIT_CONFIG_KEY_0": "diff.relative",
            "GIT_CONFIG_VALUE_0": "true",
        },
    ],
    ids=lambda surroundings: next(iter(surroundings)),
)
def test_what_surrounds_git_changes_nothing(
    clone: Any, review: Runner, surroundings: dict[str, str]
) -> None:
    clone.write("specs/2025.yaml", WEAKER)
    clone.commit()
    for folder in (".", "specs"):
        ran = review("--format", "json", cwd=clone.folder / folder, environment=surroundings)
        assert kinds(ran) == [("weaker", "target-loosened")]


def test_a_worktree_beside_the_clone_is_reviewed(
    clone: Any, review: Runner, tmp_path: Path
) -> None:
    clone.git("worktree", "add", "--quiet", "-b", "beside", tmp_path / "beside")
    beside = type(clone)(tmp_path / "beside")
    beside.write("specs/2025.yaml", WEAKER)
    beside.commit()
    assert kinds(review("--format", "json", cwd=beside.folder)) == [("weaker", "target-loosened")]


def test_a_repository_of_sha_256_names_is_reviewed(start_repository: Starter, here: Runner) -> None:
    other = start_repository("sha256", "--object-format=sha256")
    other.write("specs/2025.yaml", SMALL)
    other.commit()
    other.git("switch", "--quiet", "--create", "topic")
    other.write("specs/2025.yaml", WEAKER)
    assert len(other.commit()) == 64
    ran = here("review", "--base", "main", "--format", "json", cwd=other.folder)
    assert kinds(ran) == [("weaker", "target-loosened")]


def test_a_packed_repository_is_reviewed(clone: Any, review: Runner) -> None:
    clone.write("specs/2025.yaml", WEAKER)
    clone.commit()
    clone.git("gc", "--quiet")
    assert kinds(review("--format", "json")) == [("weaker", "target-loosened")]


def test_without_a_repository_there_is_nothing_to_review(here: Runner, tmp_path: Path) -> None:
    ran = here("review", "--base", "main", cwd=tmp_path)
    assert ran.code == 3
    assert "is not in a git repository" in ran.stderr


def test_without_git_there_is_nothing_to_review(clone: Any, tool: Runner, tmp_path: Path) -> None:
    ran = tool("review", "--base", "main", cwd=clone.folder, environment={"PATH": str(tmp_path)})
    assert ran.code == 3
    assert "git is not installed" in ran.stderr


def test_a_review_loads_no_layout_engine(clone: Any) -> None:
    code = (
        "import sys; sys.modules['weasyprint'] = None; sys.modules['jinja2'] = None\n"
        "sys.argv = ['perf-report', 'review', '--base', 'main']\n"
        "from perf_report.cli import main; main()"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=clone.folder, capture_output=True, check=False
    )
    assert ran.returncode == 0, ran.stderr.decode()


# --- Hostile words, and many of them ---

TRICKS = [
    "| a | b |", "</td></tr></table>", "<script>alert(1)</script>", "<img src=x onerror=y>",
    "![x](//example.org/x.png)", "[x](//example.org)", "@everyone", "#12", "org/repo#12",
    "GH-12",
    "https://example.org/x", "www.example.org", "a@example.org", "`code`", "```", "*bold*",
    "~~no~~", "<!-- open", "--> closed", "</details>", "</summary>", "&lt;b&gt;", "&#64;x",
    ":tada:", "$x$",
    "/close", "/approve", "# head", "- item", "1. item", "> quote", "\\| x", MARKER,
]  # fmt: skip


def test_words_of_a_branch_are_only_words(clone: Any, review: Runner) -> None:
    for number, trick in enumerate(TRICKS):
        said = json.dumps(trick, ensure_ascii=False)
        text = f"{{zh: {said}, en: {said}}}"
        hostile = WEAKER.replace("{zh: 提升服务。, en: Improve services.}", text)
        hostile = hostile.replace("{zh: 示例局, en: Example Bureau}", text)
        clone.write(f"specs/{number}.yaml", of_department(hostile, f"d{number}"))
    branch = clone.commit()
    clone.git("switch", "--quiet", "--create", "before", "main")
    for number in range(len(TRICKS)):
        clone.write(f"specs/{number}.yaml", of_department(SMALL, f"d{number}"))
    clone.commit()
    clone.git("switch", "--quiet", "--create", "hostile")
    clone.git("checkout", "--quiet", branch, "--", "specs")
    clone.commit()
    text = review("--base", "before").stdout
    assert text.startswith(f"{MARKER}\n")
    assert text.count(MARKER) == 1
    body = text.replace(MARKER, "").replace("<!-- -->", "\0")
    tags = set(re.findall(r"<[^>]*>", body))
    assert tags <= {
        "<details>", "</details>", "<summary>", "</summary>", "<br>", "<sub>", "</sub>", "<code>",
        "</code>", "<del>", "</del>", "<ins>", "</ins>",
    }  # fmt: skip
    for tag in ("details", "summary", "sub", "code", "del", "ins"):
        assert body.count(f"<{tag}>") == body.count(f"</{tag}>")
    # A line that begins so would be a command to GitLab.
    assert not re.search(r"^\s*[/>`]", body, re.MULTILINE)
    assert not re.search(r"@\w|(?<!&)#\d|https?://|www\.|GH-\d|:tada:|\]\(|`", body)
    assert "were left out" not in body
    rows = [line for line in body.splitlines() if line.startswith(("| ▼", "| ?"))]
    assert len(rows) == 3 * len(TRICKS)
    assert {row.count("|") for row in rows} == {7}


# Many more than a comment holds.
CHANGES = 1500


@pytest.mark.parametrize("tables", [1, 150])
def test_many_changes_stay_below_the_size_of_a_comment_and_are_counted(
    clone: Any, review: Runner, tables: int
) -> None:
    count = CHANGES // tables
    lead, _, _ = SMALL.partition("      - id: windows")

    def spec(code: str, value: int) -> str:
        indicators = "".join(
            f"      - id: i{number}\n        category: output.quantity\n"
            f"        name: {{zh: 第{number}项数量, en: Number of things {number}}}\n"
            f"        target: ≥{value}台\n"
            for number in range(count)
        )
        return of_department(lead + indicators, code)

    clone.git("switch", "--quiet", "main")
    for number in range(tables):
        clone.write(f"specs/d{number}.yaml", spec(f"d{number}", 17))
    clone.commit()
    clone.git("switch", "--quiet", "--create", "many")
    for number in range(tables):
        clone.write(f"specs/d{number}.yaml", spec(f"d{number}", 12))
    clone.commit()
    text = review().stdout
    assert len(text) <= MAX_COMMENT_LENGTH
    assert text.count("<details>") == text.count("</details>")
    assert f"▼ {CHANGES} weaker" in text
    left = re.search(r"([0-9]+) entries were left out", text)
    assert left is not None
    shown = len(re.findall(r"^(?:\| (?!--- )(?! )(?!Table)|- )", text, re.MULTILINE))
    counted = re.search(r"Findings of validate: ([0-9]+)", text)
    assert bool(counted) == ("Findings" in text)
    findings = int(counted[1]) if counted else 5 * tables
    assert shown + int(left[1]) == CHANGES + tables + findings

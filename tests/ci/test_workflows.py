"""The action, the workflows and the job of GitLab, run step by step as those systems do."""

import itertools
import json
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from ci_systems import HOST, WORKFLOWS, Server, Shell, Starter, clone_of, read_yaml, write_script
from paths import REPOSITORY
from ruamel.yaml import YAML

from perf_report import resources
from perf_report.render.changes.markdown import MARKER


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_has_its_published_form(path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "check_jsonschema", "--builtin-schema", WORKFLOWS[path], path],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout


def scripts_of(data: Any) -> Iterator[str]:
    """Every script in a workflow."""
    if isinstance(data, dict):
        for key, value in data.items():
            if key in {"run", "script", "before_script"}:
                yield from [value] if isinstance(value, str) else value
            else:
                yield from scripts_of(value)
    elif isinstance(data, list):
        for value in data:
            yield from scripts_of(value)


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_nothing_is_pasted_into_a_script(path: Path) -> None:
    scripts = list(scripts_of(read_yaml(path)))
    # The workflow of this repository leaves all to the action.
    assert scripts or path.parent.name == "workflows"
    assert not any("${{" in script for script in scripts)


def test_no_workflow_grants_more_than_it_needs() -> None:
    ours = read_yaml(REPOSITORY / ".github/workflows/review.yml")
    starter = read_yaml(resources.starter_path() / "review.yml")
    assert ours["permissions"] == {}
    assert ours["jobs"]["review"]["permissions"] == {"contents": "read", "pull-requests": "write"}
    assert starter["permissions"] == {}
    assert {name: job["permissions"] for name, job in starter["jobs"].items()} == {
        "review": {"contents": "read"},
        "comment": {"pull-requests": "write"},
    }
    for data in (ours, starter):
        checkout = data["jobs"]["review"]["steps"][0]
        assert checkout["uses"].startswith("actions/checkout@11bd71901bbe")
        assert checkout["with"] == {
            "ref": "${{ github.event.pull_request.head.sha }}",
            "fetch-depth": 0,
            "persist-credentials": False,
        }


def test_the_marker_is_the_same_everywhere() -> None:
    for name in ("ci/review.sh", "ci/comment.py"):
        assert MARKER in (REPOSITORY / name).read_text("utf-8")


# A stand-in for Python that makes environments: the command is in them, and pip is not run, but
# has to be called with the packages that are pinned, and then with the checkout alone.
FAKE_PYTHON = """\
case "$*" in
"-I -m venv "*)
    for folder; do :; done
    mkdir -p "$folder/bin"
    cp "$0" "$folder/bin/python"
    cp {bin_folder}/perf-report "$folder/bin/perf-report"
    ;;
"-I -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes --requirement "*)
    for last; do :; done
    grep -q -- "--hash=sha256:" "$last"
    touch "$(dirname "$0")/pinned"
    ;;
"-I -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation "*)
    for last; do :; done
    test -f "$last/pyproject.toml" && test -f "$(dirname "$0")/pinned"
    ;;
*) exec {python} "$@" ;;
esac
"""


@pytest.fixture
def fake_python(shell: Shell) -> Path:
    """Makes what installs the package quick; that it installs is tried in test_install."""
    path = shell.bin_folder / "python3"
    write_script(
        path,
        FAKE_PYTHON.format(
            bin_folder=shlex.quote(str(shell.bin_folder)), python=shlex.quote(sys.executable)
        ),
    )
    return path


def evaluated(text: str, context: dict[str, str]) -> str:
    """A value of the action with its expressions looked up; an unknown one is an error."""

    def value(match: re.Match[str]) -> str:
        names = [name.strip() for name in match[1].split("||")]
        return next((context[name] for name in names if context[name]), "")

    return re.sub(r"\$\{\{(.*?)\}\}", value, text)


@dataclass
class Action:
    """Runs the steps of action.yml as a runner does."""

    shell: Shell
    server: Server
    python: Path

    def __call__(self, checkout: Path, head: str, **inputs: str) -> tuple[int, str]:
        data = read_yaml(REPOSITORY / "action.yml")
        defaults = {name: str(entry["default"]) for name, entry in data["inputs"].items()}
        context = {
            "github.token": "secret-token",
            "github.base_ref": "main",
            "github.event.pull_request.head.sha": head,
            "github.event.pull_request.number": "5",
            "steps.python.outputs.python-path": str(self.python),
        }
        given = {**defaults, **{name.replace("_", "-"): value for name, value in inputs.items()}}
        context |= {f"inputs.{name}": evaluated(value, context) for name, value in given.items()}
        code = 0
        said: list[str] = []
        for step in data["runs"]["steps"]:
            if "uses" in step or (step.get("name") == "Comment" and given["comment"] != "true"):
                continue
            ran = self._run(step, checkout, context)
            code, said = code or ran.returncode, [*said, ran.stdout, ran.stderr]
            if code and step["name"] != "Review":
                break
        return code, "".join(said)

    def _run(self, step: Any, checkout: Path, context: dict[str, str]) -> Any:
        own = {name: evaluated(value, context) for name, value in step["env"].items()}
        return self.shell.run(
            step["run"],
            checkout,
            GITHUB_ACTIONS="true",
            GITHUB_ACTION_PATH=f"{REPOSITORY}/./",
            GITHUB_API_URL=self.server.address,
            GITHUB_REPOSITORY="OWNER/REPO",
            GITHUB_STEP_SUMMARY=str(self.shell.temporary / "summary.md"),
            RUNNER_TEMP=str(self.shell.temporary),
            no_proxy=HOST,
            **own,
        )


@pytest.fixture
def action(shell: Shell, server: Server, fake_python: Path) -> Action:
    return Action(shell, server, fake_python)


def test_the_action_reviews_and_comments(remote: Any, action: Action, server: Server) -> None:
    checkout = clone_of(remote, "--branch", "topic", "--depth", "1")
    head = remote.git("rev-parse", "topic")
    code, said = action(checkout, head)
    assert code == 1, said
    assert "::error file=specs/2025.yaml,line=20," in said
    assert "::error::审核未通过" in said
    (comment,) = server.comments
    summary = (action.shell.temporary / "summary.md").read_text("utf-8")
    assert comment["body"] == summary == action.shell.report
    assert "▼ 减弱1处" in summary
    code, said = action(checkout, remote.git("rev-parse", "topic~1"), language="en")
    assert code == 0, said
    (comment,) = server.comments
    assert "▲ 1 stronger" in comment["body"]


def test_the_action_without_a_comment_asks_no_server(
    remote: Any, action: Action, server: Server
) -> None:
    code, _ = action(clone_of(remote), remote.git("rev-parse", "topic"), comment="false")
    assert (code, server.asked) == (1, [])
    assert (action.shell.temporary / "summary.md").is_file()


@pytest.mark.weekly
def test_a_comment_replaces_an_earlier_one_even_where_nothing_could_be_compared(
    remote: Any, action: Action, server: Server
) -> None:
    checkout, head = clone_of(remote), remote.git("rev-parse", "topic~1")
    assert action(checkout, head)[0] == 0
    assert action(checkout, head, base="no-such")[0] == 3
    (comment,) = server.comments
    assert "未能审核" in comment["body"]


def test_a_forks_token_does_not_fail_the_review(
    remote: Any, action: Action, server: Server
) -> None:
    server.refuse = {"POST": 403}
    code, said = action(clone_of(remote), remote.git("rev-parse", "topic~1"))
    assert code == 0, said
    assert "::warning::令牌无权发表审核意见" in said


@pytest.mark.sampled
@pytest.mark.parametrize(
    ("inputs", "code"),
    [
        ({"fail_on": "never"}, 0), ({"base": "topic"}, 0), ({"project": "specs"}, 3),
        ({"fail_on": "$(touch x)"}, 2), ({"language": "$(touch x)"}, 1),
    ],
)  # fmt: skip
def test_the_inputs_of_the_action_are_passed_on(
    remote: Any, action: Action, inputs: dict[str, str], code: int
) -> None:
    checkout = clone_of(remote)
    found, said = action(checkout, remote.git("rev-parse", "topic"), comment="false", **inputs)
    assert found == code, said
    assert not (checkout / "x").exists()


@pytest.fixture
def tools(start_repository: Starter, fake_python: Path) -> Any:
    """A repository of perf-report, as far as it is needed to install it."""
    assert fake_python.exists()
    tools = start_repository("tools")
    for name in ("ci", "scripts"):
        shutil.copytree(REPOSITORY / name, tools.folder / name)
    for name in ("pyproject.toml", "requirements.txt"):
        shutil.copy(REPOSITORY / name, tools.folder)
    tools.commit()
    return tools


def test_the_workflow_of_a_new_project_reviews(remote: Any, shell: Shell, tools: Any) -> None:
    steps = read_yaml(resources.starter_path() / "review.yml")["jobs"]["review"]["steps"]
    install, review, build = (step["run"] for step in steps if "run" in step)
    summary, path = shell.temporary / "summary.md", shell.temporary / "path"
    runner = {
        "GITHUB_ACTIONS": "true",
        "GITHUB_BASE_REF": "main",
        "GITHUB_PATH": str(path),
        "GITHUB_STEP_SUMMARY": str(summary),
        "RUNNER_TEMP": str(shell.temporary),
        "PERF_REPORT_REPOSITORY": f"file://{tools.folder}",
        "PERF_REPORT_COMMIT": tools.git("rev-parse", "HEAD"),
    }
    checkout = type(remote)(clone_of(remote, "--branch", "topic"))
    checkout.git("tag", "origin/main", "HEAD")
    installed = shell.run(install, checkout.folder, **runner)
    assert installed.returncode == 0, installed.stderr
    folder = path.read_text("utf-8").strip()
    assert (Path(folder) / "pinned").exists()
    ran = shell.run(f'PATH="{folder}:$PATH"\n{review}', checkout.folder, **runner)
    assert ran.returncode == 1, ran.stderr
    assert "::error file=specs/2025.yaml,line=20," in ran.stdout
    assert "▼ 减弱1处" in summary.read_text("utf-8")
    report = shell.temporary / "report"
    assert (report / "review.md").read_text("utf-8") == summary.read_text("utf-8")
    secret = checkout.folder / "specs" / "secret.yaml"
    secret.symlink_to("/etc/hostname")
    ran = shell.run(f'PATH="{folder}:$PATH"\n{build}', checkout.folder, **runner)
    assert ran.returncode == 0, ran.stderr
    assert (report / "output/example-bureau/2025/table.zh.html").exists()


def test_the_workflow_of_a_new_project_comments(shell: Shell, tools: Any, server: Server) -> None:
    job = read_yaml(resources.starter_path() / "review.yml")["jobs"]["comment"]
    (script,) = (step["run"] for step in job["steps"] if "run" in step)
    (shell.temporary / "report").mkdir()
    (shell.temporary / "report/review.md").write_text(f"{MARKER}\n## x\n", "utf-8")
    given = {
        "RUNNER_TEMP": str(shell.temporary),
        "PERF_REPORT_REPOSITORY": f"file://{tools.folder}",
        "PERF_REPORT_COMMIT": tools.git("rev-parse", "HEAD"),
        "GITHUB_API_URL": server.address,
        "GITHUB_REPOSITORY": "OWNER/REPO",
        "REVIEW_NUMBER": "5",
        "REVIEW_TOKEN": "secret-token",
        "no_proxy": HOST,
    }
    ran = shell.run(script, shell.temporary, **given)
    assert ran.returncode == 0, ran.stderr
    assert [comment["body"] for comment in server.comments] == [f"{MARKER}\n## x\n"]


@pytest.mark.parametrize(
    ("name", "value"),
    [("REPOSITORY", ""), ("COMMIT", ""), ("COMMIT", "main"), ("COMMIT", "0" * 40)],
)
def test_the_workflow_of_a_new_project_installs_nothing_but_a_commit_by_its_full_name(
    remote: Any, shell: Shell, tools: Any, name: str, value: str
) -> None:
    steps = read_yaml(resources.starter_path() / "review.yml")["jobs"]["review"]["steps"]
    install = next(step["run"] for step in steps if "run" in step)
    given = {
        "RUNNER_TEMP": str(shell.temporary),
        "PERF_REPORT_REPOSITORY": f"file://{tools.folder}",
        "PERF_REPORT_COMMIT": tools.git("rev-parse", "HEAD"),
        f"PERF_REPORT_{name}": value,
    }
    ran = shell.run(install, clone_of(remote), **given)
    assert ran.returncode != 0
    assert f"PERF_REPORT_{name}" in ran.stderr or "not our ref" in ran.stderr
    assert not (shell.temporary / "perf-report").exists()


def yaml_blocks(path: Path) -> Iterator[Any]:
    """The examples of a page, as data."""
    text = path.read_text("utf-8")
    for block in re.finditer(r"^```yaml\n(.*?)^```$", text, re.DOTALL | re.MULTILINE):
        yield YAML(typ="safe", pure=True).load(block[1])


@pytest.mark.parametrize("name", ["validate.md", "validate.zh.md"])
def test_the_jobs_in_the_pages_install_the_commit_that_is_named(
    shell: Shell, tools: Any, tmp_path: Path, name: str
) -> None:
    github, gitlab = itertools.islice(yaml_blocks(REPOSITORY / "docs" / name), 2)
    (on_github,) = (
        step["run"]
        for step in github["jobs"]["validate"]["steps"]
        if "scripts/install" in step.get("run", "")
    )
    on_gitlab = "\n".join(gitlab["tables"]["script"][:-1]).replace("/tmp", str(tmp_path / "t"))  # noqa: S108
    given = {
        "RUNNER_TEMP": str(tmp_path / "runner"),
        "GITHUB_PATH": str(tmp_path / "path"),
        "PERF_REPORT_REPOSITORY": f"file://{tools.folder}",
        "PERF_REPORT_COMMIT": tools.git("rev-parse", "HEAD"),
    }
    tools.git("rm", "--quiet", "scripts/install")
    tools.commit("a later commit, which cannot be installed")

    ran = [shell.run(script, tmp_path, **given) for script in (on_github, on_gitlab)]

    assert [each.returncode for each in ran] == [0, 0], ran
    folders = [Path((tmp_path / "path").read_text("utf-8").strip()), tmp_path / "t/perf-report/bin"]
    assert all((folder / "pinned").exists() for folder in folders)


@dataclass
class Job:
    """Runs the job of ci/gitlab-review.yml in a clone as GitLab does: line by line, one shell."""

    shell: Shell
    server: Server
    tools: Any

    def __call__(self, checkout: Path, **variables: str) -> Any:
        (job,) = read_yaml(REPOSITORY / "ci/gitlab-review.yml").values()
        given = {
            "CI_API_V4_URL": self.server.address,
            "CI_PROJECT_ID": "11",
            "CI_MERGE_REQUEST_PROJECT_ID": "11",
            "CI_MERGE_REQUEST_IID": "5",
            "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main",
            "PERF_REPORT_REPOSITORY": f"file://{self.tools.folder}",
            "PERF_REPORT_COMMIT": self.tools.git("rev-parse", "HEAD"),
            "no_proxy": HOST,
            **variables,
        }
        for name, value in job["variables"].items():
            known = value.removeprefix("$")
            given.setdefault(name, given[known] if value.startswith("$") else value)
        lines = [*job["before_script"], *job["script"]]
        return self.shell.run("\n".join(lines), checkout, TMPDIR=str(self.shell.temporary), **given)


@pytest.fixture
def job(shell: Shell, server: Server, tools: Any) -> Job:
    server.me, server.author = {"id": 7}, {"id": 7}
    return Job(shell, server, tools)


def test_the_job_reviews_reports_and_comments(remote: Any, job: Job, server: Server) -> None:
    checkout = clone_of(remote, "--branch", "topic", "--depth", "2")
    token = {"PERF_REPORT_GITLAB_TOKEN": "a-token"}
    ran = job(checkout, REVIEW_LANGUAGE="en", **token)
    assert ran.returncode == 1, ran.stderr
    assert "≥17 units → ≥12 units" in ran.stdout
    report = (checkout / "review.md").read_text("utf-8")
    assert [note["body"] for note in server.comments] == [report]
    issues = json.loads((checkout / "gl-code-quality-report.json").read_text("utf-8"))
    assert {issue["check_name"] for issue in issues} == {"category-required"}
    assert server.tokens == {"a-token"}


def test_the_job_needs_no_token(remote: Any, job: Job, server: Server) -> None:
    checkout = clone_of(remote, "--branch", "topic")
    ran = job(checkout, REVIEW_HEAD=remote.git("rev-parse", "topic~1"))
    assert ran.returncode == 0, ran.stderr
    assert server.asked == []
    assert (checkout / "review.md").is_file()


@pytest.mark.weekly
def test_the_job_fails_where_the_comment_does(remote: Any, job: Job, server: Server) -> None:
    server.refuse = {"POST": 404}
    checkout = clone_of(remote, "--branch", "topic")
    fine = {"REVIEW_HEAD": remote.git("rev-parse", "topic~1"), "PERF_REPORT_GITLAB_TOKEN": "x"}
    assert job(checkout, **fine).returncode == 3
    server.refuse = {"POST": 403}
    assert job(checkout, **fine).returncode == 0


def test_the_job_says_which_variable_is_missing(remote: Any, job: Job) -> None:
    ran = job(clone_of(remote), PERF_REPORT_REPOSITORY="")
    assert ran.returncode == 2
    assert "PERF_REPORT_REPOSITORY" in ran.stderr


@pytest.mark.weekly
def test_the_job_takes_the_tool_at_the_commit_that_is_named(remote: Any, job: Job) -> None:
    named = job.tools.git("rev-parse", "HEAD")
    job.tools.git("rm", "--quiet", "-r", "ci")
    job.tools.commit("a later commit, which does not work")
    ran = job(clone_of(remote, "--branch", "topic"), PERF_REPORT_COMMIT=named)
    assert ran.returncode == 1, ran.stderr


@pytest.mark.parametrize("value", ["", "main", "0" * 40])
def test_the_job_takes_nothing_but_a_commit_by_its_full_name(
    remote: Any, job: Job, value: str
) -> None:
    ran = job(clone_of(remote, "--branch", "topic"), PERF_REPORT_COMMIT=value)
    assert ran.returncode not in {0, 1}
    assert "PERF_REPORT_COMMIT" in ran.stderr or "not our ref" in ran.stderr
    assert "units" not in ran.stdout


@pytest.mark.weekly
def test_the_job_of_a_fork_takes_the_base_from_the_project_it_is_for(
    remote: Any, job: Job, tmp_path: Path
) -> None:
    checkout = clone_of(remote, "--branch", "topic")
    stale = remote.git("rev-parse", "topic")
    type(remote)(checkout).git("update-ref", "refs/remotes/origin/main", stale)
    ran = job(
        checkout,
        CI_PROJECT_ID="22",
        CI_MERGE_REQUEST_PROJECT_URL=f"file://{tmp_path / 'remote'}",
    )
    assert ran.returncode == 1, ran.stderr


def test_the_job_follows_no_link_of_the_branch(remote: Any, job: Job, tmp_path: Path) -> None:
    (tmp_path / "elsewhere.yaml").write_text("what-another-file-holds: 1\n")
    (remote.folder / "specs/link.yaml").symlink_to(tmp_path / "elsewhere.yaml")
    for name in ("review.md", "gl-code-quality-report.json"):
        (remote.folder / name).symlink_to(tmp_path / "untouched")
    remote.commit()
    remote.git("push", "--quiet", "origin", "topic")
    checkout = clone_of(remote, "--branch", "topic")
    ran = job(checkout)
    assert ran.returncode == 3
    for name in ("review.md", "gl-code-quality-report.json"):
        assert "what-another-file-holds" not in (checkout / name).read_text("utf-8")
    assert not (tmp_path / "untouched").exists()

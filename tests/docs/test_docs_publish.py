"""The page about publishing is run as it stands, in both languages, on real servers.

Blocks of `sh` and `console` are run in their order. In a `console` block each command stands behind
`$ `, and what it says follows, with `…` for what differs from run to run.
"""

import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.request import urlopen

import pytest
from page_reader import environment_with_tool, is_shown, turns
from paths import REPOSITORY
from servers import S3Server, SshServer, free_port, running, s3_server, ssh_server
from targets import ssh_command, start_bare

from perf_report.cli.program import cli
from perf_report.cli.publish import publish

PAGES = {"en": "publish.md", "zh": "publish.zh.md"}
BLOCK = re.compile(r"^```(sh|console)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
ADDRESS = re.compile(r"\w+://[\w.@/#-]+")
WEB_SERVER = "python3 -m http.server"


def blocks(language: str) -> list[tuple[str, str]]:
    text = (REPOSITORY / "docs" / PAGES[language]).read_text("utf-8")
    return BLOCK.findall(text)


def commands(language: str) -> list[str]:
    """The commands of a page, without comments and without what they say."""
    found = []
    for kind, block in blocks(language):
        lines = block.splitlines()
        if kind == "console":
            lines = [line for line in lines if line.startswith("$ ")]
        found += [re.sub(r"\s+# .*", "", line) for line in lines]
    return found


@dataclass
class Shell:
    """A reader who types what the page says, one block after the other."""

    folder: Path
    environment: dict[str, str]
    replacements: Mapping[str, str]
    served: list[bytes] = field(default_factory=list)

    def follow(self, kind: str, block: str) -> None:
        for written, real in self.replacements.items():
            block = block.replace(written, real)
        if kind == "console":
            self._converse(block)
        elif block.startswith(WEB_SERVER):
            self._serve(block)
        else:
            ran = self._run(block)
            assert ran.returncode == 0, block + ran.stdout

    def _converse(self, block: str) -> None:
        for turn in turns(block):
            ran = self._run(turn.command)
            assert is_shown(ran.stdout, turn.expected), turn.command + ran.stdout

    def _run(self, script: str) -> "subprocess.CompletedProcess[str]":
        here = self.folder / "here"
        cwd = here.read_text().strip() if here.exists() else str(self.folder)
        return subprocess.run(
            ["bash", "-euo", "pipefail", "-c", f"{script}\npwd > '{here}'"],
            cwd=cwd, env=self.environment, check=False, text=True, timeout=300,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip

    def _serve(self, block: str) -> None:
        """SiteConfig at the site through the web server that the page starts."""
        port = free_port()
        folder = block.rpartition("--directory ")[2].split()[0]
        root = Path((self.folder / "here").read_text().strip()) / folder
        command = [sys.executable, *block.split()[1:3], "--directory", str(root), str(port)]
        with (
            running(command, port, self.environment),
            urlopen(f"http://127.0.0.1:{port}/", timeout=20) as answer,
        ):
            self.served.append(answer.read())


@pytest.fixture(scope="module")
def ssh(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SshServer]:
    with ssh_server(tmp_path_factory.mktemp("ssh")) as server:
        yield server


@pytest.fixture(scope="module")
def s3() -> Iterator[S3Server]:
    with s3_server() as server:
        yield server


def make_shell(tmp_path: Path, language: str, ssh: SshServer, s3: S3Server) -> Shell:
    keep_credentials(ssh.home, s3)
    bare = start_bare(ssh.root / f"{language}.git")
    web = ssh.address(f"{language}-www")
    login = web.partition("://")[2].partition("/")[0]
    environment = environment_with_tool(tmp_path, language)
    kept = {name: value for name, value in environment.items() if not name.startswith("AWS_")}
    kept.pop("SSH_AUTH_SOCK", None)
    return Shell(
        folder=tmp_path,
        environment={
            **kept,
            "HOME": str(ssh.home),
            "GIT_SSH_COMMAND": ssh_command(ssh),
            "AWS_EC2_METADATA_DISABLED": "true",
        },
        replacements={
            "/srv/git/disclosure.git": str(tmp_path / "disclosure.git"),
            "git+ssh://git@example.org/office/disclosure.git": f"git+ssh://{login}{bare}",
            "sftp://publisher@example.org/srv/www": web,
            "https://s3.example.org": s3.environment()["AWS_ENDPOINT_URL"],
            "s3://disclosure/site": s3.address(f"{language}-site"),
        },
    )


def keep_credentials(home: Path, s3: S3Server) -> None:
    """The profile of which the page speaks."""
    given = s3.environment()
    (home / ".aws").mkdir(exist_ok=True)
    (home / ".aws" / "config").write_text("[profile disclosure]\nregion = us-east-1\n")
    (home / ".aws" / "credentials").write_text(
        "[disclosure]\n"
        f"aws_access_key_id = {given['AWS_ACCESS_KEY_ID']}\n"
        f"aws_secret_access_key = {given['AWS_SECRET_ACCESS_KEY']}\n"
    )


@pytest.mark.weekly
def test_the_page_about_publishing_does_what_it_says(
    tmp_path: Path, ssh: SshServer, s3: S3Server
) -> None:
    language = "en"  # the other page has the same commands, as the next test says
    shell = make_shell(tmp_path, language, ssh, s3)
    for kind, block in blocks(language):
        shell.follow(kind, block)
    assert "蒲公英" in b"".join(shell.served).decode()
    for published in (tmp_path / "www", ssh.root / f"{language}-www"):
        assert (published / "ledger.jsonl").is_file()
    notice = (tmp_path / "www" / "demo-dandelion" / "2026" / "index.html").read_text("utf-8")
    assert "该表公开有误。" in notice


def test_both_languages_of_the_page_have_the_same_commands() -> None:
    assert commands("en") == commands("zh")
    assert len(commands("en")) > 20


@pytest.mark.parametrize("language", sorted(PAGES))
def test_the_page_speaks_of_every_option_of_publish(language: str) -> None:
    text = (REPOSITORY / "docs" / PAGES[language]).read_text("utf-8")
    assert publish.name
    options = [
        each.opts[-1] for each in cli.commands[publish.name].params if each.opts[0] != "target"
    ]
    assert [option for option in options if f"`{option}" not in text] == []
    assert len(options) > 8


@pytest.mark.parametrize("language", sorted(PAGES))
def test_the_page_names_no_host_but_that_of_examples(language: str) -> None:
    text = (REPOSITORY / "docs" / PAGES[language]).read_text("utf-8")
    hosts = [re.sub(r"^\w+://(?:[^@/]*@)?", "", each) for each in ADDRESS.findall(text)]
    assert {host.split("/")[0] for host in hosts} <= {
        "", "example.org", "s3.example.org", "disclosure",
    }  # fmt: skip

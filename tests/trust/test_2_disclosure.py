"""What becomes public: comments, changes, drift at a target, drafts, addresses."""

import hashlib
import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from conftest import Ran, Runner
from paths import TESTS
from ruamel.yaml import YAML

from perf_report import resources

CODE = "demo-dandelion"
SPEC = "specs/2026-demo.yaml"
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
REMARK = "局长要求压低，勿外传"
UPGRADE = TESTS / "upgrade" / "0.1"

pytestmark = pytest.mark.slow


class Office:
    """A project, a folder to publish to, and a clock."""

    def __init__(self, folder: Path, here: Runner, patch: pytest.MonkeyPatch) -> None:
        self.folder, self.www = folder, folder.parent / "www"
        self._here, self._patch = here, patch
        self.clock = NOON

    def run(self, *arguments: object) -> Ran:
        self._patch.setattr("perf_report.cli.publish.now", lambda: self.clock)
        self._patch.setattr("perf_report.cli.publish.today", self.clock.date)
        return self._here(*arguments, cwd=self.folder)

    def publish(self, *arguments: object) -> Ran:
        self.clock += timedelta(minutes=1)
        return self.run("publish", self.www, "--no-search", *arguments)

    def check(self) -> Ran:
        return self.run("publish", self.www, "--check")

    def edit(self, *changes: tuple[str, str], spec: str = SPEC) -> None:
        path = self.folder / spec
        text = path.read_text("utf-8")
        for old, new in changes:
            assert old in text, old
            text = text.replace(old, new, 1)
        path.write_text(text, "utf-8")

    def correct(self) -> None:
        """Lower a target, as a correction with its reason."""
        note = "revision_note: {zh: 更正一项指标值。, en: Corrects one target.}"
        self.edit(
            ("target: ≥12片", "target: ≥7片"), ("year: 2026", f"year: 2026\nrevision: 2\n{note}")
        )

    def ledger(self) -> list[dict[str, Any]]:
        text = (self.www / "ledger.jsonl").read_text("utf-8")
        return [json.loads(line) for line in text.splitlines()]

    def replace(self, path: str, data: bytes) -> None:
        """Put a file at the target, without touching the bytes that a link to it has."""
        file = self.www / path
        file.unlink(missing_ok=True)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)


def copy_tree(source: Path, target: Path) -> None:
    subprocess.run(["cp", "-a", f"{source}/.", target], check=True)


@pytest.fixture
def office(
    office_built: Path, tmp_path: Path, here: Runner, monkeypatch: pytest.MonkeyPatch
) -> Office:
    """A built project; nothing is published yet."""
    (tmp_path / "office").mkdir()
    copy_tree(office_built, tmp_path / "office")
    return Office(tmp_path / "office", here, monkeypatch)


@pytest.fixture(scope="module")
def first(
    office_built: Path, tmp_path_factory: pytest.TempPathFactory, here: Runner
) -> Iterator[Path]:
    """A folder with a project and the target that it was published to, to be copied."""
    folder = tmp_path_factory.mktemp("first")
    (folder / "office").mkdir()
    copy_tree(office_built, folder / "office")
    with pytest.MonkeyPatch.context() as patch:
        ran = Office(folder / "office", here, patch).publish()
    assert ran.code == 0, ran.stderr
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def disclosed(first: Path, tmp_path: Path, here: Runner, monkeypatch: pytest.MonkeyPatch) -> Office:
    """A project whose tables were published once, at a minute past noon."""
    copy_tree(first, tmp_path)
    opened = Office(tmp_path / "office", here, monkeypatch)
    opened.clock += timedelta(minutes=1)
    return opened


@pytest.fixture
def upgraded(tmp_path: Path, here: Runner, monkeypatch: pytest.MonkeyPatch) -> Office:
    """The project that 0.1.0 made and the target that it published to."""
    shutil.copytree(UPGRADE / "project", tmp_path / "target" / "office")
    shutil.copytree(UPGRADE / "output", tmp_path / "target" / "office" / "output")
    copy_tree(UPGRADE / "target", tmp_path / "target")
    return Office(tmp_path / "target" / "office", here, monkeypatch)


def attachments(pdf: Path) -> dict[str, bytes]:
    with pikepdf.open(BytesIO(pdf.read_bytes())) as opened:
        return {
            name: opened.attachments[name].get_file().read_bytes() for name in opened.attachments
        }


def files_below(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


# --- Comments become public ---


def put_comments(office: Office) -> None:
    """A comment wherever YAML has room for one."""
    office.edit(
        ("format: 1", f"# {REMARK} 1\nformat: 1"),
        ("year: 2026", f"year: 2026  # {REMARK} 2"),
        ("target: ≥12片", f'target: "≥12片"#{REMARK} 3'),
        ("tasks:\n", f"tasks: # {REMARK} 4\n    # {REMARK} 5\n\n"),
    )
    path = office.folder / SPEC
    path.write_text(path.read_text("utf-8") + f"# {REMARK} 6", "utf-8")


def test_no_comment_of_a_spec_goes_out_on_the_site_or_in_a_pdf(office: Office) -> None:
    put_comments(office)
    ran = office.publish()
    assert ran.code == 0, ran.stderr
    told = REMARK.encode()
    found = [path for path, data in files_below(office.www.resolve()).items() if told in data]
    assert found == []
    pdf = office.www / CODE / "2026" / "r1" / "table.zh.pdf"
    carried = attachments(pdf)
    assert len(carried) == 5
    assert [name for name, data in carried.items() if told in data] == []
    changes = attachments(pdf.with_name("changes.pdf"))
    assert [name for name, data in changes.items() if told in data] == []


def test_the_paper_that_carries_the_copy_is_genuine_and_prints_its_digest(office: Office) -> None:
    put_comments(office)
    assert office.run("build").code == 0
    folder = office.folder / "output" / CODE / "2026"
    copy = (folder / "spec.yaml").read_bytes()
    for name in ("table.zh.pdf", "changes.pdf"):
        assert REMARK.encode() not in attachments(folder / name)["2026-demo.yaml"]
        assert attachments(folder / name)["2026-demo.yaml"] == copy
    ran = office.run("verify", folder / "table.zh.pdf", folder / "changes.pdf")
    assert ran.code == 0, ran.stdout
    text = subprocess.run(
        ["pdftotext", folder / "table.zh.pdf", "-"], capture_output=True, check=True
    ).stdout.decode()
    printed = "".join(text.split())
    assert hashlib.sha256(copy).hexdigest()[:16] in printed


def test_the_copy_keeps_what_the_tool_reads_and_every_value(office: Office) -> None:
    allow = "# perf-report: allow target-vague -- 公开的理由"
    office.edit(
        ("year: 2026", f"year: 2026  # {REMARK}  {allow}"),
        ("tasks:\n", f"tasks:\n  {allow}\n"),
    )
    assert office.run("build").code == 0
    old = (office.folder / SPEC).read_text("utf-8")
    copy = (office.folder / "output" / CODE / "2026" / "spec.yaml").read_text("utf-8")
    assert copy.count(allow) == 2
    assert "# yaml-language-server: $schema=" in copy
    assert REMARK not in copy
    yaml = YAML(typ="safe")
    assert yaml.load(copy) == yaml.load(old)


def test_extract_prints_the_copy_of_a_spec_before_it_goes_out(office: Office) -> None:
    put_comments(office)
    ran = office.run("extract", "--source", SPEC)
    assert ran.code == 0, ran.stderr
    assert REMARK not in ran.stdout
    assert office.run("build").code == 0
    copy = office.folder / "output" / CODE / "2026" / "spec.yaml"
    assert ran.stdout == copy.read_text("utf-8")


def test_comments_go_out_where_a_person_asks_for_it(office: Office) -> None:
    put_comments(office)
    assert office.run("build", "--with-comments").code == 0
    folder = office.folder / "output" / CODE / "2026"
    original = (office.folder / SPEC).read_bytes()
    assert (folder / "spec.yaml").read_bytes() == original
    assert attachments(folder / "table.zh.pdf")["2026-demo.yaml"] == original
    assert office.run("verify", folder / "table.zh.pdf").code == 0
    ran = office.publish("--with-comments")
    assert ran.code == 0, ran.stderr
    assert (office.www / CODE / "2026" / "r1" / "spec.yaml").read_bytes() == original


def test_an_edited_comment_makes_no_file_anew(office: Office) -> None:
    office.edit(("year: 2026", f"year: 2026  # {REMARK}"))
    assert office.run("build").code == 0
    office.edit((f"# {REMARK}", "# 另一条注释"))
    ran = office.run("build")
    assert ran.code == 0
    assert ran.stdout == ""


# --- What decides a change ---


def better_words(office: Office) -> None:
    """Other English for every label, as a later version of the tool may have."""
    text = (resources.frameworks_path() / "output-cost.yaml").read_text("utf-8")
    words = re.sub(r"\ben: ([A-Z][a-z]+)", r"en: \1 of all", text)
    assert words != text
    folder = office.folder / "frameworks"
    folder.mkdir(exist_ok=True)
    (folder / "output-cost.yaml").write_text(words, "utf-8")


def test_a_better_word_of_ours_is_no_change_of_a_disclosed_table(disclosed: Office) -> None:
    before = disclosed.ledger()
    better_words(disclosed)
    ran = disclosed.publish()
    assert ran.code == 0, ran.stderr
    built = (disclosed.folder / "output" / CODE / "2026" / "table.json").read_text("utf-8")
    assert "of all" in built
    assert [entry["action"] for entry in disclosed.ledger()].count("disclose") == 2
    assert disclosed.ledger()[: len(before)] == before
    page = (disclosed.www / "en" / CODE / "2026" / "index.html").read_text("utf-8")
    assert "has been corrected since" not in page


def test_what_0_1_disclosed_is_recognised_whatever_our_words_are(upgraded: Office) -> None:
    lines = (upgraded.www / "ledger.jsonl").read_bytes()
    records = {
        path: data
        for path, data in files_below(upgraded.www.resolve()).items()
        if re.search(r"/r[0-9]+/(?!index\.html)", path) and not path.startswith("en/")
    }
    assert any(b"# perf-report: allow" not in data and b"  # " in data
               for path, data in records.items() if path.endswith("spec.yaml"))  # fmt: skip
    better_words(upgraded)
    ran = upgraded.publish()
    assert ran.code == 0, ran.stderr
    assert ran.stdout == ""
    assert (upgraded.www / "ledger.jsonl").read_bytes().startswith(lines)
    now = files_below(upgraded.www.resolve())
    assert {path: now.get(path) for path in records} == records


def test_an_altered_value_is_a_change_however_the_words_are_derived(disclosed: Office) -> None:
    disclosed.edit(("target: ≥12片", "target: ≥12 片"))
    assert disclosed.publish().code == 1
    disclosed.edit(("target: ≥12 片", "target: ≥13片"))
    ran = disclosed.publish()
    assert ran.code == 1
    assert f"refused: {CODE}/2026" in ran.stderr

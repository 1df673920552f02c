"""What becomes public: comments, changes, drift at a target, drafts, addresses."""

import hashlib
import json
import os
import re
import shutil
import stat
import subprocess
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from conftest import Ran, Runner
from jsonschema import Draft202012Validator
from paths import TESTS
from publishing import PublishingProject
from ruamel.yaml import YAML

from perf_report import resources
from perf_report.app.project import Project
from perf_report.app.workbench import project_states
from perf_report.app.workbench.pages import pages_in
from perf_report.app.workbench.project_states import ProjectStates

CODE = "demo-dandelion"
SPEC = "specs/2026-demo.yaml"
REMARK = "局长要求压低，勿外传"
UPGRADE = TESTS / "upgrade" / "0.1"

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("papers_kept")]


class Office(PublishingProject):
    """A project, a folder to publish to, and a clock."""

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


# --- Publish does not mend ---

PAGE, DATA = "index.html", f"{CODE}/2026/r1/table.zh.pdf"


def drift(office: Office) -> None:
    """The target after a bad night: a page altered, one missing, a PDF damaged."""
    office.replace(PAGE, b"<p>someone else's</p>")
    (office.www / "departments" / "index.html").unlink()
    office.replace(DATA, (office.www / DATA).read_bytes()[:-100])


DRIFTED = [f"altered: {DATA}", "missing: departments/index.html", f"altered: {PAGE}"]


def test_a_publication_compares_the_target_before_it_says_that_all_is_well(
    disclosed: Office,
) -> None:
    drift(disclosed)
    before = files_below(disclosed.www.resolve())
    ran = disclosed.publish()
    assert ran.code == 1
    assert ran.stdout.splitlines() == DRIFTED
    assert "up to date" not in ran.stderr
    assert "--repair" in ran.stderr
    assert files_below(disclosed.www.resolve()) == before


def test_a_foreign_byte_is_never_carried_into_the_next_release(disclosed: Office) -> None:
    disclosed.replace(PAGE, b"<p>someone else's</p>")
    disclosed.replace("assets/stray.js", b"alert(1)")
    disclosed.correct()
    before = files_below(disclosed.www.resolve())
    assert disclosed.publish().code == 1
    assert files_below(disclosed.www.resolve()) == before


def test_repair_brings_back_what_was_disclosed_by_its_hash(disclosed: Office) -> None:
    before = files_below(disclosed.www.resolve())
    drift(disclosed)
    disclosed.replace("stray.html", b"foreign")
    plan = disclosed.publish("--repair", "--dry-run", "--verbose")
    assert plan.code == 0, plan.stderr
    assert f"~ {PAGE}" in plan.stdout
    assert "- stray.html" in plan.stdout
    ran = disclosed.publish("--repair")
    assert ran.code == 0, ran.stderr
    after = files_below(disclosed.www.resolve())
    sealed = {"ledger.jsonl"}
    assert {p: d for p, d in after.items() if p not in sealed} == {
        p: d for p, d in before.items() if p not in sealed
    }
    assert disclosed.check().code == 0


def test_a_lost_record_that_is_not_here_is_named_with_its_hash(disclosed: Office) -> None:
    disclosed.correct()
    assert disclosed.publish().code == 0
    lost = hashlib.sha256((disclosed.www / DATA).read_bytes()).hexdigest()
    # Without an earlier publication, and without the disclosed spec, there is no original.
    shutil.rmtree(disclosed.www.parent / ".www.releases/000001")
    for path in ((disclosed.www / DATA).parent).iterdir():
        if path.name in {"table.json", "spec.yaml"} or path.match("table.*.pdf"):
            path.unlink()
    before = files_below(disclosed.www.resolve())
    ran = disclosed.publish("--repair")
    assert ran.code == 3
    assert DATA in ran.stderr
    assert lost in ran.stderr
    assert files_below(disclosed.www.resolve()) == before


def keep(office: Office, *patterns: str) -> None:
    path = office.folder / "perf-report.toml"
    listed = ", ".join(f'"{pattern}"' for pattern in patterns)
    path.write_text(f"{path.read_text('utf-8')}\n[publish]\nkeep = [{listed}]\n", "utf-8")


def test_what_a_governments_site_must_keep_stays_and_is_listed(disclosed: Office) -> None:
    kept = {"robots.txt": b"User-agent: *", ".well-known/security.txt": b"Contact: x",
            "baidu_verify_code-x1.html": b"x1"}  # fmt: skip
    for path, data in kept.items():
        disclosed.replace(path, data)
    assert disclosed.check().code == 1
    keep(disclosed, "robots.txt", ".well-known/", "baidu_verify_*.html")
    ran = disclosed.check()
    assert ran.code == 0, ran.stdout
    assert ran.stdout.splitlines() == [f"kept: {path}" for path in sorted(kept)]
    disclosed.correct()
    ran = disclosed.publish()
    assert ran.code == 0, ran.stderr
    assert {path: (disclosed.www / path).read_bytes() for path in kept} == kept
    assert disclosed.check().code == 0


def test_a_first_publication_keeps_what_was_there(office: Office) -> None:
    office.replace("robots.txt", b"User-agent: *")
    assert office.publish().code == 3
    keep(office, "robots.txt")
    ran = office.publish()
    assert ran.code == 0, ran.stderr
    assert (office.www / "robots.txt").read_bytes() == b"User-agent: *"
    assert office.check().stdout == "kept: robots.txt\n"


def test_nothing_is_kept_below_the_folder_of_a_table(disclosed: Office) -> None:
    keep(disclosed, "*/*/*", "en/*/2026/*", "*.html")
    strays = [f"{CODE}/2026/stray.html", f"en/{CODE}/2026/stray.html"]
    for path in strays:
        disclosed.replace(path, b"x")
    ran = disclosed.check()
    assert ran.code == 1
    assert ran.stdout.splitlines() == [f"foreign: {path}" for path in strays]


@pytest.mark.parametrize("pattern", ["../www/x", "/etc/passwd", ".perf-report/x", ""])
def test_a_pattern_that_leaves_the_site_is_an_error(disclosed: Office, pattern: str) -> None:
    keep(disclosed, pattern)
    ran = disclosed.check()
    assert ran.code == 3
    assert "keep" in ran.stderr


def test_a_check_sees_a_foreign_file_below_the_publishers_own_folder(disclosed: Office) -> None:
    names = [".perf-report/shop.html", ".perf-report/lock", ".perf-report/sending-x"]
    for name in names:
        disclosed.replace(name, b"<p>buy</p>")
    ran = disclosed.check()
    assert ran.code == 1
    assert ran.stdout.splitlines() == sorted(f"foreign: {name}" for name in names)
    disclosed.replace(".perf-report/leaving", b"<p>buy</p>")
    assert "altered: .perf-report/leaving" in disclosed.check().stdout


# --- What is read back is not believed ---


def test_notes_of_an_unfinished_publication_excuse_nothing_where_none_can_be(
    disclosed: Office,
) -> None:
    page = b"<p>someone else's</p>"
    disclosed.replace(PAGE, page)
    sums = (disclosed.www / "SHA256SUMS").read_text("utf-8")
    changed = re.sub(rf".{{64}}  {PAGE}", f"{hashlib.sha256(page).hexdigest()}  {PAGE}", sums)
    assert changed != sums
    disclosed.replace("SHA256SUMS", changed.encode())
    disclosed.replace(".perf-report/pending-sums", changed.encode())
    disclosed.replace(".perf-report/pending-ledger", (disclosed.www / "ledger.jsonl").read_bytes())
    ran = disclosed.check()
    assert ran.code == 1
    assert "edited: SHA256SUMS" in ran.stdout
    assert "unfinished" not in ran.stdout
    assert disclosed.publish().code == 3


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("department", {"a": "b"}),
        ("department", "../victim"),
        ("year", "2026"),
        ("revision", [1]),
        ("content", 7),
        ("files", {"../../x": {"sha256": "0" * 64, "size": 1}}),
        ("files", {"a/b": {"sha256": "0" * 64, "size": 1}}),
        ("files", {"a": {"sha256": "x", "size": 1}}),
        ("files", {"a": {"sha256": "0" * 64, "size": "1"}}),
        ("sums", ["x"]),
    ],
)
def test_a_ledger_with_a_value_of_another_type_is_told(
    disclosed: Office, key: str, value: object
) -> None:
    lines = (disclosed.www / "ledger.jsonl").read_bytes().splitlines(keepends=True)
    entry = json.loads(lines[0]) | {key: value}
    forged = json.dumps(entry, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
    second = json.loads(lines[1]) | {"previous": hashlib.sha256(forged[:-1]).hexdigest()}
    rest = json.dumps(second, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
    disclosed.replace("ledger.jsonl", forged + rest)
    ran = disclosed.check()
    assert ran.code == 1
    assert "edited: ledger.jsonl:1" in ran.stdout
    ran = disclosed.publish("--no-build")
    assert ran.code == 3
    assert "Traceback" not in ran.stderr


# --- Drafts ---


def draft(office: Office) -> Path:
    """Next year's spec, with the marks of what to review."""
    ran = office.run("new", "--from", SPEC)
    assert ran.code == 0, ran.stderr
    path = office.folder / "specs" / "2027-demo.yaml"
    assert path.read_text("utf-8").count("待核") > 10
    return path


def test_a_table_with_marks_to_review_is_not_disclosed(disclosed: Office) -> None:
    path = draft(disclosed)
    ran = disclosed.publish()
    assert ran.code == 1
    assert f"refused: {CODE}/2027" in ran.stderr
    assert not (disclosed.www / CODE / "2027").exists()
    text = path.read_text("utf-8")
    path.write_text(re.sub(r"  # 待核[^\n]*", "", text), "utf-8")
    ran = disclosed.publish()
    assert ran.code == 0, ran.stderr
    assert f"disclosed: {CODE}/2027, revision 1" in ran.stdout


def test_a_mark_in_a_correction_is_refused_and_one_in_what_stays_is_not(disclosed: Office) -> None:
    disclosed.edit(("target: ≥12片", "target: ≥12片  # to review: ask the district"))
    assert disclosed.publish().code == 0
    disclosed.edit(("year: 2026", "year: 2026\nrevision: 2\nrevision_note: {zh: 更正, en: Mended}"))
    ran = disclosed.publish()
    assert ran.code == 1
    assert f"refused: {CODE}/2026" in ran.stderr


def test_a_mark_is_a_warning_at_the_value_that_nothing_suppresses(office: Office) -> None:
    office.edit(
        ("target: ≥12片", "target: ≥12片  # 待核"),
        ("year: 2026", "# perf-report: allow review-mark -- later\n# 待核：年度\nyear: 2026"),
    )
    settings = office.folder / "perf-report.toml"
    ran = office.run("validate", SPEC, "--format", "json")
    assert ran.code == 0
    lines = (office.folder / SPEC).read_text("utf-8").splitlines()
    found = [
        (each["severity"], lines[each["line"] - 1][each["column"] - 1 :])
        for each in json.loads(ran.stdout)["findings"]
        if each["rule"] == "review-mark"
    ]
    assert found == [("warning", "2026"), ("warning", "≥12片  # 待核")]
    settings.write_text(settings.read_text("utf-8") + '\n[severity]\nreview-mark = "off"\n')
    assert office.run("validate", SPEC).code == 3


def test_status_lists_marks_errors_and_what_is_disclosed(
    disclosed: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft(disclosed)
    disclosed.edit(("target: ≥12片", "target: ≥7片"))
    disclosed.edit(("year: 2025", "year: 2025 # c"), spec="specs/2025-demo.yaml")
    ran = disclosed.run("status", "--target", disclosed.www, "--format", "json")
    assert ran.code == 0, ran.stderr
    shape = json.loads((resources.PACKAGE / "schemas" / "status.schema.json").read_text("utf-8"))
    told = json.loads(ran.stdout)
    Draft202012Validator(shape).validate(told)
    by_year = {item["year"]: item for item in told["items"]}
    assert by_year[2025]["disclosed"] == {"revision": 1, "date": "2026-11-24", "changed": False}
    assert by_year[2026]["disclosed"] == {"revision": 1, "date": "2026-11-24", "changed": True}
    assert by_year[2027]["disclosed"] is None
    assert len(by_year[2027]["marks"]) > 10
    assert by_year[2025]["marks"] == []
    text = (disclosed.folder / "specs" / "2027-demo.yaml").read_text("utf-8").splitlines()
    first_mark = by_year[2027]["marks"][0]
    assert "待核" in text[first_mark["line"] - 1]
    assert first_mark["text"].startswith("待核")
    monkeypatch.setattr(project_states, "_SOON", 20)
    known = ProjectStates(Project(root=disclosed.folder), str(disclosed.www)).find()
    listed = pages_in("zh", "zh").listed(known)
    assert re.findall("第1版已于2026-11-24公开(，此后有改动)?", listed) == ["，此后有改动", ""]
    plain = disclosed.run("status")
    assert plain.code == 0
    assert "待核" in plain.stdout
    for level, code in (("mark", 1), ("warning", 1), ("error", 0)):
        assert disclosed.run("status", "--fail-on", level).code == code
    assert disclosed.run("status", "specs/2025-demo.yaml", "--fail-on", "mark").code == 0


def test_digits_of_a_disclosed_amount_do_not_change_in_silence(disclosed: Office) -> None:
    """An amount prints with the digits written, so that more of them are another paper."""
    disclosed.edit(("project: 85.00", "project: 85.0000"))
    ran = disclosed.publish()
    assert ran.code == 1
    assert f"refused: {CODE}/2026" in ran.stderr
    page = (disclosed.www / "en" / CODE / "2026" / "index.html").read_text("utf-8")
    assert "85.0000" not in page


def test_status_says_that_a_target_has_no_ledger(disclosed: Office) -> None:
    for place in (disclosed.folder / "nowhere", disclosed.folder / "specs"):
        ran = disclosed.run("status", "--target", place)
        assert ran.code == 0
        assert "There is no ledger at" in ran.stderr
    assert "no ledger" not in disclosed.run("status", "--target", disclosed.www).stderr


def test_status_names_a_disclosed_table_that_no_spec_describes(disclosed: Office) -> None:
    (disclosed.folder / "specs" / "2025-demo.yaml").unlink()
    ran = disclosed.run("status", "--target", disclosed.www)
    assert f"{CODE} 2025: revision 1 is disclosed, but there is no spec of it." in ran.stderr
    assert f"{CODE} 2026" not in ran.stderr
    assert "no spec" not in disclosed.run("status", SPEC, "--target", disclosed.www).stderr


def test_a_mark_behind_a_thousand_warnings_is_found(disclosed: Office) -> None:
    text = (disclosed.folder / SPEC).read_text("utf-8")
    comments = "# perf-report: allow funds-total -- none\n" * 1_100
    spec = f"{text.replace('year: 2026', 'year: 2027', 1)}{comments}# 待核\n"
    (disclosed.folder / "specs" / "2027-demo.yaml").write_text(spec, "utf-8")
    told = json.loads(disclosed.run("status", "--format", "json").stdout)
    (item,) = (each for each in told["items"] if each["year"] == 2027)
    assert len(item["marks"]) == 1
    assert item["warnings"] > 1_100
    ran = disclosed.publish()
    assert f"refused: {CODE}/2027" in ran.stderr


# --- A publication that changes nothing writes nothing ---


def test_after_a_correction_the_next_publication_has_nothing_to_do(disclosed: Office) -> None:
    style = resources.templates_path() / "site" / "site.css.j2"
    own = disclosed.folder / "templates" / "site" / style.name
    own.parent.mkdir(parents=True)
    own.write_text(f"{style.read_text('utf-8')}\n/* new */\n", "utf-8")
    disclosed.correct()
    assert disclosed.publish().code == 0
    before = files_below(disclosed.www.resolve())
    for _ in range(2):
        ran = disclosed.publish()
        assert ran.code == 0
        assert "up to date" in ran.stderr
        assert files_below(disclosed.www.resolve()) == before


# --- Modes and addresses ---


def test_published_files_are_readable_whatever_the_umask(office: Office) -> None:
    before = os.umask(0o077)
    try:
        assert office.publish().code == 0
        office.correct()
        assert office.publish().code == 0
    finally:
        os.umask(before)
    top = office.www.resolve()
    modes = {path: stat.S_IMODE(path.stat().st_mode) for path in (top, top.parent, *top.rglob("*"))}
    wrong = [str(path) for path, mode in modes.items()
             if mode != (0o755 if path.is_dir() else 0o644)]  # fmt: skip
    assert wrong == []


def test_a_check_names_what_a_web_server_cannot_read(disclosed: Office) -> None:
    (disclosed.www / PAGE).chmod(0o600)
    (disclosed.www / "years").chmod(0o700)
    ran = disclosed.check()
    assert ran.code == 1
    assert ran.stdout.splitlines() == [
        "not readable by other users: years", f"not readable by other users: {PAGE}",
    ]  # fmt: skip
    assert disclosed.publish("--repair").code == 0
    assert disclosed.check().code == 0


@pytest.mark.parametrize(
    "address",
    ["file://{}/x", "file:x", "sftp:/host/www", "s3:bucket", "me@host:/www", "sftp//host/www", "/"],
)
def test_a_mistyped_address_is_an_error_and_no_folder(office: Office, address: str) -> None:
    there = sorted(path.name for path in office.folder.iterdir())
    ran = office.run("publish", address.format(office.folder), "--no-search")
    assert ran.code == 3, ran.stderr
    assert "error" in ran.stderr
    assert sorted(path.name for path in office.folder.iterdir() if path.name != "site") == there


# --- One department, later days, dry runs ---


def other_department(office: Office) -> Path:
    text = (office.folder / SPEC).read_text("utf-8").replace(f"code: {CODE}", "code: demo-thistle")
    path = office.folder / "specs" / "2026-other.yaml"
    path.write_text(text, "utf-8")
    return path


def test_one_department_is_published_while_another_has_a_draft(disclosed: Office) -> None:
    other_department(disclosed)
    disclosed.correct()
    ran = disclosed.publish("--department", CODE)
    assert ran.code == 0, ran.stderr
    assert ran.stdout.splitlines() == [
        "waiting: demo-thistle/2026, because its department is not selected",
        f"corrected: {CODE}/2026, revision 2",
    ]
    assert not (disclosed.www / "demo-thistle").exists()
    assert "demo-thistle" not in (disclosed.www / "departments/index.html").read_text("utf-8")
    ran = disclosed.publish("--department", CODE, "--department", "demo-thistle")
    assert "disclosed: demo-thistle/2026, revision 1" in ran.stdout


def test_a_change_of_a_department_that_is_not_named_stops_the_publication(
    disclosed: Office,
) -> None:
    other_department(disclosed)
    disclosed.correct()
    ran = disclosed.publish("--department", "demo-thistle")
    assert ran.code == 1
    assert f"refused: {CODE}/2026" in ran.stderr


def test_a_table_is_not_disclosed_before_its_day_and_that_is_said(office: Office) -> None:
    office.edit(("year: 2026", "year: 2026\npublished: 2026-11-25"))
    ran = office.publish()
    assert ran.code == 0, ran.stderr
    assert f"waiting: {CODE}/2026 until 2026-11-25" in ran.stdout
    assert not (office.www / CODE / "2026").exists()
    assert (office.www / CODE / "2025").exists()
    office.clock += timedelta(days=1)
    ran = office.publish()
    assert f"disclosed: {CODE}/2026, revision 1" in ran.stdout


def test_a_correction_is_not_disclosed_before_its_day(disclosed: Office) -> None:
    disclosed.correct()
    disclosed.edit(("year: 2026", "year: 2026\npublished: 2026-12-01"))
    ran = disclosed.publish()
    assert ran.code == 1
    assert f"refused: {CODE}/2026" in ran.stderr


def test_a_dry_run_ends_in_a_summary_and_lists_files_where_it_is_asked(office: Office) -> None:
    ran = office.publish("--dry-run")
    assert ran.code == 0
    assert len(ran.stdout.splitlines()) == 2
    assert ran.stderr.splitlines()[-1].startswith("Would send ")
    assert f"+ {DATA}" in office.publish("--dry-run", "--verbose").stdout
    assert not office.www.exists()

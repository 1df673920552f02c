"""What 0.1.0 made holds: a project, its outputs and approvals, a published target, a signed table.

`upgrade/0.1/` was written by 0.1.0 itself and stays as it is; `upgrade/README.md` says how. The
tests run the command line of today on copies of it.
"""

import csv
import html
import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from builds import contents
from conftest import Ran, Worktree, run_here
from ruamel.yaml import YAML

import perf_report

FOLDER = Path(__file__).with_name("upgrade")
FIXTURE = FOLDER / "0.1"
OUTPUT, EXPECTED, SIGNED = FIXTURE / "output", FIXTURE / "expected", FIXTURE / "signed"
DISCLOSED = FIXTURE / "target" / "www"
BUILT = sorted(path.relative_to(OUTPUT).as_posix() for path in OUTPUT.rglob("*.*"))
TABLES = [path for path in BUILT if path.endswith("/table.json")]
TABLE_PDFS = [path for path in BUILT if re.search(r"/table\..*\.pdf$", path)]
TABLE_PAGES = [path for path in BUILT if re.search(r"/table\..*\.html$", path)]

# WeasyPrint leaves its colour profile open, which is noticed where papers are made in this process.
pytestmark = [
    pytest.mark.filterwarnings("ignore:.*sRGB2014:pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore:unclosed file .*sRGB2014:ResourceWarning"),
]


@dataclass(frozen=True)
class Office:
    """A copy of the project with its outputs, and of the target."""

    folder: Path

    @property
    def project(self) -> Path:
        return self.folder / "project"

    @property
    def output(self) -> Path:
        return self.project / "output"

    @property
    def www(self) -> Path:
        return self.folder / "target" / "www"

    def run(self, *arguments: object) -> Ran:
        return run_here(*arguments, cwd=self.project)

    def publish(self, *arguments: object) -> Ran:
        return self.run("publish", self.www, "--no-search", *arguments)

    def edit(self, name: str, *changes: tuple[str, str]) -> None:
        path = self.project / name
        text = path.read_text("utf-8")
        for old, new in changes:
            assert text.count(old) == 1, old
            text = text.replace(old, new)
        path.write_text(text, "utf-8")

    def copy(self, folder: Path) -> "Office":
        shutil.copytree(self.folder, folder, symlinks=True)
        return Office(folder)


@pytest.fixture(scope="module", autouse=True)
def _without_waiting_for_the_disk() -> Iterator[None]:
    """A publication waits until all that any program of the machine wrote is on the disk."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "sync", lambda: None)
        yield


def copy_fixture(folder: Path) -> Office:
    shutil.copytree(FIXTURE / "project", folder / "project")
    shutil.copytree(OUTPUT, folder / "project" / "output")
    shutil.copytree(FIXTURE / "target", folder / "target", symlinks=True)
    return Office(folder)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """The fixture, as 0.1.0 left it."""
    return copy_fixture(tmp_path / "office")


@pytest.fixture(scope="module")
def rebuilt(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """The fixture, with the outputs that today's code makes of it."""
    office = copy_fixture(tmp_path_factory.mktemp("upgrade") / "office")
    ran = office.run("build")
    assert ran.code == 0, ran.stdout + ran.stderr
    return office


def expected(name: str) -> Any:
    """What 0.1.0 said, as JSON."""
    return json.loads((EXPECTED / name).read_bytes())


# --- The fixture itself ---


def test_the_fixture_is_as_it_was_written_file_by_file() -> None:
    lines = (FOLDER / "0.1.sha256").read_text("utf-8").splitlines()
    sums = {path: digest for digest, _, path in (line.partition("  ") for line in lines)}
    there = {
        path.relative_to(FIXTURE).as_posix(): sha256(path.read_bytes()).hexdigest()
        for path in FIXTURE.rglob("*")
        if path.is_file() and DISCLOSED not in path.parents
    }
    assert len(sums) > 150
    assert there == sums
    assert DISCLOSED.is_symlink()


def test_the_fixture_was_written_by_0_1_0() -> None:
    manifest = json.loads((OUTPUT / "manifest.json").read_bytes())
    assert {maker["perf-report"] for maker in manifest["makers"].values()} == {"0.1.0"}
    assert len(TABLES) == 5


# --- validate ---


def placed(findings: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    """Findings by rule, severity and place."""
    keys = ("file", "line", "column", "rule", "severity")
    return sorted(tuple(finding[key] for key in keys) for finding in findings)


def test_validate_finds_what_it_found_and_no_error(office: Office) -> None:
    ran = office.run("validate", "--format", "json")
    assert ran.code == 0, ran.stdout
    before, now = expected("validate.json"), json.loads(ran.stdout)
    assert now["summary"]["error"] == 0
    assert now["summary"]["files"] == before["summary"]["files"]
    assert placed(of_then(now["findings"])) == placed(before["findings"])


def of_then(findings: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The findings of the rules that 0.1.0 had; a rule that came later may warn."""
    listed = re.findall(r"^[a-z0-9-]+", (EXPECTED / "rules.txt").read_text("utf-8"), re.MULTILINE)
    assert len(listed) > 20
    rules = {*listed, *(finding["rule"] for finding in expected("validate.json")["findings"])}
    return [finding for finding in findings if finding["rule"] in rules]


def test_a_finding_that_a_comment_accepts_stays_accepted(office: Office) -> None:
    comment = "  # perf-report: allow e-form-limit -- 填报时写作“全年每天24小时”"
    office.edit("specs/2025-thistle.yaml", (comment, ""))
    now = json.loads(office.run("validate", "--format", "json").stdout)["findings"]
    found = placed(of_then(now))
    before = placed(expected("validate.json")["findings"])
    assert [each[::3] for each in found if each not in before] == [
        ("specs/2025-thistle.yaml", "e-form-limit")
    ]


# --- build: what the tables say as data ---


def written(table: Mapping[str, Any]) -> dict[str, Any]:
    """A table.json without what is the tool's own: its version and the English that it derives.

    Of a unit that holds more than a unit (their indicators are called `odd-…`) the words are kept,
    and not how 0.1.0 read them.
    """
    data: dict[str, Any] = json.loads(json.dumps(table))
    del data["version"]
    data["framework"]["name"].pop("en", None)
    for indicator in each_indicator(data):
        for label in (indicator["level1"], indicator["level2"]):
            label.pop("en", None)
        for target in targets(indicator):
            if target["kind"] == "quantity":
                target["text"].pop("en", None)
                target["unit"].pop("en", None)
            if indicator["id"].startswith("odd-"):
                del target["kind"], target["operator"], target["value"], target["unit"]
    return data


def each_indicator(table: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    return (indicator for goal in table["goals"] for indicator in goal["indicators"])


def targets(indicator: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The target of an indicator, and that of its baseline."""
    yield indicator["target"]
    if "baseline" in indicator:
        yield indicator["baseline"]["value"]


def lost(old: Any, new: Any, place: str = "") -> Iterator[str]:
    """Where a value of the old data is not in the new ones."""
    if isinstance(old, dict) and isinstance(new, dict):
        for key, value in old.items():
            yield from lost(value, new.get(key), f"{place}.{key}")
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for index, (before, after) in enumerate(zip(old, new, strict=True)):
            yield from lost(before, after, f"{place}[{index}]")
    elif old != new:
        yield f"{place}: {old!r} became {new!r}"


def test_a_build_makes_every_file_that_it_made(rebuilt: Office) -> None:
    manifest = json.loads((rebuilt.output / "manifest.json").read_bytes())
    listed = {file["path"]: file["sha256"] for file in manifest["files"]}
    assert {*BUILT} <= {*listed, "manifest.json"}
    for path, digest in listed.items():
        assert sha256((rebuilt.output / path).read_bytes()).hexdigest() == digest, path


@pytest.mark.parametrize("path", TABLES)
def test_every_value_of_a_table_as_json_is_still_there(rebuilt: Office, path: str) -> None:
    old, new = (json.loads((folder / path).read_bytes()) for folder in (OUTPUT, rebuilt.output))
    # A time within which something is done was a quantity like others before version 2.
    told = [line for line in lost(written(old), new) if "'quantity' became 'duration'" not in line]
    assert told == []


# What the tool derives in a CSV file; its wording may get better.
DERIVED = {"level1_en", "level2_en", "unit_en"}
# How 0.1.0 read a target.
READ = {"operator", "value", "unit_zh", "deadline"}


def cells(path: Path) -> tuple[list[str], list[dict[str, str]]]:
    """The columns and the rows of a CSV file, without the derived English of targets."""
    reader = csv.DictReader(path.read_bytes().decode("utf-8-sig").splitlines())
    return list(reader.fieldnames or ()), list(reader)


@pytest.mark.parametrize("path", [path for path in BUILT if path.endswith(".csv")])
def test_every_column_of_a_csv_file_is_where_it_was_with_its_cells(
    rebuilt: Office, path: str
) -> None:
    (before, old), (now, new) = (cells(folder / path) for folder in (OUTPUT, rebuilt.output))
    assert now[: len(before)] == before
    assert len(new) == len(old) > 0
    for was, row in zip(old, new, strict=True):
        held = set(before) - DERIVED
        held -= {"target_en"} if was.get("operator") else set()
        held -= READ if was["id"].startswith("odd-") else set()
        assert {name: row[name] for name in held} == {name: was[name] for name in held}
    assert (rebuilt.output / path).read_bytes().startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize("path", [path for path in BUILT if path.endswith("/spec.yaml")])
def test_the_copy_of_a_spec_says_what_it_said(rebuilt: Office, path: str) -> None:
    old, new = ((folder / path).read_text("utf-8") for folder in (OUTPUT, rebuilt.output))
    yaml = YAML(typ="safe", pure=True)
    assert yaml.load(new) == yaml.load(old)
    accepted = "# perf-report: allow"
    assert new.count(accepted) == old.count(accepted)


@pytest.mark.parametrize("path", [path for path in BUILT if path.endswith("/changes.json")])
def test_the_changes_beside_a_table_are_those_that_were(rebuilt: Office, path: str) -> None:
    old, new = (json.loads((folder / path).read_bytes()) for folder in (OUTPUT, rebuilt.output))
    assert judged(new) == judged(old) != []


# --- build: what the tables say on paper and on a page ---


def said(table: Mapping[str, Any], language: str) -> Iterator[str]:
    """The words of a table in a language, but for those that the tool derives."""
    texts = [table["department"]["name"], *(task["text"] for task in table["tasks"])]
    texts += [goal["text"] for goal in table["goals"]]
    notes = ("definition", "formula", "source", "basis", "responsible", "note")
    for indicator in each_indicator(table):
        texts += [indicator["name"], *(indicator[note] for note in notes if note in indicator)]
        texts += [indicator["level1"], indicator["level2"]] if language == "zh" else []
        for target in targets(indicator):
            texts += [target["text"]] if language == "zh" or target["kind"] != "quantity" else []
    texts += [table["revision_note"]] if "revision_note" in table else []
    return (text[language] for text in texts)


def amounts(table: Mapping[str, Any]) -> Iterator[str]:
    for funds in (table["budget"], *(task["funds"] for task in table["tasks"])):
        yield from funds.values()


def squeeze(text: str) -> str:
    return "".join(text.split())


# A cell that a page break parts has words of the next page's head between; short ones are whole.
PARTED, PART = 30, 8


def is_in(words: str, text: str) -> bool:
    """Whether words are in a text, without white space; long ones in two parts at most."""
    words = squeeze(words)
    if words in text:
        return True
    places = range(PART, len(words) - PART) if len(words) >= PARTED else ()
    return any(words[:place] in text and words[place:] in text for place in places)


def pdf_text(path: Path) -> str:
    ran = subprocess.run(["pdftotext", "-raw", path, "-"], capture_output=True, check=True)
    return ran.stdout.decode()


def page_text(path: Path, between: str) -> str:
    page = re.sub(r"<(style|script).*?</\1>", "", path.read_text("utf-8"), flags=re.DOTALL)
    return html.unescape(re.sub(r"<[^>]*>", between, page))


@pytest.mark.parametrize("path", TABLE_PDFS)
def test_a_pdf_says_the_words_and_amounts_of_its_table(rebuilt: Office, path: str) -> None:
    table = json.loads((OUTPUT / path).with_name("table.json").read_bytes())
    text = pdf_text(rebuilt.output / path)
    assert unsaid(table, path, squeeze(text), text.split()) == []


@pytest.mark.parametrize("path", TABLE_PAGES)
def test_a_page_says_the_words_and_amounts_of_its_table(rebuilt: Office, path: str) -> None:
    table = json.loads((OUTPUT / path).with_name("table.json").read_bytes())
    page = rebuilt.output / path
    words, tokens = squeeze(page_text(page, "")), page_text(page, " ").split()
    assert unsaid(table, path, words, tokens) == []


def unsaid(table: Mapping[str, Any], path: str, text: str, tokens: list[str]) -> list[str]:
    """What a file, such as `table.zh-en.pdf`, does not say of its table."""
    languages = path.split(".")[-2].split("-")
    words = [each for language in languages for each in said(table, language)]
    missing = [each for each in words if not is_in(each, text)]
    return missing + [amount for amount in amounts(table) if amount not in tokens]


# --- diff and review ---


def judged(report: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """The changes of a report: kind, significance, whose, fingerprint, and whether approved."""
    return sorted(
        (
            change["kind"], change["significance"], change["subject"]["type"],
            change["subject"]["id"], change["fingerprint"], "approval" in change,
        )
        for one in report.get("comparisons", [report])
        for change in (*one["changes"], *one["judgements"])
    )  # fmt: skip


def test_the_changes_between_the_years_are_judged_and_approved_as_they_were(
    office: Office,
) -> None:
    ran = office.run("diff", "--format", "json")
    assert ran.code == 0, ran.stderr
    before = judged(expected("diff.json"))
    assert judged(json.loads(ran.stdout)) == before
    assert len(before) > 30
    assert sum(is_approved for *_, is_approved in before) == 1


@pytest.mark.parametrize(
    ("name", "old", "new", "code"),
    [
        ("review-approved.json", "target: ≥8所", "target: ≥6所", 0),
        ("review-weaker.json", "target: ≥99%", "target: ≥97%", 1),
    ],
)
def test_a_review_lets_pass_what_was_approved_and_nothing_else(
    start_repository: Callable[[], Worktree], name: str, old: str, new: str, code: int
) -> None:
    clone = start_repository()
    shutil.copytree(FIXTURE / "project", clone.folder, dirs_exist_ok=True)
    clone.commit("base")
    clone.git("switch", "--quiet", "--create", "topic")
    text = (FIXTURE / "project" / "specs" / "2026-demo.yaml").read_text("utf-8")
    assert text.count(old) == 1
    clone.write("specs/2026-demo.yaml", text.replace(old, new))
    clone.commit("topic")
    ran = run_here("review", "--base", "main", "--format", "json", cwd=clone.folder)
    assert ran.code == code, ran.stderr
    before = judged(expected(name))
    assert judged(json.loads(ran.stdout)) == before
    assert [(each[0], each[-1]) for each in before] == [("target-loosened", code == 0)]


# --- publish ---


def entries(www: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (www / "ledger.jsonl").read_bytes().splitlines()]


def disclosed_files() -> dict[str, str]:
    """What was disclosed and not withdrawn since, by the ledger of 0.1.0: SHA-256 by path."""
    files: dict[str, str] = {}
    for entry in entries(DISCLOSED):
        folder = f"{entry.get('department')}/{entry.get('year')}/"
        if entry["action"] == "withdraw":
            files = {path: digest for path, digest in files.items() if not path.startswith(folder)}
        for name, file in entry.get("files", {}).items():
            files[f"{folder}r{entry['revision']}/{name}"] = file["sha256"]
    return files


def head_of(www: Path) -> str:
    """The hash of the last line of the ledger."""
    return sha256((www / "ledger.jsonl").read_bytes().splitlines()[-1]).hexdigest()


def move(office: Office) -> None:
    """Another address of the site, which is printed on every PDF: all of them are other files."""
    setting = 'address = "https://example.org/{}"'
    office.edit("perf-report.toml", (setting.format("disclosure"), setting.format("elsewhere")))


@dataclass(frozen=True)
class Published:
    """A target after a publication by today's code, and what that said."""

    office: Office
    ran: Ran


@pytest.fixture(scope="module", params=["as-it-is", "every-pdf-another"])
def published(
    request: pytest.FixtureRequest, rebuilt: Office, tmp_path_factory: pytest.TempPathFactory
) -> Published:
    office = rebuilt.copy(tmp_path_factory.mktemp("published") / "office")
    if request.param == "every-pdf-another":
        move(office)
    return Published(office, office.publish())


def test_the_ledger_tells_what_the_target_holds() -> None:
    files = disclosed_files()
    actions = [entry["action"] for entry in entries(DISCLOSED)]
    assert [*dict.fromkeys(actions)] == ["disclose", "publish", "correct", "withdraw"]
    assert {path.rpartition("/")[0] for path in files} == {
        "ccpit-tianjin/2025/r1", "demo-dandelion/2025/r1", "demo-dandelion/2025/r2",
        "demo-dandelion/2026/r1", "demo-thistle/2025/r1", "demo-thistle/2026/r1",
    }  # fmt: skip
    for path, digest in files.items():
        assert sha256((DISCLOSED / path).read_bytes()).hexdigest() == digest, path


def test_a_target_of_0_1_is_sound(office: Office) -> None:
    ran = office.run("publish", office.www, "--check", "--head", head_of(DISCLOSED))
    assert (ran.code, ran.stdout) == (0, ""), ran.stderr


def test_a_publication_refuses_nothing(published: Published) -> None:
    assert published.ran.code == 0, published.ran.stderr


@pytest.mark.parametrize("published", ["every-pdf-another"], indirect=True)
def test_with_another_address_every_pdf_of_a_table_is_another_file(published: Published) -> None:
    for path in TABLE_PDFS:
        assert (published.office.output / path).read_bytes() != (OUTPUT / path).read_bytes()


def test_a_publication_announces_no_correction_and_leaves_every_line_of_the_ledger(
    published: Published,
) -> None:
    before = (DISCLOSED / "ledger.jsonl").read_bytes()
    now = (published.office.www / "ledger.jsonl").read_bytes()
    assert now.startswith(before)
    news = entries(published.office.www)[len(entries(DISCLOSED)) :]
    assert {entry["action"] for entry in news} <= {"publish"}
    assert len(news) <= 1


def test_what_was_disclosed_stays_byte_for_byte(published: Published) -> None:
    files = disclosed_files()
    assert len(files) > 60
    for path, digest in files.items():
        found = published.office.www / path
        assert found.is_file(), path
        assert sha256(found.read_bytes()).hexdigest() == digest, path


def test_every_table_and_revision_keeps_its_address(published: Published) -> None:
    pages = {
        path.relative_to(DISCLOSED).as_posix()
        for path in DISCLOSED.glob("**/20*/**/index.html")
        if "demo-" in path.as_posix() or "ccpit-" in path.as_posix()
    }
    assert {"demo-thistle/2024/index.html", "en/demo-dandelion/2025/r1/index.html"} <= pages
    assert {path for path in pages if not (published.office.www / path).is_file()} == set()


def test_what_was_withdrawn_stays_withdrawn(published: Published) -> None:
    folder = published.office.www / "demo-thistle" / "2024"
    assert "误发，已收回。" in (folder / "index.html").read_text("utf-8")
    assert sorted(path.name for path in folder.iterdir()) == ["index.html"]


def test_the_target_is_sound_after_it_and_its_history_goes_on(published: Published) -> None:
    ran = published.office.run(
        "publish", published.office.www, "--check", "--head", head_of(DISCLOSED)
    )
    assert (ran.code, ran.stdout) == (0, ""), ran.stderr


# What seals a publication; every one writes it anew.


def test_a_second_publication_has_nothing_to_do(published: Published, tmp_path: Path) -> None:
    office = published.office.copy(tmp_path / "office")
    first = contents(office.www.resolve())
    leaving = first[".perf-report/leaving"].decode().splitlines()
    # Styles and the like, which readers of an open page may still ask for; they wait.
    assert all(path.startswith(("assets/", "pagefind/")) for path in leaving)
    release = office.www.readlink()
    ran = office.publish()
    assert (ran.code, ran.stdout) == (0, ""), ran.stderr
    assert office.www.readlink() == release
    assert contents(office.www.resolve()) == first


@pytest.mark.parametrize(
    ("spec", "old", "new"),
    [
        ("2025-thistle", "target: ≥50%。", "target: ≥40%。"),
        ("2026-demo", "en: Pass rate of kite-string safety checks", "en: Pass rate of kites"),
    ],
)
def test_a_table_of_0_1_that_says_something_else_is_refused(
    rebuilt: Office, tmp_path: Path, spec: str, old: str, new: str
) -> None:
    office = rebuilt.copy(tmp_path / "office")
    office.edit(f"specs/{spec}.yaml", (old, new))
    ran = office.publish()
    assert ran.code == 1, ran.stderr
    assert contents(office.www.resolve()) == contents(DISCLOSED.resolve())


def test_a_table_of_0_1_can_be_corrected(rebuilt: Office, tmp_path: Path) -> None:
    office = rebuilt.copy(tmp_path / "office")
    note = "revision: 2\nrevision_note: {zh: 更正开放数量。}\n"
    office.edit("specs/2026-thistle.yaml", ("target: ≥6处", "target: ≥7处"),
                ("year: 2026\n", f"year: 2026\n{note}"))  # fmt: skip
    ran = office.publish()
    assert ran.code == 0, ran.stderr
    (correction, _) = entries(office.www)[len(entries(DISCLOSED)) :]
    assert correction["action"] == "correct"
    assert len(correction["changes"]) == 1
    for path, digest in disclosed_files().items():
        assert sha256((office.www / path).read_bytes()).hexdigest() == digest, path
    assert office.run("publish", office.www, "--check").code == 0


# --- verify and extract ---


def each_pdf(*folders: Path) -> list[Path]:
    """The PDFs below some folders, each once by its bytes."""
    found = {
        sha256(path.read_bytes()).hexdigest(): path
        for folder in folders
        for path in sorted(folder.rglob("*.pdf"))
    }
    return sorted(found.values())


PDFS = each_pdf(OUTPUT, DISCLOSED.resolve(), SIGNED)
# Of this department the framework is the project's own.
OWN = [path for path in PDFS if "demo-thistle" in path.parts]
COMMON = [path for path in PDFS if path not in OWN]


def verdicts(*arguments: object) -> list[dict[str, Any]]:
    ran = run_here(*arguments, "--format", "json", cwd=FOLDER)
    assert ran.code in {0, 3}, ran.stdout + ran.stderr
    found: list[dict[str, Any]] = json.loads(ran.stdout)["files"]
    return found


def assert_sound(verdict: Mapping[str, Any]) -> None:
    """A table is genuine as data; of a report of changes that cannot be told."""
    assert perf_report.__version__ != "0.1.0"
    is_of_changes = verdict["file"].endswith("changes.pdf")
    state = ("cannot-tell", "other-version") if is_of_changes else ("genuine-as-data", None)
    assert (verdict["state"], verdict["reason"]) == state, verdict
    assert verdict["differences"] == []


def test_no_paper_of_0_1_is_called_altered_by_whoever_reads_it() -> None:
    found = verdicts("verify", *COMMON)
    assert len(found) == len(COMMON) > 10
    for verdict in found:
        assert_sound(verdict)


def test_no_paper_of_0_1_is_called_altered_by_its_own_project() -> None:
    found = verdicts("--project", FIXTURE / "project", "verify", *OWN)
    assert len(found) == len(OWN) > 3
    for verdict in found:
        assert_sound(verdict)


def test_a_paper_by_a_projects_own_framework_is_not_called_altered_elsewhere() -> None:
    reasons = {(each["state"], each["reason"]) for each in verdicts("verify", *OWN)}
    assert reasons <= {("cannot-tell", "spec-unsound"), ("cannot-tell", "other-version")}


def test_a_signature_of_0_1_holds() -> None:
    from perf_report.signing.state import Trust, signature_states

    path = SIGNED / "table.en.signed.pdf"
    (verdict,) = verdicts("verify", path)
    assert (verdict["signatures"], [seal["holds"] for seal in verdict["seals"]]) == (1, [True])
    moment = datetime(2025, 6, 1, tzinfo=UTC)
    trust = Trust(roots=((SIGNED / "office.crt").read_bytes(),), moment=moment)
    (state,) = signature_states(path.read_bytes(), trust)
    assert (state.intact, state.covers_all, state.trusted) == (True, True, True)
    unsigned = OUTPUT / "demo-dandelion" / "2025" / "table.en.pdf"
    assert path.read_bytes().startswith(unsigned.read_bytes())


@pytest.mark.parametrize("path", PDFS, ids=lambda path: path.relative_to(FIXTURE).as_posix())
def test_a_paper_of_0_1_gives_back_its_spec_and_its_data(path: Path, tmp_path: Path) -> None:
    ran = run_here("extract", path, "--output", tmp_path)
    assert ran.code == 0, ran.stderr
    beside = OUTPUT / "demo-dandelion" / "2025" if path.parent == SIGNED else path.parent
    given = contents(tmp_path)
    assert (beside / "spec.yaml").read_bytes() in given.values()
    data = {name: content for name, content in given.items() if not name.endswith(".yaml")}
    assert data.keys() >= {"changes.json" if path.name == "changes.pdf" else "table.json"}
    for name, content in data.items():
        assert (beside / name).read_bytes() == content, name

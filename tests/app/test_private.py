"""What is not public prints on the office's own paper, and is in nothing else."""

import io
import json
import shutil
import subprocess
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from builds import contents
from form_example import PERSON, PHONE, SECRETS, SPEC, make_example
from paths import SMALL_SPEC

from perf_report import resources
from perf_report.office.carried_spec import read_carried_spec
from perf_report.office.package import unpack
from perf_report.outputs.build_config import BuildConfig
from perf_report.outputs.jobs import Job, _make_office, make_output
from perf_report.outputs.manifest import Manifest
from perf_report.outputs.output_files import FORMATS, Output
from perf_report.outputs.table import Table

FOLDER = "output/example-bureau/2025/flood-walls"
PAPERS = {f"office.{mode}.pdf" for mode in ("zh", "en", "zh-en")}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory, here: Any) -> Path:
    """Two years of the example, built with comments and with the office's own papers."""
    root = make_example(tmp_path_factory.mktemp("private")).root
    later = SPEC.replace("year: 2025", "year: 2026").replace("≥12公里", "≥10公里")
    later = later.replace(PHONE, f"{PHONE}9").replace("2025-", "2026-")
    (root / "specs/2026-dikes.yaml").write_text(later, "utf-8")
    formats = (f"--format={each}" for each in FORMATS)
    ran = here("build", "--office", "--with-comments", *formats, cwd=root)
    assert ran.code == 0, ran.stderr
    return root


def texts(data: bytes) -> Iterator[str]:
    """The text of a file; of a PDF, its streams and those of what it carries."""
    yield data.decode("utf-8", "replace")
    if data.startswith(b"%PDF"):
        with pikepdf.open(io.BytesIO(data)) as pdf:
            for each in pdf.objects:
                if isinstance(each, pikepdf.Stream):
                    yield each.read_bytes().decode("utf-8", "replace")
            yield str(pdf.docinfo)
    if data.startswith(b"PK"):
        yield from (each.decode() for each in unpack(data).values())
        carried = read_carried_spec(data)
        assert carried is not None
        yield carried.data.decode()


def leaks(folder: Path, *, but: Collection[str] = ()) -> list[tuple[str, str]]:
    """The secrets in the files of a folder, by path."""
    return [
        (path, secret)
        for path, data in contents(folder).items()
        if path.rpartition("/")[2] not in but
        for text in texts(data)
        for secret in SECRETS
        if secret in text
    ]


def test_nothing_but_the_offices_own_paper_has_what_is_not_public(project: Path) -> None:
    names = {path.name for path in (project / FOLDER).iterdir()}
    assert names >= PAPERS | {
        "table.zh.pdf",
        "table.zh.docx",
        "table.zh.xlsx",
        "spec.yaml",
        "table.json",
        "fields.csv",
    }
    assert "Whom to call" in (project / FOLDER / "spec.yaml").read_text("utf-8")

    assert leaks(project / "output", but=PAPERS) == []


def test_the_offices_own_paper_prints_it(project: Path) -> None:
    path = project / FOLDER / "office.zh.pdf"
    said = subprocess.run(["pdftotext", path, "-"], capture_output=True, text=True, check=True)

    assert PHONE in said.stdout
    assert PERSON in said.stdout


def test_no_manifest_lists_the_offices_own_paper(project: Path) -> None:
    text = (project / "output/manifest.json").read_text("utf-8")

    assert "office" not in text


def test_a_manifest_that_lists_it_is_refused(project: Path, tmp_path: Path) -> None:
    data = json.loads((project / "output/manifest.json").read_text("utf-8"))
    data["files"][0]["path"] = "example-bureau/2025/flood-walls/office.zh.pdf"
    path = tmp_path / "manifest.json"
    path.write_text(json.dumps(data), "utf-8")

    with pytest.raises(Exception, match="manifest-path"):
        Manifest.read(path)


def test_changes_and_reviews_say_nothing_of_it(project: Path, here: Any) -> None:
    old, new = project / "specs/2025-dikes.yaml", project / "specs/2026-dikes.yaml"
    for form in ("text", "json", "markdown", "html"):
        ran = here("diff", old, new, "--format", form, cwd=project)
        assert [secret for secret in SECRETS if secret in ran.stdout + ran.stderr] == [], form


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (f'phone: "{PHONE}"', f"phone: {PHONE}"),
        (f'phone: "{PHONE}"', f"phone: {{zh: {PHONE}}}"),
        (f'phone: "{PHONE}"', f"phone: [{PHONE}]"),
        (f'phone: "{PHONE}"', f"phone: +{PHONE}"),
        (f'phone: "{PHONE}"', f"phon: {PHONE}"),
        ("contact: {zh: 某某某,", "contact: {zh: ' 某某某',"),
        ("contact: {zh: 某某某,", "contact: {zh: 某某某某某某, und: 某某某,"),
        (
            "contact: {zh: 某某某, en: S. O. Person}",
            "contact: {zh: 某某某, en: 某某某}",
        ),
        ("reserve: 9876.54", "reserve: 9876.5432109"),
        ("reserve: 9876.54", "reserve: '9876.54'"),
        ("inside: {zh: 内部备注, en: internal remark}", "inside: 内部备注"),
        ("by: {zh: 某某某, en: S. O. Person}", "by: 9876.54"),
    ],
)
def test_no_finding_says_it(tmp_path: Path, here: Any, old: str, new: str) -> None:
    spec = make_example(tmp_path).spec
    assert old in SPEC
    spec.write_text(SPEC.replace(old, new, 1), "utf-8")

    for form in ("json", "github", "gitlab", "sarif", "junit"):
        ran = here("validate", spec, "--format", form, cwd=tmp_path)
        told = ran.stdout + ran.stderr
        assert [each for each in (*SECRETS, PHONE.lstrip("0")) if each in told] == [], told


def test_without_office_no_such_paper_is_made(tmp_path: Path, here: Any) -> None:
    make_example(tmp_path)

    assert here("build", "--format", "json", cwd=tmp_path).code == 0

    assert {path.name for path in (tmp_path / FOLDER).iterdir()} == {"table.json"}


def test_it_is_made_every_time_and_pruned_with_its_table(tmp_path: Path, here: Any) -> None:
    example = make_example(tmp_path)
    command = ("build", "--office", "--format", "json", "--lang", "zh")
    assert here(*command, cwd=tmp_path).code == 0

    again = here(*command, cwd=tmp_path)
    assert {Path(line).name for line in again.stdout.split()} == {"office.zh.pdf"}

    example.spec.unlink()
    shutil.copy(SMALL_SPEC, example.spec)
    assert here("build", "--prune", "--format", "json", cwd=tmp_path).code == 0
    assert not (tmp_path / FOLDER).exists()


def job_of(table: Table) -> Job:
    output = Output(format="pdf", path="a/2025/office.zh.pdf", mode="zh", is_office=True)
    config = BuildConfig(templates=(resources.templates_path(),))
    return Job(table=table, output=output, config=config, identifier="test")


def test_it_prints_the_whole_plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = make_example(tmp_path).check().valid_table
    assert table is not None
    printed: list[Table] = []

    def note(job: Job, *_: object) -> bytes:
        printed.append(job.table)
        return b""

    monkeypatch.setattr("perf_report.outputs.jobs._print", note)

    make_output(job_of(table))

    assert printed[0].plan is table.office
    assert printed[0].plan.fields["phone"] == PHONE
    assert "phone" not in table.plan.fields


def test_it_carries_nothing_and_does_not_claim_to_be_archival(tmp_path: Path) -> None:
    table = make_example(tmp_path).check().valid_table
    assert table is not None

    with pikepdf.open(io.BytesIO(_make_office(job_of(table)))) as pdf:
        metadata = pdf.Root.Metadata.read_bytes()
        assert pdf.Root.get("/AF") is None
        assert b"pdfaid:part" not in metadata
        assert b"proof:source" not in metadata
        assert b"pdfuaid:part" in metadata


def test_what_goes_to_other_machines_lacks_it(tmp_path: Path) -> None:
    table = make_example(tmp_path).check().valid_table
    assert table is not None

    assert table.office is not None
    assert table.public.office is None
    assert PHONE.encode() not in table.public.__reduce__()[1][0]


@pytest.mark.slow
def test_no_site_and_no_publication_has_it(tmp_path: Path, here: Any) -> None:
    """A department's own form asks for a telephone number that is not public."""
    form = (resources.forms_path() / "overall-2015.yaml").read_text("utf-8")
    field = "[{field: phone, label: {zh: 电话, en: Telephone}, type: phone, public: false}]"
    shown = "      - [{field: department.name,"
    assert shown in form
    (tmp_path / "forms").mkdir()
    (tmp_path / "forms/ours.yaml").write_text(form.replace(shown, f"      - {field}\n{shown}"))
    (tmp_path / "perf-report.toml").write_text("", "utf-8")
    (tmp_path / "specs").mkdir()
    fields = f'fields: {{phone: "{PHONE}"}}\ntasks:\n'
    text = SMALL_SPEC.read_text("utf-8").replace("tasks:\n", fields, 1)
    (tmp_path / "specs/a.yaml").write_text(text, "utf-8")
    assert here("build", "--office", cwd=tmp_path).code == 0
    target = tmp_path / "target"

    site = here("site", "--no-search", cwd=tmp_path)
    assert site.code == 0, site.stderr
    published = here("publish", target, "--no-search", "--with-comments", cwd=tmp_path)
    assert published.code == 0, published.stderr

    for folder in ("site", "target"):
        files = contents(tmp_path / folder)
        assert any(path.endswith("table.json") for path in files), folder
        assert leaks(tmp_path / folder) == []
        assert [path for path in files if "office." in path] == []

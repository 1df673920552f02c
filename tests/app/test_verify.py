"""`verify`: a paper that says what its data say, and every way in which one can be made not to."""

import hashlib
import io
import json
import re
import shutil
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from jsonschema import Draft202012Validator
from paths import PACKAGE

from perf_report.app.new import start_project
from perf_report.app.verify.remake import open_verify_setup
from perf_report.app.verify.run import verify_file
from perf_report.model.source import Source
from perf_report.pdf_inspect.font_forms import FontForms
from perf_report.pdf_inspect.open_pdf import MAX_STREAM_BYTES, open_pdf
from perf_report.pdf_inspect.page_text import MAX_PAGES
from perf_report.pdf_inspect.pdf_document import PdfDocument, read_document, read_info
from perf_report.pdf_inspect.verification import PdfVerdict
from perf_report.processes.limited_process import LimitedProcess

SCHEMA = json.loads((PACKAGE / "schemas" / "verify.schema.json").read_text("utf-8"))

# WeasyPrint leaves its colour profile open, which is noticed where papers are made in this process.
pytestmark = [
    pytest.mark.filterwarnings("ignore:.*sRGB2014:pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore:unclosed file .*sRGB2014:ResourceWarning"),
]

Change = Callable[[pikepdf.Pdf], None]


@pytest.fixture(scope="module")
def demo(office_built: Path) -> Path:
    """The PDFs of the example project's second year."""
    return next((office_built / "output").glob("*/2026"))


@pytest.fixture(scope="module")
def config() -> Any:
    return open_verify_setup(None)


@pytest.fixture
def verdict(demo: Path, tmp_path: Path, config: Any) -> Callable[..., PdfVerdict]:
    """The verdict on a PDF of the example after a change to it."""

    def judge(change: Change, name: str = "table.zh.pdf", **options: Any) -> PdfVerdict:
        path = tmp_path / name
        with pikepdf.open(demo / name) as pdf:
            change(pdf)
            pdf.save(path, fix_metadata_version=False, **options)
        return verify_file(path, config)

    return judge


def paper_of(path: Path) -> PdfDocument:
    source = Source(name=str(path), data=path.read_bytes())
    with open_pdf(source) as opened, LimitedProcess() as process:
        return read_document(opened, read_info(opened), FontForms(process))


def leave(_pdf: pikepdf.Pdf) -> None:
    """Change nothing."""


def kinds(verdict: PdfVerdict) -> set[str]:
    return {difference.kind for difference in verdict.differences}


def letter_codes(page: pikepdf.Page) -> list[dict[str, list[bytes]]]:
    """Of each font of a page the codes by which a drawing writes its letters."""
    fonts = []
    for font in page.resources["/Font"].values():
        codes: dict[str, list[bytes]] = {}
        pairs = re.findall(rb"<([0-9a-f]{4})> <([0-9a-f]{4})>", font.ToUnicode.read_bytes())
        for code, letter in pairs:
            codes.setdefault(chr(int(letter, 16)), []).append(code)
        fonts.append(codes)
    return fonts


def draw_instead(page: pikepdf.Page, old: str, new: str) -> bytes:
    """The drawing of a page with one letter in place of another, in every font that has both."""
    drawing: bytes = page.Contents.read_bytes()
    for codes in letter_codes(page):
        for code in codes.get(old, ()):
            drawing = drawing.replace(code, codes.get(new, [code])[0])
    assert drawing != page.Contents.read_bytes()
    return drawing


# --- Genuine ---


@pytest.mark.sampled
@pytest.mark.parametrize("name", ["table.zh.pdf", "table.en.pdf", "table.zh-en.pdf", "changes.pdf"])
def test_what_a_build_made_is_genuine_to_the_last_byte(demo: Path, config: Any, name: str) -> None:
    verdict = verify_file(demo / name, config)
    assert (verdict.state, verdict.byte_match) == ("genuine", "all")


@pytest.mark.parametrize("mode", ["zh", "en"])
def test_changes_in_one_language_are_genuine(
    tmp_path: Path, here: Any, config: Any, mode: str
) -> None:
    start_project(tmp_path)
    options = ("--format", "pdf", "--lang", mode, "--output", "out")
    ran = here("build", "specs/2026-demo.yaml", *options, cwd=tmp_path)
    assert ran.code == 0, ran.stderr
    path = next(tmp_path.glob("out/*/2026/changes.pdf"))
    assert verify_file(path, config).byte_match == "all"


def test_a_paper_that_is_packed_otherwise_is_genuine(verdict: Callable[..., PdfVerdict]) -> None:
    packed = verdict(leave, linearize=True, recompress_flate=True)
    assert (packed.state, packed.byte_match) == ("genuine", "none"), packed


def test_a_paper_whose_address_is_printed_is_genuine(
    tmp_path: Path, here: Any, config: Any
) -> None:
    start_project(tmp_path)
    settings = tmp_path / "perf-report.toml"
    settings.write_text(f'address = "https://example.org/open"\n{settings.read_text("utf-8")}')
    options = ("--format", "pdf", "--lang", "zh", "--output", "out")
    ran = here("build", "specs/2025-demo.yaml", *options, cwd=tmp_path)
    assert ran.code == 0, ran.stderr
    path = next(tmp_path.glob("out/*/2025/table.zh.pdf"))
    assert any("https://example.org/open" in page.text for page in paper_of(path).pages)
    assert verify_file(path, config).byte_match == "all"


# --- Altered ---


def test_a_figure_that_was_drawn_over_is_found_by_its_row_and_column(
    verdict: Callable[..., PdfVerdict], demo: Path
) -> None:
    cell = next(
        cell
        for cell in paper_of(demo / "table.zh.pdf").structure.cells.values()
        if re.fullmatch(r"[0-9]+\.[0-9]{2}", cell.stream_text) and "1" in cell.stream_text
    )

    def change(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[cell.page - 1]
        page.Contents = pdf.make_stream(draw_instead(page, "1", "0"))

    altered = verdict(change)
    found = {each.before: each for each in altered.differences if each.kind == "cell"}
    assert altered.state == "altered"
    assert found[cell.stream_text].after == cell.stream_text.replace("1", "0")
    assert found[cell.stream_text].row
    assert found[cell.stream_text].column
    assert found[cell.stream_text].page == cell.page


def test_a_changed_file_is_found_by_its_name(verdict: Callable[..., PdfVerdict]) -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        stream = carried(pdf, "funds.csv")
        stream.write(stream.read_bytes().replace(b"0", b"1"))

    altered = verdict(change)
    assert [(each.kind, each.name) for each in altered.differences] == [("file", "funds.csv")]


def carried(pdf: pikepdf.Pdf, name: str) -> Any:
    return next(each.EF.F for each in pdf.Root.AF if str(each.UF) == name)


def test_swapped_removed_and_added_files_are_found(verdict: Callable[..., PdfVerdict]) -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        by_name: dict[str, Any] = {str(each.UF): each for each in pdf.Root.AF}
        funds, goals = by_name["funds.csv"], by_name["goals.csv"]
        funds.EF, goals.EF = pikepdf.Dictionary(goals.EF), pikepdf.Dictionary(funds.EF)
        by_name["table.json"].UF = by_name["table.json"].F = pikepdf.String("other.json")
        by_name["indicators.csv"].AFRelationship = pikepdf.Name.Source

    altered = verdict(change)
    assert {(each.kind, each.name) for each in altered.differences} == {
        ("file", "funds.csv"),
        ("file", "goals.csv"),
        ("file-missing", "table.json"),
        ("file-added", "other.json"),
        ("file-role", "indicators.csv"),
        # The tree of names has its old name.
        ("file-route", "other.json"),
    }


def replace_spec(pdf: pikepdf.Pdf, *, metadata: bool) -> None:
    """Put a larger sum into the spec, and its digest into the metadata."""
    stream = carried(pdf, "2026-demo.yaml")
    old = stream.read_bytes()
    figure = re.search(rb"basic: ([0-9.]+)", old.partition(b"tasks:")[2])
    assert figure is not None
    new = old.replace(figure[0], b"basic: 9%s" % figure[1])
    assert new != old
    stream.write(new)
    if metadata:
        packet = pdf.Root.Metadata.read_bytes()
        before, after = (hashlib.sha256(each).hexdigest().encode() for each in (old, new))
        assert before in packet
        pdf.Root.Metadata.write(packet.replace(before, after))


def test_a_spec_that_was_replaced_is_not_the_one_that_the_metadata_name(
    verdict: Callable[..., PdfVerdict],
) -> None:
    altered = verdict(lambda pdf: replace_spec(pdf, metadata=False))
    assert {"source-hash", "printed-hash", "cell", "file"} <= kinds(altered)


def test_a_spec_that_was_replaced_with_its_digest_is_not_the_one_that_the_paper_prints(
    verdict: Callable[..., PdfVerdict],
) -> None:
    altered = verdict(lambda pdf: replace_spec(pdf, metadata=True))
    assert {"printed-hash", "cell", "file"} <= kinds(altered)
    assert "source-hash" not in kinds(altered)


def test_a_removed_page_is_found(verdict: Callable[..., PdfVerdict]) -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        del pdf.pages[1]

    altered = verdict(change)
    pages = [each.page for each in altered.differences if each.kind == "page-missing"]
    assert (altered.state, pages) == ("altered", [2])
    assert any(each.kind == "cell" and each.after == "" for each in altered.differences)


def test_a_duplicated_page_is_found(verdict: Callable[..., PdfVerdict]) -> None:
    altered = verdict(lambda pdf: pdf.pages.insert(1, pdf.pages[0]))
    (difference,) = altered.differences
    assert difference.kind == "page-added"
    assert difference.page in {1, 2}


@pytest.mark.parametrize("name", ["dc:title", "xmp:CreatorTool", "pdf:Producer", "proof:tool"])
def test_changed_metadata_are_found_by_their_name(
    verdict: Callable[..., PdfVerdict], name: str
) -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
            pikepdf.models.PdfMetadata.register_xml_namespace("urn:perf-report:proof:1", "proof")
            metadata[name] = "another"

    judged = verdict(change)
    doubts = {"proof:tool": "other-version", "pdf:Producer": "other-engine"}
    if name in doubts:
        assert (judged.state, judged.reason) == ("cannot-tell", doubts[name])
    else:
        found = [(each.kind, each.name, each.after) for each in judged.differences]
        assert found == [("property", name, "another")]


def test_the_information_dictionary_counts_as_metadata(verdict: Callable[..., PdfVerdict]) -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.docinfo["/Author"] = "someone else"

    assert [each.name for each in verdict(change).differences] == ["info:Author"]


def find_cell(pdf: pikepdf.Pdf) -> Any:
    """A data cell that has content."""
    for each in pdf.objects:
        if isinstance(each, pikepdf.Dictionary) and each.get("/S") == "/TD" and "/K" in each:
            return each
    raise AssertionError


def test_a_cell_that_is_no_longer_read_out_is_found(verdict: Callable[..., PdfVerdict]) -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        del find_cell(pdf)["/K"]

    (difference,) = verdict(change).differences
    assert (difference.kind, difference.after) == ("cell", "")
    assert difference.before


def test_a_cell_that_is_read_out_otherwise_than_it_is_drawn_is_found(
    verdict: Callable[..., PdfVerdict],
) -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        find_cell(pdf)["/Alt"] = pikepdf.String("nine thousand")

    (difference,) = verdict(change).differences
    assert difference.kind == "cell-heard"
    assert "nine thousand" in str(difference.after)


def test_words_beside_the_structure_are_found(verdict: Callable[..., PdfVerdict]) -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[0]
        font = next(iter(page.resources["/Font"].keys()))
        code = next(iter(letter_codes(page)[0].values()))[0]
        added = b"\n/Artifact BMC BT %s 9 Tf 1 0 0 -1 90 90 Tm <%s> Tj ET EMC" % (
            font.encode(), code,
        )  # fmt: skip
        page.Contents = pdf.make_stream(page.Contents.read_bytes() + added)

    (difference,) = verdict(change).differences
    assert (difference.kind, difference.page) == ("page", 1)


def test_a_picture_laid_over_a_page_is_found(verdict: Callable[..., PdfVerdict]) -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        page, image = pdf.pages[0], pdf.make_stream(b"\xff")
        image.Type, image.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
        image.Width = image.Height = 1
        image.ColorSpace, image.BitsPerComponent = pikepdf.Name.DeviceGray, 8
        name = page.add_resource(image, pikepdf.Name.XObject)
        drawing = (
            page.Contents.read_bytes() + b" q 90 0 0 20 90 600 cm %s Do Q" % str(name).encode()
        )
        page.Contents = pdf.make_stream(drawing)

    assert {(each.kind, each.page) for each in verdict(change).differences} == {("picture", 1)}


def test_a_note_laid_over_a_page_is_found(verdict: Callable[..., PdfVerdict]) -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        note = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.FreeText, Rect=[90, 600, 180, 620],
            Contents="9999.00",
        )  # fmt: skip
        pdf.pages[0].obj["/Annots"] = pdf.make_indirect(pikepdf.Array([pdf.make_indirect(note)]))

    assert {(each.kind, each.page) for each in verdict(change).differences} == {("note", 1)}


def test_what_is_painted_over_words_that_stay_is_no_genuine_paper(
    verdict: Callable[..., PdfVerdict],
) -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[0]
        page.Contents = pdf.make_stream(page.Contents.read_bytes() + b" 1 g 90 90 99 20 re f")

    judged = verdict(change)
    assert (judged.state, judged.reason, judged.pages) == ("cannot-tell", "drawn-otherwise", (1,))


def test_what_runs_when_a_paper_is_opened_makes_it_no_genuine_one(
    verdict: Callable[..., PdfVerdict],
) -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")

    (difference,) = verdict(change).differences
    assert (difference.kind, difference.name) == ("entry", "/OpenAction")


def test_a_report_of_changes_that_was_altered_is_found(verdict: Callable[..., PdfVerdict]) -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        stream = carried(pdf, "changes.json")
        stream.write(stream.read_bytes().replace(b"weaker", b"stronger"))
        del find_cell(pdf)["/K"]

    assert kinds(verdict(change, "changes.pdf")) == {"file", "cell"}


# --- Updates ---


def append(data: bytes, objects: dict[int, bytes]) -> bytes:
    """The document with an update, which leaves the bytes before as they are."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        root, size = pdf.Root.objgen[0], int(pdf.trailer.Size)
        kept = b"/ID %s /Info %s" % (pdf.trailer.ID.unparse(), pdf.trailer.Info.unparse())
    before = re.findall(rb"startxref\s+([0-9]+)", data)[-1]
    out = bytearray(data)
    sections = []
    for number, object_digests in objects.items():
        sections.append(b"%d 1\n%010d 00000 n \n" % (number, len(out)))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, object_digests)
    start, size = len(out), max([size, *(number + 1 for number in objects)])
    trailer = b"trailer\n<</Size %d /Root %d 0 R /Prev %s %s>>" % (size, root, before, kept)
    out += b"xref\n%s%s\nstartxref\n%d\n%%%%EOF\n" % (b"".join(sections), trailer, start)
    return bytes(out)


def test_an_update_that_changes_a_page_is_found_though_the_first_revision_is_whole(
    demo: Path, tmp_path: Path, config: Any
) -> None:
    data, path = (demo / "table.zh.pdf").read_bytes(), tmp_path / "updated.pdf"
    with pikepdf.open(demo / "table.zh.pdf") as pdf:
        page = pdf.pages[0]
        number, drawing = page.Contents.objgen[0], draw_instead(page, "1", "0")
    object_digests = b"<</Length %d>>\nstream\n%s\nendstream" % (len(drawing), drawing)
    path.write_bytes(append(data, {number: object_digests}))

    updated = verify_file(path, config)

    assert (updated.state, updated.byte_match) == ("altered", "first-revision")
    assert "cell" in kinds(updated)


# --- What cannot be told, and what cannot be read ---


def call_earlier(pdf: pikepdf.Pdf) -> None:
    """Name an earlier version as the one that made a paper."""
    packet = pdf.Root.Metadata.read_bytes()
    tool = re.sub(rb"(<proof:tool>perf-report )[^<]+", rb"\g<1>0.0.0", packet)
    assert tool != packet
    pdf.Root.Metadata.write(tool)


def test_a_paper_of_an_earlier_version_is_compared_with_the_spec_in_it(
    verdict: Callable[..., PdfVerdict],
) -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        replace_spec(pdf, metadata=True)
        call_earlier(pdf)

    assert kinds(verdict(change)) == {"printed-hash", "file-value"}


@pytest.mark.parametrize("mode", ["zh", "en", "zh-en"])
def test_a_later_version_will_know_the_labels_that_are_printed_now(
    verdict: Callable[..., PdfVerdict], mode: str
) -> None:
    """Where this fails, a label changed: bring the record under `data/printed/` up to date."""
    assert verdict(call_earlier, f"table.{mode}.pdf").differences == ()


def remove_files(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.AF, pdf.Root.Names


def remove_metadata(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.Metadata


def declare_entities(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Metadata.write(b'<!DOCTYPE x [<!ENTITY a "aaaa">]>' + pdf.Root.Metadata.read_bytes())


def break_spec(pdf: pikepdf.Pdf) -> None:
    carried(pdf, "2026-demo.yaml").write(b"format: 1\n")


def fatten_spec(pdf: pikepdf.Pdf) -> None:
    carried(pdf, "2026-demo.yaml").write(b"#" * 500_000)


@pytest.mark.parametrize(
    ("change", "reason"),
    [(remove_files, "no-spec"), (remove_metadata, "no-proof"), (declare_entities, "no-proof")],
)
def test_what_lacks_its_spec_or_its_proof_cannot_be_told(
    verdict: Callable[..., PdfVerdict], change: Change, reason: str
) -> None:
    judged = verdict(change)
    assert (judged.state, judged.reason) == ("cannot-tell", reason)


@pytest.mark.parametrize("change", [break_spec, fatten_spec])
def test_a_spec_that_is_none_is_altered_all_the_same(
    verdict: Callable[..., PdfVerdict], change: Change
) -> None:
    assert kinds(verdict(change)) == {"source-hash", "printed-hash"}


def cut_off(data: bytes) -> bytes:
    return data[: len(data) // 2]


def garble(data: bytes) -> bytes:
    return data[:200] + data[400:]


def encrypt(data: bytes, user: str) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(owner="owner", user=user))
    return out.getvalue()


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (cut_off, "pdf-damaged"),
        (garble, "pdf-damaged"),
        (lambda data: encrypt(data, ""), "pdf-encrypted"),
        (lambda data: encrypt(data, "secret"), "pdf-encrypted"),
        (lambda _: b"", "pdf-not-one"),
        (lambda _: b"format: 1\n", "pdf-not-one"),
        (lambda _: b"%PDF-1.7\n", "pdf-damaged"),
    ],
)
def test_what_cannot_be_read_is_said(
    demo: Path, tmp_path: Path, config: Any, make: Any, message: str
) -> None:
    path = tmp_path / "bad.pdf"
    path.write_bytes(make((demo / "table.zh.pdf").read_bytes()))
    verdict = verify_file(path, config)
    assert (verdict.state, verdict.reason) == ("cannot-tell", "unreadable")
    assert verdict.error is not None
    assert verdict.error.message == message


def test_a_page_that_unpacks_to_gigabytes_is_not_unpacked(
    verdict: Callable[..., PdfVerdict],
) -> None:
    packer = zlib.compressobj(9)
    bomb = b"".join(packer.compress(bytes(1_000_000)) for _ in range(2 * MAX_STREAM_BYTES // 10**6))
    bomb += packer.flush()

    def change(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].Contents.write(bomb, filter=pikepdf.Name.FlateDecode)

    judged = verdict(change, compress_streams=False)
    assert judged.error is not None
    assert judged.error.message == "pdf-stream"


def draw_too_much(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].Contents = pdf.make_stream(b"q Q " * 300_000)


def structure_in_a_circle(pdf: pikepdf.Pdf) -> None:
    circle = pdf.make_indirect(pikepdf.Array([]))
    circle.append(circle)
    pdf.Root.StructTreeRoot.K = circle


def letters_without_end(pdf: pikepdf.Pdf) -> None:
    for font in pdf.pages[0].resources["/Font"].values():
        font.ToUnicode.write(b"beginbfrange" + b" <0000> <ffff> <0000>" * 30_000 + b" endbfrange")


def pages_without_end(pdf: pikepdf.Pdf) -> None:
    for _ in range(MAX_PAGES):
        pdf.pages.append(pdf.pages[0])


@pytest.mark.parametrize(
    "change", [draw_too_much, structure_in_a_circle, letters_without_end, pages_without_end]
)
def test_what_would_take_for_ever_is_not_read(
    verdict: Callable[..., PdfVerdict], change: Change
) -> None:
    judged = verdict(change)
    assert judged.error is not None
    assert judged.error.message == "pdf-damaged"


# --- The command ---


def test_the_command_says_what_differs_and_ends_by_the_worst(
    demo: Path, tmp_path: Path, here: Any
) -> None:
    shutil.copy(demo / "table.zh.pdf", tmp_path / "good.pdf")
    with pikepdf.open(demo / "table.zh.pdf") as pdf:
        del find_cell(pdf)["/K"]
        pdf.save(tmp_path / "altered.pdf")
    (tmp_path / "other.pdf").write_bytes(b"%PDF-1.7 nothing")
    names = ("good.pdf", "altered.pdf", "other.pdf", "missing.pdf", ".")

    ran = here("verify", *names, "--format", "text", "--format", "json=all.json", cwd=tmp_path)

    assert ran.code == 1
    assert "✓ good.pdf: genuine; identical to the built file" in ran.stdout
    assert re.search("✗ altered.pdf: altered\n  Page .*, row “.*”, column “.*”: .*", ran.stdout)
    assert "? other.pdf: undetermined: other.pdf is truncated or damaged" in ran.stdout
    assert "? missing.pdf: undetermined: there is no file missing.pdf" in ran.stdout
    assert "? .: undetermined: . is a folder" in ran.stdout
    data = json.loads((tmp_path / "all.json").read_text("utf-8"))
    Draft202012Validator(SCHEMA).validate(data)
    assert data["summary"] == {
        "genuine": 1, "genuine-as-data": 0, "altered": 1, "cannot-tell": 3,
    }  # fmt: skip
    assert here("verify", "other.pdf", cwd=tmp_path).code == 3
    assert here("verify", "good.pdf", cwd=tmp_path).code == 0


def test_the_command_needs_a_file(here: Any, tmp_path: Path) -> None:
    ran = here("verify", cwd=tmp_path)
    assert ran.code == 2
    assert "FILE... is missing" in ran.stderr


def test_the_schema_is_sound_and_names_every_kind_and_reason() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    source = "".join(
        path.read_text("utf-8")
        for name in ("app/verify", "pdf_inspect")
        for path in sorted((PACKAGE / name).glob("*.py"))
    )
    for kind in SCHEMA["$defs"]["difference"]["properties"]["kind"]["enum"]:
        assert f'"{kind.removesuffix("-heard")}"' in source
    for reason in SCHEMA["$defs"]["file"]["properties"]["reason"]["enum"]:
        assert reason is None or f'"{reason}"' in source


def test_the_command_is_told_in_both_languages(demo: Path, tmp_path: Path, here: Any) -> None:
    shutil.copy(demo / "table.zh.pdf", tmp_path / "a.pdf")
    said = here("--ui-language", "zh", "verify", "a.pdf", cwd=tmp_path).stdout
    assert said == "✓ a.pdf：核验一致，逐字节相同\n"

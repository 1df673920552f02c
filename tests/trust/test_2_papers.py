"""What a PDF says of itself: `verify`, `sign` and `extract` on files that someone else changed.

The tests run the command line on papers that an earlier version or this one made, each changed in
one way.
"""

import io
import json
import os
import re
import resource
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from conftest import Ran, Runner
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from cryptography.x509.oid import NameOID
from fontTools.fontBuilder import FontBuilder
from fontTools.misc.psCharStrings import T2CharString
from jsonschema import Draft202012Validator
from paths import PACKAGE, TESTS

import perf_report

# WeasyPrint leaves its colour profile open, which is noticed where papers are made in this process.
pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore:.*sRGB2014:pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore:unclosed file .*sRGB2014:ResourceWarning"),
]

OLD = TESTS / "upgrade" / "0.1"
OLD_TABLE = OLD / "output" / "demo-dandelion" / "2025" / "table.zh-en.pdf"
PASSPHRASE = "open sesame"  # noqa: S105  # of a key that lives as long as a test
ASKS = {"PERF_REPORT_SIGN_PASSPHRASE": PASSPHRASE}

Change = Callable[[pikepdf.Pdf], None]


@pytest.fixture(scope="module")
def demo(office_built: Path) -> Path:
    """The PDFs of the example project's second year."""
    return next((office_built / "output").glob("*/2026"))


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A key of an office, with a certificate that no one trusts."""
    private = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Test office")])
    now = datetime.now(tz=UTC)
    usages = dict.fromkeys(
        ("key_encipherment", "data_encipherment", "key_agreement", "key_cert_sign", "crl_sign",
         "encipher_only", "decipher_only"), False,
    )  # fmt: skip
    certificate = (
        x509.CertificateBuilder(
            issuer_name=name,
            subject_name=name,
            public_key=private.public_key(),
            serial_number=1,
            not_valid_before=now - timedelta(days=1),
            not_valid_after=now + timedelta(days=1),
        )
        .add_extension(
            x509.KeyUsage(digital_signature=True, content_commitment=True, **usages), critical=True
        )
        .sign(private, hashes.SHA256())
    )
    how = BestAvailableEncryption(PASSPHRASE.encode())
    path = tmp_path_factory.mktemp("key") / "key.p12"
    path.write_bytes(
        pkcs12.serialize_key_and_certificates(b"office", private, certificate, None, how)
    )
    return path


def signed_copy(here: Runner, path: Path, key: Path, folder: Path) -> Path:
    """A signed copy of a paper."""
    target = folder / "signed.pdf"
    ran = here("sign", path, "--pkcs12", key, "--output", target, environment=ASKS)
    assert ran.code == 0, ran.stderr
    return target


@pytest.fixture
def signed(here: Runner, demo: Path, key: Path, tmp_path: Path) -> Path:
    """A signed paper."""
    return signed_copy(here, demo / "table.zh.pdf", key, tmp_path)


def verify(here: Runner, path: Path) -> tuple[dict[str, Any], Ran]:
    """The verdict on a paper as data, and what the command said."""
    report = path.with_suffix(".json")
    ran = here("verify", path, "--format", "text", "--format", f"json={report}", cwd=path.parent)
    data = json.loads(report.read_text("utf-8"))
    schema = json.loads((PACKAGE / "schemas" / "verify.schema.json").read_text("utf-8"))
    Draft202012Validator(schema).validate(data)
    (verdict,) = data["files"]
    return verdict, ran


def kinds(verdict: dict[str, Any]) -> set[str]:
    return {each["kind"] for each in verdict["differences"]}


def changed(source: Path, target: Path, change: Change) -> Path:
    """A copy of a paper after a change to it."""
    with pikepdf.open(source) as pdf:
        change(pdf)
        pdf.save(target, fix_metadata_version=False)
    return target


# --- Attached files ---


def attached(pdf: pikepdf.Pdf, name: str) -> Any:
    return next(each for each in pdf.Root.AF if str(each.UF) == name)


def forged(pdf: pikepdf.Pdf) -> Any:
    """Another content for funds.csv."""
    stream = attached(pdf, "funds.csv").EF.UF
    other = pdf.make_stream(stream.read_bytes().replace(b"0", b"9"))
    other.Type, other.Subtype = pikepdf.Name.EmbeddedFile, stream.Subtype
    return other


def swap_bytes(entry: str) -> Change:
    def change(pdf: pikepdf.Pdf) -> None:
        embedded = attached(pdf, "funds.csv").EF
        kept = pdf.make_indirect(embedded.UF)
        embedded.UF = embedded.F = kept
        embedded[entry] = forged(pdf)

    return change


def swap_name(entry: str) -> Change:
    def change(pdf: pikepdf.Pdf) -> None:
        attached(pdf, "funds.csv")[entry] = pikepdf.String("goals.csv")

    return change


def exchange_names_in_the_tree(pdf: pikepdf.Pdf) -> None:
    names = pdf.Root.Names.EmbeddedFiles.Names
    names[0], names[2] = pikepdf.String(str(names[2])), pikepdf.String(str(names[0]))


def remove_from_the_tree(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.Names.EmbeddedFiles.Names[:2]


def remove_from_the_list(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.AF[1]


def name_twice_in_the_tree(pdf: pikepdf.Pdf) -> None:
    names = pdf.Root.Names.EmbeddedFiles.Names
    names.append(pikepdf.String("other.csv"))
    names.append(names[1])


def relate_another_file(pdf: pikepdf.Pdf) -> None:
    related = pikepdf.Array([pikepdf.String("funds.csv"), forged(pdf)])
    attached(pdf, "funds.csv").RF = pikepdf.Dictionary(UF=related)


ROUTES: dict[str, Change] = {
    "bytes by EF F": swap_bytes("/F"),
    "bytes by EF UF": swap_bytes("/UF"),
    "bytes by EF Unix": swap_bytes("/Unix"),
    "name by F": swap_name("/F"),
    "name by DOS": swap_name("/DOS"),
    "name in the tree": exchange_names_in_the_tree,
    "two names in the tree": name_twice_in_the_tree,
    "not in the tree": remove_from_the_tree,
    "not in the list": remove_from_the_list,
    "related file": relate_another_file,
}


@pytest.mark.sampled
@pytest.mark.parametrize("route", ROUTES)
def test_a_file_that_some_reader_gets_otherwise_makes_a_paper_altered(
    here: Runner, demo: Path, tmp_path: Path, route: str
) -> None:
    path = changed(demo / "table.zh.pdf", tmp_path / "a.pdf", ROUTES[route])
    verdict, ran = verify(here, path)
    assert (verdict["state"], ran.code) == ("altered", 1), ran.stdout
    assert {"file-route", "file"} & kinds(verdict)


@pytest.mark.parametrize("route", ROUTES)
def test_a_file_that_some_reader_gets_otherwise_is_not_extracted(
    here: Runner, demo: Path, tmp_path: Path, route: str
) -> None:
    path = changed(demo / "table.zh.pdf", tmp_path / "a.pdf", ROUTES[route])
    ran = here("extract", path, "--output", tmp_path / "into")
    assert ran.code == 3
    assert not (tmp_path / "into").exists()


def test_a_file_that_describes_itself_otherwise_makes_a_paper_altered(
    here: Runner, demo: Path, tmp_path: Path
) -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        attached(pdf, "funds.csv").Desc = pikepdf.String("approved by the council")

    verdict, ran = verify(here, changed(demo / "table.zh.pdf", tmp_path / "a.pdf", change))
    assert (verdict["state"], ran.code) == ("altered", 1)
    assert [each["name"] for each in verdict["differences"]] == ["funds.csv"]


# --- Metadata ---


def add_another_title(packet: bytes) -> bytes:
    """A title for readers in Chinese, behind the one for all."""
    added = b'</rdf:li><rdf:li xml:lang="zh-CN">2027</rdf:li></rdf:Alt></dc:title>'
    return packet.replace(b"</rdf:li></rdf:Alt></dc:title>", added)


def describe_otherwise(packet: bytes) -> bytes:
    return packet.replace(b"What a table of performance targets", b"Approved: 9999.00. What it")


@pytest.mark.sampled
@pytest.mark.parametrize("rewrite_packet", [add_another_title, describe_otherwise])
@pytest.mark.parametrize("made_by", ["this version", "an older version"])
def test_metadata_that_some_reader_shows_make_a_paper_altered(
    here: Runner, demo: Path, tmp_path: Path, rewrite_packet: Callable[[bytes], bytes],
    made_by: str,
) -> None:  # fmt: skip
    def change(pdf: pikepdf.Pdf) -> None:
        packet = pdf.Root.Metadata.read_bytes()
        assert rewrite_packet(packet) != packet
        pdf.Root.Metadata.write(rewrite_packet(packet))

    paper = OLD_TABLE if made_by == "an older version" else demo / "table.zh.pdf"
    verdict, ran = verify(here, changed(paper, tmp_path / "a.pdf", change))
    assert (verdict["state"], ran.code) == ("altered", 1), ran.stdout
    assert kinds(verdict) == {"property"}


# --- What is appended to a signed paper ---


def append(data: bytes, objects: dict[int, bytes]) -> bytes:
    """A document with an update, which leaves the bytes before as they are."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        root, size = pdf.Root.objgen[0], int(pdf.trailer.Size)
        kept = b"/ID %s /Info %s" % (pdf.trailer.ID.unparse(), pdf.trailer.Info.unparse())
    before = re.findall(rb"startxref\s+([0-9]+)", data)[-1]
    out, sections = bytearray(data), []
    for number, content in objects.items():
        sections.append(b"%d 1\n%010d 00000 n \n" % (number, len(out)))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start, size = len(out), max([size, *(number + 1 for number in objects)])
    trailer = b"trailer\n<</Size %d /Root %d 0 R /Prev %s %s>>" % (size, root, before, kept)
    out += b"xref\n%s%s\nstartxref\n%d\n%%%%EOF\n" % (b"".join(sections), trailer, start)
    return bytes(out)


def update(data: bytes, find: Callable[[pikepdf.Pdf], Any], change: Callable[[Any], None]) -> bytes:
    """A document with an update in which one object is changed."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        thing = find(pdf)
        change(thing)
        return append(data, {thing.objgen[0]: thing.unparse(resolved=True)})


def form_of(pdf: pikepdf.Pdf) -> Any:
    return pdf.Root.AcroForm if pdf.Root.AcroForm.is_indirect else pdf.Root


def add_xfa(thing: Any) -> None:
    form = thing.get("/AcroForm", thing)
    form.XFA = pikepdf.String("<xdp:xdp>9999.00</xdp:xdp>")


def hide_cells(tree: Any) -> None:
    tree.RoleMap = pikepdf.Dictionary(TD=pikepdf.Name.Artifact, TH=pikepdf.Name.Artifact)


def structure_of(pdf: pikepdf.Pdf) -> Any:
    return pdf.Root.StructTreeRoot


APPENDED: dict[str, Callable[[bytes], bytes]] = {
    "XFA": lambda data: update(data, form_of, add_xfa),
    "RoleMap": lambda data: update(data, structure_of, hide_cells),
    "an object that nothing names": lambda data: append(data, {9000: b"(9999.00)"}),
    "a comment": lambda data: data + b"% 9999.00\n",
}


def test_a_signed_paper_is_genuine_and_nothing_was_appended(here: Runner, signed: Path) -> None:
    verdict, ran = verify(here, signed)
    assert (verdict["state"], verdict["bytes"], ran.code) == ("genuine", "first-revision", 0)
    assert [seal["holds"] for seal in verdict["seals"]] == [True]


def test_a_paper_that_was_signed_twice_is_genuine(
    here: Runner, signed: Path, key: Path, tmp_path: Path
) -> None:
    (tmp_path / "again").mkdir()
    verdict, ran = verify(here, signed_copy(here, signed, key, tmp_path / "again"))
    assert (verdict["state"], verdict["signatures"], ran.code) == ("genuine", 2, 0), ran.stdout


@pytest.mark.sampled
@pytest.mark.parametrize("what", APPENDED)
def test_what_is_appended_after_the_last_signature_is_told_and_is_not_genuine(
    here: Runner, signed: Path, what: str
) -> None:
    signed.write_bytes(APPENDED[what](signed.read_bytes()))
    verdict, ran = verify(here, signed)
    assert (verdict["state"], ran.code) == ("altered", 1), ran.stdout
    assert "appended" in kinds(verdict)
    assert "after the last signature" in ran.stdout


@pytest.mark.parametrize("what", APPENDED)
def test_what_is_appended_after_the_last_signature_is_not_signed_once_more(
    here: Runner, signed: Path, key: Path, what: str
) -> None:
    signed.write_bytes(APPENDED[what](signed.read_bytes()))
    target = signed.with_name("again.pdf")
    ran = here("sign", signed, "--pkcs12", key, "--output", target, environment=ASKS)
    assert ran.code == 3
    assert "after its last signature" in ran.stderr
    assert not target.exists()


@pytest.mark.parametrize("what", ["RoleMap", "XFA"])
def test_what_is_appended_before_a_signature_is_not_what_a_signature_brings(
    here: Runner, demo: Path, key: Path, tmp_path: Path, what: str
) -> None:
    path = tmp_path / "before.pdf"
    data = (demo / "table.zh.pdf").read_bytes()
    if what == "XFA":
        data = update(data, lambda pdf: pdf.Root, lambda root: add_xfa(add_form(root)))
    path.write_bytes(data if what == "XFA" else APPENDED[what](data))
    verdict, ran = verify(here, signed_copy(here, path, key, tmp_path))
    assert (verdict["state"], ran.code) == ("altered", 1), ran.stdout
    assert [seal["holds"] for seal in verdict["seals"]] == [True]


def draw_otherwise_for_a_while(data: bytes) -> bytes:
    """An update in which a page is covered, and one that gives it back."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        number, drawing = pdf.pages[0].Contents.objgen[0], pdf.pages[0].Contents.read_bytes()
    for content in (drawing + b" q 1 g 0 0 2000 300 re f Q", drawing):
        stream = b"<</Length %d>>\nstream\n%s\nendstream" % (len(content), content)
        data = append(data, {number: stream})
    return data


@pytest.mark.parametrize("made_by", ["this version", "an older version"])
def test_a_revision_that_said_something_else_is_told(
    here: Runner, demo: Path, key: Path, tmp_path: Path, made_by: str
) -> None:
    paper = OLD_TABLE if made_by == "an older version" else demo / "table.zh.pdf"
    path = tmp_path / "between.pdf"
    path.write_bytes(draw_otherwise_for_a_while(paper.read_bytes()))
    verdict, ran = verify(here, signed_copy(here, path, key, tmp_path))
    assert (verdict["state"], ran.code) == ("altered", 1), ran.stdout
    assert kinds(verdict) == {"revision"}


def add_form(root: Any) -> Any:
    root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array(), SigFlags=3)
    return root


def test_a_field_with_an_action_is_not_what_a_signature_brings(here: Runner, signed: Path) -> None:
    def act(field: Any) -> None:
        field.AA = pikepdf.Dictionary(
            E=pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
        )

    data = update(signed.read_bytes(), lambda pdf: pdf.Root.AcroForm.Fields[0], act)
    signed.write_bytes(data)
    verdict, _ = verify(here, signed)
    assert {"appended", "entry"} <= kinds(verdict)


# --- What stands in an unsigned paper, beside what was compared ---


def forge_for_one_reader(data: bytes) -> bytes:
    """An update that qpdf passes over, and poppler takes: its place ends in a letter."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        page, funds = pdf.pages[0].Contents, attached(pdf, "funds.csv").EF.F
        objects = {
            page.objgen[0]: page.read_bytes() + b"\nq 1 g 0 0 2000 300 re f Q",
            funds.objgen[0]: funds.read_bytes().replace(b"0", b"9"),
        }
    written = {
        number: b"<</Length %d>>\nstream\n%s\nendstream" % (len(content), content)
        for number, content in objects.items()
    }
    before = re.findall(rb"startxref\s+([0-9]+)", data)[-1]
    head, _, place = append(data, written).removesuffix(b"\n%%EOF\n").rpartition(b"startxref\n")
    return head + b"startxref\n%s\n%%%%EOF\nstartxref\n%sx\n%%%%EOF\n" % (before, place)


def put_before(data: bytes) -> bytes:
    return b"<html><h1>9999.00</h1><!--" + data


def archive_behind(data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("funds.csv", "task,total\r\n1,9999.00\r\n")
    return data + out.getvalue()


def update_to_the_same(data: bytes) -> bytes:
    return update(data, lambda pdf: pdf.Root, lambda _: None)


BESIDE: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "an update for one reader": (forge_for_one_reader, "outside"),
    "a page of the web before it": (put_before, "outside"),
    "an archive behind it": (archive_behind, "outside"),
    "a comment behind it": (lambda data: data + b"% 9999.00\n", "outside"),
    "spaces behind it": (lambda data: data + b" ", "outside"),
    "an object behind it": (lambda data: data + b"9000 0 obj\n(9999.00)\nendobj\n", "outside"),
    "an object that nothing names": (APPENDED["an object that nothing names"], "outside"),
    "an update to the same": (update_to_the_same, "revised"),
    "many updates": (lambda data: update_to_the_same(update_to_the_same(data)), "revised"),
}  # fmt: skip


@pytest.mark.sampled
@pytest.mark.parametrize("what", BESIDE)
def test_what_stands_beside_an_unsigned_paper_is_told_and_is_not_genuine(
    here: Runner, demo: Path, tmp_path: Path, what: str
) -> None:
    make, kind = BESIDE[what]
    path = tmp_path / "a.pdf"
    path.write_bytes(make((demo / "table.zh.pdf").read_bytes()))
    verdict, ran = verify(here, path)
    assert (verdict["state"], ran.code) == ("altered", 1), ran.stdout
    assert kind in kinds(verdict)


@pytest.mark.sampled
@pytest.mark.parametrize("what", BESIDE)
def test_what_stands_beside_a_paper_of_an_older_version_is_not_genuine(
    here: Runner, tmp_path: Path, what: str
) -> None:
    make, kind = BESIDE[what]
    path = tmp_path / "a.pdf"
    path.write_bytes(make(OLD_TABLE.read_bytes()))
    verdict, ran = verify(here, path)
    assert (verdict["state"], ran.code) == ("altered", 1), ran.stdout
    assert kind in kinds(verdict)


def test_what_stands_before_a_signature_and_belongs_to_nothing_is_not_genuine(
    here: Runner, demo: Path, key: Path, tmp_path: Path
) -> None:
    path = tmp_path / "before.pdf"
    make = APPENDED["an object that nothing names"]
    path.write_bytes(make((demo / "table.zh.pdf").read_bytes()))
    verdict, ran = verify(here, signed_copy(here, path, key, tmp_path))
    assert (verdict["state"], ran.code) == ("altered", 1), ran.stdout
    assert kinds(verdict) == {"outside"}


def test_a_paper_of_which_readers_take_another_update_is_not_extracted(
    here: Runner, demo: Path, tmp_path: Path
) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(forge_for_one_reader((demo / "table.zh.pdf").read_bytes()))
    ran = here("extract", path, "--output", tmp_path / "into")
    assert ran.code == 3
    assert "differently" in ran.stderr
    assert not (tmp_path / "into").exists()


SAVED: dict[str, dict[str, Any]] = {
    "plainly": {},
    "for the web": {"linearize": True},
    "for the web, without object streams": {
        "linearize": True, "object_stream_mode": pikepdf.ObjectStreamMode.disable,
    },
    "without object streams": {"object_stream_mode": pikepdf.ObjectStreamMode.disable},
    "unpacked": {
        "compress_streams": False, "stream_decode_level": pikepdf.StreamDecodeLevel.generalized,
    },
}  # fmt: skip


def hide_behind_a_stream(pdf: pikepdf.Pdf) -> None:
    """Bytes in a stream, behind the end of what it unpacks to."""
    stream = pdf.pages[0].Contents
    packed = zlib.compress(stream.read_bytes()) + b"9999.00"
    stream.write(packed, filter=pikepdf.Name.FlateDecode)


def name_a_key_twice(pdf: pikepdf.Pdf) -> None:
    """A second language of the catalog, once `Lanh` is written `Lang`; qpdf takes the last one."""
    pdf.Root.Lanh = pdf.Root.Lang
    pdf.Root.Lang = pikepdf.String("fr-FR")


@pytest.mark.parametrize("change", [hide_behind_a_stream, name_a_key_twice])
def test_a_paper_that_readers_may_take_otherwise_cannot_be_told(
    here: Runner, demo: Path, tmp_path: Path, change: Change
) -> None:
    path = tmp_path / "a.pdf"
    with pikepdf.open(demo / "table.zh.pdf") as pdf:
        change(pdf)
        pdf.save(path, fix_metadata_version=False, **SAVED["without object streams"])
    path.write_bytes(path.read_bytes().replace(b"/Lanh", b"/Lang"))
    verdict, ran = verify(here, path)
    assert (verdict["state"], verdict["reason"], ran.code) == ("cannot-tell", "layout", 3)


@pytest.mark.sampled
@pytest.mark.parametrize("how", SAVED)
@pytest.mark.parametrize("state", ["genuine", "genuine-as-data"])
def test_a_paper_that_a_program_saved_anew_is_as_genuine_as_before(
    here: Runner, demo: Path, tmp_path: Path, how: str, state: str
) -> None:
    path = tmp_path / "a.pdf"
    with pikepdf.open(OLD_TABLE if state == "genuine-as-data" else demo / "table.zh.pdf") as pdf:
        pdf.save(path, fix_metadata_version=False, **SAVED[how])
    verdict, ran = verify(here, path)
    assert (verdict["state"], verdict["differences"], ran.code) == (state, [], 0), ran.stdout


# --- Signatures that are none ---


def with_field(data: bytes, form: bytes, value: bytes) -> bytes:
    """A paper to which a field for a signature is appended."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        number = pdf.Root.objgen[0]
        root = pdf.Root.unparse(resolved=True).rstrip().removesuffix(b">>")
    field = b"<</Type /Annot /Subtype /Widget /FT /Sig /T (approved) /Rect [0 0 0 0] %s>>" % value
    return append(data, {number: root + form + b">>", 9000: field})


FORM = b" /AcroForm <</SigFlags 3 /Fields [9000 0 R]>>"


def direct_signature(data: bytes) -> bytes:
    """A signature that stands in its field, with made-up digits that cover the whole file."""
    digits = b"3082" * 100
    empty = b"/V <</Type /Sig /Filter /Adobe.PPKLite /Contents <%s> /ByteRange [%s]>>"
    places = b"0 %09d %09d %09d"
    made = with_field(data, FORM, empty % (digits, places % (1, 1, 1)))
    start = made.index(b"<" + digits)
    end = start + len(digits) + 2
    return with_field(data, FORM, empty % (digits, places % (start, end, len(made) - end)))


NO_SIGNATURES: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "a field alone": (lambda data: with_field(data, FORM, b""), "signature-absent"),
    "an empty value": (lambda data: with_field(data, FORM, b"/V <<>>"), "signature-absent"),
    "a range of nothing": (
        lambda data: with_field(
            data, FORM, b"/V <</Type /Sig /Contents <308230> /ByteRange [0 1 2 3]>>"
        ),
        "signature-absent",
    ),
    "for one reader alone": (direct_signature, "signature-count"),
    "two lists of fields": (
        lambda data: with_field(
            data, b" /AcroForm <</SigFlags 3 /Fields [9000 0 R] /Fields []>>",
            b"/V <</Type /Sig /Contents <308230> /ByteRange [0 1 2 3]>>",
        ),
        "signature-unreadable",
    ),
}  # fmt: skip


def assert_told(ran: Ran) -> None:
    """No sentence has a hole where a name belongs, and none asks for what is installed."""
    said = ran.stdout + ran.stderr
    assert "pip install" not in said
    assert not re.search(r"after  |by ,|“”|after “” ", said), said


@pytest.mark.sampled
@pytest.mark.parametrize("case", NO_SIGNATURES)
def test_a_signature_that_is_none_makes_a_paper_altered(
    here: Runner, demo: Path, tmp_path: Path, case: str
) -> None:
    make, kind = NO_SIGNATURES[case]
    path = tmp_path / "a.pdf"
    path.write_bytes(make((demo / "table.zh.pdf").read_bytes()))
    verdict, ran = verify(here, path)
    assert (verdict["state"], ran.code) == ("altered", 1), ran.stdout
    assert kind in kinds(verdict)
    assert_told(ran)


@pytest.mark.parametrize("case", ["a field alone", "an empty value", "a range of nothing"])
def test_a_paper_with_a_signature_that_is_none_is_not_signed(
    here: Runner, demo: Path, key: Path, tmp_path: Path, case: str
) -> None:
    make, _ = NO_SIGNATURES[case]
    path = tmp_path / "a.pdf"
    path.write_bytes(make((demo / "table.zh.pdf").read_bytes()))
    ran = here("sign", path, "--pkcs12", key, "--output", tmp_path / "b.pdf", environment=ASKS)
    assert ran.code == 3
    assert "“approved”" in ran.stderr
    assert_told(ran)


def spoiled(data: bytes, digit: bytes) -> bytes:
    """A signed paper with other digits in its signature."""
    found = list(re.finditer(rb"/Contents <([0-9a-fA-F]{2000,})>", data))[-1]
    start, end = found.span(1)
    return data[:start] + digit * (end - start) + data[end:]


@pytest.mark.parametrize("digit", [b"0", b"3"])
def test_a_signature_without_a_signer_is_told_without_an_empty_name(
    here: Runner, signed: Path, key: Path, digit: bytes
) -> None:
    signed.write_bytes(spoiled(signed.read_bytes(), digit))
    verdict, ran = verify(here, signed)
    assert (verdict["state"], ran.code) == ("altered", 1), ran.stdout
    assert_told(ran)
    refused = here("sign", signed, "--pkcs12", key, "--output", "x.pdf", environment=ASKS)
    assert refused.code == 3
    assert_told(refused)


# --- Papers of an older version ---

OLD_TABLES = sorted(
    path.relative_to(OLD).as_posix()
    for path in (OLD / "output").glob("*/*/table.*.pdf")
    # Of this department the framework is the project's own.
    if "demo-thistle" not in path.parts
)


def test_this_is_another_version_than_the_one_that_made_the_old_papers() -> None:
    assert perf_report.__version__ != "0.1.0"
    assert len(OLD_TABLES) == 9


@pytest.mark.parametrize("name", [*OLD_TABLES, "signed/table.en.signed.pdf"])
def test_a_paper_of_an_older_version_is_genuine_as_data(
    here: Runner, tmp_path: Path, name: str
) -> None:
    path = tmp_path / "old.pdf"
    path.write_bytes((OLD / name).read_bytes())
    verdict, ran = verify(here, path)
    assert (verdict["state"], verdict["differences"], ran.code) == ("genuine-as-data", [], 0)
    assert "was not compared" in ran.stdout


def test_a_paper_of_an_older_version_with_a_framework_of_its_project_is_genuine_as_data(
    here: Runner,
) -> None:
    paths = sorted((OLD / "output" / "demo-thistle").glob("*/table.zh.pdf"))
    ran = here("--project", OLD / "project", "verify", *paths, "--format", "json")
    assert ran.code == 0, ran.stderr
    assert json.loads(ran.stdout)["summary"]["genuine-as-data"] == len(paths) == 2


def cell_of(pdf: pikepdf.Pdf, kind: str = "/TD") -> Any:
    return next(
        each for each in pdf.objects
        if isinstance(each, pikepdf.Dictionary) and each.get("/S") == kind and "/K" in each
    )  # fmt: skip


def letter_codes(font: Any) -> dict[str, bytes]:
    pairs = re.findall(rb"<([0-9a-f]{4})> <([0-9a-f]{4})>", font.ToUnicode.read_bytes())
    return {chr(int(letter, 16)): code for code, letter in pairs}


def draw_another_figure(pdf: pikepdf.Pdf) -> None:
    page = pdf.pages[0]
    drawing = page.Contents.read_bytes()
    for font in page.resources["/Font"].values():
        digits = [code for letter, code in letter_codes(font).items() if letter.isdecimal()]
        drawing = drawing.replace(digits[0], digits[-1]) if digits else drawing
    assert drawing != page.Contents.read_bytes()
    page.Contents = pdf.make_stream(drawing)


def speak_another_figure(pdf: pikepdf.Pdf) -> None:
    cell_of(pdf)["/Alt"] = pikepdf.String("nine thousand")


def silence_a_heading(pdf: pikepdf.Pdf) -> None:
    del cell_of(pdf, "/TH")["/K"]


def rewrite(name: str, old: bytes, new: bytes) -> Change:
    def change(pdf: pikepdf.Pdf) -> None:
        stream = attached(pdf, name).EF.UF
        data = stream.read_bytes()
        assert old in data
        stream.write(data.replace(old, new, 1))

    return change


def attach_another_file(pdf: pikepdf.Pdf) -> None:
    funds = attached(pdf, "funds.csv")
    stream = pdf.make_stream(b"task,total\r\n1,9999.00\r\n")
    stream.Type, stream.Subtype = pikepdf.Name.EmbeddedFile, funds.EF.UF.Subtype
    name = pikepdf.String("funds-corrected.csv")
    other = pdf.make_indirect(pikepdf.Dictionary(
        Type=pikepdf.Name.Filespec, F=name, UF=name, Desc=funds.Desc,
        AFRelationship=pikepdf.Name.Data, EF=pikepdf.Dictionary(F=stream, UF=stream),
    ))  # fmt: skip
    pdf.Root.AF.append(other)
    pdf.Root.Names.EmbeddedFiles.Names.append(name)
    pdf.Root.Names.EmbeddedFiles.Names.append(other)


def run_a_script(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")


def run_a_script_on_a_page(pdf: pikepdf.Pdf) -> None:
    action = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
    pdf.pages[0].obj["/AA"] = pikepdf.Dictionary(O=action)


def name_a_script(pdf: pikepdf.Pdf) -> None:
    action = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
    pdf.Root.Names.JavaScript = pikepdf.Dictionary(Names=[pikepdf.String("a"), action])


def lead_by_a_bookmark(pdf: pikepdf.Pdf) -> None:
    action = pikepdf.Dictionary(S=pikepdf.Name.URI, URI="https://example.org/")
    pdf.Root.Outlines.First["/A"] = action


def name_a_bookmark(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Outlines.First.Title = pikepdf.String("9999.00")


def note_on_a_page(pdf: pikepdf.Pdf) -> None:
    note = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.FreeText, Rect=[90, 600, 180, 620],
        Contents="9999.00",
    )  # fmt: skip
    pdf.pages[0].obj["/Annots"] = pikepdf.Array([pdf.make_indirect(note)])


def say_instead(pdf: pikepdf.Pdf) -> None:
    cell_of(pdf)["/ActualText"] = pikepdf.String("9999.00")


def name_another_year(pdf: pikepdf.Pdf) -> None:
    """In the information dictionary alone, which most readers show."""
    pdf.docinfo["/Title"] = pikepdf.String("2027")


def name_another_year_everywhere(pdf: pikepdf.Pdf) -> None:
    title = str(pdf.docinfo["/Title"])
    other = title.replace("2025", "2027")
    pdf.docinfo["/Title"] = pikepdf.String(other)
    packet = pdf.Root.Metadata.read_bytes()
    assert title.encode() in packet
    pdf.Root.Metadata.write(packet.replace(title.encode(), other.encode()))


def add_metadata(pdf: pikepdf.Pdf) -> None:
    pdf.docinfo["/Approved"] = pikepdf.String("9999.00")


def describe_a_file(pdf: pikepdf.Pdf) -> None:
    attached(pdf, "funds.csv").Desc = pikepdf.String("approved by the council")


def add_a_column(before: str) -> Change:
    """A column of one more amount in funds.csv, before another one."""

    def change(pdf: pikepdf.Pdf) -> None:
        stream = attached(pdf, "funds.csv").EF.UF
        header, *rows = stream.read_bytes().split(b"\r\n")
        place = header.split(b",").index(before.encode())
        added = [[*row.split(b",")] for row in (header, *rows) if row]
        for row, cell in zip(added, [b"total", *[b"9999.00"] * len(rows)], strict=False):
            row.insert(place, cell)
        stream.write(b"".join(b",".join(row) + b"\r\n" for row in added))

    return change


FORGED: dict[str, tuple[Change, str]] = {
    "a figure drawn otherwise": (draw_another_figure, "cell"),
    "a figure spoken otherwise": (speak_another_figure, "cell"),
    "a heading that is not spoken": (silence_a_heading, "cell"),
    "an amount in funds.csv": (rewrite("funds.csv", b".00", b".01"), "file-value"),
    "a task in goals.csv": (rewrite("goals.csv", b",1\r\n", b",2\r\n"), "file-value"),
    "a target in indicators.csv": (rewrite("indicators.csv", b",17,", b",11,"), "file-value"),
    "an amount in table.json": (rewrite("table.json", b'.00"', b'.01"'), "file-value"),
    "a value in table.json": (
        rewrite("table.json", b'"value": "17"', b'"value": "11"'), "file-value",
    ),
    "English in table.json": (
        rewrite("table.json", "≥17 meadows".encode(), "≥11 meadows".encode()), "file-value",
    ),
    "words that are none in table.json": (
        rewrite("table.json", b'"en": "Output"', b'"en": ["Output"]'), "file-value",
    ),
    "something more in table.json": (
        rewrite("table.json", b'"year": 2025', b'"approved": true, "year": 2025'), "file-value",
    ),
    "another kind in table.json": (
        rewrite("table.json", b'"kind": "deadline"', b'"kind": "statement"'), "file-value",
    ),
    "no table.json": (rewrite("table.json", b"{", b"["), "file"),
    "a key twice in table.json": (
        rewrite("table.json", b'"year": 2025', b'"year": 2027, "year": 2025'), "file",
    ),
    "a column in funds.csv": (
        rewrite("funds.csv", b"other\r\n", b"other,\xe5\x90\x88\xe8\xae\xa1\r\n"), "file-value",
    ),
    "a column twice in funds.csv": (add_a_column("total"), "file-value"),
    "one more file": (attach_another_file, "file-added"),
    "another description of a file": (describe_a_file, "file-description"),
    "a script": (run_a_script, "entry"),
    "a script of a page": (run_a_script_on_a_page, "entry"),
    "a script with a name": (name_a_script, "entry"),
    "a form": (lambda pdf: add_xfa(add_form(pdf.Root)), "entry"),
    "roles": (lambda pdf: hide_cells(pdf.Root.StructTreeRoot), "entry"),
    "a bookmark that leads elsewhere": (lead_by_a_bookmark, "entry"),
    "another bookmark": (name_a_bookmark, "entry"),
    "a note": (note_on_a_page, "entry"),
    "words in place of a cell": (say_instead, "entry"),
    "another year in the title": (name_another_year, "property"),
    "another year in every title": (name_another_year_everywhere, "property"),
    "more metadata": (add_metadata, "property"),
    "another spec": (rewrite("2025-demo.yaml", b"year: 2025", b"year: 2024"), "source-hash"),
    "a file by another route": (swap_bytes("/F"), "file-route"),
}  # fmt: skip


@pytest.mark.sampled
@pytest.mark.parametrize("what", FORGED)
def test_a_paper_of_an_older_version_that_was_forged_is_altered(
    here: Runner, tmp_path: Path, what: str
) -> None:
    change, kind = FORGED[what]
    verdict, ran = verify(here, changed(OLD_TABLE, tmp_path / "a.pdf", change))
    assert (verdict["state"], ran.code) == ("altered", 1), ran.stdout
    assert kind in kinds(verdict)


@pytest.mark.parametrize("name", ["table.zh.pdf", "table.en.pdf", "table.zh-en.pdf"])
def test_what_a_paper_of_this_version_has_a_later_version_knows(
    here: Runner, demo: Path, tmp_path: Path, name: str
) -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        packet = pdf.Root.Metadata.read_bytes()
        own = f"perf-report {perf_report.__version__}".encode()
        pdf.Root.Metadata.write(packet.replace(own, b"perf-report 0.1.0"))

    verdict, _ = verify(here, changed(demo / name, tmp_path / "a.pdf", change))
    assert (verdict["state"], verdict["differences"]) == ("genuine-as-data", [])


def test_a_signed_paper_of_an_older_version_is_compared_with_what_was_signed(
    here: Runner, tmp_path: Path
) -> None:
    path = tmp_path / "old.pdf"
    data = (OLD / "signed" / "table.en.signed.pdf").read_bytes()
    path.write_bytes(update(data, structure_of, hide_cells))
    verdict, ran = verify(here, path)
    assert ran.code == 1
    assert {"appended", "entry"} <= kinds(verdict)


@pytest.mark.parametrize("tool", ["perf-report 99.0.0", "another 0.1.0"])
def test_a_paper_of_a_later_version_or_another_program_cannot_be_told(
    here: Runner, tmp_path: Path, tool: str
) -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        packet = pdf.Root.Metadata.read_bytes()
        pdf.Root.Metadata.write(packet.replace(b"perf-report 0.1.0", tool.encode()))

    verdict, ran = verify(here, changed(OLD_TABLE, tmp_path / "a.pdf", change))
    assert (verdict["state"], verdict["reason"], ran.code) == ("cannot-tell", "other-version", 3)


# --- What it costs to read a hostile paper ---

# Of processor time; most of these took minutes or more. By the clock it is more where others
# are at work.
MOST_SECONDS = 15
MOST_WAIT = 300

# Runs the command with limits that end what it reads sooner than outside of tests: a second for
# libraries, and a third of the steps.
SOONER = """
from perf_report.processes.limited_process import LimitedProcess
from perf_report.pdf_inspect.work_budget import MAX_STEPS, WorkBudget
LimitedProcess.__init__.__kwdefaults__["seconds"] = 1
WorkBudget.__init__.__defaults__ = (MAX_STEPS // 3,)
from perf_report.cli import main
main()
"""


def assert_soon_told(path: Path) -> None:
    """`verify` gives its verdict on a paper, which is not genuine, within the limit."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    ran = subprocess.run(
        [sys.executable, "-c", SOONER, "verify", path],
        cwd=path.parent, env={**os.environ, "LC_ALL": "C.UTF-8"}, capture_output=True, text=True,
        timeout=MOST_WAIT, check=False,
    )  # fmt: skip
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    assert spent < MOST_SECONDS
    assert ran.returncode in {1, 3}, ran.stdout
    assert "Traceback" not in ran.stderr


def spread(pdf: pikepdf.Pdf) -> None:
    """Forty fonts whose maps spread out: a range of 256 characters takes 22 bytes."""
    page = pdf.pages[0]
    names = []
    written = b"beginbfrange" + b" <0000> <ffff> <0000>" * 22_000 + b" endbfrange"
    for _ in range(40):
        font = pdf.make_indirect(
            pikepdf.Dictionary(Type=pikepdf.Name.Font, ToUnicode=pdf.make_stream(written))
        )
        names.append(page.add_resource(font, pikepdf.Name.Font))
    drawing = b" ".join(b"%s 9 Tf" % str(name).encode() for name in names)
    page.Contents = pdf.make_stream(b"BT " + drawing + b" ET " + page.Contents.read_bytes())


def open_sections(pdf: pikepdf.Pdf) -> None:
    """Maps with sections that begin again and again, and end nowhere."""
    for font in pdf.pages[0].resources["/Font"].values():
        font.ToUnicode.write(b"beginbfrange" * 40_000)


def draw_everywhere(pdf: pikepdf.Pdf) -> None:
    """One long drawing on 400 pages."""
    long = pdf.make_stream(b"q Q " * 240_000)
    for _ in range(400):
        pdf.pages.append(pdf.pages[0])
    for page in pdf.pages:
        page.Contents = long


def write_long_words(pdf: pikepdf.Pdf) -> None:
    """A character of 256 letters, drawn a quarter of a million times on each of 100 pages."""
    page = pdf.pages[0]
    written = b"1 beginbfchar <0000> <%s> endbfchar" % (b"0041" * 256)
    font = pdf.make_indirect(
        pikepdf.Dictionary(Type=pikepdf.Name.Font, ToUnicode=pdf.make_stream(written))
    )
    name = str(page.add_resource(font, pikepdf.Name.Font)).encode()
    page.Contents = pdf.make_stream(b"BT %s 9 Tf <%s> Tj ET" % (name, b"0" * 990_000))
    for _ in range(100):
        pdf.pages.append(page)


def mark_deeply(pdf: pikepdf.Pdf) -> None:
    """Marked content in marked content, and words at the bottom of it."""
    page = pdf.pages[0]
    name = next(iter(page.resources["/Font"].keys())).encode()
    words = b"BT %s 9 Tf" % name + b" <0000> Tj" * 45_000 + b" ET"
    page.Contents = pdf.make_stream(b"/A BMC " * 70_000 + words)


def read_a_mark_again(pdf: pikepdf.Pdf) -> None:
    """A structure that reads one long mark a hundred thousand times."""
    page = pdf.pages[0]
    name = next(iter(page.resources["/Font"].keys())).encode()
    page.Contents = pdf.make_stream(
        b"/Span <</MCID 0>> BDC BT %s 9 Tf <%s> Tj ET EMC" % (name, b"0" * 900_000)
    )
    mark = pikepdf.Dictionary(Type=pikepdf.Name.MCR, Pg=page.obj, MCID=0)
    marks = pdf.make_indirect(pikepdf.Array([pdf.make_indirect(mark)] * 100_000))
    pdf.Root.StructTreeRoot.K = pikepdf.Dictionary(S=pikepdf.Name.P, K=marks)


def share_headers(pdf: pikepdf.Pdf) -> None:
    """A hundred thousand cells with one list of fifty thousand headings."""
    headers = pdf.make_indirect(pikepdf.Array([pikepdf.String("a")] * 50_000))
    cell = pikepdf.Dictionary(S=pikepdf.Name.TD, A=pikepdf.Dictionary(Headers=headers))
    cells = pikepdf.Array([pdf.make_indirect(cell)] * 100_000)
    pdf.Root.StructTreeRoot.K = pikepdf.Dictionary(S=pikepdf.Name.P, K=cells)


def share_resources(pdf: pikepdf.Pdf) -> None:
    """A stream of sixty megabytes that every page uses."""
    page = pdf.pages[0]
    image = pdf.make_stream(b"")
    image.write(zlib.compress(bytes(60_000_000), 9), filter=pikepdf.Name.FlateDecode)
    image.Type, image.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
    page.add_resource(image, pikepdf.Name.XObject)
    for _ in range(450):
        pdf.pages.append(page)


def share_objects(pdf: pikepdf.Pdf) -> None:
    """A list of two hundred thousand numbers that every page uses."""
    page = pdf.pages[0]
    page.obj["/PieceInfo"] = pdf.make_indirect(pikepdf.Array([1] * 190_000))
    for _ in range(450):
        pdf.pages.append(page)


def describe_at_length(pdf: pikepdf.Pdf) -> None:
    """A packet of metadata with forty thousand properties."""
    packet = pdf.Root.Metadata.read_bytes()
    properties = b"".join(b"<pdf:a%d>1</pdf:a%d>" % (at, at) for at in range(35_000))
    pdf.Root.Metadata.write(packet.replace(b"<pdf:Producer>", properties + b"<pdf:Producer>"))


def font_of_subroutines() -> bytes:
    """A font in which each of five thousand glyphs calls subroutines in subroutines."""
    names = [".notdef", *(f"g{number}" for number in range(5000))]
    builder = FontBuilder(1000, isTTF=False)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({})
    nothing = {name: T2CharString(program=["endchar"]) for name in names}
    builder.setupCFF("Font", {}, nothing, {})
    builder.setupHorizontalMetrics(dict.fromkeys(names, (500, 0)))
    builder.setupHorizontalHeader()
    builder.setupNameTable({})
    builder.setupOS2()
    builder.setupPost()
    top = builder.font["CFF "].cff.topDictIndex[0]
    # A number of a subroutine is written less 107 where there are few.
    for number in range(1, 4):
        program = [number - 107, "callgsubr"] * 20
        top.GlobalSubrs.append(T2CharString(program=[*program, "return"]))
    top.GlobalSubrs.append(T2CharString(program=[*[1, 1, "rlineto"] * 10, "return"]))
    for name in names:
        top.CharStrings[name].program = [0, 0, "rmoveto", -107, "callgsubr", "endchar"]
    builder.font.recalcBBoxes = False
    out = io.BytesIO()
    builder.font.save(out)
    return out.getvalue()


def nest_subroutines(pdf: pikepdf.Pdf) -> None:
    """Forty such fonts."""
    font = font_of_subroutines()
    for number in range(40):
        file = pdf.make_stream(font + bytes(number))
        described = pikepdf.Dictionary(Type=pikepdf.Name.FontDescriptor, FontFile3=file)
        pdf.pages[0].add_resource(
            pikepdf.Dictionary(Type=pikepdf.Name.Font, FontDescriptor=described), pikepdf.Name.Font
        )


HOSTILE = (
    nest_subroutines,
    spread, open_sections, draw_everywhere, write_long_words, mark_deeply, read_a_mark_again,
    share_headers, share_resources, share_objects, describe_at_length,
)  # fmt: skip


@pytest.mark.sampled
@pytest.mark.parametrize("change", HOSTILE, ids=lambda change: change.__name__)
def test_a_small_paper_does_not_hold_verify_for_long(
    demo: Path, tmp_path: Path, change: Change
) -> None:
    path = changed(demo / "table.zh.pdf", tmp_path / "a.pdf", change)
    assert path.stat().st_size < 3_000_000
    assert_soon_told(path)


def many_updates(data: bytes) -> bytes:
    """Five thousand updates of one object each."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        root, kept = pdf.Root.objgen[0], pdf.trailer.ID.unparse()
    before, out = re.findall(rb"startxref\s+([0-9]+)", data)[-1], bytearray(data)
    for number in range(9000, 14000):
        place = len(out)
        out += b"%d 0 obj\n(9)\nendobj\n" % number
        start = len(out)
        out += b"xref\n%d 1\n%010d 00000 n \n" % (number, place)
        out += b"trailer\n<</Size %d /Root %d 0 R /ID %s" % (number + 1, root, kept)
        out += b" /Prev %s>>\nstartxref\n%d\n%%%%EOF\n" % (before, start)
        before = b"%d" % start
    return bytes(out)


def many_references(data: bytes) -> bytes:
    """A table of thirty million objects, all of them free."""
    count = 30_000_000
    with pikepdf.open(io.BytesIO(data)) as pdf:
        root, kept = pdf.Root.objgen[0], pdf.trailer.ID.unparse()
    before, packed = re.findall(rb"startxref\s+([0-9]+)", data)[-1], zlib.compress(bytes(count), 9)
    table = b"/Type /XRef /W [1 0 0] /Index [9000 %d] /Size %d" % (count, count + 9000)
    trailer = b"/Root %d 0 R /ID %s /Prev %s" % (root, kept, before)
    how = b"/Filter /FlateDecode /Length %d" % len(packed)
    head = b"9999 0 obj\n<<%s %s %s>>\nstream\n" % (table, trailer, how)
    return b"%s%s%s\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % (
        data, head, packed, len(data),
    )  # fmt: skip


@pytest.mark.parametrize("make", [many_updates, many_references])
def test_a_small_signed_paper_does_not_hold_verify_for_long(
    signed: Path, make: Callable[[bytes], bytes]
) -> None:
    signed.write_bytes(make(signed.read_bytes()))
    assert signed.stat().st_size < 3_000_000
    assert_soon_told(signed)

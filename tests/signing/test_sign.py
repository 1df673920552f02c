"""`perf-report sign`: signatures that hold, that change nothing, and that are refused in time."""

import errno
import io
import os
import pty
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.machinery import PathFinder
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from asn1crypto import tsp
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    KeySerializationEncryption,
    NoEncryption,
    pkcs12,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.signers import SimpleSigner
from pyhanko.sign.timestamps import DummyTimeStamper

from perf_report.errors import PerfReportError
from perf_report.signing import stamping
from perf_report.signing.state import SignatureState, Trust, signature_states

Runner = Callable[..., Any]
Private = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey

PASSPHRASE = "open sesame"  # noqa: S105  # of keys that live as long as a test
ASKS = {"PERF_REPORT_SIGN_PASSPHRASE": PASSPHRASE}
NOW = datetime.now(tz=UTC)
DAY = timedelta(days=1)

USAGES = (
    "digital_signature", "content_commitment", "key_encipherment", "data_encipherment",
    "key_agreement", "key_cert_sign", "crl_sign", "encipher_only", "decipher_only",
)  # fmt: skip


# --- A certificate authority of our own ---


@dataclass(frozen=True)
class Holder:
    """Someone with a key and a certificate."""

    key: Private
    certificate: x509.Certificate

    def pkcs12(
        self, *others: x509.Certificate, how: KeySerializationEncryption | None = None
    ) -> bytes:
        how = how or BestAvailableEncryption(PASSPHRASE.encode())
        return pkcs12.serialize_key_and_certificates(
            b"office", self.key, self.certificate, others, how
        )


def new_rsa() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@dataclass(frozen=True)
class Terms:
    """What a certificate says beside whose it is."""

    usages: tuple[str, ...] = ("digital_signature", "content_commitment")
    first: datetime = NOW - 10 * DAY
    last: datetime = NOW + 1000 * DAY
    stamps_time: bool = False


def certify(
    name: str, key: Private, terms: Terms | None = None, issuer: Holder | None = None
) -> Holder:
    """A certificate for a key, by an issuer or by itself."""
    terms = terms or Terms()
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    usage = x509.KeyUsage(**{each: each in terms.usages for each in USAGES})
    builder = (
        x509.CertificateBuilder(
            issuer_name=issuer.certificate.subject if issuer else subject,
            subject_name=subject,
            public_key=key.public_key(),
            serial_number=x509.random_serial_number(),
            not_valid_before=terms.first,
            not_valid_after=terms.last,
        )
        .add_extension(x509.BasicConstraints(ca=issuer is None, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    if terms.stamps_time:
        purposes = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
        builder = builder.add_extension(purposes, critical=True)
    signing = issuer.key if issuer else key
    digest = None if isinstance(signing, ed25519.Ed25519PrivateKey) else hashes.SHA256()
    return Holder(key, builder.sign(signing, digest))


@pytest.fixture(scope="module")
def root() -> Holder:
    return certify("Test Root", new_rsa(), Terms(usages=("key_cert_sign", "crl_sign")))


@pytest.fixture(scope="module")
def office(root: Holder) -> Holder:
    return certify("某某局", new_rsa(), issuer=root)


@pytest.fixture(scope="module")
def authority(root: Holder) -> Holder:
    return certify("Test Time", new_rsa(), Terms(("digital_signature",), stamps_time=True), root)


@pytest.fixture
def place(tmp_path: Path, built: Path, root: Holder, office: Holder) -> Path:
    """A folder with a table and a key."""
    (tmp_path / "table.zh.pdf").write_bytes((built / "table.zh.pdf").read_bytes())
    (tmp_path / "key.p12").write_bytes(office.pkcs12(root.certificate))
    return tmp_path


def trust(root: Holder, moment: datetime = NOW) -> Trust:
    return Trust(roots=(root.certificate.public_bytes(Encoding.PEM),), moment=moment)


def sign(here: Runner, place: Path, *arguments: object, file: str = "table.zh.pdf") -> Any:
    return here("sign", file, "--pkcs12", "key.p12", *arguments, cwd=place, environment=ASKS)


def signed(here: Runner, place: Path, *arguments: object, file: str = "table.zh.pdf") -> bytes:
    """What `sign` makes of a file; it has to succeed."""
    ran = sign(here, place, *arguments, file=file)
    assert ran.code == 0, ran.stderr
    made = place / str(ran.stdout).strip()
    return made.read_bytes()


def state_of(data: bytes, trusted: Trust | None = None) -> SignatureState:
    (state,) = signature_states(data, trusted)
    return state


# --- A time stamping authority on this machine ---

Answer = Callable[[bytes], tuple[int, str, bytes]]
REPLY = "application/timestamp-reply"


@contextmanager
def served(answer: Answer) -> Iterator[str]:
    """The address of a server that answers so, on a free port of the loopback."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            code, kind, data = answer(body)
            self.send_response(code)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/tsa"
        finally:
            server.shutdown()
            thread.join()


def stamper(authority: Holder, moment: datetime | None = None) -> DummyTimeStamper:
    loaded = SimpleSigner.load_pkcs12_data(authority.pkcs12(), (), PASSPHRASE.encode())
    return DummyTimeStamper(loaded.signing_cert, loaded.signing_key, fixed_dt=moment)


def stamping_answer(authority: Holder, moment: datetime | None = None) -> Answer:
    stamps = stamper(authority, moment)

    def answer(body: bytes) -> tuple[int, str, bytes]:
        reply = stamps.request_tsa_response(tsp.TimeStampReq.load(body))
        return 200, REPLY, reply.dump()

    return answer


# --- A signature ---


def test_the_signed_file_begins_with_every_byte_of_the_unsigned_one(
    here: Runner, place: Path
) -> None:
    before = (place / "table.zh.pdf").read_bytes()
    ran = sign(here, place)
    assert (ran.code, ran.stdout, ran.stderr) == (0, "table.zh.signed.pdf\n", "")
    assert (place / "table.zh.signed.pdf").read_bytes().startswith(before)
    assert (place / "table.zh.pdf").read_bytes() == before


def test_a_signature_says_who_when_and_that_nothing_was_changed(
    here: Runner, place: Path, root: Holder
) -> None:
    data = signed(here, place)
    state = state_of(data, trust(root))
    assert (state.signer, state.stamp, state.later) == ("某某局", "absent", "nothing")
    assert state.intact
    assert state.covers_all
    assert state.trusted
    assert state.stamped is None
    assert state.claimed is not None
    assert abs(state.claimed - NOW) < DAY


def test_a_signature_is_of_unknown_standing_without_roots_or_with_others(
    here: Runner, place: Path
) -> None:
    data = signed(here, place)
    stranger = certify("Stranger", new_rsa(), Terms(usages=("key_cert_sign",)))
    for trusted in (None, trust(stranger)):
        state = state_of(data, trusted)
        assert state.intact
        assert not state.trusted


def test_a_certificate_that_has_expired_since_is_not_trusted_without_a_time_stamp(
    here: Runner, place: Path, root: Holder
) -> None:
    assert not state_of(signed(here, place), trust(root, NOW + 2000 * DAY)).trusted


def test_a_signature_has_the_form_of_pades_and_its_reason(here: Runner, place: Path) -> None:
    signed(here, place, "--reason", "公开")
    with pikepdf.open(place / "table.zh.signed.pdf") as pdf:
        value = pdf.Root.AcroForm.Fields[0].V
        assert value.SubFilter == "/ETSI.CAdES.detached"
        assert str(value.Reason) == "公开"
        assert pdf.pdf_version == "1.7"


def test_signing_leaves_the_metadata_as_they_are(here: Runner, place: Path) -> None:
    signed(here, place)
    with (
        pikepdf.open(place / "table.zh.pdf") as old,
        pikepdf.open(place / "table.zh.signed.pdf") as new,
    ):
        assert new.Root.Metadata.read_bytes() == old.Root.Metadata.read_bytes()
        assert new.Root.Metadata.objgen == old.Root.Metadata.objgen
        assert dict(new.docinfo.items()) == dict(old.docinfo.items())


def test_a_screen_reader_is_told_of_the_first_signature_at_the_end(
    here: Runner, place: Path
) -> None:
    signed(here, place)
    with pikepdf.open(place / "table.zh.signed.pdf") as pdf:
        widget = pdf.Root.AcroForm.Fields[0]
        document = pdf.Root.StructTreeRoot.K[0]
        form = document.K[-1]
        assert str(widget.TU) == "某某局的数字签名"
        assert form.S == "/Form"
        assert form.P.objgen == document.objgen
        assert form.K.Obj.objgen == widget.objgen
        tree = pikepdf.NumberTree(pdf.Root.StructTreeRoot.ParentTree)
        assert tree[int(widget.StructParent)].objgen == form.objgen
        assert int(pdf.Root.StructTreeRoot.ParentTreeNextKey) == int(widget.StructParent) + 1
        assert widget.P.objgen == pdf.pages[-1].obj.objgen
        assert pdf.pages[-1].obj.Tabs == "/S"
        assert [float(each) for each in widget.Rect] == [0, 0, 0, 0]


def test_the_label_is_in_the_language_of_the_document(
    here: Runner, place: Path, built: Path
) -> None:
    (place / "table.en.pdf").write_bytes((built / "table.en.pdf").read_bytes())
    signed(here, place, file="table.en.pdf")
    with pikepdf.open(place / "table.en.signed.pdf") as pdf:
        assert str(pdf.Root.AcroForm.Fields[0].TU) == "Digital signature of 某某局"


def test_a_key_of_an_elliptic_curve_signs_too_and_the_document_stays_a_pdf_1_7(
    here: Runner, place: Path, root: Holder
) -> None:
    office = certify("Curve", ec.generate_private_key(ec.SECP256R1()), issuer=root)
    (place / "key.p12").write_bytes(office.pkcs12(root.certificate))
    assert state_of(signed(here, place), trust(root)).trusted
    with pikepdf.open(place / "table.zh.signed.pdf") as pdf:
        assert "/Version" not in pdf.Root


def test_a_document_without_a_structure_of_ours_is_signed_without_a_tag(
    here: Runner, place: Path
) -> None:
    for name in ("none", "bare"):
        with pikepdf.open(place / "table.zh.pdf") as pdf:
            if name == "none":
                del pdf.Root.StructTreeRoot
            else:
                del pdf.Root.StructTreeRoot.ParentTreeNextKey
            pdf.save(place / f"{name}.pdf")
        assert state_of(signed(here, place, file=f"{name}.pdf")).intact
        with pikepdf.open(place / f"{name}.signed.pdf") as pdf:
            assert "/StructParent" not in pdf.Root.AcroForm.Fields[0]


def test_another_program_finds_the_signature_valid(here: Runner, place: Path) -> None:
    signed(here, place)
    ran = subprocess.run(
        ["pdfsig", "-nocert", "table.zh.signed.pdf"],
        cwd=place,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Signature is Valid" in ran.stdout
    assert "Total document signed" in ran.stdout


# --- A further signature ---


def test_a_further_signature_leaves_the_first_one_whole_and_is_told(
    here: Runner, place: Path, root: Holder
) -> None:
    first = signed(here, place)
    other = certify("Auditor", new_rsa(), issuer=root)
    (place / "key.p12").write_bytes(other.pkcs12(root.certificate))
    ran = sign(here, place, "--output", "twice.pdf", file="table.zh.signed.pdf")
    assert "already signed by 某某局" in ran.stderr
    second = (place / "twice.pdf").read_bytes()
    assert second.startswith(first)
    states = signature_states(second, trust(root))
    assert [state.signer for state in states] == ["某某局", "Auditor"]
    assert [state.later for state in states] == ["signatures", "nothing"]
    assert [state.covers_all for state in states] == [False, True]
    assert all(state.intact and state.trusted for state in states)


def test_a_file_that_was_altered_after_its_signature_gets_no_further_one(
    here: Runner, place: Path
) -> None:
    data = signed(here, place)
    altered = data.replace(b"/Tabs /S", b"/Tabs /R", 1)
    assert altered != data
    (place / "altered.pdf").write_bytes(altered)
    ran = sign(here, place, file="altered.pdf")
    assert ran.code == 3
    assert "altered after" in ran.stderr
    assert not (place / "altered.signed.pdf").exists()


# --- Tampering ---


def holds(data: bytes) -> bool:
    """Whether a document can be read and any of its signatures is intact."""
    try:
        return any(state.intact for state in signature_states(data))
    except PerfReportError:
        return False


def test_an_altered_byte_breaks_the_signature_wherever_it_is(here: Runner, place: Path) -> None:
    data = signed(here, place)
    end = len((place / "table.zh.pdf").read_bytes())
    contents = data.index(b"/Contents <", end)
    # In the document, in what signing appended, and in the signature itself.
    for position in (end // 2, data.index(b"/TU", end) + 1, contents + 400):
        altered = bytearray(data)
        altered[position] ^= 1
        assert not holds(bytes(altered)), position


def test_verify_says_who_signed_and_whether_that_holds(here: Runner, place: Path) -> None:
    data = signed(here, place)
    path = place / "seen.pdf"
    path.write_bytes(data)
    ran = here("verify", path, cwd=place)
    assert ran.code == 0, ran.stdout + ran.stderr
    assert "the signed content is unchanged" in ran.stdout
    # In what signing appended: the table itself is what it was.
    changed = bytearray(data)
    changed[data.index(b"/TU", len((place / "table.zh.pdf").read_bytes())) + 1] ^= 1
    path.write_bytes(bytes(changed))
    ran = here("verify", path, cwd=place)
    assert ran.code == 1
    assert "the signature is broken" in ran.stdout
    assert "It was altered after" in ran.stdout


def test_what_is_appended_after_a_signature_is_seen(
    here: Runner, place: Path, root: Holder
) -> None:
    writer: Any = IncrementalPdfFileWriter(io.BytesIO(signed(here, place)))
    page, _ = writer.find_page_for_modification(0)
    page.get_object()["/Rotate"] = generic.NumberObject(90)  # type: ignore[no-untyped-call]
    writer.mark_update(page.reference)
    appended = io.BytesIO()
    writer.write(appended)
    state = state_of(appended.getvalue(), trust(root))
    assert state.intact
    assert not state.covers_all
    assert state.later == "other"


def test_a_signature_that_is_cut_off_is_unreadable(here: Runner, place: Path) -> None:
    with pytest.raises(PerfReportError, match="signatures-unreadable"):
        signature_states(signed(here, place)[:-200])


def test_a_document_without_signatures_has_no_states(built: Path) -> None:
    assert signature_states((built / "table.zh.pdf").read_bytes()) == ()


def test_a_root_that_is_no_certificate_is_an_error(here: Runner, place: Path) -> None:
    data = signed(here, place)
    with pytest.raises(PerfReportError, match="root-form"):
        signature_states(data, Trust(roots=(b"rubbish",), moment=NOW))


# --- Time stamps ---


def test_a_time_stamp_attests_the_time(
    here: Runner, place: Path, root: Holder, authority: Holder
) -> None:
    moment = (NOW - DAY).replace(microsecond=0)
    requests: list[bytes] = []
    answer = stamping_answer(authority, moment)

    def counted(body: bytes) -> tuple[int, str, bytes]:
        requests.append(body)
        return answer(body)

    with served(counted) as url:
        data = signed(here, place, "--tsa", url)
    assert len(requests) == 1
    assert state_of(data).stamp == "intact"
    assert state_of(data).stamped == moment
    assert state_of(data, trust(root)).stamp == "trusted"


def test_a_time_stamp_keeps_a_signature_trusted_when_its_certificate_has_expired(
    here: Runner, place: Path, root: Holder
) -> None:
    long = Terms(("digital_signature",), last=NOW + 5000 * DAY, stamps_time=True)
    lasting = certify(
        "Lasting Root", new_rsa(), Terms(("key_cert_sign", "crl_sign"), last=NOW + 5000 * DAY)
    )
    office = certify("Office", new_rsa(), issuer=lasting)
    (place / "key.p12").write_bytes(office.pkcs12(lasting.certificate))
    with served(stamping_answer(certify("Time", new_rsa(), long, lasting))) as url:
        data = signed(here, place, "--tsa", url)
    state = state_of(data, trust(lasting, NOW + 2000 * DAY))
    assert state.stamp == "trusted"
    assert state.trusted
    assert state_of(data, trust(root, NOW + 2000 * DAY)).stamp == "intact"


def wrong_imprint(authority: Holder) -> Answer:
    stamps = stamper(authority)

    def answer(body: bytes) -> tuple[int, str, bytes]:
        request = tsp.TimeStampReq.load(body)
        request["message_imprint"]["hashed_message"] = bytes(32)
        return 200, REPLY, stamps.request_tsa_response(request).dump()

    return answer


def wrong_nonce(authority: Holder) -> Answer:
    stamps = stamper(authority)

    def answer(body: bytes) -> tuple[int, str, bytes]:
        request = tsp.TimeStampReq.load(body)
        request["nonce"] = 7
        return 200, REPLY, stamps.request_tsa_response(request).dump()

    return answer


def refusal(_: Holder) -> Answer:
    words = {"status": "rejection", "status_string": ["no credit left"], "fail_info": {"bad_alg"}}
    status = tsp.PKIStatusInfo(words)
    # A sequence of the status alone, which the library reads and cannot write.
    reply = bytes([0x30, len(status.dump())]) + status.dump()
    return lambda _: (200, REPLY, reply)


@pytest.mark.sampled
@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda _: lambda _: (200, REPLY, b"rubbish"), "is not a time stamp"),
        (lambda _: lambda _: (200, REPLY, b""), "is not a time stamp"),
        (lambda _: lambda _: (200, "text/html", b"<html>"), "returned no time stamp"),
        (lambda _: lambda _: (503, REPLY, b""), "returned no time stamp (original message: “503"),
        (refusal, "no credit left; bad_alg"),
        (wrong_imprint, "is not a time stamp"),
        (wrong_nonce, "is not a time stamp"),
    ],
    ids=["rubbish", "nothing", "a page", "busy", "refused", "of something else", "replayed"],
)
def test_an_authority_that_gives_no_time_stamp_means_that_nothing_is_written(
    here: Runner, place: Path, authority: Holder, make: Callable[[Holder], Answer], said: str
) -> None:
    with served(make(authority)) as url:
        ran = sign(here, place, "--tsa", url)
    assert ran.code == 3
    assert url in ran.stderr
    assert said in ran.stderr
    assert not (place / "table.zh.signed.pdf").exists()


def test_an_authority_that_cannot_be_reached_is_told(here: Runner, place: Path) -> None:
    with served(lambda _: (200, REPLY, b"")) as url:
        pass  # its port is free again
    ran = sign(here, place, "--tsa", url)
    assert ran.code == 3
    assert f"{url} returned no time stamp" in ran.stderr


def test_an_authority_that_does_not_answer_is_waited_for_so_long_and_no_longer(
    here: Runner, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    free = threading.Event()

    def silent(_: bytes) -> tuple[int, str, bytes]:
        free.wait(20)
        return 200, REPLY, b""

    monkeypatch.setattr(stamping.TimeStamper.__init__, "__defaults__", (0.2,))
    with served(silent) as url:
        ran = sign(here, place, "--tsa", url)
        free.set()
    assert ran.code == 3
    assert os.strerror(errno.ETIMEDOUT) in ran.stderr


@pytest.mark.parametrize("url", ["ftp://example.org/tsa", "tsa.example.org", "http://a:b@c.org/"])
def test_an_address_that_is_none_or_holds_a_password_is_wrong_usage(
    here: Runner, place: Path, url: str
) -> None:
    ran = sign(here, place, "--tsa", url)
    assert ran.code == 2


# --- Keys ---


def test_a_wrong_passphrase_is_told_and_never_printed(here: Runner, place: Path) -> None:
    wrong = {"PERF_REPORT_SIGN_PASSPHRASE": "guessed-it"}
    ran = here("sign", "table.zh.pdf", "--pkcs12", "key.p12", cwd=place, environment=wrong)
    assert ran.code == 3
    assert "the passphrase for key.p12" in ran.stderr
    assert "guessed-it" not in ran.stderr + ran.stdout


def test_without_a_passphrase_and_a_terminal_nothing_is_asked(here: Runner, place: Path) -> None:
    ran = here("sign", "table.zh.pdf", "--pkcs12", "key.p12", cwd=place)
    assert ran.code == 3
    assert "PERF_REPORT_SIGN_PASSPHRASE" in ran.stderr


def test_a_key_without_a_passphrase_needs_none(
    here: Runner, place: Path, root: Holder, office: Holder
) -> None:
    (place / "key.p12").write_bytes(office.pkcs12(root.certificate, how=NoEncryption()))
    ran = here("sign", "table.zh.pdf", "--pkcs12", "key.p12", cwd=place)
    assert ran.code == 0, ran.stderr


def in_terminal(place: Path, typed: str) -> tuple[int, str]:
    """Run `sign` in a terminal and type a line; the exit code and all that the terminal showed."""
    master, slave = pty.openpty()
    # Python makes the terminal that of the process, so that the question is asked there.
    takes = "import fcntl, termios, sys; fcntl.ioctl(0, termios.TIOCSCTTY, 0)\n"
    run = "sys.argv[0] = 'perf-report'\nfrom perf_report.cli import main\nmain()"
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith("PERF_REPORT_")
    }
    with subprocess.Popen(
        [sys.executable, "-c", takes + run, "sign", "table.zh.pdf", "--pkcs12", "key.p12"],
        cwd=place,
        env={**environment, "LC_ALL": "C.UTF-8"},
        stdin=slave,
        stdout=slave,
        stderr=slave,
        start_new_session=True,
    ) as process:
        os.close(slave)
        shown = b""
        while b"Passphrase" not in shown:
            shown += os.read(master, 1000)
        os.write(master, typed.encode() + b"\n")
        shown += read_all(master)
    os.close(master)
    return process.returncode, shown.decode()


def read_all(descriptor: int) -> bytes:
    read = b""
    while True:
        try:
            part = os.read(descriptor, 1000)
        except OSError:  # the end of a terminal
            return read
        if not part:
            return read
        read += part


def test_in_a_terminal_the_passphrase_is_asked_for_and_not_shown(place: Path) -> None:
    code, shown = in_terminal(place, PASSPHRASE)
    assert code == 0, shown
    assert PASSPHRASE not in shown
    assert (place / "table.zh.signed.pdf").exists()


def broken(data: bytes) -> bytes:
    middle = len(data) // 2
    return data[:middle] + bytes(64) + data[middle + 64 :]


def test_a_broken_key_file_is_told(here: Runner, place: Path, office: Holder) -> None:
    whole = (place / "key.p12").read_bytes()
    certificate = pkcs12.serialize_key_and_certificates(
        None, None, None, [office.certificate], BestAvailableEncryption(PASSPHRASE.encode())
    )
    for data in (b"", b"rubbish", whole[: len(whole) // 2], certificate):
        (place / "key.p12").write_bytes(data)
        ran = sign(here, place)
        assert ran.code == 3
        assert "key.p12 is not a PKCS#12 file" in ran.stderr
    (place / "key.p12").write_bytes(broken(whole))
    assert sign(here, place).code == 3
    (place / "key.p12").unlink()
    assert "there is no file key.p12" in sign(here, place).stderr


@pytest.mark.parametrize(
    ("key", "terms", "said"),
    [
        (None, Terms(first=NOW - 9 * DAY, last=NOW - DAY), "not today"),
        (None, Terms(first=NOW + DAY), "not today"),
        (None, Terms(usages=("key_encipherment",)), "is not for signing"),
        (ed25519.Ed25519PrivateKey.generate(), Terms(), "of the type ed25519"),
    ],
    ids=["expired", "not yet valid", "for something else", "of PDF 2.0"],
)
def test_a_certificate_that_is_not_to_sign_with_is_refused(
    here: Runner, place: Path, root: Holder, key: Private | None, terms: Terms, said: str
) -> None:
    holder = certify("Clerk", key or new_rsa(), terms, root)
    (place / "key.p12").write_bytes(holder.pkcs12(root.certificate))
    ran = sign(here, place)
    assert ran.code == 3
    assert "“Clerk”" in ran.stderr
    assert said in ran.stderr


def test_without_pyhanko_it_says_how_to_install_it(
    here: Runner, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    find = PathFinder.find_spec
    monkeypatch.delitem(sys.modules, "pyhanko", raising=False)
    monkeypatch.setattr(
        PathFinder,
        "find_spec",
        lambda name, *rest: None if name == "pyhanko" else find(name, *rest),
    )
    ran = sign(here, place)
    assert ran.code == 3
    assert "pip install pyhanko" in ran.stderr


# --- Files ---


def test_what_is_no_pdf_or_encrypted_or_cut_off_is_refused(here: Runner, place: Path) -> None:
    (place / "text.pdf").write_text("no PDF")
    with pikepdf.open(place / "table.zh.pdf") as pdf:
        pdf.save(place / "secret.pdf", encryption=pikepdf.Encryption(owner="a", user=""))
    (place / "cut.pdf").write_bytes((place / "table.zh.pdf").read_bytes()[:-500])
    said = {"text": "is not a PDF", "secret": "is encrypted", "cut": "is truncated or damaged"}
    for name, words in said.items():
        ran = sign(here, place, file=f"{name}.pdf")
        assert ran.code == 3
        assert words in ran.stderr
        assert not (place / f"{name}.signed.pdf").exists()


def test_what_is_there_already_stays_unless_it_may_be_replaced(here: Runner, place: Path) -> None:
    target = place / "table.zh.signed.pdf"
    target.write_text("something else")
    ran = sign(here, place)
    assert ran.code == 3
    assert "table.zh.signed.pdf" in ran.stderr
    assert target.read_text() == "something else"
    assert sign(here, place, "--force").code == 0
    assert state_of(target.read_bytes()).intact


def test_several_files_go_into_a_folder_under_their_names_all_or_none(
    here: Runner, place: Path, built: Path
) -> None:
    (place / "table.en.pdf").write_bytes((built / "table.en.pdf").read_bytes())
    (place / "text.pdf").write_text("no PDF")
    ran = sign(here, place, "text.pdf", "--output", "signed")
    assert ran.code == 3
    assert not (place / "signed").exists()
    ran = sign(here, place, "table.en.pdf", "--output", "signed")
    assert ran.stdout.splitlines() == ["signed/table.zh.pdf", "signed/table.en.pdf"]


def test_two_files_of_one_name_are_not_written_to_one_place(here: Runner, place: Path) -> None:
    (place / "other").mkdir()
    (place / "other" / "table.zh.pdf").write_bytes((place / "table.zh.pdf").read_bytes())
    ran = sign(here, place, "other/table.zh.pdf", "--output", "signed")
    assert ran.code == 3
    assert "two files would be written to signed/table.zh.pdf" in ran.stderr


def test_a_place_that_cannot_be_written_is_told(here: Runner, place: Path) -> None:
    (place / "file").write_text("no folder")
    ran = sign(here, place, "--output", "file/out.pdf")
    assert ran.code == 3
    assert "cannot be written" in ran.stderr


def test_a_read_only_folder_is_told_and_left_empty(place: Path) -> None:
    (place / "closed").mkdir(mode=0o500)
    words = ["sign", "table.zh.pdf", "--pkcs12", "key.p12", "--output", "closed/out.pdf"]
    ran = subprocess.run(
        [*without_privileges(), sys.executable, "-m", "perf_report", *words],
        cwd=place,
        env={**os.environ, **ASKS, "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 3
    assert "closed/out.pdf cannot be written (original message: “Permission denied”)" in ran.stderr
    assert list((place / "closed").iterdir()) == []


def without_privileges() -> list[str]:
    """What goes before a command so that root, too, is bound by the permissions of files."""
    if os.geteuid() != 0:
        return []
    setpriv = shutil.which("setpriv")
    assert setpriv, "the tests of permissions, run by root, need setpriv (util-linux)"
    return [setpriv, "--inh-caps=-all", "--bounding-set=-dac_override,-dac_read_search"]


# --- Archive and accessibility ---


def prove(repository: Path, *files: Path) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [repository / "scripts" / "verapdf", *files], capture_output=True, text=True, check=False
    )


def test_signed_tables_are_still_for_the_archive_and_for_everyone(
    here: Runner, place: Path, repository: Path, root: Holder, authority: Holder
) -> None:
    with served(stamping_answer(authority)) as url:
        sign(here, place, "--tsa", url, "--output", "once.pdf", "--reason", "公开")
    curve = certify("Curve", ec.generate_private_key(ec.SECP256R1()), issuer=root)
    (place / "key.p12").write_bytes(curve.pkcs12(root.certificate))
    sign(here, place, "--output", "twice.pdf", file="once.pdf")
    sign(here, place, "--output", "curve.pdf")
    names = [place / name for name in ("once.pdf", "twice.pdf", "curve.pdf")]
    ran = prove(repository, *names)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert ran.stdout.count("PDF/A-3a and PDF/UA-1") == 3

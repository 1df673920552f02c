"""`extract`: what a PDF carries comes back byte for byte, and nowhere else than where it may."""

import io
import os
import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from perf_report.pdf_inspect.attachments import MAX_FILES, is_safe_name

CARRIED = ("funds.csv", "goals.csv", "indicators.csv", "table.json")

# What reading the worst of files may take, in bytes.
MAX_MEMORY = 500_000_000


def pdf_with(
    *files: tuple[str, bytes], change: Callable[[pikepdf.Pdf], None] | None = None
) -> bytes:
    """A PDF that carries files, by the list of associated files and by the tree of names."""
    pdf = pikepdf.new()
    pdf.add_blank_page()
    specifications = [specification(pdf, *file) for file in files]
    names = [part for file, each in zip(files, specifications, strict=True)
             for part in (pikepdf.String(file[0]), each)]  # fmt: skip
    pdf.Root.AF = pikepdf.Array(specifications)
    pdf.Root.Names = pikepdf.Dictionary(EmbeddedFiles={"/Names": pikepdf.Array(names)})
    if change is not None:
        change(pdf)
    out = io.BytesIO()
    pdf.save(out, compress_streams=False)
    return out.getvalue()


def specification(pdf: pikepdf.Pdf, name: str, data: bytes, **stream: Any) -> Any:
    content = pdf.make_stream(data)
    for key, value in stream.items():
        content[f"/{key}"] = value
    return pdf.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Filespec, UF=pikepdf.String(name), F=pikepdf.String(name),
            EF={"/F": content}, AFRelationship=pikepdf.Name.Data,
        )
    )  # fmt: skip


def test_the_files_come_back_byte_for_byte(
    built: Path, tmp_path: Path, here: Any, real_spec: Path
) -> None:
    ran = here("extract", built / "table.zh.pdf", "--output", "into", cwd=tmp_path)
    assert ran.code == 0, ran.stderr
    assert {Path(line).name for line in ran.stdout.split()} == {real_spec.name, *CARRIED}
    copy = (built / "spec.yaml").read_bytes()
    assert (tmp_path / "into" / real_spec.name).read_bytes() == copy
    for name in CARRIED:
        assert (tmp_path / "into" / name).read_bytes() == (built / name).read_bytes()


def test_the_list_writes_nothing(built: Path, tmp_path: Path, here: Any, real_spec: Path) -> None:
    ran = here("extract", built / "table.zh.pdf", "--list", cwd=tmp_path)
    assert ran.code == 0
    rows = [line.split() for line in ran.stdout.splitlines()]
    assert [str((built / "spec.yaml").stat().st_size), "Source", real_spec.name] in rows
    assert [str((built / "funds.csv").stat().st_size), "Data", "funds.csv"] in rows
    assert list(tmp_path.iterdir()) == []


def test_a_file_with_other_content_stays_unless_it_is_forced(
    built: Path, tmp_path: Path, here: Any
) -> None:
    (tmp_path / "funds.csv").write_bytes(b"mine")
    (tmp_path / "goals.csv").write_bytes((built / "goals.csv").read_bytes())
    command = ("extract", built / "table.zh.pdf")

    refused = here(*command, cwd=tmp_path)
    assert refused.code == 3
    assert "funds.csv" in refused.stderr
    assert "goals.csv" not in refused.stderr
    assert {path.name for path in tmp_path.iterdir()} == {"funds.csv", "goals.csv"}
    assert (tmp_path / "funds.csv").read_bytes() == b"mine"

    assert here(*command, "--force", cwd=tmp_path).code == 0
    assert (tmp_path / "funds.csv").read_bytes() == (built / "funds.csv").read_bytes()


def test_a_link_that_is_there_is_not_followed(built: Path, tmp_path: Path, here: Any) -> None:
    outside, into = tmp_path / "outside", tmp_path / "into"
    into.mkdir()
    outside.write_bytes(b"mine")
    (into / "funds.csv").symlink_to(outside)
    command = ("extract", built / "table.zh.pdf", "--output", into)

    assert here(*command, cwd=tmp_path).code == 3
    assert here(*command, "--force", cwd=tmp_path).code == 0
    assert outside.read_bytes() == b"mine"
    assert not (into / "funds.csv").is_symlink()


BAD_NAMES = (
    "", ".", "..", "../../x", "/etc/x", "a/b", "a\\b", "..\\x", "C:x", "c:\\x", "x:stream", "con",
    "NUL.csv", "com1", "LPT9.txt", "a\nb", "a\x1b[31m", "a\x00", "\u202egpj.exe", ".bashrc",
    "-rf", "x.", "x ", "a?b", "a" * 300, "汉" * 100,
)  # fmt: skip


@pytest.mark.parametrize("name", BAD_NAMES, ids=ascii)
def test_a_name_that_leads_elsewhere_is_refused(name: str, tmp_path: Path, here: Any) -> None:
    assert not is_safe_name(name)
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    (inner / "bad.pdf").write_bytes(pdf_with(("good.csv", b"1"), (name, b"2")))

    ran = here("extract", "bad.pdf", cwd=inner)

    assert ran.code == 3
    assert "whose name" in ran.stderr
    assert "\x1b" not in ran.stderr
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["bad.pdf"]


@pytest.mark.parametrize("name", ["2026.yaml", "表.csv", "a b.csv", "console.csv", "a..b", "a-b_c"])
def test_a_plain_name_is_safe(name: str) -> None:
    assert is_safe_name(name)


def circle(pdf: pikepdf.Pdf) -> None:
    tree = pdf.make_indirect(pikepdf.Dictionary())
    tree.Kids = pikepdf.Array([tree, tree])
    pdf.Root.Names.EmbeddedFiles = tree


def many(pdf: pikepdf.Pdf) -> None:
    each = [specification(pdf, f"{number}.csv", b"1") for number in range(MAX_FILES + 1)]
    pdf.Root.AF = pikepdf.Array(each)


def thousands(pdf: pikepdf.Pdf) -> None:
    names = (part for number in range(100_000) for part in (pikepdf.String(f"{number}"), number))
    pdf.Root.Names.EmbeddedFiles.Names = pikepdf.Array(names)


def bomb(pdf: pikepdf.Pdf) -> None:
    # Nothing but zeros: the head of a stream, and three hundred times the same ten megabytes.
    packer = zlib.compressobj(9)
    packer.compress(bytes(10_000_000))
    head = packer.flush(zlib.Z_FULL_FLUSH)
    piece = packer.compress(bytes(10_000_000)) + packer.flush(zlib.Z_FULL_FLUSH)
    data = head + 300 * piece
    pdf.Root.AF = pikepdf.Array(
        [specification(pdf, "bomb.csv", data, Filter=pikepdf.Name.FlateDecode)]
    )


def bomb_in_bombs(pdf: pikepdf.Pdf) -> None:
    data = bytes(60_000_000)
    for _ in range(3):
        data = zlib.compress(data, 9)
    filters = pikepdf.Array([pikepdf.Name.FlateDecode] * 3)
    pdf.Root.AF = pikepdf.Array([specification(pdf, "bomb.csv", data, Filter=filters)])


def not_files(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AF = pikepdf.Array([1, pikepdf.String("x")])


def nothing_inside(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AF[0].EF = pikepdf.Dictionary()


def no_files(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.AF, pdf.Root.Names


HARM = {
    "circle": (circle, "is circular"),
    "many": (many, "more than 100 embedded files"),
    "thousands": (thousands, "damaged|more than 100"),
    "bomb": (bomb, "exceeds the size limit when unpacked"),
    "bomb-in-bombs": (bomb_in_bombs, "cannot be unpacked|damaged"),
    "not-files": (not_files, "damaged"),
    "nothing-inside": (nothing_inside, "damaged"),
    "no-files": (no_files, "contains no embedded files"),
}


@pytest.mark.parametrize("name", HARM)
def test_a_pdf_that_was_made_to_do_harm_is_refused(name: str, tmp_path: Path, here: Any) -> None:
    change, message = HARM[name]
    (tmp_path / "bad.pdf").write_bytes(pdf_with(("good.csv", b"1"), change=change))
    ran = here("extract", "bad.pdf", cwd=tmp_path)
    assert ran.code == 3
    assert any(words in ran.stderr for words in message.split("|")), ran.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["bad.pdf"]


@pytest.mark.skipif(sys.platform != "linux", reason="the peak is told by /proc")
def test_the_worst_of_files_takes_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "bad.pdf"
    path.write_bytes(pdf_with(("good.csv", b"1"), change=bomb))
    # Not by getrusage: its peak counts what the process was before exec, a copy of this one.
    script = (
        "import runpy, sys; sys.argv[1:] = ['extract', sys.argv[1]]\n"
        "try: runpy.run_module('perf_report', run_name='__main__')\n"
        "finally: print(open('/proc/self/status').read().split('VmHWM:')[1].split()[0])"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script, path], cwd=tmp_path, capture_output=True, check=False
    )
    assert ran.returncode == 3
    assert int(ran.stdout) * 1024 < MAX_MEMORY


def test_two_files_of_one_name_are_refused(tmp_path: Path, here: Any) -> None:
    (tmp_path / "bad.pdf").write_bytes(pdf_with(("a.csv", b"1"), ("A.csv", b"2")))
    ran = here("extract", "bad.pdf", cwd=tmp_path)
    assert ran.code == 3
    assert "two embedded files" in ran.stderr


def test_several_specs_come_back_alike(tmp_path: Path, here: Any) -> None:
    (tmp_path / "two.pdf").write_bytes(pdf_with(("a.yaml", b"1"), ("b.yaml", b"2")))
    assert here("extract", "two.pdf", "-o", "into", cwd=tmp_path).code == 0
    assert (tmp_path / "into" / "b.yaml").read_bytes() == b"2"


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("missing.pdf", None, "there is no file"),
        (".", None, "is a folder"),
        ("text.pdf", b"hello", "is not a PDF"),
        ("empty.pdf", b"", "is not a PDF"),
        ("head.pdf", b"%PDF-1.7\n", "truncated or damaged"),
    ],
)
def test_what_is_no_pdf_is_refused(
    tmp_path: Path, here: Any, name: str, content: bytes | None, message: str
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    ran = here("extract", name, cwd=tmp_path)
    assert ran.code == 3
    assert message in ran.stderr


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_refused(tmp_path: Path, here: Any) -> None:
    path = tmp_path / "closed.pdf"
    path.write_bytes(b"%PDF-1.7")
    path.chmod(0)
    assert here("extract", "closed.pdf", cwd=tmp_path).code == 3


def test_a_file_larger_than_any_table_is_not_read_whole(tmp_path: Path, here: Any) -> None:
    path = tmp_path / "large.pdf"
    with path.open("wb") as stream:
        stream.write(b"%PDF-1.7\n")
        stream.truncate(2_000_000_000)
    ran = here("extract", "large.pdf", cwd=tmp_path)
    assert ran.code == 3
    assert "larger than" in ran.stderr

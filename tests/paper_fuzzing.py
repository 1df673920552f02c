"""What `scripts/fuzz.py` tries with damaged papers: `import` reads or refuses each, within limits.

Archives of Office are changed inside and zipped again whole, so that the change reaches a reader:
attributes of spans and repeats get numbers that no table has, parts and elements go or come twice.
Each paper is read in a process of its own, so that one that hangs or eats memory counts.
"""

import io
import os
import random
import re
import resource
import signal
import time
import traceback
import zipfile
from collections.abc import Callable, Sequence
from functools import cache
from importlib import import_module
from typing import Any

import pikepdf
from fuzzing import CATALOGUES, PDF_TOKENS, TOKENS, FuzzTarget, edit
from hypothesis import strategies as st
from office.read_layouts import FILES

from perf_report.app.import_paper.batch import ImportTask, Outcome, read_known, run_task
from perf_report.app.import_paper.run import Given
from perf_report.messages import describe_error
from perf_report.model.source import Source
from perf_report.office.open_paper import open_paper

# What one paper may take: seconds of the processor, and bytes of memory in all. One that waits for
# ever, which takes no time of the processor, is ended, too.
MOST_SECONDS = 5
MOST_BYTES = 500_000_000
_PATIENCE = 60

# What stands in the place of a number of an attribute.
_NUMBERS = (
    b"0", b"-1", b"1", b"2", b"7", b"300", b"16384", b"1048577", b"99999999", b"4294967295",
    b"9" * 30, b"1e9", b"0x7f", b"NaN", b"", b" 2 ", "２".encode(), b"A1:XFD1048576", b"restart",
)  # fmt: skip
_ATTRIBUTE = re.compile(rb'([\w:-]+)="([^"<>]{0,60})"')
_ELEMENT = re.compile(rb"<([\w:]+)[^<>]*>")
_PIECES = (
    b"<w:tr>", b"</w:tr>", b"<w:tc>", b"<w:tbl>", b'<w:gridSpan w:val="900"/>', b"<w:vMerge/>",
    b'<w:gridBefore w:val="99"/>', b"<w:del>", b"<w:txbxContent>", b'<mergeCell ref="A1:ZZ99999"/>',
    b'<c r="XFD1048576" t="s"><v>99999</v></c>', b'<row r="1048576" hidden="1">', b"<table>",
    b'<td rowspan="65534" colspan="1000">', b"</td>", b"<tr>", b"<thead>", b"<tbody hidden>",
    b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>', b"&b;", b"&#0;",
    b"&#x110000;", b'<table:table-row table:number-rows-repeated="1048576">', b"<![CDATA[",
    b"\xff\xfe", b"\xed\xa0\x80",
    b"<table:covered-table-cell/>", b"<w:t>\xe5\xa2\x9e</w:t>", b"\t\t\t\t", b"<div>" * 300,
    b"<table><tr><td>" * 200,
)  # fmt: skip


def check_paper(paper: tuple[str, bytes]) -> None:
    """A paper is read or refused by a message, within the limits."""
    name, data = paper
    _load()
    start, finish = os.pipe()
    child = os.fork()
    if not child:
        os.close(start)
        _read_apart(name, data, finish)
    os.close(finish)
    state, memory = _wait(child)
    with os.fdopen(start, "rb") as said:
        assert not state, said.read().decode() or f"ended after {MOST_SECONDS} seconds: {state}"
    assert memory < MOST_BYTES, f"{memory} bytes of memory"


@cache
def _load() -> None:
    """Load what every child needs, once in the process that they are forked from."""
    import_module("perf_report.app.import_paper.preload")
    read_known((), ())
    open_paper(Source(name="", data=seeds("docx")[0]))


def _read_apart(name: str, data: bytes, finish: int) -> None:
    """Read a paper in a child, which ends here."""
    state = 1
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    try:
        source = Source(name=name, data=data)
        _describe(run_task(ImportTask(source=source, given=Given(), forms=(), frameworks=())))
        state = 0
    except BaseException:  # noqa: BLE001 -- the parent fails for whatever it is
        os.write(finish, traceback.format_exc()[-4000:].encode())
    finally:
        os._exit(state)


def _describe(outcome: Outcome) -> None:
    for catalogue in CATALOGUES:
        if outcome.error is not None:
            assert describe_error(catalogue, outcome.error).message
        for imported in outcome.imported:
            for note in imported.notes:
                assert catalogue.format("import", note.id, **note.arguments)


def _wait(child: int) -> tuple[int, int]:
    """How a child ended, and its memory in bytes; one that takes too long is ended."""
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        ended, state, usage = os.wait4(child, os.WNOHANG)
        if ended:
            return state, usage.ru_maxrss * 1024
        time.sleep(0.002)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    raise AssertionError("a paper is not done")


# --- The inputs ---


@cache
def seeds(ending: str) -> tuple[bytes, ...]:
    """The files of a format with one page."""
    paths = sorted(FILES.glob(f"*.{ending}"))
    small = [
        path for path in paths if path.name.startswith(("fund-", "overall-2021", "project-2021-"))
    ]
    assert small
    return tuple(path.read_bytes() for path in small)


@cache
def plain_pdfs() -> tuple[bytes, ...]:
    """The PDFs with their streams uncompressed, so that edits reach what is in them."""
    return tuple(map(_uncompressed, (*seeds("writer.pdf"), *seeds("calc.pdf"))))


def _uncompressed(data: bytes) -> bytes:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        stream = io.BytesIO()
        pdf.save(stream, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.all)
    return stream.getvalue()


def change_archive(data: bytes, chance: random.Random) -> bytes:
    """An archive with changes inside of its parts, and whole again."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for _ in range(chance.randint(1, 4)):
        # The part of the tables is the longest; others are changed now and then.
        longest = max(parts, key=lambda each: len(parts[each]))
        name = longest if chance.random() < 0.7 else chance.choice(sorted(parts))
        if chance.random() < 0.03 and len(parts) > 1:
            del parts[name]
        else:
            parts[name] = change_markup(parts[name], chance)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return stream.getvalue()


def change_markup(data: bytes, chance: random.Random) -> bytes:
    """A text of XML or HTML with a change that leaves most of it well formed."""
    return chance.choice(_MARKUP_CHANGES)(data, chance)


def _change_attribute(data: bytes, chance: random.Random) -> bytes:
    found = list(_ATTRIBUTE.finditer(data))
    if not found:
        return data
    match = chance.choice(found)
    return data[: match.start(2)] + chance.choice(_NUMBERS) + data[match.end(2) :]


def _change_all_attributes(data: bytes, chance: random.Random) -> bytes:
    """All attributes of one name get one number: each span, each repeat."""
    found = list(_ATTRIBUTE.finditer(data))
    if not found:
        return data
    name, number = chance.choice(found)[1], chance.choice(_NUMBERS)
    return re.sub(rb'\b%s="[^"<>]{0,60}"' % re.escape(name), b'%s="%s"' % (name, number), data)


def _repeat_element(data: bytes, chance: random.Random) -> bytes:
    """An element twice or hundreds of times, or not at all."""
    found = list(_ELEMENT.finditer(data))
    if not found:
        return data
    match = chance.choice(found)
    end = data.find(b"</%s>" % match[1], match.end())
    end = end + len(match[1]) + 3 if end >= 0 else match.end()
    times = chance.choice((0, 2, 2, 3, 300))
    return data[: match.start()] + data[match.start() : end] * times + data[end:]


def _insert_piece(data: bytes, chance: random.Random) -> bytes:
    place = chance.randint(0, len(data))
    place = data.rfind(b">", 0, place) + 1
    return data[:place] + chance.choice(_PIECES) + data[place:]


def _edit_text(data: bytes, chance: random.Random) -> bytes:
    return edit(data, chance, TOKENS)


_MARKUP_CHANGES = (
    _change_attribute, _change_attribute, _change_all_attributes, _repeat_element, _repeat_element,
    _insert_piece, _edit_text,
)  # fmt: skip


def _change_pdf(data: bytes, chance: random.Random) -> bytes:
    """A PDF with changed numbers, and with edits of bytes."""
    for _ in range(chance.randint(0, 4)):
        found = list(re.finditer(rb"-?[0-9]+(?:\.[0-9]+)?", data[: 1 << 18]))
        match = chance.choice(found)
        data = data[: match.start()] + chance.choice(_NUMBERS) + data[match.end() :]
    return edit(data, chance, PDF_TOKENS) if chance.random() < 0.5 else data


def _change_records(data: bytes, chance: random.Random) -> bytes:
    """A file of records with some bytes changed, among them lengths and chains of sectors."""
    changed = bytearray(data)
    for _ in range(chance.randint(1, 12)):
        place = chance.choice((chance.randrange(len(changed)), chance.randrange(512)))
        changed[place] = chance.choice((0, 1, 0x7F, 0x80, 0xFE, 0xFF, chance.randrange(256)))
    return bytes(changed) if chance.random() < 0.7 else edit(bytes(changed), chance, TOKENS)


Change = Callable[[bytes, random.Random], bytes]


def _papers(ending: str, sources: Callable[[], Sequence[bytes]], change: Change) -> Any:
    @st.composite
    def draw(draw: st.DrawFn) -> tuple[str, bytes]:
        chance = draw(st.randoms(use_true_random=False, note_method_calls=False))
        data = chance.choice(sources())
        # A file that is cut or changed anywhere is met, too.
        if chance.random() < 0.1:
            return f"paper.{ending}", edit(data, chance, TOKENS)
        return f"paper.{ending}", change(data, chance)

    return draw()


def _target(
    ending: str, change: Change, sources: Callable[[], Sequence[bytes]] | None = None
) -> FuzzTarget:
    known = sources or (lambda: seeds(ending))
    return FuzzTarget(
        name=f"import-{ending}", inputs=_papers(ending, known, change), check=check_paper
    )


PAPER_TARGETS = (
    _target("docx", change_archive),
    _target("xlsx", change_archive),
    _target("ods", change_archive),
    _target("xls", _change_records),
    _target("pdf", _change_pdf, plain_pdfs),
    _target("html", change_markup),
    _target("txt", _edit_text, lambda: (*seeds("page.txt"), *seeds("sheet.txt"))),
)

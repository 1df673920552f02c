"""The bytes of a PDF's objects are made once, and are the same bytes."""

from io import BytesIO

import pydyf

from perf_report.pdf.weasyprint_compat.object_bytes import make_bytes_once


class Counted:
    """A part of a stream that counts how often it is made into bytes."""

    def __init__(self) -> None:
        self.count = 0

    def __str__(self) -> str:
        self.count += 1
        return "0 0 m"


def small_pdf(part: Counted) -> pydyf.PDF:
    """A PDF of a stream, and of a dictionary, a string and an array that belong to it."""
    pdf = pydyf.PDF()
    pdf.info["Title"] = pydyf.String("Goals")
    pdf.add_object(pydyf.Stream([part, "S"], compress=True))
    pdf.add_object(pydyf.Dictionary({"Part": part, "Kids": pydyf.Array([1, 2])}))
    pdf.add_object(pydyf.Array([pydyf.String("1"), part]))
    return pdf


def written(pdf: pydyf.PDF, *, compress: bool) -> bytes:
    file = BytesIO()
    pdf.write(file, identifier=b"identifier", compress=compress)
    return file.getvalue()


def test_bytes_are_made_once_and_are_the_same() -> None:
    for compress in (False, True):
        before, after = Counted(), Counted()
        plain = written(small_pdf(before), compress=compress)
        pdf = small_pdf(after)
        make_bytes_once(pdf)

        assert written(pdf, compress=compress) == plain
        assert (before.count, after.count) == (6, 3)

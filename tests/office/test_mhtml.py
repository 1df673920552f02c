"""A page that a browser saved whole, as `.mht`."""

from collections.abc import Callable
from email.encoders import encode_base64, encode_quopri
from email.message import Message
from email.mime.base import MIMEBase
from email.mime.image import MIMEImage
from email.mime.multipart import MIMEMultipart

import pytest

from office.read_layouts import FILES
from perf_report.model.source import Source
from perf_report.office.open_paper import open_paper

PAGE = (FILES / "project-2021.html").read_text("utf-8")


def saved(encoding: str, encode: Callable[[Message], None]) -> bytes:
    """The page as browsers save it: a message whose first part it is, with a picture behind."""
    message = MIMEMultipart("related", type="text/html")
    message["Snapshot-Content-Location"] = "https://example.org/table.html"
    page = MIMEBase("text", "html", charset=encoding)
    page.set_payload(PAGE.encode(encoding))
    encode(page)
    message.attach(page)
    message.attach(MIMEImage(b"\x89PNG\r\n\x1a\n", "png"))
    return message.as_bytes()


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
@pytest.mark.parametrize("encode", [encode_quopri, encode_base64])
def test_page_saved_by_a_browser_is_the_page(
    encoding: str, encode: Callable[[Message], None]
) -> None:
    expected = open_paper(Source(name="table.html", data=PAGE.encode()))
    found = open_paper(Source(name="table.mht", data=saved(encoding, encode)))
    assert expected.tables
    assert found == expected

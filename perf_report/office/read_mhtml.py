"""Read the page in a file that a browser saved whole: `.mht` or `.mhtml`, a message of MIME."""

from email.message import Message
from email.parser import BytesParser
from email.policy import compat32

from perf_report.errors import SourceError

_HTML = "text/html"


def page_of(data: bytes) -> bytes:
    """Return the page, in the encoding that it names. Raises SourceError if there is none.

    Pictures and whatever else the page needs are not looked at.
    """
    message = BytesParser(policy=compat32).parsebytes(data.lstrip())
    page = next((part for part in message.walk() if part.get_content_type() == _HTML), None)
    content = page.get_payload(decode=True) if page is not None else None
    if page is None or not isinstance(content, bytes):
        raise SourceError("paper-damaged")
    return _in_utf8(content, page)


def _in_utf8(content: bytes, page: Message) -> bytes:
    """The page in UTF-8 where the message names its encoding; the page itself may not."""
    charset = page.get_content_charset()
    try:
        return b"\xef\xbb\xbf" + content.decode(charset).encode() if charset else content
    except (LookupError, UnicodeDecodeError):
        return content

"""Time stamps (RFC 3161): an authority attests that a signature was there at its time."""

import errno
import os
from typing import Any

from asn1crypto.tsp import PKIStatusInfo
from pyhanko.sign.timestamps import HTTPTimeStamper, TimestampRequestError

from perf_report.errors import PerfReportError

# Seconds for the whole answer, which takes a tenth of one.
PATIENCE = 20.0


class Stamper(HTTPTimeStamper):
    """Asks an authority by HTTP; whatever goes wrong is a PerfReportError that names it."""

    def __init__(self, url: str, patience: float = PATIENCE) -> None:
        super().__init__(url, timeout=patience)

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> Any:
        """The time stamp of a digest. Raises PerfReportError."""
        try:
            return await super().async_timestamp(message_digest, md_algorithm)
        except TimestampRequestError as error:
            reason = _reason(error.__cause__ or error)
            raise PerfReportError("tsa-failed", url=self.url, reason=reason) from None
        # An answer is looked into before anything tells that it is one.
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
            raise PerfReportError("tsa-answer", url=self.url) from None

    async def async_request_tsa_response(self, req: Any) -> Any:
        """The answer to a request. A refusal raises TimestampRequestError in the authority's words.

        A refusal has no time stamp, and the library would call that malformed.
        """
        answer = await super().async_request_tsa_response(req)
        status = PKIStatusInfo.load(answer.contents)
        if not status["status"].native.startswith("granted"):
            raise TimestampRequestError(_refusal(status))
        return answer


def _refusal(status: Any) -> str:
    words = status["status_string"].native or [status["status"].native]
    return "; ".join([*words, *sorted(status["fail_info"].native or ())])


def _reason(error: BaseException) -> str:
    if isinstance(error, TimeoutError):
        return os.strerror(errno.ETIMEDOUT)
    return str(error) or type(error).__name__

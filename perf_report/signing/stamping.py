"""Time stamps (RFC 3161), by which an authority attests when a signature existed."""

import errno
import os
from typing import Any

from asn1crypto.tsp import PKIStatusInfo
from pyhanko.sign.timestamps import HTTPTimeStamper, TimestampRequestError

from perf_report.errors import PerfReportError

# Seconds for the whole answer, which usually takes a tenth of one.
TIMEOUT = 20.0


class TimeStamper(HTTPTimeStamper):
    """Requests time stamps from an authority by HTTP; any failure is a PerfReportError."""

    def __init__(self, url: str, timeout: float = TIMEOUT) -> None:
        super().__init__(url, timeout=timeout)

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> Any:
        """Request the time stamp of a digest. Raises PerfReportError."""
        try:
            return await super().async_timestamp(message_digest, md_algorithm)
        except TimestampRequestError as error:
            reason = _reason(error.__cause__ or error)
            raise PerfReportError("tsa-failed", url=self.url, reason=reason) from None
        # The library reads an answer before it checks its form.
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
            raise PerfReportError("tsa-answer", url=self.url) from None

    async def async_request_tsa_response(self, req: Any) -> Any:
        """Send a request. Raises TimestampRequestError with the authority's reason for a refusal.

        The library would report a refusal, which has no time stamp, as malformed.
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

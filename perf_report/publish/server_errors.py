"""Translate exceptions of the server libraries to PublishError, without secrets."""

from collections.abc import Iterator
from contextlib import contextmanager

from perf_report.errors import PublishError

# How many seconds to wait for a server's answer.
TIMEOUT = 30


@contextmanager
def translated_errors(name: str) -> Iterator[None]:
    """Raise PublishError for an exception of a server library."""
    try:
        yield
    except PublishError:
        raise
    except Exception as error:
        message = _message(error)
        if message is None:
            raise
        raise PublishError(message, target=name, reason=reason_of(error)) from error


# By the name of an exception's class or of one above it: the libraries are imported only when used.
_MESSAGES = {
    "HostKeyNotVerifiable": "target-host-key",
    "KeyExchangeFailed": "target-unreachable",
    "PermissionDenied": "target-credentials",
    "NoCredentialsError": "target-credentials",
    "PartialCredentialsError": "target-credentials",
    "ProfileNotFound": "target-credentials",
    "ConnectionLost": "target-unreachable",
    "SFTPConnectionLost": "target-unreachable",
    "SFTPNoConnection": "target-unreachable",
    "EndpointConnectionError": "target-unreachable",
    "HTTPClientError": "target-unreachable",
    "FSTimeoutError": "target-unreachable",
    "TimeoutError": "target-unreachable",
    "gaierror": "target-unreachable",
    "ConnectionError": "target-unreachable",
    # Of a whole server it means wrong credentials, of a path that it may not be written.
    "SFTPPermissionDenied": "target-refused",
    "SFTPError": "target-refused",
    "Error": "target-unreachable",
    "BotoCoreError": "target-refused",
    "ClientError": "target-refused",
    "PermissionError": "target-refused",
    "OSError": "target-refused",
}
# S3 says by its code, which is all that is left of it in the message, that it does not know us.
_UNKNOWN = ("InvalidAccessKeyId", "SignatureDoesNotMatch", "AWS Access Key Id", "signature we",
            "ExpiredToken", "InvalidToken", "security token")  # fmt: skip


def _message(error: BaseException) -> str | None:
    if any(words in str(error) for words in _UNKNOWN):
        return "target-credentials"
    # sshfs makes of a refused key an error of the system, and names what it was as its cause.
    names = [each.__name__ for kind in (error.__cause__, error) for each in type(kind).__mro__]
    return next((_MESSAGES[name] for name in names if name in _MESSAGES), None)


def reason_of(error: BaseException) -> str:
    """Return the message of an exception on one line."""
    return " ".join(str(error).split()) or type(error).__name__

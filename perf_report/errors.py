"""Exceptions for what cannot be done: an unreadable file, a full disk, a broken template.

Bad input is no exception but a finding. An exception has a message id and its arguments, never a
sentence: `messages` makes the sentence, and the command line exits with code 3.
"""

from collections.abc import Mapping


class PerfReportError(Exception):
    """Base of all exceptions of this package.

    `message` is an id in the catalogue's `[error]` table; `arguments` fill its placeholders.
    """

    def __init__(self, message: str, **arguments: object) -> None:
        super().__init__(message)
        self.message = message
        self.arguments: Mapping[str, object] = arguments

    def __str__(self) -> str:
        details = ", ".join(f"{key}={value}" for key, value in self.arguments.items())
        return f"{self.message}: {details}" if details else self.message


class SourceError(PerfReportError):
    """A file that is read (a spec, a font, a PDF, a key) is missing or unusable."""


class SettingsError(PerfReportError):
    """The project's settings are invalid, or something that they name is."""


class RenderError(PerfReportError):
    """A page cannot be made: a template failed, or loads something from outside."""


class OutputError(PerfReportError):
    """An output cannot be written; existing files are unchanged."""


class OverwriteError(PerfReportError):
    """A person names a file that is read as one to write, which is wrong usage."""


class PublishError(PerfReportError):
    """A site cannot be published to a target; what is disclosed there is unchanged."""


class WorkerLostError(PerfReportError):
    """A worker died of a job, and so did the worker that tried it again; other jobs go on."""

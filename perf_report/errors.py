"""What the tool could not do, as exceptions.

Bad input is data (findings). These are for inability: a file that cannot be read, a disk that is
full, a template that does not render. Each carries a message id and its arguments, never a
sentence; `messages` turns them into one, and the command line exits with code 3.
"""

from collections.abc import Mapping


class PerfReportError(Exception):
    """The work could not be done; `message` and `arguments` say why.

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
    """A source (a spec, a font, a setting, a template folder) cannot be read at all."""


class SettingsError(PerfReportError):
    """The project's settings file says something that the tool does not know."""


class RenderError(PerfReportError):
    """A page could not be made: a template failed, or asked for something from outside."""


class OutputError(PerfReportError):
    """An output could not be written; nothing that was there before has been touched."""


class PublishError(PerfReportError):
    """The site could not be carried to a target; what was disclosed there stands as it was."""


class WorkerLostError(PerfReportError):
    """A process died of its work, and a fresh one did, too; other work is not concerned."""

"""What is said where a library no longer has a name that this package uses.

Needs: nothing private; `cffi.api` is named, since cffi looks functions up in frames of its own.
Why: a later WeasyPrint may rename its parts. That must end in a sentence, not in a traceback and
    not in a PDF that lacks something.
Since: WeasyPrint 70.0.
Upstream: Kozea/WeasyPrint#265 says that these parts are undocumented on purpose.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from types import TracebackType

from perf_report.errors import RenderError

_PACKAGE = __name__.rpartition(".")[0]
_LOOKS_UP_FOR_US = "cffi.api"


@contextmanager
def renames_explained() -> Iterator[None]:
    """Raise RenderError for a name that is missed inside the block by a module of this package.

    Errors of other modules are bugs, and stay what they are.
    """
    try:
        yield
    except (AttributeError, ImportError, LookupError) as error:
        if not _is_raised_here(error.__traceback__):
            raise
        engine = f"WeasyPrint {version('weasyprint')}"
        raise RenderError("renderer-changed", engine=engine, detail=str(error)) from error


def _is_raised_here(traceback: TracebackType | None) -> bool:
    """Whether the innermost frame, cffi's aside, is one of this package."""
    found = False
    while traceback is not None:
        module = str(traceback.tb_frame.f_globals.get("__name__", ""))
        if module != _LOOKS_UP_FOR_US:
            found = module.startswith(f"{_PACKAGE}.") and module != __name__
        traceback = traceback.tb_next
    return found

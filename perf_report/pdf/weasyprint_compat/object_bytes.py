"""Objects of a PDF whose bytes are made once.

pydyf 0.13 makes the bytes of every object twice where a PDF has an identifier: for the file, and
for the hash that stands beside the identifier; what is compressed is compressed twice. That was a
twentieth of the work of a PDF.
"""

from functools import cache, cached_property
from typing import Any


def make_bytes_once(pdf: Any) -> None:
    """Have the objects of a PDF keep their bytes from now on, when nothing of them changes."""
    for object_ in pdf.objects:
        kind: Any = type(object_)
        object_.__class__ = _keeping(kind)


@cache
def _keeping(kind: Any) -> Any:
    """The same kind of object, whose `data` is made once."""

    def make(object_: Any) -> bytes:
        return bytes(kind.data.fget(object_))

    return type(kind.__name__, (kind,), {"data": cached_property(make)})

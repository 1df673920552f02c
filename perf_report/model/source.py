"""The bytes of a file, and the name to show for it."""

import hashlib
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The bytes of a file, and the name to show for it; what reads it limits its size."""

    name: str
    data: bytes
    _digest: str = field(default="", init=False, repr=False, compare=False)

    @property
    def digest(self) -> str:
        """The SHA-256 of the bytes in hexadecimal, computed once."""
        if not self._digest:
            object.__setattr__(self, "_digest", hashlib.sha256(self.data).hexdigest())
        return self._digest

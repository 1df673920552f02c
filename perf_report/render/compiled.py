"""Templates that were compiled by an earlier process: every worker would do it again.

They are kept in the user's cache, one file each. A file begins with a hash of what follows and of
who compiled it, so that nothing is run that was cut off, changed, or made by another version; Jinja
itself looks whether the text of the template is still the same.
"""

import os
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

_DIGEST_SIZE = sha256().digest_size


class CompiledTemplates(BytecodeCache):
    """Compiled templates in a folder; `maker` tells those of one compiler from all others.

    A folder that cannot be read or written is done without.
    """

    def __init__(self, folder: Path, maker: str) -> None:
        self._folder = folder
        self._maker = maker.encode()

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give Jinja what was kept, if it is what we wrote."""
        with suppress(OSError):
            data = self._path(bucket).read_bytes()
            digest, code = data[:_DIGEST_SIZE], data[_DIGEST_SIZE:]
            if digest == self._digest(code):
                bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what Jinja has compiled; another process sees all of it or nothing."""
        code, path = bucket.bytecode_to_string(), self._path(bucket)
        part = path.with_name(f"{path.name}.{os.getpid()}")
        with suppress(OSError):
            # What is in it will be run, so that it is the user's alone.
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            part.write_bytes(self._digest(code) + code)
            part.replace(path)

    def _path(self, bucket: Bucket) -> Path:
        return self._folder / bucket.key

    def _digest(self, code: bytes) -> bytes:
        return sha256(self._maker + b"\0" + code).digest()

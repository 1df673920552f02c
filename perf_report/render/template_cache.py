"""Cache of compiled templates on disk, so that not every process compiles them.

Jinja's own `FileSystemBytecodeCache` looks at the Python version and at the template's text, and
runs whatever else the file holds: one with a wrong byte prints another word, or ends the process.
Here a file begins with a hash of its code and of what compiled it. One that was cut off, changed,
or made by another version is compiled again.
"""

from collections.abc import Callable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

import jinja2
from jinja2.bccache import Bucket

from perf_report.render import templates

# Writes a whole file or none.
Write = Callable[[Path, bytes], None]

_DIGEST_SIZE = sha256().digest_size


class TemplateCache(jinja2.BytecodeCache):
    """Compiled templates of the given template folders; those of a sandbox are kept apart."""

    def __init__(self, cache: Path, folders: tuple[Path, ...], write: Write) -> None:
        kind = "ours" if templates.are_builtin(folders) else "sandbox"
        # What decides how a template is compiled: Jinja, and all that our module says to it.
        source = sha256(Path(templates.__file__).read_bytes()).hexdigest()
        self._compiler = f"{jinja2.__version__} {kind} {source}".encode()
        self._folder = cache / "templates" / kind
        self._write = write

    def load_bytecode(self, bucket: Bucket) -> None:
        """Load the code from its file, if the file is as it was written."""
        with suppress(OSError):
            data = (self._folder / bucket.key).read_bytes()
            digest, code = data[:_DIGEST_SIZE], data[_DIGEST_SIZE:]
            if digest == self._digest(code):
                bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Write the code to its file; another process sees all of it or nothing."""
        code = bucket.bytecode_to_string()
        self._write(self._folder / bucket.key, self._digest(code) + code)

    def _digest(self, code: bytes) -> bytes:
        return sha256(self._compiler + b"\0" + code).digest()

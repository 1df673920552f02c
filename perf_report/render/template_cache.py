"""Templates that were compiled by an earlier process: every worker would do it again.

They are kept in the user's cache, one file each. A file begins with a hash of what follows and of
who compiled it, so that nothing is run that was cut off, changed, or made by another version; Jinja
itself looks whether the text of the template is still the same.
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


class CompiledTemplates(jinja2.BytecodeCache):
    """Compiled templates in a folder; `maker` tells those of one compiler from all others.

    `write` puts a file there, or does without; so does reading.
    """

    def __init__(self, folder: Path, maker: str, write: Write) -> None:
        self._folder = folder
        self._maker = maker.encode()
        self._write = write

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give Jinja what was kept, if it is what we wrote."""
        with suppress(OSError):
            data = self._path(bucket).read_bytes()
            digest, code = data[:_DIGEST_SIZE], data[_DIGEST_SIZE:]
            if digest == self._digest(code):
                bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what Jinja has compiled; another process sees all of it or nothing."""
        code = bucket.bytecode_to_string()
        self._write(self._path(bucket), self._digest(code) + code)

    def _path(self, bucket: Bucket) -> Path:
        return self._folder / bucket.key

    def _digest(self, code: bytes) -> bytes:
        return sha256(self._maker + b"\0" + code).digest()


def compiled_templates(cache: Path, folders: tuple[Path, ...], write: Write) -> CompiledTemplates:
    """Those of such template folders; a sandbox has its own."""
    kind = "ours" if templates.are_builtin(folders) else "sandbox"
    # What decides how a template is compiled: Jinja, and all that our module says to it.
    source = sha256(Path(templates.__file__).read_bytes()).hexdigest()
    maker = f"{jinja2.__version__} {kind} {source}"
    return CompiledTemplates(cache / "templates" / kind, maker, write)

"""pip's own cache, which tests use so that nothing is downloaded twice."""

import os
import subprocess
import sys
from functools import cache

# Before the tests' caches are moved to folders that are thrown away.
_ENVIRONMENT = dict(os.environ)


@cache
def pip_cache() -> str:
    """The folder in which pip keeps what it downloaded."""
    command = [sys.executable, "-m", "pip", "cache", "dir"]
    ran = subprocess.run(command, env=_ENVIRONMENT, capture_output=True, text=True, check=True)
    return ran.stdout.strip()

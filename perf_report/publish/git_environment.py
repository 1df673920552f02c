"""The environment in which git is run: it uses no other repository, and never asks."""

import os

# What would lead git to another repository.
_LEADING = frozenset({
    "GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE", "GIT_OBJECT_DIRECTORY", "GIT_NAMESPACE",
    "GIT_PREFIX", "GIT_COMMON_DIR", "GIT_ALTERNATE_OBJECT_DIRECTORIES",
})  # fmt: skip


def git_environment() -> dict[str, str]:
    """Return the user's environment with the user's own ssh, and without prompts."""
    kept = {name: each for name, each in os.environ.items() if name not in _LEADING}
    # Without a command of the user's, ssh does not ask either.
    return {"GIT_SSH_COMMAND": "ssh -o BatchMode=yes", **kept, "GIT_TERMINAL_PROMPT": "0"}

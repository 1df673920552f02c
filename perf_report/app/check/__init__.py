"""Check specs: the step that all commands share, with a cache."""

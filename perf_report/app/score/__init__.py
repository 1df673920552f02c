"""The use cases of `score` and `explain --score`."""

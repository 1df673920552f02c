"""The use case of `diff`: compare specs."""

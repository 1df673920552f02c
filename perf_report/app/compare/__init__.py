"""The use cases of `diff`: what changed between two specs."""

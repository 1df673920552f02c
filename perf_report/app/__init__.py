"""The use cases, one module or folder a command: where things are, and the wiring of a run."""

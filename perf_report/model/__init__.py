"""The data model of a plan: immutable, typed values without I/O."""

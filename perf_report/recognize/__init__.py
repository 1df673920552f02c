"""Papers of unknown layout as plans: which form a table fills, and what stands in its cells.

A recognizer knows forms as data and cells by their places, never the format of a file.
"""

"""The table as a Word file: the form as an office would make it."""

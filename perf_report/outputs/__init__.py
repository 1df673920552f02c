"""The files of a build: which are up to date, how they are made and written."""

"""The use cases of the workbench: a project on a page, and its specs edited there."""

"""The use cases of `indicators`: search a library, count its use, complete from it."""

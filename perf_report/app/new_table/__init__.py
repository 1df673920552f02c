"""The use case of `new --department`: a spec with all that a form asks for, to be filled in."""

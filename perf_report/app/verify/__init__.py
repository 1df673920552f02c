"""The use case of `verify`: compare a PDF with the one that its attached spec makes.

The document is made again by the same version of this program, so that a verdict needs the file
alone. Of one that an earlier version made, the data in it are compared with each other and with the
words on its pages.
"""

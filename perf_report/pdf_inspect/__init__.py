"""What is inside a PDF that someone hands in: the way back from a paper to what it says.

A document may be anyone's, so everything is read within limits and nothing in it is run. `opening`
opens it, `carried` takes out the files that it carries, `properties` what it says of itself,
`drawn` the words of its pages, `passages` its cells and paragraphs, `shapes` what else is drawn,
`appended` what was added behind it. `paper` joins them, and `differences` compares two papers.
"""

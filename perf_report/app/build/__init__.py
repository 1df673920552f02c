"""The use case of `build`: collect sources, check them, plan outputs, make and write them."""

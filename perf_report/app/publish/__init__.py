"""The use case of `publish`: what goes out is decided, made into a site, and uploaded."""

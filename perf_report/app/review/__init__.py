"""The use case of `review`: what a branch changes, judged by the settings of its base."""

"""The use case of `review`: check and compare what a branch changed."""

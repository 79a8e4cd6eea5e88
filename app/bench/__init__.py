"""The figures, each with its goal beside it."""

"""The user's notes as a live source: passages for a question."""

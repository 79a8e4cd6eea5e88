"""The preflight: what a call will need, checked one by one, for the command and for the window."""

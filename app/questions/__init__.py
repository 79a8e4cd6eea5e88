"""Noticing that something was asked: pure rules on text, no input or output."""

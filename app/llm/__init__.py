"""Narration: prompts, providers, failover and the offline answer."""

"""What is kept on disk: settings, secrets, prompts and session recordings."""

"""What the windows show and change, read and done in workers: a desk for each tab."""

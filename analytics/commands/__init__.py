"""What each command of the command line does, apart from its words and options (analytics/cli.py)."""

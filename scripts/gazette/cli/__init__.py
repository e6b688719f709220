"""Command line (命令行): the one door that prints and picks the exit code."""

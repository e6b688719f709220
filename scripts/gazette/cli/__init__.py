"""Command line (命令行): the only room that prints and sets the exit status."""

"""zhibu build: scan, check, render, release."""

from plugins.cli.checking import make_command

command = make_command(writes=True)

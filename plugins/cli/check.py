"""zhibu check: the same reading and checking, nothing written."""

from plugins.cli.checking import make_command

command = make_command(writes=False)

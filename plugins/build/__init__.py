"""Floor 3: puts the capabilities together and runs Pelican, one forked process per site."""

"""Floor 4: releases: assembled beside, swapped by one atomic rename, kept to go back to."""

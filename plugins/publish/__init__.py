"""Floor 4: the current release sent elsewhere: only what changed, the pointer last."""

"""Floor 1, the network: what is known before rendering; pure, without Pelican, reads content/ and nothing else."""

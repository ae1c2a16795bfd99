"""Times zhibu beside its peers on equal work: `make bench`; the figures go into docs/benchmarks.md."""

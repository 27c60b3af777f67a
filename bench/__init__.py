"""Benchmarks: ratios taken in one run on one machine, against yardsticks small enough to read in a minute."""

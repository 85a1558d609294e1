"""Benchmarks: commands, never assertions. Each prints ratios against a bound measured in the same run.

`./dev bench` lists them, `./dev bench ingest` runs one.
"""

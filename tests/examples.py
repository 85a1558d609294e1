"""How property tests draw their examples: the same ones every time, so that a red run is red again."""

from hypothesis import HealthCheck, settings

EXAMPLES = settings(
    derandomize=True,
    database=None,
    deadline=None,
    max_examples=60,
    # A database fixture lives as long as the test, on purpose: examples may follow each other in it.
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
"""Decorates a test beside @given."""

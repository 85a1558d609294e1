"""The assignment problem: as many tasks as places, each pair of some worth, all of it as large as can be."""

from __future__ import annotations

from collections.abc import Sequence


def assign(worth: Sequence[Sequence[int]]) -> list[int]:
    """For each row the column it gets. The Hungarian method with shortest paths: n rows, n columns, n³ steps.

    Row and column 0 stand for "none yet"; rows and columns in earnest count from 1.
    """
    n = len(worth)
    far = 1 + sum(max(map(abs, row)) for row in worth) * 4
    row_price, column_price, row_of, came = [0] * (n + 1), [0] * (n + 1), [0] * (n + 1), [0] * (n + 1)
    for row in range(1, n + 1):
        row_of[0], column = row, 0
        shortest, done = [far] * (n + 1), [False] * (n + 1)
        while row_of[column]:
            done[column] = True
            here, step, following = row_of[column], far, 0
            cells, base = worth[here - 1], row_price[here]
            for other in range(1, n + 1):
                if done[other]:
                    continue
                length = -cells[other - 1] - base - column_price[other]
                if length < shortest[other]:
                    shortest[other], came[other] = length, column
                if shortest[other] < step:
                    step, following = shortest[other], other
            for other in range(n + 1):
                if done[other]:
                    row_price[row_of[other]] += step
                    column_price[other] -= step
                else:
                    shortest[other] -= step
            column = following
        while column:
            row_of[column] = row_of[came[column]]
            column = came[column]
    found = [0] * n
    for column in range(1, n + 1):
        found[row_of[column] - 1] = column - 1
    return found

"""A whole fair in one process: the real journal, courier, intake and ledger on real SQLite files.

Replaced are the writer's thread, the courier's thread, HTTP, the tablets (whose real code is JavaScript) and
everything that goes wrong: `network`, `clock`, `disk`, `accidents`. `plan` draws a fair from a seed, `fair`
plays it, `truth` remembers what cashiers did, `invariants` holds the product to it, `mutants` prove that it
would be noticed.

    python -m tests.simulation --seeds 10000 --jobs 2
    python -m tests.simulation --start 4711 --seeds 1
    python -m tests.simulation --mutant gaps-are-accepted --seeds 100

Not modelled: disks that lie, power cuts, PostgreSQL, HTTP and its limits, IndexedDB, credentials of tills,
revocation, more than one settings edition.
"""

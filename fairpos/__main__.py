"""`python -m fairpos` is the `fairpos` command."""

from fairpos.cli import main

main()

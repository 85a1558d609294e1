"""The rules of a fair, and nothing else.

Promise of this folder: the standard library only, no clock, no disk, no network, no randomness and no
float for money. Time, ids and the acting person come in as arguments, so the same code runs at a till's
terminal, at the centre, and ten of each in one test.
"""

"""The till's program: it serves tills, keeps the journal, and forwards it to the centre.

It runs inside the central server's process, on a machine of its own in a hall, or on a booth's laptop: the
same code and the same road, only the courier's transport differs. It never reaches for the centre's database.
"""

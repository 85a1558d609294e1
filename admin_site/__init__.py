"""The organisers' screens: one module a screen, its template and its test under the same name.

`app.py` holds the one list of their URLs. A screen asks the ledger for small frozen dataclasses and hands
them to its template; it never sees a row.
"""

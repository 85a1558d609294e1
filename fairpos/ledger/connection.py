"""The connection that screens hold while they ask the ledger: passed on to its functions, never used itself.

It has a name here so that screens need not know SQLAlchemy in order to say what they pass on.
"""

from sqlalchemy import Connection as Connection

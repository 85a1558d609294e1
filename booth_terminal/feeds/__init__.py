"""Where a terminal learns that money came: the bank accounts of the stalls, through whoever watches them.

A `PaymentFeed` is asked; that works behind any 4G router and is the default. A feed that can also be told is
a `Notified`: where the terminal has a public address, the provider posts to it, and every notice proves by
its signature who sent it.
"""

from booth_terminal.feeds.feed import BadNotice, FeedTrouble, Notified, NotSigned, PaymentFeed

__all__ = ["BadNotice", "FeedTrouble", "NotSigned", "Notified", "PaymentFeed"]

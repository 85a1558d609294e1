"""FairPOS: selling at trade fairs, and running them."""

__version__ = "0.1.0"

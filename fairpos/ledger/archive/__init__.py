"""One fair as one file: everything that was ever kept of it, in open formats, to be read again elsewhere."""

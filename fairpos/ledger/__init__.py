"""What the centre knows: the ledger, the rollups folded from it, and everything about the fair itself."""

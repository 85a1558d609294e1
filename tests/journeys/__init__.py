"""Whole ways through the house: real programs, real sockets, a real browser."""

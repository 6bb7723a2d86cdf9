"""Aimline."""

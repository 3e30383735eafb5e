"""Meaning: what a life is, whoever lives it, so that the interpreter and the kernel cannot disagree.

Chance and arithmetic (`noise`, `distributions`, `numeric`, `interval`), where a world's values lie
(`layout`), when something is due (`grid`), where it draws and how often (`sites`, `repeats`), what may
change (`changes`), what a life may cost (`work`, `budget`), and what comes of it: events with their causes
(`record`), columns (`columns`), how often each construct was come to (`probes`).
"""

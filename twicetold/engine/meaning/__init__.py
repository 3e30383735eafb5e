"""Meaning: what a life is, whoever lives it, so that the interpreter and the kernel cannot disagree.

Chance and arithmetic (`noise`, `distributions`, `numeric`, `interval`), what operators do to values
(`operators`, `constants`), where each value lies (`layout`), when something is due (`grid`), where a world
draws and how often (`sites`, `repeats`), what may change (`changes`), what is made otherwise
(`interventions`), what a life may cost (`work`, `budget`), and what comes of it: events with their causes
(`record`), columns (`columns`), what their numbers stand for (`names`), a hash of it all (`digest`), how
often each construct was come to (`probes`).
"""

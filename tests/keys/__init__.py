"""The keys of all draws of a life, looked over for repeats: two draws of one key have the same luck.

`witness` lives a world and puts down every draw; `repeating` are worlds in which the same happens again in
one tick, in every way that the language has. `python -m tests.keys` looks over the bundled worlds and as many
generated ones as one has time for.
"""

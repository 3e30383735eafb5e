"""A battery of statistical tests of the noise: is the finaliser good enough for the keys that it is given?

    python -m tests.noise                         today's finaliser, the nightly size
    python -m tests.noise --finaliser splitmix    another one
    python -m tests.noise --raw ticks | RNG_test stdin64      the words of a lattice, for another battery

Generic batteries read one long stream. A draw is the mixed word of a *key*, and keys are orderly: the next
tick, the neighbour, the other run. So the words are taken along **lattices** of keys (`lattices`): runs,
ticks, people, roles, seeds, sites, the further words of one draw, strides of powers of two, diagonals of
these, and counters read from their other end. Each lattice goes through the tests of a stream (`streams`),
which look at the raw words from both ends and at the bits that draws use. And every bit of the packed word,
of the run and of the seed is flipped, and pairs of them: are the words of such **pairs** as far from each
other as independent ones (`pairs`)?

Finalisers to choose from are in `mixers`, each with its source; p-values in `chances`; the tests together,
with the verdict, in `battery`. The verdict corrects for the number of tests by Bonferroni: a finaliser
fails if the least of `n` p-values is below 10⁻⁴ / n. Keys are fixed, so a verdict is the same whenever and
wherever it is asked for.

Sources of the tests. D. E. Knuth, *The Art of Computer Programming* 2, 3.3.2: frequency, serial, gap and
collision tests. G. Marsaglia, "A current view of random number generators" (1984), and P. L'Ecuyer and R.
Simard, "On the performance of birthday spacings tests", *Mathematics and Computers in Simulation* 55
(2001): birthday spacings. G. Marsaglia and L.-H. Tsay, "Matrices and the structure of random number
sequences", *Linear Algebra and its Applications* 67 (1985): the rank of matrices of bits. A. Rukhin and
others, NIST SP 800-22, 2.10: linear complexity. D. Blackman and S. Vigna, "Scrambled linear pseudorandom
number generators", *ACM Transactions on Mathematical Software* 47 (2021): the dependence of Hamming
weights. A. F. Webster and S. E. Tavares, "On the design of S-boxes", CRYPTO '85: avalanche. That pairs of
keys at a fixed distance are the sharpest question to a mixing function is the idea of E. Biham and A.
Shamir, "Differential cryptanalysis of DES-like cryptosystems", *Journal of Cryptology* 4 (1991): the
difference of two words is counted, not the words.
"""

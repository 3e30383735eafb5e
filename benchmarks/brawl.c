/* The brawl of twicetold/worlds/brawl.tale, written by hand: the yardstick for compiled worlds.

   It lives the same lives to the bit: the same order of arithmetic, the same noise (docs/noise.md). What is drawn where is
   in `brawl_keys.h`, which `brawl_native.py` writes from the world's text.

       cc -O3 -ffp-contract=off -fopenmp -I BUILD brawl.c -o brawl
       ./brawl SEED FIRST RUNS [THREADS] [--rows]

   With --rows, a line for each life: its run, ending, ticks, options weighed, measures. Without, the seconds that living
   took (wall and CPU), lives per second of each, and the means of the same numbers.

   For twins.py it can be built to live other brawls: -DTICKS=30 shorter ones, -DTWIST=NOBODY_KICKS ones in which something
   is otherwise, and -DSTREAM ones that draw as most programs do, each number the next of the life's only stream. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#ifdef _OPENMP
#include <omp.h>
#endif

#include "brawl_keys.h" /* SITE_..., SITES, SITE_KEY[SITES], FIGHTER_KEY[N] */

#ifndef TICKS
#define TICKS 300
#endif
#ifndef TWIST
#define TWIST AS_IT_IS
#endif

enum { N = 13, BIG_JOAN = 4, LARK = 10 };
enum { AS_IT_IS, NOBODY_KICKS, LARK_BANDAGES_NOBODY, JOAN_IS_OUT_OF_BREATH };
enum { ABLE, DOWN, FLED };
enum {
    PUNCH, KICK, STAB, SHOVE, TAUNT, PUT_FISTS_UP, REST, BANDAGE, BANDAGE_SELF, TEND, TEND_SELF, FLEE
};
enum {
    PUNCHES, KICKS, STABS, SHOVES, TAUNTS, GUARDS, RESTS, BANDAGES, CARES, FLIGHTS, KNOCKOUTS, TALLIES
};
enum { STANDING = TALLIES, HEALTH, GRUDGES, MEASURES };

typedef uint64_t word_t;

/* Fighter i is of the crew i % 2: whoever differs in the lowest bit is an enemy. */
typedef struct {
    word_t base[SITES];
    int tick;
    double skill[N], speed[N], nerve[N];
    double punch_urge[N], kick_urge[N], stab_urge[N], taunt_urge[N], bandage_urge[N], tend_urge[N], flee_urge[N];
    double punch_force[N], kick_force[N], stab_force[N];
    double bandage_odds[N], tend_odds[N], flee_odds[N];
    double health[N], breath[N], fear[N], bleeding[N], grudge[N][N];
    int guard[N], state[N];
    int tally[TALLIES];
    long scored;
#ifdef STREAM
    word_t drawn;
#endif
} brawl_t;

typedef struct {
    int ending;
    long scored;
    double measure[MEASURES];
} outcome_t;

typedef struct {
    int action, target;
} choice_t;

/* --- noise ---------------------------------------------------------------------------------------------------- */

static const word_t GOLDEN = 0x9E3779B97F4A7C15u;

static inline word_t rotated(word_t w, int n) { return w >> n | w << (64 - n); }

static inline word_t finalise(word_t z) {
    z = (z ^ (z >> 40)) * 0xA24BAED4963EE407u;
    z = (z ^ rotated(z, 24) ^ rotated(z, 49)) * 0x9FB21C651E98DF25u;
    return z ^ (z >> 28);
}

static inline word_t absorb(word_t h, word_t w) { return finalise(h + w * GOLDEN); }

static inline double uniform_of_word(brawl_t *b, int site, word_t entities, int n) {
#ifdef STREAM
    (void)site, (void)entities, (void)n;
    word_t h = absorb(b->base[0], b->drawn++);
#else
    word_t h = absorb(b->base[site], (word_t)b->tick << 13 * n | entities);
#endif
    return ((double)(int64_t)(h >> 12) + 0.5) * 2.220446049250313e-16;
}

static inline double uniform1(brawl_t *b, int site, int i) { return uniform_of_word(b, site, FIGHTER_KEY[i], 1); }

static inline double uniform2(brawl_t *b, int site, int i, int j) {
    return uniform_of_word(b, site, FIGHTER_KEY[j] << 13 | FIGHTER_KEY[i], 2);
}

static inline double uniform3(brawl_t *b, int site, int i, int j, int k) {
    return uniform_of_word(b, site, FIGHTER_KEY[k] << 26 | FIGHTER_KEY[j] << 13 | FIGHTER_KEY[i], 3);
}

/* --- the start ------------------------------------------------------------------------------------------------ */

static inline double at_least_0(double x) { return x >= 0 ? x : 0; }
static inline double at_most_100(double x) { return x <= 100 ? x : 100; }

static const double NEVER = -1e9;

static void twist(brawl_t *b) {
    switch (TWIST) {
    case NOBODY_KICKS:
        for (int i = 0; i < N; i++) b->kick_urge[i] = NEVER;
        return;
    case LARK_BANDAGES_NOBODY:
        b->bandage_urge[LARK] = NEVER;
        return;
    case JOAN_IS_OUT_OF_BREATH:
        b->breath[BIG_JOAN] = 70;
        return;
    }
}

static void start(brawl_t *b, word_t seed, word_t run) {
    memset(b, 0, sizeof *b);
    word_t key = absorb(absorb(0x5457494345544F4Cu, seed), run);
    for (int site = 0; site < SITES; site++) b->base[site] = finalise(key ^ SITE_KEY[site]);
    for (int i = 0; i < N; i++) {
        double strength = uniform1(b, SITE_START_STRENGTH, i);
        double care = uniform1(b, SITE_START_CARE, i);
        double nerve = uniform1(b, SITE_START_NERVE, i);
        b->skill[i] = uniform1(b, SITE_START_SKILL, i);
        b->speed[i] = uniform1(b, SITE_START_SPEED, i);
        b->punch_urge[i] = 12 * strength;
        b->kick_urge[i] = 16 * strength;
        b->stab_urge[i] = 14 * b->skill[i];
        b->taunt_urge[i] = 6 * nerve;
        b->bandage_urge[i] = 10 * care;
        b->tend_urge[i] = 14 * care;
        b->flee_urge[i] = 20 * nerve;
        b->punch_force[i] = 1.5 + 3 * strength;
        b->kick_force[i] = 2 + 4 * strength;
        b->stab_force[i] = 2 + 3 * b->skill[i];
        b->bandage_odds[i] = 0.5 + 0.4 * care;
        b->tend_odds[i] = 0.4 + 0.4 * care;
        b->flee_odds[i] = 0.3 + 0.5 * b->speed[i];
        b->health[i] = 100;
        b->breath[i] = 80;
        b->fear[i] = 10;
        for (int j = !(i & 1); j < N; j += 2) b->grudge[i][j] = 40 * uniform2(b, SITE_OLD_SCORES, i, j);
    }
    twist(b);
}

/* --- what a second does to everybody -------------------------------------------------------------------------- */

static inline void fall(brawl_t *b, int i) {
    b->state[i] = DOWN;
    b->tally[KNOCKOUTS]++;
}

static void upkeep(brawl_t *b) {
    for (int i = 0; i < N; i++) {
        if (b->bleeding[i] > 0) {
            double left = 0.94 * b->bleeding[i];
            b->health[i] = at_least_0(b->health[i] - 0.5 * b->bleeding[i]);
            b->bleeding[i] = left < 0.05 ? 0 : left;
        }
        if (b->state[i] == ABLE && b->health[i] <= 0) fall(b, i);
        if (b->bleeding[i] == 0) b->health[i] = at_most_100(b->health[i] + (b->state[i] == DOWN ? 3 : 0.4));
        b->breath[i] = at_most_100(b->breath[i] + 2);
        b->fear[i] *= 0.97;
        if (b->guard[i] > 0) b->guard[i]--;
        for (int j = 0; j < N; j++) b->grudge[i][j] *= 0.99;
        if (b->state[i] == DOWN) {
            if (b->health[i] >= 25 && uniform1(b, SITE_COMING_TO, i) < 0.25) b->state[i] = ABLE;
        } else if (b->state[i] == FLED && uniform1(b, SITE_SECOND_THOUGHTS, i) < 0.06) {
            b->state[i] = ABLE;
            b->fear[i] = 20;
        }
    }
}

/* --- choosing: the highest urge, of several the first action and then the first fighter ------------------------ */

#define CONSIDER(ACTION, TARGET, URGE)                                   \
    do {                                                                 \
        double urge = (URGE);                                            \
        scored++;                                                        \
        if (urge > best) best = urge, chosen = (choice_t){ACTION, TARGET}; \
    } while (0)

static choice_t choose(brawl_t *b, int i) {
    const double health = b->health[i], breath = b->breath[i], fear = b->fear[i];
    const double *grudge = b->grudge[i];
    int foes[N], count = 0;
    double best = 0;
    choice_t chosen = {-1, -1};
    long scored = 0;

    for (int j = !(i & 1); j < N; j += 2)
        if (b->state[j] == ABLE) foes[count++] = j;
    for (int n = 0; n < count; n++) {
        const int j = foes[n];
        CONSIDER(PUNCH, j, 60 + 0.5 * grudge[j] + b->punch_urge[i] + 10 * (1 - b->health[j] / 100) - 0.15 * fear - 4 * b->guard[j]);
    }
    if (breath >= 8)
        for (int n = 0; n < count; n++) {
            const int j = foes[n];
            CONSIDER(KICK, j, 59 + 0.5 * grudge[j] + b->kick_urge[i] + 0.1 * (breath - 40) - 0.15 * fear - 4 * b->guard[j]);
        }
    if (breath >= 5)
        for (int n = 0; n < count; n++) {
            const int j = foes[n];
            CONSIDER(STAB, j, 44 + 0.9 * grudge[j] + b->stab_urge[i] - 0.25 * fear - 3 * b->guard[j]);
        }
    for (int n = 0; n < count; n++) {
        const int j = foes[n];
        CONSIDER(SHOVE, j, 61 + 0.3 * grudge[j] + 5 * b->guard[j] - 0.05 * fear);
    }
    for (int n = 0; n < count; n++) {
        const int j = foes[n];
        CONSIDER(TAUNT, j, 66 + 0.25 * grudge[j] * (1 - fear / 100) - 0.2 * b->fear[j] + b->taunt_urge[i]);
    }

    CONSIDER(PUT_FISTS_UP, i, 46 + 0.18 * fear + 14 * (1 - health / 100) - 9 * b->guard[i]);
    CONSIDER(REST, i, 50 + 0.6 * (60 - breath));

    for (int j = i & 1; j < N; j += 2)
        if (j != i && b->state[j] != FLED && b->bleeding[j] > 0.05)
            CONSIDER(BANDAGE, j, 46 + 9 * b->bleeding[j] + b->bandage_urge[i]);
    if (b->bleeding[i] > 0.05) CONSIDER(BANDAGE_SELF, i, 50 + 9 * b->bleeding[i] + b->bandage_urge[i]);
    for (int j = i & 1; j < N; j += 2)
        if (j != i && b->state[j] != FLED && b->health[j] < 70)
            CONSIDER(TEND, j, 42 + 0.3 * (70 - b->health[j]) + b->tend_urge[i]);
    if (health < 70) CONSIDER(TEND_SELF, i, 42 + 0.3 * (70 - health) + b->tend_urge[i]);

    CONSIDER(FLEE, i, 25 + 0.4 * fear + 40 * (1 - health / 100) - b->flee_urge[i]);
    b->scored += scored;
    return chosen;
}

/* --- doing ---------------------------------------------------------------------------------------------------- */

static inline void resent(brawl_t *b, int i, int whom, double much) {
    b->grudge[i][whom] = at_most_100(b->grudge[i][whom] + much);
}

static inline void frighten(brawl_t *b, int i, double much) { b->fear[i] = at_most_100(b->fear[i] + much); }

static void hurt(brawl_t *b, int i, int j, double damage, double bleeding) {
    b->health[j] = at_least_0(b->health[j] - damage);
    b->bleeding[j] += bleeding;
    frighten(b, j, 3);
    resent(b, j, i, 6);
    for (int k = j & 1; k < N; k += 2)
        if (k != j && b->state[k] == ABLE && uniform3(b, SITE_NOTICE, i, j, k) < 0.7) resent(b, k, i, 2);
    if (b->health[j] <= 0) fall(b, j);
}

static inline double force(brawl_t *b, int site, int i, int j) { return 0.5 + uniform2(b, site, i, j); }

static void act(brawl_t *b, int i, choice_t chosen) {
    const int j = chosen.target;
    const double edge = 0.3 * (b->skill[i] - b->speed[j]);
    const double ward = b->guard[j] > 0 ? 0.15 : 0;
    switch (chosen.action) {
    case PUNCH:
        if (!(uniform2(b, SITE_PUNCH, i, j) < 0.55 + edge - ward)) return;
        b->tally[PUNCHES]++;
        hurt(b, i, j, b->punch_force[i] * force(b, SITE_PUNCH_FORCE, i, j), 0);
        return;
    case KICK:
        b->breath[i] -= 8;
        if (!(uniform2(b, SITE_KICK, i, j) < 0.45 + edge - ward)) return;
        b->tally[KICKS]++;
        hurt(b, i, j, b->kick_force[i] * force(b, SITE_KICK_FORCE, i, j), 0.1);
        return;
    case STAB:
        b->breath[i] -= 5;
        if (!(uniform2(b, SITE_STAB, i, j) < 0.35 + edge - ward)) return;
        b->tally[STABS]++;
        hurt(b, i, j, b->stab_force[i] * force(b, SITE_STAB_FORCE, i, j), 0.5);
        return;
    case SHOVE:
        if (!(uniform2(b, SITE_SHOVE, i, j) < 0.7 + edge)) return;
        b->tally[SHOVES]++;
        b->guard[j] = 0;
        b->breath[j] = at_least_0(b->breath[j] - 10);
        resent(b, j, i, 2);
        return;
    case TAUNT:
        if (!(uniform2(b, SITE_TAUNT, i, j) < 0.6)) return;
        b->tally[TAUNTS]++;
        frighten(b, j, 8);
        resent(b, j, i, 4);
        return;
    case PUT_FISTS_UP:
        b->tally[GUARDS]++;
        b->guard[i] = 3;
        return;
    case REST:
        b->tally[RESTS]++;
        b->breath[i] = at_most_100(b->breath[i] + 15);
        return;
    case BANDAGE:
        if (!(uniform2(b, SITE_BANDAGE, i, j) < b->bandage_odds[i])) return;
        b->tally[BANDAGES]++;
        b->bleeding[j] *= 0.3;
        return;
    case BANDAGE_SELF:
        if (!(uniform1(b, SITE_BANDAGE_SELF, i) < b->bandage_odds[i])) return;
        b->tally[BANDAGES]++;
        b->bleeding[i] *= 0.3;
        return;
    case TEND:
        if (!(uniform2(b, SITE_TEND, i, j) < b->tend_odds[i])) return;
        b->tally[CARES]++;
        b->health[j] = at_most_100(b->health[j] + 6);
        return;
    case TEND_SELF:
        if (!(uniform1(b, SITE_TEND_SELF, i) < b->tend_odds[i])) return;
        b->tally[CARES]++;
        b->health[i] = at_most_100(b->health[i] + 6);
        return;
    case FLEE:
        if (!(uniform1(b, SITE_FLEE, i) < b->flee_odds[i])) return;
        b->tally[FLIGHTS]++;
        b->state[i] = FLED;
        return;
    }
}

/* --- a life, and many ------------------------------------------------------------------------------------------ */

static outcome_t outcome(const brawl_t *b) {
    outcome_t o = {.scored = b->scored};
    int able[2] = {0, 0};
    double health = 0, grudges = 0;
    for (int i = 0; i < N; i++) {
        double own = 0;
        able[i & 1] += b->state[i] == ABLE;
        health += b->health[i];
        for (int j = 0; j < N; j++) own += b->grudge[i][j];
        grudges += own;
    }
    for (int k = 0; k < TALLIES; k++) o.measure[k] = b->tally[k];
    o.measure[STANDING] = able[0] + able[1];
    o.measure[HEALTH] = health / N;
    o.measure[GRUDGES] = grudges;
    o.ending = able[1] == 0 ? 0 : able[0] == 0 ? 1 : able[0] + able[1] < 7 ? 2 : able[0] > able[1] ? 3 : 4;
    return o;
}

static outcome_t live(word_t seed, word_t run) {
    brawl_t b;
    start(&b, seed, run);
    for (b.tick = 0; b.tick < TICKS; b.tick++) {
        upkeep(&b);
        for (int i = 0; i < N; i++)
            if (b.state[i] == ABLE) act(&b, i, choose(&b, i));
    }
    return outcome(&b);
}

static void live_many(word_t seed, word_t first, long runs, int threads, outcome_t *out) {
    (void)threads;
#pragma omp parallel for schedule(dynamic, 16) num_threads(threads)
    for (long r = 0; r < runs; r++) out[r] = live(seed, first + (word_t)r);
}

static double seconds(clockid_t clock) {
    struct timespec t;
    clock_gettime(clock, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static void print_rows(const outcome_t *out, word_t first, long runs) {
    for (long r = 0; r < runs; r++) {
        printf("%llu %d %d %ld", (unsigned long long)(first + (word_t)r), out[r].ending, TICKS, out[r].scored);
        for (int k = 0; k < MEASURES; k++) printf(" %.17g", out[r].measure[k]);
        printf("\n");
    }
}

static void print_summary(const outcome_t *out, long runs, double wall, double cpu) {
    double scored = 0, sum[MEASURES] = {0};
    for (long r = 0; r < runs; r++) {
        scored += (double)out[r].scored;
        for (int k = 0; k < MEASURES; k++) sum[k] += out[r].measure[k];
    }
    printf("wall_seconds %.6f\ncpu_seconds %.6f\n", wall, cpu);
    printf("lives_per_wall_second %.1f\nlives_per_cpu_second %.1f\n", (double)runs / wall, (double)runs / cpu);
    printf("means %.1f", scored / (double)runs);
    for (int k = 0; k < MEASURES; k++) printf(" %.4f", sum[k] / (double)runs);
    printf("\n");
}

int main(int argc, char **argv) {
    int rows = argc > 1 && strcmp(argv[argc - 1], "--rows") == 0;
    argc -= rows;
    if (argc < 4 || argc > 5) {
        fprintf(stderr, "usage: %s SEED FIRST RUNS [THREADS] [--rows]\n", argv[0]);
        return 2;
    }
    word_t seed = strtoull(argv[1], NULL, 10), first = strtoull(argv[2], NULL, 10);
    long runs = atol(argv[3]);
    int threads = argc == 5 ? atoi(argv[4]) : 1;
    outcome_t *out = runs > 0 && threads > 0 ? calloc((size_t)runs, sizeof *out) : NULL;
    if (out == NULL) {
        fprintf(stderr, "%s: runs and threads must be above 0 and fit the memory\n", argv[0]);
        return 2;
    }
    double wall = seconds(CLOCK_MONOTONIC), cpu = seconds(CLOCK_PROCESS_CPUTIME_ID);
    live_many(seed, first, runs, threads, out);
    wall = seconds(CLOCK_MONOTONIC) - wall, cpu = seconds(CLOCK_PROCESS_CPUTIME_ID) - cpu;
    if (rows) print_rows(out, first, runs);
    else print_summary(out, runs, wall, cpu);
    free(out);
    return 0;
}

/* Plays an exported world, and prints all that can be known of what it lived; player.mjs prints the same.

   player live SEED FIRST COUNT ROOM     whole lives, with at most ROOM events
   player step SEED RUN EVERY            one life tick by tick, with all values each EVERY ticks
   player play SEED RUN ROOM             one life in which the first two who can act are played: the nth option at the
                                         nth turn, round and round, with doing nothing as one more of them */

#include "NAME.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void print_number(double x) {
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    if (x != x) printf(" none");
    else printf(" %016" PRIx64, bits);
}

static void print_life(const NAME_life *life) {
    printf("%s %" PRId32 " %016" PRIx64 " %" PRIu64, life->ending < 0 ? "-" : NAME_endings[life->ending], life->ticks,
           life->digest, life->weighed);
#if MEASURED
    for (int i = 0; i < UPPER_MEASURES; i++) print_number(life->measures[i]);
#endif
#if IN_SERIES
    for (int i = 0; i < UPPER_POINTS; i++) print_number(life->series[i]);
#endif
    printf("\n");
}

static void print_events(const NAME_event *events, int32_t count) {
    static const char *const sorts[] = {"sense", "rule", "action", "event"};
    for (int32_t i = 0; i < count; i++) {
        const NAME_event *event = &events[i];
        printf("%s %s %s %" PRId32 " %" PRId32, sorts[event->sort], NAME_constructs[event->construct],
               NAME_outcomes[event->outcome], event->began, event->ended);
#if WITH_ROLES
        for (int n = 0; n < UPPER_ROLES; n++)
            if (event->roles[n] >= 0) printf(" %s", NAME_entities[event->roles[n]]);
#endif
        printf("\n");
    }
}

static void print_values(const void *memory) {
    for (int32_t field = 0; field < UPPER_FIELDS; field++) {
        int32_t of = NAME_fields[field].of;
        if (of > 3) continue; /* a claim of a pair: no more than three can be asked for */
        int32_t as = of > 0 ? UPPER_ENTITIES : 1, bs = of > 1 ? UPPER_ENTITIES : 1, cs = of > 2 ? UPPER_ENTITIES : 1;
        printf("%s", NAME_fields[field].name);
        for (int32_t a = 0; a < as; a++)
            for (int32_t b = 0; b < bs; b++)
                for (int32_t c = 0; c < cs; c++) print_number(NAME_value(memory, field, a, b, c));
        printf("\n");
    }
    for (int32_t entity = 0; entity < UPPER_ENTITIES; entity++) {
        int32_t kind = NAME_kind(memory, entity);
        printf("%s ", kind < 0 ? "-" : NAME_kinds[kind]);
    }
    printf("\n");
}

static void live(void *memory, uint64_t seed, uint64_t first, uint64_t count, int32_t room) {
    NAME_event *events = malloc((size_t)room * sizeof *events + 1);
    NAME_life life;
    for (uint64_t n = 0; n < count; n++) {
        int32_t happened = NAME_live(memory, seed, first + n, &life, events, room);
        print_life(&life);
        printf("%" PRId32 "\n", happened);
        print_events(events, happened < room ? happened : room);
    }
    free(events);
}

static void step(void *memory, uint64_t seed, uint64_t run, int32_t every) {
    enum { ROOM = 4096 };
    NAME_event *events = malloc(ROOM * sizeof *events);
    void *copy = malloc(UPPER_MEMORY);
    NAME_life life;
    int32_t ending = UPPER_GOES_ON, count;
    NAME_begin(memory, seed, run);
    print_values(memory);
    while (ending == UPPER_GOES_ON) {
        memcpy(copy, memory, UPPER_MEMORY); /* a saved game goes on as the game itself does */
        memset(memory, 0xAA, UPPER_MEMORY);
        void *other = memory;
        memory = copy;
        copy = other;
        ending = NAME_tick(memory, events, ROOM, &count);
        NAME_look(memory, &life);
        print_life(&life);
        print_events(events, count);
        if (life.ticks % every == 0) print_values(memory);
    }
    if (NAME_tick(memory, events, ROOM, &count) != ending || count != 0) exit(3);
    free(copy);
    free(memory);
    free(events);
}

static void print_option(const NAME_option *option) {
    printf("%s", NAME_constructs[option->construct]);
    for (int n = 0; n < UPPER_OTHERS; n++)
        if (option->others[n] >= 0) printf(" %s", NAME_entities[option->others[n]]);
}

static void print_beliefs(void *memory, int32_t mind) {
    for (int32_t field = 0; field < UPPER_FIELDS; field++) {
        int32_t of = NAME_fields[field].of;
        if (of > 2) continue; /* enough is seen */
        int32_t as = of > 0 ? UPPER_ENTITIES : 1, bs = of > 1 ? UPPER_ENTITIES : 1;
        printf("%s", NAME_fields[field].name);
        for (int32_t a = 0; a < as; a++)
            for (int32_t b = 0; b < bs; b++) print_number(NAME_believes(memory, mind, field, a, b, -1));
        printf("\n");
    }
}

static void play(void *memory, uint64_t seed, uint64_t run, int32_t room) {
    NAME_event events[1];
    NAME_option *options = malloc((size_t)room * sizeof *options), decided;
    double *urges = malloc((size_t)room * sizeof *urges);
    int32_t count, who, turns = 0;
    NAME_life life;
    NAME_begin(memory, seed, run);
    for (int32_t entity = 0, played = 0; entity < UPPER_ENTITIES && played < 2; entity++)
        played += NAME_play(memory, entity, 1);
    while (NAME_tick(memory, events, 0, NULL) == UPPER_GOES_ON) {
        if ((who = NAME_turn(memory)) < 0) continue;
        count = NAME_options(memory, options, urges, room);
        if (count > room) exit(4);
        printf("%s\n", NAME_entities[who]);
        for (int32_t n = 0; n < count; n++) {
            print_option(&options[n]);
            print_number(urges[n]);
            printf("\n");
        }
        if (NAME_decided(memory, &decided)) print_option(&decided);
        printf("\n");
        print_beliefs(memory, who);
        NAME_choose(memory, turns % (count + 1) == count ? NULL : &options[turns % (count + 1)]);
        turns++;
    }
    NAME_look(memory, &life);
    print_life(&life);
    free(urges);
    free(options);
}

int main(int argc, char **argv) {
    void *memory = malloc(UPPER_MEMORY);
    if (memory == NULL || argc < 5) return 2;
    memset(memory, 0xAA, UPPER_MEMORY); /* whatever was there before is no matter */
    if (NAME_find(NAME_endings, "no such ending") != -1 || NAME_find(NAME_endings, NAME_endings[0]) != 0) return 3;
    uint64_t seed = strtoull(argv[2], NULL, 10), run = strtoull(argv[3], NULL, 10);
    if (strcmp(argv[1], "live") == 0) {
        live(memory, seed, run, strtoull(argv[4], NULL, 10), atoi(argv[5]));
        free(memory);
    } else if (strcmp(argv[1], "play") == 0) {
        play(memory, seed, run, atoi(argv[4]));
        free(memory);
    } else {
        step(memory, seed, run, atoi(argv[4]));
    }
    return 0;
}

/* ${made}

   Lives of the world "${title}", ${hash}.

   A life is chosen by a seed and a run, and is the same for them on every machine, to the bit. It is lived in memory that
   you give: ${NAME}_MEMORY bytes, aligned as `malloc` does it. Nothing else is kept anywhere, so that as many threads
   may live as there is memory for; a copy of the memory is a saved game, for the same build of this file.

   To live a whole life:

       ${name}_life life;
       void *memory = malloc(${NAME}_MEMORY);
       ${name}_live(memory, 1, 7, &life, NULL, 0);
       puts(${name}_endings[life.ending]);

   To live it tick by tick, and look at the world between:

       ${name}_begin(memory, 1, 7);
       while (${name}_tick(memory, events, room, &count) == ${NAME}_GOES_ON) { ... }

   To play somebody in it: a tick then stops when it is their turn, before they choose.

       ${name}_begin(memory, 1, 7);
       ${name}_play(memory, who, 1);
       while (${name}_tick(memory, events, room, &count) == ${NAME}_GOES_ON) {
           if (${name}_turn(memory) < 0) continue;
           n = ${name}_options(memory, options, urges, 64);
           ${name}_choose(memory, &options[0]);
       }

   Compile ${name}.c as C99 or later and link the mathematics (-lm); not with -ffast-math. */

#ifndef ${NAME}_H
#define ${NAME}_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define ${NAME}_MEMORY ${memory} /* bytes that a life takes */
#define ${NAME}_SECONDS ${tick} /* how long a tick is, in the seconds of the world */

enum {
    ${NAME}_TICKS = ${ticks}, /* the most ticks that a life has */
    ${NAME}_ENDINGS = ${endings},
    ${NAME}_MEASURES = ${measures},
${points}    ${NAME}_CONSTRUCTS = ${constructs},
    ${NAME}_OUTCOMES = ${outcomes},
    ${NAME}_ENTITIES = ${entities},
    ${NAME}_KINDS = ${kinds},
    ${NAME}_FIELDS = ${fields},
    ${NAME}_ROLES = ${roles}, /* the most roles that an event has */
    ${NAME}_OTHERS = ${others}, /* the most roles that an action has beside its actor's, or 1 */
    ${NAME}_GOES_ON = -1, /* stands for an ending where there is none yet */
    ${NAME}_TOO_LONG = -2 /* the life was given up, since it is beyond the budget of a life */
};

/* What a construct is. */
enum { ${NAME}_SENSE, ${NAME}_RULE, ${NAME}_ACTION, ${NAME}_EVENT };

/* What the number means that stands for a value: 0 or 1; a number in base units; seconds since the beginning;
   the place of an option; the place of an entity, or -1 for none. */
enum { ${NAME}_YES_NO, ${NAME}_NUMBER, ${NAME}_TIME, ${NAME}_OPTION, ${NAME}_ENTITY };

/* The names of what is numbered, each table ended by NULL. The last ending is "unended". The entities' kinds,
   and all names, are those of the world's text, in UTF-8. */
extern const char *const ${name}_endings[${NAME}_ENDINGS + 1];
extern const char *const ${name}_measures[${NAME}_MEASURES + 1];
extern const char *const ${name}_constructs[${NAME}_CONSTRUCTS + 1];
extern const char *const ${name}_outcomes[${NAME}_OUTCOMES + 1];
extern const char *const ${name}_entities[${NAME}_ENTITIES + 1];
extern const char *const ${name}_kinds[${NAME}_KINDS + 1];

typedef struct {
    const char *name; /* "Person.hunger", or a relation's "love"; NULL ends the table */
    const char *unit; /* base units such as "metre second^-1"; "" where there is none */
    int32_t sort; /* what its values are, ${NAME}_YES_NO and so on */
    int32_t of; /* of how many entities each value is: 1, 2 or 3 */
    const char *const *options; /* the names of the options, ended by NULL; or NULL */
} ${name}_field;
extern const ${name}_field ${name}_fields[${NAME}_FIELDS + 1];
${points_table}
/* Something that happened. Rules that hold each tick are no events. */
typedef struct {
    int32_t sort; /* ${NAME}_SENSE and so on */
    int32_t construct; /* which one */
    int32_t outcome;
    int32_t began; /* the tick in which it began */
    int32_t ended; /* the tick in which it came to its end */
${roles_of_event}} ${name}_event;

/* A life, or as much of it as has been lived. */
typedef struct {
    int32_t ending; /* or ${NAME}_GOES_ON, or ${NAME}_TOO_LONG */
    int32_t ticks; /* how many have passed */
    uint64_t digest; /* the same only for the same life */
    uint64_t weighed; /* how many options all actors together have weighed */
${measures_of_life}${series_of_life}} ${name}_life;

/* Something that somebody could do: an action, by its place among the constructs, and with whom or what; -1 where it
   has fewer roles. */
typedef struct {
    int32_t construct;
    int32_t others[${NAME}_OTHERS];
} ${name}_option;

/* Live a whole life. Its events are written to `events`, at most `room` of them; NULL and 0 if none are wanted.
   Gives how many there are, which may be more than there was room for; 0 if `room` is 0. */
int32_t ${name}_live(void *memory, uint64_t seed, uint64_t run, ${name}_life *life, ${name}_event *events, int32_t room);

/* Begin a life. */
void ${name}_begin(void *memory, uint64_t seed, uint64_t run);

/* Live one tick, or on to the next turn of somebody who is played in it. Gives the ending, or ${NAME}_GOES_ON, or ${NAME}_TOO_LONG; a life that has ended stays as it is. The events that came to
   their end in this tick are written as above, and their number to `count`, which may be NULL. */
int32_t ${name}_tick(void *memory, ${name}_event *events, int32_t room, int32_t *count);

/* Let an entity be played from now on, or no more. Gives 1, or 0 if it is none that can ever act. */
int32_t ${name}_play(void *memory, int32_t entity, int32_t played);

/* Whose turn it is, of those who are played; -1 if nobody's. Whose turn it is has decided already, as they would if
   nobody played them; what they do in the next tick is that, or what is chosen for them. */
int32_t ${name}_turn(const void *memory);

/* What whose turn it is could do, as they believe, in order of declaration, and how much urges them to each; at most
   `room` of them. Gives how many there are, which may be more than there was room for. */
int32_t ${name}_options(void *memory, ${name}_option *options, double *urges, int32_t room);

/* What whose turn it is has decided for. Gives 0 if that is to do nothing, or it is nobody's turn. */
int32_t ${name}_decided(const void *memory, ${name}_option *option);

/* Let whose turn it is do one of their options; or nothing, for NULL. */
void ${name}_choose(void *memory, const ${name}_option *option);

/* Sum up what has been lived so far. */
void ${name}_look(void *memory, ${name}_life *life);

/* The value now, as it truly is and not as somebody believes, of a field of an entity, or of a relation of two or
   three; arguments beyond that are not read. NaN where there is no such value. */
double ${name}_value(const void *memory, int32_t field, int32_t a, int32_t b, int32_t c);

/* The same as somebody who can act believes it to be; NaN also where they do not know it. */
double ${name}_believes(void *memory, int32_t mind, int32_t field, int32_t a, int32_t b, int32_t c);

/* The kind that an entity is of now, or -1 if it does not exist (it is yet to be born, or has retired). */
int32_t ${name}_kind(const void *memory, int32_t entity);

/* The place of a name in one of the tables above that hold names, or -1. */
int32_t ${name}_find(const char *const *names, const char *name);

#ifdef __cplusplus
}
#endif

#endif

/* One night as Mary, the keeper's daughter. Each line of input is the number of what she does; 0 and an empty line are
   to do nothing, and at the end of the input she does what she would have done. */
#include "lighthouse.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROOM = 16 };

static int field(const char *name)
{
    int number = 0;
    while (strcmp(lighthouse_fields[number].name, name) != 0)
        number++;
    return number;
}

static void tell(const lighthouse_event *events, int count, int mary)
{
    for (int n = 0; n < count && n < ROOM; n++)
        if (events[n].sort == LIGHTHOUSE_ACTION && events[n].roles[0] == mary)
            printf("  %s: %s\n", lighthouse_constructs[events[n].construct], lighthouse_outcomes[events[n].outcome]);
}

static void choose(void *memory)
{
    lighthouse_option options[ROOM], would;
    double urges[ROOM];
    char line[64];
    int count = lighthouse_options(memory, options, urges, ROOM);
    int decides = lighthouse_decided(memory, &would);
    for (int n = 0; n < count && n < ROOM; n++) {
        printf("  %d %s", n + 1, lighthouse_constructs[options[n].construct]);
        for (int k = 0; k < LIGHTHOUSE_OTHERS && options[n].others[k] >= 0; k++)
            printf(" %s", lighthouse_entities[options[n].others[k]]);
        printf("%s\n", decides && memcmp(&options[n], &would, sizeof would) == 0 ? " (she would)" : "");
    }
    if (fgets(line, sizeof line, stdin) == NULL)
        return;
    int number = atoi(line);
    lighthouse_choose(memory, number >= 1 && number <= count && number <= ROOM ? &options[number - 1] : NULL);
}

int main(void)
{
    void *memory = malloc(LIGHTHOUSE_MEMORY);
    int mary = lighthouse_find(lighthouse_entities, "Mary"), light = lighthouse_find(lighthouse_entities, "Light");
    int lit = field("lit"), ending, count;
    lighthouse_event events[ROOM];
    lighthouse_life life;
    if (memory == NULL)
        return 1;
    lighthouse_begin(memory, 1, 7);
    lighthouse_play(memory, mary, 1);
    while ((ending = lighthouse_tick(memory, events, ROOM, &count)) == LIGHTHOUSE_GOES_ON) {
        tell(events, count, mary);
        if (lighthouse_turn(memory) < 0)
            continue;
        lighthouse_look(memory, &life);
        printf("After %d minutes. She believes that the lamp %s.\n", 5 * life.ticks,
               lighthouse_believes(memory, mary, lit, light, 0, 0) != 0.0 ? "burns" : "is out");
        choose(memory);
    }
    printf("%s\n", ending < 0 ? "too long" : lighthouse_endings[ending]);
    free(memory);
    return 0;
}

/* Ten thousand nights at the lighthouse, and how they end; then one of them, tick by tick. */
#include "lighthouse.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NIGHTS = 10000 };

static void count(void *memory)
{
    int ends[LIGHTHOUSE_ENDINGS] = {0};
    for (uint64_t run = 0; run < NIGHTS; run++) {
        lighthouse_life life;
        lighthouse_live(memory, 1, run, &life, NULL, 0);
        if (life.ending >= 0)
            ends[life.ending]++;
    }
    for (int ending = 0; ending < LIGHTHOUSE_ENDINGS; ending++)
        printf("%-16s %5.1f %%\n", lighthouse_endings[ending], 100.0 * ends[ending] / NIGHTS);
}

static int field(const char *name)
{
    int number = 0;
    while (strcmp(lighthouse_fields[number].name, name) != 0)
        number++;
    return number;
}

static void watch(void *memory, uint64_t run)
{
    int lit = field("lit"), lamp = lighthouse_find(lighthouse_entities, "Light");
    int burning = 1, tick = 0;
    lighthouse_begin(memory, 1, run);
    while (lighthouse_tick(memory, NULL, 0, NULL) == LIGHTHOUSE_GOES_ON) {
        int now = lighthouse_value(memory, lit, lamp, 0, 0) != 0.0;
        tick++;
        if (now != burning)
            printf("after %d minutes the lamp %s\n", 5 * tick, now ? "burns again" : "goes out");
        burning = now;
    }
}

int main(void)
{
    void *memory = malloc(LIGHTHOUSE_MEMORY);
    if (memory == NULL)
        return 1;
    count(memory);
    watch(memory, 1);
    free(memory);
    return 0;
}

"""A world as a C99 file and its header."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib.resources import files
from string import Template

from twicetold.engine.kernel import c99
from twicetold.engine.kernel.export.interface import VALUE_SORTS, FieldFace, Interface
from twicetold.version import VERSION

MADE = f"Made by twicetold {VERSION}; whatever is changed here is lost when it is made again."
"""Begins every file, so that one that somebody else wrote is known and kept."""


def c_files(face: Interface) -> dict[str, str]:
    """The texts of the header and of the C file, by file name."""
    return {f"{face.name}.h": header(face), f"{face.name}.c": source(face)}


def header(face: Interface) -> str:
    """The header: all that a program that lives the world has to know."""
    names, world, upper = face.names, face.world, face.name.upper()
    template = Template((files(__package__) / "world.h").read_text(encoding="utf-8"))
    return template.substitute(
        made=MADE,
        name=face.name,
        NAME=upper,
        title=_in_comment(world.name),
        hash=world.hash,
        memory=face.memory,
        tick=repr(float(world.tick)),
        ticks=world.ticks,
        endings=len(names.endings),
        measures=len(names.measures),
        points=_member(names.points, f"{upper}_POINTS = {names.points}, /* of all measures over time */"),
        points_table=_POINTS.replace("UPPER", upper).replace("NAME", face.name) if names.points else "",
        series_of_life=_member(
            names.points, f"double series[{upper}_POINTS]; /* 1e18 where the life has not come to it */"
        ),
        constructs=len(names.constructs),
        outcomes=len(names.outcomes),
        entities=len(world.entities),
        kinds=len(world.kinds),
        fields=len(face.fields),
        roles=names.most_roles,
        roles_of_event=_member(
            names.most_roles, f"int32_t roles[{upper}_ROLES]; /* entities; -1 where it has fewer */"
        ),
        measures_of_life=_member(len(names.measures), f"double measures[{upper}_MEASURES];"),
    )


def source(face: Interface) -> str:
    """The C file."""
    parts = (
        f'/* {MADE} See {face.name}.h. */\n\n#include "{face.name}.h"\n',
        c99.source(face.program),
        *_tables(face),
        *_calls(face),
        _value(face),
        _kind(face),
        _FIND.replace("NAME", face.name),
    )
    return "\n".join(parts)


_POINTS = """
/* When what is measured over time is kept: one measure after the other, each in order of time. */
typedef struct {
    const char *name; /* that of the measure; NULL ends the table */
    double seconds; /* since the beginning */
} NAME_point;
extern const NAME_point NAME_points[UPPER_POINTS + 1];
"""


def _member(count: int, text: str) -> str:
    """A member that C does not allow to be empty."""
    return f"    {text}\n" if count else ""


def _in_comment(text: str) -> str:
    return text.replace("*/", "* /").replace("/*", "/ *")


# --- names --------------------------------------------------------------------------------------------------


def _tables(face: Interface) -> Iterator[str]:
    n, world, names = face.name, face.world, face.names
    tables = {
        "endings": names.endings,
        "measures": names.measures,
        "constructs": names.constructs,
        "outcomes": names.outcomes,
        "entities": [entity.name for entity in world.entities],
        "kinds": [kind.name for kind in world.kinds],
    }
    for table, rows in tables.items():
        yield f"const char *const {n}_{table}[{len(rows) + 1}] = {_texts(rows)};"
    for place, field in enumerate(face.fields):
        if field.options:
            yield f"static const char *const options_{place}[] = {_texts(field.options)};"
    yield f"const {n}_field {n}_fields[{len(face.fields) + 1}] = {{"
    for place, field in enumerate(face.fields):
        options = f"options_{place}" if field.options else "NULL"
        row = (
            quoted(field.name),
            quoted(field.unit),
            str(VALUE_SORTS.index(field.sort)),
            str(len(field.over)),
        )
        yield f"    {{{', '.join((*row, options))}}},"
    yield "    {NULL, NULL, 0, 0, NULL}\n};"
    if names.points:
        points = [(series.name, time) for series in names.series for time in series.times]
        yield f"const {n}_point {n}_points[{len(points) + 1}] = {{"
        yield from (f"    {{{quoted(name)}, {time!r}}}," for name, time in points)
        yield "    {NULL, 0.0}\n};"


def _texts(rows: Iterable[str]) -> str:
    return "{" + ", ".join((*map(quoted, rows), "NULL")) + "}"


def quoted(value: str) -> str:
    """A string in C's writing: UTF-8, with no character that any compiler might read otherwise."""
    plain = (chr(b) if 32 <= b < 127 and chr(b) not in '"\\?' else f"\\{b:03o}" for b in value.encode())
    return '"' + "".join(plain) + '"'


# --- living -------------------------------------------------------------------------------------------------


def _calls(face: Interface) -> Iterator[str]:
    """The functions that live, around those of the program."""
    n, upper = face.name, face.name.upper()
    width = 5 + face.names.most_roles
    yield f"""
struct play {{
    struct life life;
    int32_t ending;
}};

/* Memory must be enough, and a row of events lie as the program writes it. */
typedef char enough[sizeof(struct play) <= {upper}_MEMORY ? 1 : -1];
typedef char in_rows[sizeof({n}_event) == {width} * sizeof(int32_t) ? 1 : -1];
"""
    yield _go_on(face)
    yield f"""
void {n}_begin(void *memory, uint64_t seed, uint64_t run) {{
    struct play *play = memory;
    tt_begin_life(&play->life, seed, run, 0);
    play->ending = {upper}_GOES_ON;
}}

int32_t {n}_tick(void *memory, {n}_event *events, int32_t room, int32_t *count) {{
    struct play *play = memory;
    int32_t n = 0;
    if (play->ending == {upper}_GOES_ON) go_on(play, events, room, &n);
    if (count != NULL) *count = n;
    return play->ending;
}}

void {n}_look(void *memory, {n}_life *life) {{
    struct play *play = memory;
    int16_t ending;
    play->life.endings = &ending;
    play->life.ticks = &life->ticks;
    play->life.digests = &life->digest;
    play->life.scores = &life->weighed;{_line(face, "measures", "play->life.measures = life->measures;")}{
        _line(face, "series", "play->life.series = life->series;")
    }
    tt_end_life(&play->life, 0, play->ending);
    life->ending = ending;
}}

int32_t {n}_live(void *memory, uint64_t seed, uint64_t run, {n}_life *life,
                  {n}_event *events, int32_t room) {{
    struct play *play = memory;
    int32_t n = 0;
    {n}_begin(memory, seed, run);
    while (play->ending == {upper}_GOES_ON) go_on(play, events, room, &n);
    {n}_look(memory, life);
    return n;
}}
"""


def _go_on(face: Interface) -> str:
    n = face.name
    if not face.has("events"):
        return f"""static void go_on(struct play *play, {n}_event *events, int32_t room, int32_t *count) {{
    (void)events, (void)count; /* nothing but upkeep happens in this world */
    play->ending = tt_tick_life(&play->life, room);
}}"""
    sorts = ", ".join(map(str, face.sorts))
    return f"""static void go_on(struct play *play, {n}_event *events, int32_t room, int32_t *count) {{
    static const int32_t sorts[] = {{{sorts}}};
    int32_t i = *count;
    play->life.events = (int32_t *)events;
    play->life.event_count = count;
    play->ending = tt_tick_life(&play->life, room);
    for (; i < *count && i < room; i++) events[i].sort = sorts[events[i].construct];
}}"""


def _line(face: Interface, array: str, line: str) -> str:
    return f"\n    {line}" if face.has(array) else ""


# --- what is so ---------------------------------------------------------------------------------------------


def _value(face: Interface) -> str:
    known = [(place, field) for place, field in enumerate(face.fields) if field.array is not None]
    kinds = list(dict.fromkeys(kind for _, field in known for kind in field.over))
    tables = [
        f"static const int16_t place_{place}[] = {{{', '.join(map(str, face.places[kind]))}}};"
        for place, kind in enumerate(kinds)
    ]
    cases = [_case(place, field, kinds) for place, field in known]
    helpers = [text for name, text in _CELLS.items() if any(f"{name}(" in case for case in cases)]
    body = [
        f"double {face.name}_value(const void *memory, int32_t field, int32_t a, int32_t b, int32_t c) {{",
        "    const struct life *life = &((const struct play *)memory)->life;",
        "    int32_t i = -1;",
        "    (void)life, (void)a, (void)b, (void)c; /* for a world that has no use for one of them */",
        "    switch (field) {",
        *cases,
        "    default: (void)i;",
        "    }",
        "    return NAN;",
        "}\n",
    ]
    entities = str(len(face.world.entities))
    return "\n".join([*tables, "", *(text.replace("ENTITIES", entities) for text in helpers), *body])


_CELLS = {
    "place": """static int32_t place(const int16_t *places, int32_t entity) {
    return entity >= 0 && entity < ENTITIES ? places[entity] : -1;
}
""",
    "beside": """static int32_t beside(int32_t i, int32_t j, int32_t n) {
    return i < 0 || j < 0 ? -1 : i * n + j;
}
""",
    "either_way": """static int32_t either_way(int32_t i, int32_t j, int32_t n) {
    int32_t first = i < j ? i : j, last = i < j ? j : i;
    return first < 0 ? -1 : (int32_t)((int64_t)first * n - (int64_t)first * (first + 1) / 2 + last);
}
""",
}
"""Where a value lies, from the places of its entities: -1 if nowhere."""


def _case(number: int, field: FieldFace, kinds: list[str]) -> str:
    places = [
        f"place(place_{kinds.index(kind)}, {arg})" for kind, arg in zip(field.over, "abc", strict=False)
    ]
    cell = places[0] if places else "0"
    for place, count in zip(places[1:], field.counts[1:], strict=True):
        cell = f"{'either_way' if field.symmetric else 'beside'}({cell}, {place}, {count})"
    return f"    case {number}: i = {cell}; return i < 0 ? NAN : (double)life->own.{field.array}[i];"


def _kind(face: Interface) -> str:
    head = f"int32_t {face.name}_kind(const void *memory, int32_t entity) {{"
    if not face.has("nature"):
        return f"{head}\n    (void)memory, (void)entity;\n    return -1;\n}}\n"
    return f"""{head}
    const struct life *life = &((const struct play *)memory)->life;
    return entity >= 0 && entity < {len(face.world.entities)} ? life->own.nature[entity] : -1;
}}
"""


_FIND = """int32_t NAME_find(const char *const *names, const char *name) {
    for (int32_t i = 0; names[i] != NULL; i++) {
        const char *a = names[i], *b = name;
        while (*a != '\\0' && *a == *b) a++, b++;
        if (*a == *b) return i;
    }
    return -1;
}
"""

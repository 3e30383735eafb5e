"""A world as a C99 file and its header."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib.resources import files
from string import Template

from twicetold.engine.kernel import c99, walk
from twicetold.engine.kernel.export.interface import SORTS, VALUE_SORTS, FieldFace, Interface
from twicetold.engine.kernel.lower.focal import FOCAL
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
        others=max(face.others, 1),
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
        _play(face),
        *_told(face),
        *_values(face),
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
/* Memory must be enough, and rows of events and options lie as the program writes them. */
typedef char enough[sizeof(struct life) <= {upper}_MEMORY ? 1 : -1];
typedef char in_rows[sizeof({n}_event) == {width} * sizeof(int32_t) ? 1 : -1];
typedef char in_options[sizeof({n}_option) == (1 + {upper}_OTHERS) * sizeof(int32_t) ? 1 : -1];

static int32_t ending_of(const struct life *life) {{ return life->own.ended[0] - 1; }}
"""
    yield _go_on(face)
    yield f"""
void {n}_begin(void *memory, uint64_t seed, uint64_t run) {{ tt_begin_life(memory, seed, run, 0); }}

int32_t {n}_tick(void *memory, {n}_event *events, int32_t room, int32_t *count) {{
    struct life *life = memory;
    int32_t n = 0;
    if (ending_of(life) == {upper}_GOES_ON) go_on(life, events, room, &n);
    if (count != NULL) *count = n;
    return ending_of(life);
}}

void {n}_look(void *memory, {n}_life *lived) {{
    struct life *life = memory;
    int16_t ending;
    life->endings = &ending;
    life->ticks = &lived->ticks;
    life->digests = &lived->digest;
    life->scores = &lived->weighed;{_line(face, "measures", "life->measures = lived->measures;")}{
        _line(face, "series", "life->series = lived->series;")
    }
    tt_end_life(life, 0, ending_of(life));
    lived->ending = ending;
}}

int32_t {n}_live(void *memory, uint64_t seed, uint64_t run, {n}_life *lived,
                  {n}_event *events, int32_t room) {{
    struct life *life = memory;
    int32_t n = 0;
    {n}_begin(memory, seed, run);
    while (ending_of(life) == {upper}_GOES_ON) go_on(life, events, room, &n);
    {n}_look(memory, lived);
    return n;
}}
"""


def _go_on(face: Interface) -> str:
    n = face.name
    if not face.has("events"):
        return f"""static void go_on(struct life *life, {n}_event *events, int32_t room, int32_t *count) {{
    (void)events, (void)count; /* nothing but upkeep happens in this world */
    tt_tick_on(life, room);
}}"""
    sorts = ", ".join(map(str, face.sorts))
    return f"""static void go_on(struct life *life, {n}_event *events, int32_t room, int32_t *count) {{
    static const int32_t sorts[] = {{{sorts}}};
    int32_t i = *count;
    life->events = (int32_t *)events;
    life->event_count = count;
    tt_tick_on(life, room);
    for (; i < *count && i < room; i++) events[i].sort = sorts[events[i].construct];
}}"""


# --- playing ------------------------------------------------------------------------------------------------


def _play(face: Interface) -> str:
    """The functions by which somebody is played."""
    n, upper = face.name, face.name.upper()
    sorts = [SORTS[sort] for sort in face.sorts]
    first = sorts.index("action") if "action" in sorts else 0
    others = [len(action.roles) - 1 for action in face.world.actions]
    given = "life->own.chosen_roles[n] = option->others[n]" if face.others else "(void)option"
    decided = "n < others_of[action] ? life->own.chosen_roles[n] : -1" if face.others else "-1"
    return f"""
static const int16_t actors[] = {{{_numbers(face.actors)}}};
static const int8_t others_of[] = {{{_numbers(others)}}};

static int32_t actor_place(int32_t entity) {{
    return entity >= 0 && entity < {len(face.world.entities)} ? actors[entity] : -1;
}}

int32_t {n}_play(void *memory, int32_t entity, int32_t played) {{
    struct life *life = memory;
    if (actor_place(entity) < 0) return 0;
    life->own.played[actor_place(entity)] = played != 0;
    return 1;
}}

int32_t {n}_turn(const void *memory) {{
    const struct life *life = memory;
    return life->own.turn_now[0] ? life->own.order[life->own.order_now[0]] : -1;
}}

int32_t {n}_options(void *memory, {n}_option *options, double *urges, int32_t room) {{
    struct life *life = memory;
    int32_t i;
    (void)urges; /* for a world in which nobody has anything to do */
    if ({n}_turn(memory) < 0) return 0;{_line(face, "options", "life->options = (int32_t *)options;")}{
        _line(face, "urges", "life->urges = urges;")
    }{_line(face, "option_room", "life->option_room = &room;")}
    tt_list_options(life, {n}_turn(memory));
    for (i = 0; i < life->own.listed[0] && i < room; i++) options[i].construct += {first};
    return life->own.listed[0];
}}

int32_t {n}_decided(const void *memory, {n}_option *option) {{
    const struct life *life = memory;
    int32_t action = life->own.chosen[0] - 1, n;
    if ({n}_turn(memory) < 0 || action < 0) return 0;
    option->construct = action + {first};
    for (n = 0; n < {upper}_OTHERS; n++) option->others[n] = {decided};
    return others_of[action] >= 0;
}}

void {n}_choose(void *memory, const {n}_option *option) {{
    struct life *life = memory;
    int32_t n;
    if ({n}_turn(memory) < 0) return;
    life->own.chosen[0] = option == NULL ? 0 : option->construct - {first} + 1;
    if (option == NULL) return;
    for (n = 0; n < {upper}_OTHERS; n++) {given};
}}
"""


def _told(face: Interface) -> Iterator[str]:
    """The functions by which a life is told through one mind: for the player of a page, in no header."""
    n = face.name
    if face.has(FOCAL):
        yield f"""
void {n}_through(void *memory, int32_t entity);
int32_t {n}_tick_told(void *memory, {n}_event *events, int32_t room, int32_t *count,
                      double *told, int32_t told_room, int32_t *told_count);

void {n}_through(void *memory, int32_t entity) {{
    struct life *life = memory;
    life->own.{FOCAL}[0] = entity + 1;
}}

int32_t {n}_tick_told(void *memory, {n}_event *events, int32_t room, int32_t *count,
                      double *told, int32_t told_room, int32_t *told_count) {{
    struct life *life = memory;
    life->told = told;
    life->told_room = &told_room;
    life->told_count = told_count;
    *told_count = 0;
    return {n}_tick(memory, events, room, count);
}}
"""


def _numbers(values: Iterable[int]) -> str:
    """Those of a table; none is not C."""
    return ", ".join(map(str, values)) or "0"


def _line(face: Interface, array: str, line: str) -> str:
    return f"\n    {line}" if face.has(array) else ""


# --- what is so ---------------------------------------------------------------------------------------------


def _values(face: Interface) -> Iterator[str]:
    """The functions that tell what is so, and what somebody believes to be so."""
    n = face.name
    known = [(place, field) for place, field in enumerate(face.fields) if field.array is not None]
    kinds = list(dict.fromkeys(kind for _, field in known for kind in field.over))
    for place, kind in enumerate(kinds):
        yield f"static const int16_t place_{place}[] = {{{', '.join(map(str, face.places[kind]))}}};"
    cells = [f"    case {number}: return {_cell(field, kinds)};" for number, field in known]
    entities = str(len(face.world.entities))
    for name, text in _CELLS.items():
        if any(f"{name}(" in cell for cell in cells):
            yield text.replace("ENTITIES", entities)
    values = [f"    case {number}: return (double)life->own.{field.array}[i];" for number, field in known]
    asked = {name: "life, " if name in walk.needing_life(face.program) else "" for name in _ASKED}
    yield f"""/* Where the value of a field of some entities lies; -1 if nowhere. */
static int32_t cell_of(int32_t field, int32_t a, int32_t b, int32_t c) {{
    (void)a, (void)b, (void)c; /* for a world that has no use for one of them */
    switch (field) {{
{_lines(cells)}    default: return -1;
    }}
}}

double {n}_value(const void *memory, int32_t field, int32_t a, int32_t b, int32_t c) {{
    const struct life *life = memory;
    int32_t i = cell_of(field, a, b, c);
    (void)life;
    if (i < 0) return NAN;
    switch (field) {{
{_lines(values)}    default: return NAN;
    }}
}}

double {n}_believes(void *memory, int32_t mind, int32_t field, int32_t a, int32_t b, int32_t c) {{
    struct life *life = memory;
    int32_t i = cell_of(field, a, b, c);
    (void)life;
    if (i < 0 || actor_place(mind) < 0 || tt_unknown_to({asked["unknown_to"]}mind, field, i)) return NAN;
    return tt_in_mind({asked["in_mind"]}mind, field, i);
}}
"""


_ASKED = ("in_mind", "unknown_to")


def _lines(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


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


def _cell(field: FieldFace, kinds: list[str]) -> str:
    """Where a value of a field lies, by the places of `a`, `b` and `c`."""
    places = [
        f"place(place_{kinds.index(kind)}, {arg})" for kind, arg in zip(field.over, "abc", strict=False)
    ]
    cell = places[0] if places else "0"
    for place, count in zip(places[1:], field.counts[1:], strict=True):
        cell = f"{'either_way' if field.symmetric else 'beside'}({cell}, {place}, {count})"
    return cell


def _kind(face: Interface) -> str:
    head = f"int32_t {face.name}_kind(const void *memory, int32_t entity) {{"
    if not face.has("nature"):
        return f"{head}\n    (void)memory, (void)entity;\n    return -1;\n}}\n"
    return f"""{head}
    const struct life *life = memory;
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

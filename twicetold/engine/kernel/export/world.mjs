/*
 * Lives of a world, in browsers and in Node. What is played lies beside this file as a WebAssembly module.
 *
 *   import { load } from "./NAME.mjs";
 *   const world = await load();
 *
 *   const life = world.live(1, 7);        // the life of a seed and a run: the same everywhere, to the bit
 *   life.ending, life.ticks, life.measures, life.digest, life.events
 *
 *   const play = world.begin(1, 7);       // the same life, tick by tick
 *   while (play.tick().ending === null) { play.value("FIELD", "ENTITY"); }
 *
 *   play.play("ENTITY");                  // a tick now stops when it is their turn, before they choose
 *   if (play.turn() !== null) { play.choose(play.options()[0]); }
 *
 * Seeds and runs are whole numbers, or BigInts up to 64 bits.
 */

const WORLD = {};

/** The world's names, sizes, fields and constructs. */
export const about = WORLD;

/** Something is asked that this world does not have. */
export class Unknown extends Error {}

/** A life is beyond the budget of a life: thrown by whatever lives it. */
export class TooLong extends Error {}

/**
 * Make the world ready: from the module beside this file, or from another address (a URL), from bytes, or from a
 * compiled WebAssembly.Module.
 */
export async function load(source = new URL(`./${WORLD.name}.wasm`, import.meta.url)) {
  if (source instanceof WebAssembly.Module) return new World(await WebAssembly.instantiate(source));
  const bytes = source instanceof URL || typeof source === "string" ? await fetched(source) : source;
  return new World((await WebAssembly.instantiate(bytes)).instance);
}

async function fetched(source) {
  const address = new URL(source, import.meta.url);
  if (address.protocol === "file:") {
    const { readFile } = await import("node:fs/promises");
    return readFile(address);
  }
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address}: ${answer.status} ${answer.statusText}`);
  return answer.arrayBuffer();
}

const OPTIONS = 64; // room for so many at first
const COLUMNS = 5; // of an event, before its roles: sort, construct, outcome, began, ended
const GOES_ON = -1;
const TOLD = 4096; // room for so many numbers at first of what there is to be told

/** The name of an ending; null while the life goes on. */
function named(ending) {
  if (ending < GOES_ON) throw new TooLong("this life is beyond the budget of a life, and was given up");
  return ending === GOES_ON ? null : WORLD.endings[ending];
}

function numbered(names, what) {
  const places = new Map(names.map((name, place) => [name, place]));
  return (name) => {
    const place = places.get(name);
    if (place === undefined) throw new Unknown(`this world has no ${what} ${JSON.stringify(name)}`);
    return place;
  };
}

const fieldNumber = numbered(WORLD.fields.map((field) => field.name), "field");
const entityNumber = numbered(WORLD.entities, "entity");
const constructNumber = numbered(WORLD.constructs.map((construct) => construct.name), "action");
const entityName = (number) => (number < 0 ? null : WORLD.entities[number]);

/** The numbers of whom a field is asked of, -1 for those that it does not ask for. */
function numbersOf(field, who) {
  const { of } = WORLD.fields[fieldNumber(field)];
  if (who.length !== of) throw new Unknown(`${field} is asked of ${of}, not of ${who.length}`);
  const [a = -1, b = -1, c = -1] = who.map(entityNumber);
  return [a, b, c];
}

/** What a number stands for, as the value of a field. */
function meant(number, value) {
  const { sort, options } = WORLD.fields[number];
  if (Number.isNaN(value)) return undefined;
  if (sort === "yes_no") return value !== 0;
  if (sort === "option") return options[value];
  return sort === "entity" ? entityName(value) : value;
}

/** A world that is ready to be lived. One of them lives one life at a time; load another for another worker. */
class World {
  #calls;
  #memory;
  #place; // where in the module's memory: a life, what came of it, how many events, options, urges, the events
  #room = 256;
  #optionRoom = OPTIONS;
  #toldRoom = 0; // for numbers of what there is to be told; only a page has any

  constructor(instance) {
    const { memory, __heap_base: free, ...calls } = instance.exports;
    this.#memory = memory;
    this.#calls = Object.fromEntries(Object.entries(calls).map(([name, call]) => [name.slice(WORLD.name.length + 1), call]));
    const life = Math.ceil(free.value / 16) * 16;
    const sum = life + Math.ceil(WORLD.memory / 16) * 16;
    const count = sum + 24 + 8 * (WORLD.measures.length + (WORLD.points ?? []).length);
    this.#place = { life, sum, count };
    if ("tick_told" in this.#calls) this.#toldRoom = TOLD;
    this.#makeRoom(this.#room);
  }

  /**
   * Live a whole life: {ending, ticks, measures, digest, weighed, events}. `measures` has them by name, `digest` is a
   * BigInt; in a world with measures over time `series` has {name, seconds, value} for each point of them, the value null
   * where the life has not come to it; `events` are as in `Play.tick`, or null with {events: false}, which is quicker.
   */
  live(seed, run, { events = true } = {}) {
    const { life, sum, events: rows } = this.#place;
    const call = (room) => this.#calls.live(life, BigInt(seed), BigInt(run), sum, rows, room);
    if (!events) {
      call(0);
      return { ...this.#sum(), events: null };
    }
    let count = call(this.#room);
    if (count > this.#room) {
      this.#makeRoom(count);
      count = call(this.#room);
    }
    return { ...this.#sum(), events: this.#events(count) };
  }

  /** Begin a life that is to be lived tick by tick. */
  begin(seed, run) {
    this.#calls.begin(this.#place.life, BigInt(seed), BigInt(run));
    return new Play(this, this.#out());
  }

  /** Go on with a life from the bytes that `Play.saved` gave. */
  resume(saved) {
    if (saved.length !== WORLD.memory) throw new Unknown("these bytes are no life of this world");
    return new Play(this, Uint8Array.from(saved));
  }

  /** For `Play`. */
  _tick(bytes) {
    for (;;) {
      const { life, count, events, told } = this.#place;
      this.#in(bytes);
      const given = [life, events, this.#room, count];
      const ending = this.#toldRoom
        ? this.#calls.tick_told(...given, told, this.#toldRoom, count + 4)
        : this.#calls.tick(...given);
      const happened = this.#view().getInt32(count, true);
      const heard = this.#toldRoom && this.#view().getInt32(count + 4, true);
      if (happened <= this.#room && heard <= this.#toldRoom) {
        bytes.set(this.#out());
        const came = { ending: named(ending), events: this.#events(happened) };
        return this.#toldRoom ? { ...came, heard: this.#heard(heard) } : came;
      }
      this.#toldRoom = Math.max(heard, this.#toldRoom);
      this.#makeRoom(Math.max(happened, this.#room));
    }
  }

  /** For `Play`. */
  _through(bytes, entity) {
    this.#in(bytes);
    this.#calls.through(this.#place.life, entityNumber(entity));
    bytes.set(this.#out());
  }

  /** The records of what there is to be told, without their lengths. */
  #heard(count) {
    const numbers = new Float64Array(this.#memory.buffer, this.#place.told, count);
    const records = [];
    for (let at = 0; at < count; at += numbers[at]) records.push([...numbers.subarray(at + 1, at + numbers[at])]);
    return records;
  }

  /** For `Play`. */
  _look(bytes) {
    this.#in(bytes);
    this.#calls.look(this.#place.life, this.#place.sum);
    return this.#sum();
  }

  /** For `Play`. */
  _value(bytes, field, who) {
    const number = fieldNumber(field);
    const asked = numbersOf(field, who);
    this.#in(bytes);
    return meant(number, this.#calls.value(this.#place.life, number, ...asked));
  }

  /** For `Play`. */
  _believes(bytes, mind, field, who) {
    const number = fieldNumber(field);
    const asked = [entityNumber(mind), number, ...numbersOf(field, who)];
    this.#in(bytes);
    return meant(number, this.#calls.believes(this.#place.life, ...asked));
  }

  /** For `Play`. */
  _play(bytes, entity, played) {
    this.#in(bytes);
    if (!this.#calls.play(this.#place.life, entityNumber(entity), played ? 1 : 0)) throw new Unknown(`${entity} has nothing to do in this world`);
    bytes.set(this.#out());
  }

  /** For `Play`. */
  _turn(bytes) {
    this.#in(bytes);
    return entityName(this.#calls.turn(this.#place.life));
  }

  /** For `Play`. */
  _options(bytes) {
    for (;;) {
      this.#in(bytes);
      const { life, options, urges } = this.#place;
      const count = this.#calls.options(life, options, urges, this.#optionRoom);
      if (count <= this.#optionRoom) return Array.from({ length: count }, (_, n) => this.#option(n));
      this.#optionRoom = count;
      this.#makeRoom(this.#room);
    }
  }

  /** For `Play`. */
  _decided(bytes) {
    this.#in(bytes);
    return this.#calls.decided(this.#place.life, this.#place.options) ? this.#option(0) : null;
  }

  /** For `Play`. */
  _choose(bytes, option) {
    this.#in(bytes);
    if (option !== null) {
      const view = this.#view();
      const others = option.roles.slice(1).map(entityNumber);
      [constructNumber(option.action), ...others].forEach((value, n) => view.setInt32(this.#place.options + 4 * n, value, true));
    }
    this.#calls.choose(this.#place.life, option === null ? 0 : this.#place.options);
    bytes.set(this.#out());
  }

  /** The option that lies at a place of those written last. */
  #option(n) {
    const { life, options, urges } = this.#place;
    const width = 1 + WORLD.others;
    const [construct, ...others] = new Int32Array(this.#memory.buffer, options + 4 * width * n, width);
    const roles = [this.#calls.turn(life), ...others.filter((other) => other >= 0)];
    return { action: WORLD.constructs[construct].name, roles: roles.map(entityName), urge: this.#view().getFloat64(urges + 8 * n, true) };
  }

  /** For `Play`. */
  _kind(bytes, entity) {
    this.#in(bytes);
    const kind = this.#calls.kind(this.#place.life, entityNumber(entity));
    return kind < 0 ? null : WORLD.kinds[kind];
  }

  #view() {
    return new DataView(this.#memory.buffer); // anew, since growing memory takes the old one away
  }

  #in(bytes) {
    new Uint8Array(this.#memory.buffer, this.#place.life, WORLD.memory).set(bytes);
  }

  #out() {
    return new Uint8Array(this.#memory.buffer, this.#place.life, WORLD.memory).slice();
  }

  #makeRoom(room) {
    this.#room = room;
    const place = this.#place;
    place.urges = place.count + 8;
    place.options = place.urges + 8 * this.#optionRoom;
    place.events = place.options + 4 * this.#optionRoom * (1 + WORLD.others);
    place.told = Math.ceil((place.events + room * 4 * (COLUMNS + WORLD.roles)) / 8) * 8;
    const missing = place.told + 8 * this.#toldRoom - this.#memory.buffer.byteLength;
    if (missing > 0) this.#memory.grow(Math.ceil(missing / 65536));
  }

  #sum() {
    const { sum } = this.#place;
    const view = this.#view();
    const ending = view.getInt32(sum, true);
    return {
      ending: named(ending),
      ticks: view.getInt32(sum + 4, true),
      measures: Object.fromEntries(WORLD.measures.map((name, n) => [name, view.getFloat64(sum + 24 + 8 * n, true)])),
      digest: view.getBigUint64(sum + 8, true),
      weighed: Number(view.getBigUint64(sum + 16, true)),
      ...(WORLD.points && { series: WORLD.points.map((point, n) => ({ ...point, value: this.#point(view, n) })) }),
    };
  }

  #point(view, n) {
    const value = view.getFloat64(this.#place.sum + 24 + 8 * (WORLD.measures.length + n), true);
    return value === 1e18 ? null : value;
  }

  #events(count) {
    const width = COLUMNS + WORLD.roles;
    const rows = new Int32Array(this.#memory.buffer, this.#place.events, count * width);
    return Array.from({ length: count }, (_, n) => {
      const [, construct, outcome, began, ended, ...roles] = rows.subarray(n * width, (n + 1) * width);
      return {
        ...WORLD.constructs[construct],
        roles: roles.filter((role) => role >= 0).map(entityName),
        outcome: WORLD.outcomes[outcome],
        began,
        ended,
      };
    });
  }
}

/** A life that is lived tick by tick. Any number of them may go on beside each other. */
class Play {
  #world;
  #bytes;

  constructor(world, bytes) {
    this.#world = world;
    this.#bytes = bytes;
  }

  /**
   * Live one tick: {ending, events}. `ending` is null while the life goes on; `events` are those that came to their end
   * in this tick, each {name, sort, roles, outcome, began, ended} with the names of entities, and ticks. A life that has
   * ended stays as it is.
   */
  tick() {
    return this.#world._tick(this.#bytes);
  }

  /** What has come of it so far: as `live` gives it, without events. */
  look() {
    return this.#world._look(this.#bytes);
  }

  /**
   * A value now, as it truly is: of a field of an entity, value("Person.hunger", "Ada"), or of a relation of several,
   * value("love", "Ada", "Ben"). Yes or no as a boolean, an option or an entity by its name (none is null), numbers in
   * base units, moments in seconds; undefined where there is no such value.
   */
  value(field, ...who) {
    return this.#world._value(this.#bytes, field, who);
  }

  /**
   * The same as somebody believes it to be, who can act: believes("Ada", "Person.hunger", "Ben"); undefined also where
   * they do not know it.
   */
  believes(mind, field, ...who) {
    return this.#world._believes(this.#bytes, mind, field, who);
  }

  /** Play somebody from now on, or no more: a tick then stops when it is their turn, before they choose. */
  play(entity, played = true) {
    this.#world._play(this.#bytes, entity, played);
  }

  /** Tell of this life through somebody's mind: `tick` then gives what there is to be told. Only for pages. */
  through(entity) {
    this.#world._through(this.#bytes, entity);
  }

  /** Whose turn it is, of those who are played; null if nobody's. */
  turn() {
    return this.#world._turn(this.#bytes);
  }

  /** What whose turn it is could do, as they believe: {action, roles, urge} each, in order of declaration. */
  options() {
    return this.#world._options(this.#bytes);
  }

  /** What they do if nothing is chosen for them; null for nothing. */
  decided() {
    return this.#world._decided(this.#bytes);
  }

  /** Let them do one of their options in the next tick, or nothing, for null. */
  choose(option) {
    this.#world._choose(this.#bytes, option);
  }

  /** The kind that an entity is of now; null if it does not exist, being yet to be born or retired. */
  kind(entity) {
    return this.#world._kind(this.#bytes, entity);
  }

  /** All of this life as bytes, to be kept and given to `resume` of the same build of this world. */
  saved() {
    return this.#bytes.slice();
  }
}

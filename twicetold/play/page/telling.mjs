/*
 * What is told to whoever is played: chosen among the sentences that were made when the page was built, with names
 * put in. No English is made here; `texts.py` says what there is, and `focal.py` what a life puts down to be told.
 */

import { Values, valued, written } from "./values.mjs";

const LINE = 1; // the sorts of what is put down; 0 is that a text begins
const EVENT = 2;
const SAW = 2; // how an event is known
const ATTENTION = 30; // for so many seconds one knows somebody to be there whom one has perceived
const MATTER = 6; // so many beliefs are shown
const PARAGRAPH = 360; // a paragraph of so many letters is long enough

/** Tells what somebody notices, believes and can do. */
export class Telling {
  #about;
  #texts;
  #who;
  #entity;
  #state = { count: 0, used: {}, turns: {}, seen: {} };

  constructor(about, texts, who) {
    const places = new Map(about.entities.map((name, place) => [name, place]));
    this.#about = about;
    this.#texts = texts;
    this.#entity = (name) => (name === null ? -1 : places.get(name));
    this.#who = this.#entity(who);
  }

  /** What was noticed since the turn before, in paragraphs; first how it all began, last what is said of the end. */
  perceived(events, heard = []) {
    const paragraphs = [];
    let open = []; // the sentences of the paragraph under way
    const close = () => {
      if (open.length) paragraphs.push(open.join(" "));
      open = [];
    };
    for (const event of this.known(heard)) {
      if (event.apart || open.join(" ").length > PARAGRAPH) close();
      for (const sentence of this.#told(event)) if (sentence !== open.at(-1)) open.push(sentence);
      if (event.apart) close();
    }
    close();
    return paragraphs;
  }

  /** What could be done, in a sentence. */
  offer({ action, roles }) {
    const others = roles.slice(1).map(this.#entity);
    const sentences = this.#texts.offers[action];
    const places = sentences.places.map(([place]) => others[place - 1]);
    return this.#filled(sentences.say, places.map((entity) => ({ entity })), new Set());
  }

  /** What is believed of what the choices hang on, in sentences: that first on which most of them hang. */
  beliefs(play) {
    const hang = new Map();
    for (const { action, roles } of play.options()) {
      for (const [field, places] of this.#texts.reads[action]) {
        const of = places.map((place) => (place < 0 ? -1 - place : this.#entity(roles[place])));
        const key = JSON.stringify([field, of]);
        hang.set(key, (hang.get(key) ?? 0) + 1);
      }
    }
    const first = [...hang].sort(([, a], [, b]) => b - a).map(([key]) => JSON.parse(key));
    const said = new Set();
    for (const [field, of] of first) {
      const sentence = this.#held(play, field, of);
      if (sentence) said.add(sentence);
      if (said.size === MATTER) break;
    }
    return [...said];
  }

  /** What is to be known to go on telling from here: see `restore`. */
  saved() {
    return structuredClone(this.#state);
  }

  /** Tell on from where that was saved. */
  restore(state) {
    this.#state = structuredClone(state);
  }

  // --- what is known ---

  /**
   * The events that are known of, in the order in which they began: {roles, unknown, now, lines, apart}, `apart` of how
   * it all begins and ends.
   */
  known(heard) {
    const texts = new Map();
    const known = [];
    for (const [sort, number, ...values] of heard) {
      if (sort === LINE) texts.get(number)?.push(values) ?? texts.set(number, [values]);
      else if (sort === EVENT) known.push({ number, values });
      else texts.set(number, []);
    }
    known.sort((a, b) => a.number - b.number);
    return known.map(({ number, values: [construct, , tick, how, whom, ...roles] }) => {
      const now = tick * this.#about.seconds;
      const unknown = new Set(how === SAW ? roles.filter((role, place) => !this.#makesOut(role, whom >> place, now)) : []);
      return { roles, unknown, now, lines: texts.get(number) ?? [], apart: construct < 0 };
    });
  }

  /** Whether somebody is made out who takes part: they are perceived, or were a moment ago. */
  #makesOut(role, perceived, now) {
    const { seen } = this.#state;
    if (perceived & 1) seen[role] = now;
    return now - (seen[role] ?? -Infinity) <= ATTENTION;
  }

  // --- what is told ---

  /** An event in sentences: the line that tells it, and what is thought at it. */
  *#told({ roles, unknown, now, lines }) {
    const of = (mode, mind) => lines.filter(([number, whose]) => this.#mode(number) === mode && whose === mind);
    const close = of("as", this.#who);
    const plain = lines.filter(([number]) => this.#mode(number) === "plain");
    const others = roles.includes(this.#who) ? plain : [...of("as", -1), ...plain];
    for (const fitting of [close.length ? close : others, of("thinks", this.#who)]) {
      const sentence = this.#turn(fitting, unknown, now);
      if (sentence) yield sentence;
    }
  }

  /** Whether a line can be told to whoever is played: it is close to them or to nobody, and not to witnesses alone. */
  fits([number, mind], roles) {
    const mode = this.#mode(number);
    if (mode === undefined || mode === "plain") return mode === "plain";
    return mind === this.#who || (mind === -1 && !roles.includes(this.#who));
  }

  #mode(number) {
    return this.#texts.lines[number]?.mode;
  }

  /** Of several lines that would do, that one which was not used for longest, as a sentence. */
  #turn(lines, unknown, now) {
    const { used } = this.#state;
    const last = ([number]) => used[number] ?? 0;
    const line = lines.reduce((best, other) => (best && last(best) <= last(other) ? best : other), null);
    if (line === null) return "";
    used[line[0]] = this.#state.count += 1;
    return this.sentence(line, unknown, now);
  }

  /**
   * A line that is put down, [its number, to whose mind it is close, values…], as a sentence, where some are unknown;
   * `now` is when, in seconds.
   */
  sentence([number, , ...values], unknown, now) {
    const { shape, ways } = this.#texts.lines[number];
    const read = new Values(values, this.#state.turns, number).read(shape);
    const way = ways[read.chosen];
    if (way === undefined) return "";
    const places = way.places.map(([mention, was]) => read.mentions[mention][was ? "was" : "now"]);
    return this.#filled(way.say, places, unknown, now);
  }

  #held(play, field, of) {
    const raw = play.believes(this.#about.entities[this.#who], field, ...of.map((entity) => this.#about.entities[entity]));
    const value = this.#number(field, raw);
    if (value === undefined) return "";
    for (const said of this.#texts.fields) {
      if (said.name !== field || !said.of.every((among, place) => among.includes(of[place]))) continue;
      const way = said.ways.find(({ if: tests }) => tests.every(([op, bound]) => COMPARED[op](value, bound)));
      if (way === undefined) return "";
      const mentions = [way.how ? valued(value, way.how) : { entity: value }, ...of.map((entity) => ({ entity }))];
      return this.#filled(way.say, way.places.map(([place]) => mentions[place]), new Set());
    }
    return "";
  }

  /** The number that stands for a value; undefined if it is not known. */
  #number(field, value) {
    const { sort, options } = this.#about.fields.find(({ name }) => name === field);
    if (value === undefined) return undefined;
    if (sort === "option") return options.indexOf(value);
    return sort === "entity" ? this.#entity(value) : Number(value);
  }

  /** The sentence for what stands in the places, with names put in; empty if there is none. */
  #filled(sentences, places, unknown, now = 0) {
    const keys = (known) => places.map((place) => this.#key(place, known)).join(",");
    const number = sentences[keys(unknown)] ?? sentences[keys(new Set())];
    if (number === undefined) return "";
    return written(this.#texts.sentences[number], places, { ...this.#texts, who: this.#who, now });
  }

  #key(place, unknown) {
    if ("list" in place && place.list.length > 1) return place.list.includes(this.#who) ? "with" : "many";
    if ("list" in place) return this.#sort(place.list[0] ?? -1, unknown);
    if ("entity" in place) return this.#sort(place.entity, unknown);
    if ("option" in place) return String(place.option);
    return place.is_one ? "1" : "n";
  }

  #sort(entity, unknown) {
    if (entity < 0) return "0";
    if (entity === this.#who) return "y";
    return (unknown.has(entity) ? this.#texts.strangers : this.#texts.sorts)[entity];
  }
}

const COMPARED = {
  is: (a, b) => a === b,
  "is not": (a, b) => a !== b,
  "<": (a, b) => a < b,
  "<=": (a, b) => a <= b,
  ">": (a, b) => a > b,
  ">=": (a, b) => a >= b,
};

/* The values of a line: read in the order of its parts, and written in their places in a sentence. */

/** Reads the values that a life has put down for a line; see `shape_of` in `lines.py`. */
export class Values {
  #values;
  #turns;
  #number;
  #place = 0;
  #pieces = 0;

  /** `turns` has how often a text has come to the pieces of each place that take turns. */
  constructor(values, turns, number) {
    this.#values = values;
    this.#turns = turns;
    this.#number = number;
  }

  /** Which pieces stand, one after the other, and what is mentioned, each {now, was}. */
  read(shape) {
    const mentions = [];
    const chosen = [];
    this.#parts(shape, mentions, chosen);
    return { chosen: chosen.join("."), mentions };
  }

  /** Of pieces whose turn it is not (`chosen` null) the values are read, and take no turns. */
  #parts(shape, mentions, chosen) {
    for (const [sort, how, arms] of shape) {
      if (sort === "m") mentions.push(this.#entity(how));
      else if (sort === "v") mentions.push(once(this.#value(how)));
      else if (sort === "l") mentions.push(once({ list: Array.from({ length: this.#next() }, () => this.#next()) }));
      else if (how === "either") this.#either(arms, mentions, chosen);
      else this.#inTurn(how, arms, mentions, chosen);
    }
  }

  #either(arms, mentions, chosen) {
    const stands = this.#next();
    chosen?.push(stands < 0 ? "-" : String(stands));
    arms.forEach((arm, place) => (place === stands ? this.#parts(arm, mentions, chosen) : this.#skip(arm, mentions)));
  }

  #inTurn(sort, arms, mentions, chosen) {
    const key = `${this.#number}.${(this.#pieces += 1)}`;
    const times = this.#turns[key] ?? 0;
    if (chosen) this.#turns[key] = times + 1;
    const turn = sort === "first" ? Math.min(times, arms.length - 1) : sort === "once" ? times : times % arms.length;
    chosen?.push(turn < arms.length ? String(turn) : "-");
    arms.forEach((arm, place) => this.#parts(arm, mentions, place === turn ? chosen : null));
  }

  /** Of pieces that do not stand no values are put down; mentions and places of turns count all the same. */
  #skip(shape, mentions) {
    for (const [sort, how, arms] of shape) {
      if (sort !== "p") {
        mentions.push(null);
        continue;
      }
      if (how !== "either") this.#pieces += 1;
      arms.forEach((arm) => this.#skip(arm, mentions));
    }
  }

  #entity(two) {
    const now = this.#next();
    const before = two ? this.#next() : now;
    return { now: { entity: now }, was: { entity: before < 0 ? now : before } };
  }

  #value(how) {
    return valued(this.#next(), how);
  }

  #next() {
    this.#place += 1;
    return this.#values[this.#place - 1];
  }
}

/** What is mentioned, if it is a value: an option, or what is written so. */
export function valued(value, how) {
  if (how.as === "option") return { option: value };
  return { value, how, is_one: how.as === "number" && figures(value, how) === "1" };
}

const once = (value) => ({ now: value, was: value });

const LETTER = "a".charCodeAt(0);
const LIST = /([Bb])zq([a-z])qzn and bzq\2qzn/g;
const LIST_WITH_YOU = /\b([Yy])ou and bzq([a-z])qzn/g;
const NAME = /([AaBb])zq([a-z])qz[ns]/g;
const NUMBER = /97079(\d+)79/g;

/** A sentence with what stands in its places put in; `texts` has the words, `who` is "you", and when it is `now`. */
export function written(sentence, places, texts) {
  const of = (letter) => places[letter.charCodeAt(0) - LETTER];
  return sentence
    .replace(LIST, (_, first, letter) => listed(of(letter).list, texts, first === "B"))
    .replace(LIST_WITH_YOU, (all, first, letter) => (of(letter).list ? listed(of(letter).list, texts, first === "Y") : all))
    .replace(NAME, (_, first, letter) => named(of(letter), texts, first < "a"))
    .replace(NUMBER, (_, place, at, whole) => {
      const { value, how } = places[place];
      const said = inWords(figures(value, how), how, texts);
      return BEGINS.test(whole.slice(0, at)) ? capital(said) : said;
    });
}

const BEGINS = /(?:^|[.!?…]["”’)]* )["“‘(]*$/; // where a sentence begins

const capital = (said) => said[0].toUpperCase() + said.slice(1);

function named(place, texts, first) {
  if ("value" in place) return timeOf(place, texts, first);
  const entity = place.list ? place.list[0] : place.entity;
  return texts.names[entity][first ? 1 : 0];
}

function listed(entities, texts, first) {
  const others = entities.filter((entity) => entity !== texts.who).map((entity) => texts.names[entity][2]);
  const names = entities.includes(texts.who) ? [texts.you, ...others] : others;
  const said = `${names.slice(0, -1).join(", ")} ${texts.and} ${names.at(-1)}`;
  return first ? capital(said) : said;
}

// --- numbers and times ---

/** A number as people read it: in full, or with so many digits or places; see `lang/figures.py`. */
function figures(value, { digits, places }) {
  if (places !== undefined) return grouped(fixed(value, places), value);
  const size = Math.abs(value);
  const whole = Number.isInteger(size) || size >= 10 ** (digits - 1);
  const said = fixed(value, whole ? 0 : Math.max(digits - 1 - Math.floor(Math.log10(size)), 0));
  return grouped(said.includes(".") ? said.replace(/\.?0+$/, "") : said, value);
}

/** Rounded to places, what lies in the middle to the even one, as in Python. */
function fixed(value, places) {
  const scaled = value * 10 ** places;
  const middle = Math.abs(scaled % 1) === 0.5;
  const rounded = middle ? (2 * Math.round(scaled / 2)) / 10 ** places : value;
  return (rounded + 0).toFixed(places).replace(/^-(?=0(\.0*)?$)/, "");
}

function grouped(said, value) {
  const [whole, rest] = said.split(".");
  const front = Math.abs(value) >= 9_999.5 ? whole.replace(/\B(?=(\d{3})+$)/g, ",") : whole;
  return rest === undefined ? front : `${front}.${rest}`;
}

function inWords(said, how, texts) {
  if (!how.words) return said;
  if (said === "0" && how.unit) return texts.no;
  const [, sign, whole, rest] = said.match(/^(-?)([\d,]+)(?:\.(\d+))?$/) ?? [];
  if (!(whole in texts.numbers)) return said;
  const behind = rest ? [texts.point, ...[...rest].map((digit) => texts.numbers[digit])] : [];
  return [...(sign ? [texts.minus] : []), texts.numbers[whole], ...behind].join(" ");
}

const DAY = 86_400;

/** A time as it is told; see `daytime.py` and `figures.py`. */
function timeOf({ value, how }, texts, first) {
  if (value >= 1e18) return texts.never[first ? 1 : 0];
  if (how.as === "clock") return clock(value);
  if (how.as === "span") return spanOf(value, how, texts);
  const since = how.as === "day" ? value + texts.begins : value;
  const said = texts.minutes[Math.floor((((since % DAY) + DAY) % DAY) / 60)][first ? 1 : 0];
  return how.as === "day" ? said + onDay(Math.floor(since / DAY), Math.floor((texts.now + texts.begins) / DAY), texts) : said;
}

/** On which day, counted from that on which the world begins, unless it is this one: near or far from now. */
function onDay(day, today, { days }) {
  if (day === today) return "";
  const [near, far] = days[day] ?? days.at(-1);
  return Math.abs(day - today) < 7 ? near : far;
}

function clock(value) {
  const digits = [0, 1, 2, 3, 4, 5, 6].find((n) => Number(value.toFixed(n)) === value) ?? 3;
  const [whole, rest] = value.toFixed(digits).split(".");
  const [seconds, minutes, hours] = [whole % 60, Math.floor(whole / 60) % 60, Math.floor(whole / 3600)];
  const two = (number) => String(number).padStart(2, "0");
  const end = `${two(seconds)}${rest ? `.${rest.replace(/0+$/, "")}` : ""}`;
  if (hours === 0) return `${minutes}:${end}`;
  const days = Math.floor(hours / 24);
  return `${days ? `${days}d ` : ""}${hours % 24}:${two(minutes)}:${end}`;
}

/** A length of time: "2 hours and 30 minutes". */
function spanOf(value, how, texts) {
  const size = Math.abs(value);
  let left = size < 60 ? value : Math.round(size);
  const said = [];
  for (const [length, one, many] of size < 60 ? texts.spans.slice(-1) : texts.spans) {
    const count = length === 1 ? left : Math.floor(left / length);
    left -= count * length;
    const shown = figures(count, { digits: 3 });
    if (count || (length === 1 && size < 60)) said.push(`${inWords(shown, { words: how.words }, texts)} ${shown === "1" ? one : many}`);
  }
  const words = said.length > 1 ? `${said.slice(0, -1).join(", ")} ${texts.and} ${said.at(-1)}` : said[0];
  return value <= -60 ? `-${words}` : words;
}

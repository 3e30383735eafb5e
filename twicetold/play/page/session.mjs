/* A life in which somebody is played, as far as it has come: no page here, so that Node can play it too. */

import { TooLong } from "./world.mjs";
import { formula, odds, same } from "./odds.mjs";

/** A save is not of this world, or does not fit it. */
export class Unfit extends Error {}

/**
 * The moments of a life, the last of which is now. A moment is {tick, when, noticed, believed, offers, idle, ending,
 * endless, digest}, and an offer {option, text, formula, chance, would}.
 */
export class Session {
  #world;
  #page;
  #telling;
  #play;
  #choices = []; // each [tick, who, action or null, roles], as saves of `twicetold play` have them
  #kept = []; // for each moment what it takes to go on from it

  /** Moments that have passed, each {moment, chosen}: with the words of what was chosen there. */
  passed = [];

  constructor(world, page, telling, seed, run) {
    Object.assign(this, { seed: String(seed), run: String(run) });
    this.#world = world;
    this.#page = page;
    this.#telling = telling;
    this.#play = world.begin(seed, run);
    this.#play.play(page.who);
    this.#play.through(page.who);
    this.#arrive(this.#live());
  }

  /** How many choices have been made; waiting for long is many. */
  get count() {
    return this.#choices.length;
  }

  get over() {
    return this.now.ending !== null || this.now.endless;
  }

  /** Do one of the offers. */
  choose(offer) {
    this.#leave(offer.text);
    this.#arrive(this.#take(offer.option));
  }

  /** Do nothing until something is noticed, so many times at most. */
  wait(words, most = Infinity) {
    this.#leave(words);
    let came;
    do {
      came = this.#take(null);
      most -= 1;
    } while (most > 0 && came.turn && came.noticed.length === 0);
    this.#arrive(came);
  }

  /** Go back to one of the moments that have passed. */
  back(place) {
    if (!(place in this.passed)) return;
    this.now = this.passed[place].moment;
    this.passed.length = place;
    this.#kept.length = place + 1;
    const { bytes, told, count } = this.#kept[place];
    this.#choices.length = count;
    this.#play = this.#world.resume(bytes);
    this.#telling.restore(told);
  }

  /** The life written down. */
  save() {
    const { title: world, hash, who } = this.#page;
    return { twicetold: 1, world, hash, seed: this.seed, run: this.run, players: [who], choices: this.#choices };
  }

  /** Play what is written down from the beginning. Throws Unfit where that cannot be. */
  replay(choices, words) {
    for (let place = 0; place < choices.length; ) {
      const [tick, who, action, roles] = choices[place];
      if (this.over || this.now.tick !== tick || who !== this.#page.who) throw new Unfit();
      if (action === null) {
        let until = place + 1;
        while (choices[until]?.[2] === null) until += 1;
        this.wait(words, until - place);
        place = this.count;
      } else {
        const offer = this.now.offers.find(({ option }) => same(option, { action, roles }));
        if (offer === undefined) throw new Unfit();
        this.choose(offer);
        place += 1;
      }
    }
  }

  #leave(chosen) {
    this.passed.push({ moment: this.now, chosen });
  }

  #arrive({ ending, endless, noticed }) {
    const over = ending !== null || endless;
    const { tick, digest } = endless ? { tick: this.now?.tick ?? 0, digest: null } : this.#looked();
    this.now = Object.freeze({
      tick,
      when: this.#page.clock[tick],
      noticed,
      believed: over ? [] : this.#telling.beliefs(this.#play),
      ...(over ? { offers: [], idle: 1 } : this.#offered()),
      ending,
      endless,
      digest,
    });
    this.#kept.push({ bytes: this.#play.saved(), told: this.#telling.saved(), count: this.count });
  }

  #looked() {
    const { ticks, digest } = this.#play.look();
    return { tick: ticks, digest: digest.toString(16).padStart(16, "0") };
  }

  #offered() {
    const options = this.#play.options();
    const decided = this.#play.decided();
    const chances = odds(options, decided, this.#page.choice);
    const texts = options.map((option) => this.#telling.offer(option));
    const offers = options.map((option, n) => ({
      option,
      text: texts.filter((text) => text === texts[n]).length === 1 ? texts[n] : `${texts[n]} (${formula(option)})`,
      formula: formula(option),
      chance: chances[n],
      would: same(option, decided),
    }));
    return { offers, idle: chances.at(-1) };
  }

  #take(option) {
    const { action, roles } = option ?? { action: null, roles: [] };
    this.#choices.push([this.#play.look().ticks, this.#page.who, action, roles]);
    this.#play.choose(option);
    return this.#live();
  }

  /** Live on up to the next turn, or the end. */
  #live() {
    const events = [];
    const heard = [];
    let ending = null;
    let endless = false;
    try {
      do {
        const came = this.#play.tick();
        events.push(...came.events);
        heard.push(...(came.heard ?? []));
        ending = came.ending;
      } while (ending === null && this.#play.turn() === null);
    } catch (error) {
      if (!(error instanceof TooLong)) throw error;
      endless = true;
    }
    return { ending, endless, turn: ending === null && !endless, noticed: this.#telling.perceived(events, heard) };
  }
}

/* The life that a browser keeps; where it keeps nothing for a page, all goes on without. */

import { addressOf, luckOf } from "./address.mjs";

/** The browser's own store; null where the page may not have it. */
export function storeOf(window) {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}

/** Keeps one life of a world for whoever is played. */
export class Keeping {
  #store;
  #page;

  constructor(store, page) {
    this.#store = store;
    this.#page = page;
  }

  get #key() {
    return `twicetold ${this.#page.hash} ${this.#page.who}`;
  }

  /** Keep a life, in place of the one before. */
  keep(session) {
    this.#quietly(() => this.#store.setItem(this.#key, JSON.stringify(session.save())));
  }

  /** The life that is kept: {save}, or {save: null, stale} with whether there is one of another version of the world. */
  found() {
    const own = this.#read(this.#key);
    if (own !== null && own.hash === this.#page.hash) return { save: own, stale: false };
    const keys = this.#quietly(() => Object.keys(this.#store)) ?? [];
    const saves = keys.filter((key) => key.startsWith("twicetold ")).map((key) => this.#read(key));
    const { title, who } = this.#page;
    return { save: null, stale: saves.some((save) => save !== null && save.world === title && save.players[0] === who) };
  }

  #read(key) {
    const save = this.#quietly(() => JSON.parse(this.#store.getItem(key)));
    return isSave(save) ? save : null;
  }

  #quietly(act) {
    try {
      return this.#store === null ? null : act();
    } catch {
      return null;
    }
  }
}

/** Whether something is a save with choices in it: it may have been put there by anybody. */
function isSave(thing) {
  return (
    thing?.twicetold === 1 && luckOf(addressOf(thing)) !== null && Array.isArray(thing.players) &&
    Array.isArray(thing.choices) && thing.choices.length > 0 && thing.choices.every(isChoice)
  );
}

function isChoice(thing) {
  return (
    Array.isArray(thing) && Number.isInteger(thing[0]) && typeof thing[1] === "string" &&
    (thing[2] === null || typeof thing[2] === "string") && Array.isArray(thing[3])
  );
}

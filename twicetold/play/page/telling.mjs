/* What is told to whoever is played, in the world's words. */

const spoken = (name) => name.replaceAll("_", " ");

/** Tells what somebody notices, believes and can do. */
export class Telling {
  #texts;
  #who;

  constructor(about, texts, who) {
    this.#texts = texts;
    this.#who = who;
  }

  /** How the world begins, in paragraphs. */
  opening() {
    return this.#texts.opening ?? [];
  }

  /** What was noticed since the turn before, in paragraphs. */
  perceived(events, heard) {
    const own = events.filter((event) => event.roles.includes(this.#who));
    return own.length === 0 ? [] : [own.map((event) => this.#told(event)).join(" ")];
  }

  /** What could be done, in a sentence. */
  offer(option) {
    return this.#told({ name: option.action, roles: option.roles });
  }

  /** What is believed of what matters, in sentences. */
  beliefs(play) {
    return [];
  }

  /** What is said of an ending, in paragraphs. */
  ending(name) {
    return this.#texts.endings?.[name] ?? [];
  }

  /** What is to be known to go on telling from here: see `restore`. */
  saved() {
    return null;
  }

  /** Tell on from where that was saved. */
  restore(state) {}

  #told({ name, roles }) {
    const [first = "", ...others] = roles.map((role) => (role === this.#who ? "you" : spoken(role)));
    const said = [first, spoken(name), ...others].filter(Boolean).join(" ");
    return `${said[0].toUpperCase()}${said.slice(1)}.`;
  }
}

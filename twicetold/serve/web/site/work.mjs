// What is looked at: a world, as it is given or as it was written here; which life; how its knobs are turned.

const KEPT = "twicetold"

class Work extends EventTarget {
  /** The name of a world that is given; null if the text is one of this browser's own. */
  name = null
  text = ""
  /** The text as it is given, which need not be sent. */
  given = null
  seed = 1
  run = 0
  /** What is to be known of the world, and null while its text is none. */
  facts = null

  /** What every question says: which world. */
  get asked() {
    return this.name !== null && this.text === this.given ? { world: this.name } : { text: this.text }
  }

  /** A world that is given takes the place of what is here. */
  take(name, text) {
    Object.assign(this, { name, text, given: name === null ? null : text, facts: null, run: 0 })
    this.#changed("text")
  }

  write(text) {
    this.text = text
    this.#changed("text")
  }

  learn(facts) {
    const another = facts?.hash !== this.facts?.hash
    this.facts = facts
    if (another) this.#changed("facts")
  }

  look(run, seed = this.seed) {
    Object.assign(this, { run, seed })
    this.#changed("life")
  }

  #changed(what) {
    localStorage.setItem(KEPT, JSON.stringify({ name: this.name, text: this.text, seed: this.seed, run: this.run }))
    this.dispatchEvent(new Event(what))
  }

  /** What was here when the page was left. */
  static kept() {
    try { return JSON.parse(localStorage.getItem(KEPT)) } catch { return null }
  }
}

export const work = new Work()
export const kept = Work.kept

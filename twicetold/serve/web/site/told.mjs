// A life in words: through which mind, in which order and tense, by whom; each sentence leads to what it tells.
// Two tellings of one life can stand side by side.

import { Place } from "./ask.mjs"
import { CHOICES } from "./choices.mjs"
import { button, bytes, el, keep } from "./dom.mjs"
import { work } from "./work.mjs"

const KINDS = { text: "text/plain", markdown: "text/markdown", html: "text/html", epub: "application/epub+zip" }
const OUTSIDE = "/outside"

export class Told {
  constructor(panel, go) {
    this.panel = panel
    this.tellings = [new Telling(go)]
    this.home = el("div", { class: "tellings" }, this.tellings[0].part)
    this.more = button("Another telling beside it", () => this.#beside(go))
    panel.append(this.home, el("p", { class: "tools" }, this.more))
    for (const event of ["life", "facts"]) work.addEventListener(event, () => { if (!panel.hidden) this.show() })
  }

  show() {
    for (const telling of this.tellings) telling.show()
  }

  #beside(go) {
    const [first, second] = this.tellings
    if (second) {
      this.tellings = [first]
      second.part.remove()
    } else {
      const another = new Telling(go, "the other telling")
      this.tellings = [first, another]
      this.home.append(another.part)
      another.show()
    }
    this.more.textContent = second ? "Another telling beside it" : "Only one telling"
  }
}

/** One telling: how it is to be told, and the text. */
class Telling {
  #telling = new Place()
  #keeping = new Place()
  #shown = null

  constructor(go, called = null) {
    this.go = go
    const choice = (words, options) => {
      const select = el("select", { onchange: () => this.show() }, el("option", { value: "" }, "–"), ...options.map((each) => el("option", { value: each }, each)))
      return [select, el("label", {}, `${words} `, select)]
    }
    const [mind, ofMind] = choice("Mind", [])
    const [telling, ofTelling] = choice("Telling", [])
    this.mind = mind
    this.telling = telling
    this.ofTelling = ofTelling
    this.chosen = {}
    const rest = Object.entries(CHOICES).map(([name, options]) => {
      const [select, label] = choice(name[0].toUpperCase() + name.slice(1), options)
      this.chosen[name] = select
      return label
    })
    this.form = el("select", {}, ...Object.keys(KINDS).map((form) => el("option", { value: form }, form)))
    this.state = el("p", { role: "status" })
    this.text = el("article", { class: "prose" })
    const tools = el("form", { class: "tools", onsubmit: (event) => event.preventDefault() }, ofMind, ...rest, ofTelling,
      el("label", {}, "File ", this.form), button("Keep it", () => this.#keep()))
    this.part = el("section", { "aria-label": called }, tools, this.state, this.text)
  }

  get #asked() {
    const mind = this.mind.value
    const chosen = Object.fromEntries(Object.entries(this.chosen).map(([name, select]) => [name, select.value]).filter(([, value]) => value))
    if (mind === "" || mind === OUTSIDE) delete chosen.person
    return {
      ...work.asked, seed: work.seed, run: work.run, ...chosen,
      ...this.telling.value && { telling: this.telling.value },
      ...mind === OUTSIDE ? { from_outside: true } : mind && { close_to: [mind] },
    }
  }

  show() {
    if (!work.facts) { this.state.textContent = "There is no world to tell of: see what is wrong with the text."; this.text.replaceChildren(); return }
    this.#offer()
    const asked = this.#asked
    const key = JSON.stringify([work.facts.hash, { ...asked, text: null }])
    if (key === this.#shown) return
    this.#shown = key
    this.state.textContent = `Run ${work.run} of seed ${work.seed}`
    this.#telling.ask("story", asked, (read) => this.#read(read), { otherwise: (sentence) => { this.state.textContent = sentence; this.text.replaceChildren() } })
  }

  /** The minds and tellings that this world has. */
  #offer() {
    const { minds, tellings, hash } = work.facts
    if (this.offered === hash) return
    this.offered = hash
    this.mind.replaceChildren(el("option", { value: "" }, "a narrator's"), el("option", { value: OUTSIDE }, "nobody's"), ...minds.filter((mind) => !mind.startsWith("and ")).map((mind) => el("option", { value: mind }, mind)))
    this.telling.replaceChildren(el("option", { value: "" }, "–"), ...tellings.map((each) => el("option", { value: each }, each)))
    this.ofTelling.hidden = !tellings.length
  }

  #read({ title, subtitle, ending, chapters }) {
    this.state.textContent = `Run ${work.run} of seed ${work.seed} ends: ${ending}`
    this.text.replaceChildren(el("h2", {}, title), subtitle ? el("p", { class: "subtitle" }, subtitle) : "",
      ...chapters.flatMap((chapter) => [chapter.title ? el("h3", {}, chapter.title) : "",
        ...chapter.paragraphs.map((paragraph) => el("p", {}, paragraph.flatMap((sentence) => [this.#sentence(sentence), " "])))]))
  }

  /** A sentence; of one that tells something it can be asked what. */
  #sentence({ text, events }) {
    if (!events.length) return el("span", {}, text)
    return el("a", { href: `#event-${events[0]}`, onclick: (event) => { event.preventDefault(); this.go(events[0]) } }, text)
  }

  #keep() {
    const form = this.form.value
    this.#keeping.ask("book", { ...this.#asked, form }, ({ name, data }) => keep(name, bytes(data), KINDS[form]),
      { otherwise: (sentence) => { this.state.textContent = sentence } })
  }
}

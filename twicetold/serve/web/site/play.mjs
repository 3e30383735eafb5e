// A part to play: the server keeps nothing, so that all choices are sent each time, and to undo is to leave the last out.

import { Place } from "./ask.mjs"
import { button, el, percent } from "./dom.mjs"
import { work } from "./work.mjs"

export class Play {
  #asking = new Place()
  #choices = []
  #passages = []

  constructor(panel) {
    this.who = el("select", {})
    this.hints = el("input", { type: "checkbox", onchange: () => panel.classList.toggle("hints", this.hints.checked) })
    this.state = el("p", { role: "status" })
    this.text = el("article", { class: "prose", "aria-live": "polite" })
    this.open = el("ol", { class: "choices", "aria-label": "What can be done" })
    panel.append(el("form", { class: "tools", onsubmit: (event) => { event.preventDefault(); this.begin() } },
      el("label", {}, "Play ", this.who), el("button", { class: "main" }, "Begin"),
      button("Undo", () => this.undo()), el("label", {}, this.hints, " what they would do")),
      this.state, this.text, this.open)
    work.addEventListener("facts", () => { this.offered = null; if (!panel.hidden) this.show() })
  }

  show() {
    if (!work.facts || this.offered === work.facts.hash) return
    this.offered = work.facts.hash
    this.#choices = []
    this.who.replaceChildren(...work.facts.minds.filter((mind) => !mind.startsWith("and ")).map((mind) => el("option", {}, mind)))
    this.state.textContent = work.facts.minds.length ? "" : "Nobody in this world has a mind, and so there is nobody to play."
    for (const part of [this.text, this.open]) part.replaceChildren()
  }

  begin() {
    if (!work.facts) return
    this.#choices = []
    this.#passages = []
    this.#ask()
  }

  undo() {
    if (!this.#choices.length) { this.state.textContent = "There is nothing to undo."; return }
    this.#choices.pop()
    this.#passages.length = Math.max(0, this.#passages.length - 2)
    this.#ask()
  }

  #ask() {
    const asked = { ...work.asked, who: [this.who.value], seed: work.seed, run: work.run, choices: this.#choices }
    this.#asking.ask("play", asked, (moment) => this.#show(moment), { otherwise: (sentence) => { this.state.textContent = sentence } })
  }

  #choose(choice) {
    this.#choices.push(choice)
    this.#ask()
  }

  #show({ at, turn, opening, noticed, believes, choices, more, ending }) {
    this.#passages.push({ at, words: [opening, ...noticed].filter(Boolean), believes })
    this.text.replaceChildren(...this.#passages.map(({ at, words, believes }, place) => el("section", { class: place + 1 < this.#passages.length ? "earlier" : "" },
      el("h2", { class: "when" }, at), words.length ? el("p", {}, words.join(" ")) : "", believes.length ? el("p", { class: "believed" }, believes.join(" ")) : "")))
    this.state.textContent = ending === null ? `${at}: it is ${turn}'s turn` : `The end: ${ending}`
    const offered = ending !== null ? [] : [...choices, { text: "Wait", does: "wait", chance: null }, { text: "Do what they would do", does: "go on", chance: null }]
    this.open.replaceChildren(...offered.map((choice) => el("li", {}, button(el("span", {}, choice.text,
      choice.chance === null ? "" : el("span", { class: choice.would ? "chance would" : "chance" }, percent(choice.chance))), () => this.#choose(choice.does)))))
    if (more) this.open.append(el("li", {}, `and ${more} more`))
    this.open.querySelector("button")?.focus({ preventScroll: true })
  }
}

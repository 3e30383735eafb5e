// The knobs of a world: what turning one does to the endings, life by life with the same luck.

import { Place } from "./ask.mjs"
import { button, count, el, figure, percent, table } from "./dom.mjs"
import { work } from "./work.mjs"

/** So many pairs at first, so that something is seen at once, and then. */
const LOOKS = [200, 2000]

export class Knobs {
  #asking = new Place()

  constructor(panel) {
    this.list = el("div", { class: "knobs" })
    this.state = el("p", { role: "status" })
    this.shift = el("div")
    this.line = el("input", { type: "text", size: "32", placeholder: "forbid walk(Ada, anyone)" })
    panel.append(this.list, el("form", { class: "tools", onsubmit: (event) => { event.preventDefault(); this.#otherwise() } },
      button("As they were", () => this.#offer()),
      el("label", {}, "What if the text had this line ", this.line), el("button", {}, "Compare")), this.state, this.shift)
    work.addEventListener("facts", () => { this.turned = new Map(); if (!panel.hidden) this.show() })
    this.turned = new Map()
  }

  show() {
    if (work.facts?.hash !== this.offered) this.#offer()
  }

  #offer() {
    this.offered = work.facts?.hash
    this.turned = new Map()
    this.shift.replaceChildren()
    this.#asking.stop()
    const knobs = work.facts?.knobs ?? []
    this.state.textContent = knobs.length ? "Turn one: what it does is counted over pairs of lives with the same luck." : "This world has no number that is called a setting."
    this.list.replaceChildren(...knobs.map((knob) => this.#knob(knob)))
  }

  #knob({ name, value, low, high }) {
    const shown = el("output", {}, figure(value))
    const slides = low !== null
    const input = el("input", {
      type: slides ? "range" : "number", min: slides ? String(low) : false, max: slides ? String(high) : false, step: "any", value: String(value),
      oninput: () => {
        const to = input.valueAsNumber
        if (Number.isNaN(to)) return
        shown.textContent = figure(to)
        this.#turn(name, Number(to.toPrecision(4)), value)
      },
    })
    return el("label", {}, el("span", {}, name), input, shown)
  }

  #turn(name, to, was) {
    if (to === was) this.turned.delete(name)
    else this.turned.set(name, to)
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.#ask(name, to, 0), 150)
  }

  /** A line that would be otherwise: a belief, something forbidden or forced, whatever can stand in the text. */
  #otherwise() {
    if (this.line.value.trim()) this.#ask(null, this.line.value.trim(), 0)
  }

  #ask(name, to, look) {
    const lines = [...this.turned].filter(([other]) => other !== name).map(([other, value]) => `${other} ${value}`)
    const line = name === null ? to : `${name} ${to}`
    this.state.textContent = `Living with ${line} …`
    this.#asking.ask("what_if", { ...work.asked, lines, otherwise: [line], n: LOOKS[look], seed: work.seed }, ({ n, twins: [twin] }) => {
      this.state.textContent = `${line}${lines.length ? `, with ${lines.join(", ")}` : ""}: ${twin.same === null ? "" : `${count(twin.same)} of `}${count(n)} pairs ${twin.same === null ? "" : "are the same life"}`
      this.shift.replaceChildren(shifts(n, twin))
      if (look + 1 < LOOKS.length) this.#ask(name, to, look + 1)
    }, { long: true, otherwise: (sentence) => { this.state.textContent = sentence } })
  }
}

/** How endings and measures change in a twin, as a table. */
export function shifts(n, twin) {
  const change = ({ difference, low, high, sure }, as) => el("span", { class: sure === false ? "unsure" : "" }, `${difference > 0 ? "+" : ""}${as(difference)} (${as(low)} to ${as(high)})`)
  const points = (share) => (100 * share).toFixed(1)
  const endings = table(`How ${count(n)} pairs end, in percent`, ["ending", "before", "after", "change"],
    twin.endings.map((each) => [each.ending, percent(each.before / n), percent(each.after / n), change(each, points)]))
  if (!twin.measures.length) return endings
  return el("div", {}, endings, table("What is measured", ["measure", "before", "after", "change"],
    twin.measures.map((each) => [each.measure, figure(each.before), figure(each.after), each.difference === null ? "–" : change(each, figure)])))
}

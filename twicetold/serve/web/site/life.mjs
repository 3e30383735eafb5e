// One life: what happens in it, as a list and as pictures; for each event what it came from, what if it had not.

import { Place } from "./ask.mjs"
import { button, count, drawn, el, figure, keep, percent, table } from "./dom.mjs"
import { map } from "./map.mjs"
import { moving } from "./moving.mjs"
import { work } from "./work.mjs"

export class Life {
  #listing = new Place()
  #drawing = new Place()
  #why = new Place()
  #twin = new Place()
  #beside = new Place()
  #asItIs = new Place()
  #shown = null

  constructor(panel) {
    this.run = el("input", { type: "number", min: "0", step: "1", value: "0" })
    this.head = el("p", { role: "status" })
    this.seek = el("input", { type: "search", oninput: () => this.#seek() })
    this.log = el("ol", { class: "log", "aria-label": "What happens" })
    this.asked = el("aside", { class: "asked", "aria-label": "About this event", "aria-live": "polite" })
    this.view = el("select", { onchange: () => this.#draw() }, ...[["", "no picture"], ["storyline", "who is with whom"], ["causes", "what came of what"], ["curve", "how it is told"], ["map", "where everybody is"]].map(([value, words]) => el("option", { value }, words)))
    this.picture = el("div", { class: "picture" })
    panel.append(
      el("form", { class: "tools", onsubmit: (event) => { event.preventDefault(); work.look(Math.max(0, Math.round(this.run.valueAsNumber) || 0)) } },
        el("label", {}, "Life ", this.run), el("button", { class: "main" }, "Show it"),
        button("The next", () => work.look(work.run + 1)),
        el("label", {}, "Find ", this.seek), el("label", {}, "Picture ", this.view),
        button("Keep the picture", () => this.#keep())),
      this.head, this.picture, el("div", { class: "beside" }, this.log, this.asked))
    for (const event of ["life", "facts"]) work.addEventListener(event, () => { this.#shown = null; if (!panel.hidden) this.show() })
  }

  /** Come to the front: what is shown is lived anew only if it is another life. */
  show() {
    const key = JSON.stringify([work.facts?.hash, work.seed, work.run])
    if (!work.facts) { this.head.textContent = "There is no world to live: see what is wrong with the text."; return }
    if (key === this.#shown) return
    this.#shown = key
    this.run.value = work.run
    this.asked.replaceChildren()
    this.#page([], 0)
    this.#draw()
  }

  get #which() {
    return { ...work.asked, seed: work.seed, run: work.run }
  }

  /** All pages of what happens, one after the other. */
  #page(before, first) {
    this.#listing.ask("life", { ...this.#which, first, everything: true }, (lived) => {
      const events = [...before, ...lived.events]
      if (lived.next !== null) { this.#page(events, lived.next); return }
      const measures = Object.entries(lived.measures).map(([name, value]) => `${name} ${figure(value)}`).join(", ")
      this.head.textContent = `Run ${lived.run} ends: ${lived.ending}${measures ? ` (${measures})` : ""}`
      this.events = new Map(events.map((event) => [event.number, event]))
      this.log.replaceChildren(...events.filter((event) => !event.quiet).map((event) => this.#line(event)))
      this.#seek()
    }, { otherwise: (sentence) => { this.head.textContent = sentence } })
  }

  #line(event) {
    const outcome = event.outcome && event.outcome !== "done" ? `: ${event.outcome}` : ""
    return el("li", { id: `event-${event.number}`, "data-words": `${event.what} ${event.outcome} ${event.reason}`.toLowerCase() },
      el("span", { class: "at" }, event.at), button(`${event.what}${outcome}`, () => this.#ask(event), { class: "link" }),
      event.reason ? el("span", { class: "reason" }, event.reason) : null,
      event.changes.length ? el("span", { class: "changes" }, event.changes.join(" · ")) : null)
  }

  #seek() {
    const words = this.seek.value.trim().toLowerCase()
    for (const line of this.log.children) line.hidden = Boolean(words) && !line.dataset.words.includes(words)
    this.moved?.find(words)
  }

  /** Go to an event of this life, if it is in the list. */
  go(number) {
    const line = document.getElementById(`event-${number}`)
    line?.scrollIntoView({ block: "center" })
    line?.querySelector("button").focus()
  }

  // --- about an event ---

  #ask(event) {
    const done = ["action", "event"].includes(event.sort)
    const found = el("div")
    const other = el("div")
    this.asked.replaceChildren(el("div", {}, el("h2", {}, event.what), el("p", { class: "tools" },
      done ? button("What it hung on", () => this.#hung(event, found)) : null,
      done ? button("Had this not happened", () => this.#otherwise(`Had ${event.what} never happened`, `forbid ${event.what}`, other)) : null,
      done ? button("Lives in which it happens", () => this.#given(event, other)) : null),
      this.#errors(event, other),
      this.#whyNot(event, other),
      this.#links("What led to it", this.#from(event)),
      this.#links("What followed", this.#after(event)), found, other))
    this.asked.scrollIntoView({ block: "nearest" })
  }

  /** The events that are told of from which an event came; upkeep between them is passed over. */
  #from(event, seen = new Set()) {
    const from = []
    for (const number of event.because_of) {
      const cause = this.events.get(number)
      if (!cause || seen.has(number)) continue
      seen.add(number)
      from.push(...cause.quiet ? this.#from(cause, seen) : [cause])
    }
    return from.sort((one, other) => one.number - other.number)
  }

  #after(event) {
    return [...this.events.values()].filter((each) => !each.quiet && each.number > event.number && this.#from(each).includes(event))
  }

  #links(title, events) {
    if (!events.length) return null
    return el("div", {}, el("h3", {}, title), el("ol", { class: "chain" }, events.map((each) => el("li", {},
      el("span", { class: "at" }, each.at), button(each.what, () => { this.go(each.number); this.#ask(each) }, { class: "link" }),
      each.reason ? el("span", { class: "reason" }, each.reason) : null))))
  }

  /** What they were wrong about as they chose, and what if they had known better. */
  #errors({ errors, what, at }, home) {
    return errors.map((error) => el("p", { class: "error tools" },
      el("span", {}, `In error: ${error.what} was taken to be ${error.believed}, and was ${error.true}.`),
      error.known === null ? null : button("Had they known", () => this.#otherwise(`Had it been known at ${at}, before ${what}`, error.known, home))))
  }

  /** A question about what was not done then. */
  #whyNot(event, home) {
    const action = el("input", { list: "actions", required: true, placeholder: work.facts.actions[0] ?? "" })
    const ask = (submitted) => {
      submitted.preventDefault()
      this.#twin.ask("why_not", { ...this.#which, action: action.value, at: event.began }, ({ at, ended, actors }) => {
        home.replaceChildren(el("h3", {}, `Why not ${action.value}, at ${at}`),
          ended === null ? "" : el("p", {}, `The life had ended by then: ${ended}`), ...actors.flatMap(chooser))
      }, { otherwise: (sentence) => { home.replaceChildren(el("p", { role: "status" }, sentence)) } })
    }
    return el("form", { class: "tools", onsubmit: ask }, el("label", {}, "Why not ", action), el("button", {}, "then?"),
      el("datalist", { id: "actions" }, work.facts.actions.map((name) => el("option", { value: name }))))
  }

  /** Causes that were tried by living without each. */
  #hung(event, home) {
    home.replaceChildren(el("p", { role: "status" }, "Trying what it may have hung on …"))
    this.#why.ask("why", { ...this.#which, event: event.number, n: 60 }, ({ chain, causes, more, tried }) => {
      const errors = chain.flatMap((link) => link.errors)
      home.replaceChildren(
        el("p", { role: "status" }, causes.length ? `${count(tried)} things were tried.` : "Nothing that was tried would have kept it from happening."),
        ...errors.map((error) => el("p", { class: "error" }, `In error: ${error}`)),
        ...causes.length ? [table("But for what it would not have come so", ["cause", "at", "with it", "without"],
          causes.map((each) => [each.cause, each.at, each.with_it === null ? "–" : percent(each.with_it), each.without === null ? "–" : percent(each.without)]))] : [],
        more ? el("p", {}, `and ${more} more`) : "")
    }, { long: true, otherwise: (sentence) => { home.replaceChildren(el("p", { role: "status" }, sentence)) } })
  }

  /** The same life with a line more, and how all lives shift. */
  #otherwise(words, line, home) {
    const then = el("section")
    const asItIs = el("section")
    home.replaceChildren(el("p", { role: "status" }, "Living otherwise …"))
    this.#twin.ask("what_if", { ...work.asked, otherwise: [line], n: 500, seed: work.seed }, ({ n, twins: [twin] }) => {
      home.replaceChildren(el("h3", {}, words),
        table(`${count(n)} pairs of lives with the same luck`, ["ending", "as it is", "then", "change"], twin.endings.map((each) =>
          [each.ending, percent(each.before / n), percent(each.after / n), `${each.difference > 0 ? "+" : ""}${(100 * each.difference).toFixed(1)} ± ${(50 * (each.high - each.low)).toFixed(1)}`])), el("div", { class: "twins" }, then, asItIs))
      this.#read(this.#beside, { ...this.#which, lines: [line] }, (ending) => `This life would have ended: ${ending}`, then)
      this.#read(this.#asItIs, this.#which, (ending) => `As it is, it ends: ${ending}`, asItIs)
    }, { long: true, otherwise: (sentence) => { home.textContent = sentence } })
  }

  /** A life in words, below how it ends; of one in which there is nothing to tell, how it ends. */
  #read(place, which, words, home) {
    const show = (ending, paragraphs) => home.replaceChildren(el("h3", {}, words(ending)), ...paragraphs.map((each) => el("p", {}, each)))
    place.ask("story", which,
      ({ ending, chapters }) => show(ending, chapters.flatMap(({ paragraphs }) => paragraphs.map((sentences) => sentences.map(({ text }) => text).join(" ")))),
      { otherwise: (sentence) => place.ask("life", which, ({ ending }) => show(ending, ["Nothing of it can be told."]), { otherwise: () => show(sentence, []) }) })
  }

  #given(event, home) {
    home.replaceChildren(el("p", { role: "status" }, "Looking for such lives …"))
    this.#twin.ask("given", { ...work.asked, question: event.what, n: 2000, seed: work.seed }, (found) => {
      home.replaceChildren(el("h3", {}, `Lives in which ${event.what} happens`),
        el("p", {}, `${count(found.count)} of ${count(found.n)}, ${percent(found.share)}. `, ...found.runs.slice(0, 4).flatMap((run) => [button(`run ${run}`, () => work.look(run), { class: "link" }), " "])),
        table("How these end", ["ending", "among these", "among all"], found.endings.map((each) => [each.what, percent(each.share), percent(each.share_of_all)])),
        table("What sets them apart", ["event", "among these", "among all"], found.events.slice(0, 8).map((each) => [each.what, percent(each.share), percent(each.share_of_all)])))
    }, { long: true, otherwise: (sentence) => { home.textContent = sentence } })
  }

  // --- the picture ---

  #draw() {
    this.picture.replaceChildren()
    this.picture.hidden = !this.view.value
    if (!this.view.value || !work.facts) return
    this.svg = null
    this.moved = null
    if (this.view.value === "map") {
      this.#drawing.ask("places", this.#which, (answer) => {
        this.picture.replaceChildren(answer.places.length ? map(answer) : "Nobody is anywhere in this world, as far as it says.")
      }, { otherwise: (sentence) => { this.picture.textContent = sentence } })
      return
    }
    this.#drawing.ask("picture", { ...this.#which, view: this.view.value }, ({ svg }) => {
      this.svg = svg
      this.moved = moving(drawn(svg), "A picture of this life")
      this.picture.replaceChildren(this.moved)
      this.#seek()
    }, { otherwise: (sentence) => { this.picture.textContent = sentence } })
  }

  #keep() {
    if (this.svg) keep(`life-${work.run}-${this.view.value}.svg`, this.svg, "image/svg+xml")
  }
}

/** What somebody chose, and why not something else. */
function chooser({ who, chose, busy, open, ways }) {
  const did = chose !== null ? `${who} chose ${chose}.` : busy !== null ? `${who} was busy with ${busy}, and so chose nothing.` : `${who} was not there to choose.`
  return [el("p", {}, did),
    open.length ? table(`What was open to ${who}`, ["choice", "chance"], open.map((each) => [each.what, percent(each.chance)])) : "",
    ...ways.map((way) => table(`${way.what}: chance ${percent(way.chance)}`, ["it needs, and what moves to it", "believed", "in truth"],
      [...way.needs.map((need) => [need.text, need.believed ? "yes" : "no", need.true ? "yes" : "no"]),
        ...way.urge.map((term) => [term.text, figure(term.value), ""])]))]
}

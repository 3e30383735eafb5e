// Many lives: how they end, what is measured, and which life to look at.

import { Place } from "./ask.mjs"
import { button, bytes, count, drawn, el, figure, keep, percent, table } from "./dom.mjs"
import { moving } from "./moving.mjs"
import { work } from "./work.mjs"

/** The first look comes after so few lives; each one after it has four times as many, up to those asked for. */
const FIRST = 64

export class Lives {
  #counting = new Place()
  #listing = new Place()
  #keeping = new Place()
  #drawing = new Place()

  constructor(panel, open) {
    this.open = open
    this.many = el("input", { type: "number", min: "1", max: "10000", step: "1", value: "2000" })
    this.meter = el("progress", { max: "1", value: "0", "aria-label": "How many are lived", hidden: true })
    this.state = el("p", { role: "status" })
    this.ends = el("div")
    this.measured = el("div")
    this.courses = el("div", { class: "courses" })
    this.ending = el("select", { onchange: () => this.#list(0) })
    this.by = el("select", { onchange: () => this.#list(0) }, ...["run", "shortest", "longest", "rarest"].map((by) => el("option", { value: by }, by === "run" ? "as lived" : `${by} first`)))
    this.happened = el("input", { type: "text", list: "things", size: "18", placeholder: "something happened", onchange: () => this.#list(0) })
    this.things = el("datalist", { id: "things" })
    this.rows = el("div", { class: "rows" })
    this.chooser = el("form", { class: "tools", onsubmit: (event) => event.preventDefault(), hidden: true },
      el("label", {}, "Those that end ", this.ending), el("label", {}, "In which ", this.happened), this.things, el("label", {}, "Order ", this.by),
      button("Keep as Parquet", () => this.#keep()))
    panel.append(
      el("form", { class: "tools", onsubmit: (event) => { event.preventDefault(); this.live() } },
        el("label", {}, "Lives ", this.many), el("button", { class: "main" }, "Live them"), button("Stop", () => this.stop())),
      this.meter, this.state, this.ends, this.measured, this.courses, this.chooser, this.rows)
    work.addEventListener("facts", () => this.#forget())
  }

  get n() {
    return Math.max(1, Math.min(10_000, Math.round(this.many.valueAsNumber) || 1))
  }

  /** Live them, a few first: the same lives come first of more, so that the bars only settle. */
  live(n = Math.min(FIRST, this.n)) {
    if (!work.facts) { this.state.textContent = "There is no world to live: see what is wrong with the text."; return }
    this.meter.hidden = false
    const most = this.n
    this.#counting.ask("many", { ...work.asked, n, seed: work.seed }, (counted) => {
      this.#show(counted)
      if (n < most) this.live(Math.min(4 * n, most))
      else {
        this.meter.hidden = true
        this.#list(0)
        this.#draw()
      }
    }, {
      long: true,
      progress: (done) => { this.meter.value = done / most },
      otherwise: (sentence) => { this.meter.hidden = true; this.state.textContent = sentence },
    })
  }

  stop() {
    this.#counting.stop()
    this.meter.hidden = true
  }

  #forget() {
    this.stop()
    this.state.textContent = ""
    this.chooser.hidden = true
    this.happened.value = ""
    for (const part of [this.ends, this.measured, this.courses, this.rows]) part.replaceChildren()
  }

  #show({ n, endings, measures, typical, rare }) {
    this.state.textContent = `${count(n)} lives, seed ${work.seed}`
    this.ends.replaceChildren(bars(`How ${count(n)} lives end, with intervals of 95 %`, endings), el("p", { class: "runs" },
      typical === null ? null : el("span", {}, "A typical life: ", this.#link(typical), " "),
      ...rare.map((each) => el("span", {}, `${each.ending}: `, ...each.runs.slice(0, 3).flatMap((run) => [this.#link(run), " "])))))
    this.measured.replaceChildren(...measures.length ? [table("What is measured", ["measure", "mean", "deviation", "least", "median", "most"],
      measures.map((each) => [each.measure, ...[each.mean, each.sd, each.least, each.median, each.most].map(figure)]))] : [])
    const before = this.ending.value
    this.ending.replaceChildren(el("option", { value: "" }, "anyhow"), ...endings.map((each) => el("option", { value: each.ending }, each.ending)))
    this.ending.value = endings.some((each) => each.ending === before) ? before : ""
  }

  /** How they come to their endings over time, where they part, and what is measured over time. */
  #draw() {
    const asked = { ...work.asked, n: this.n, seed: work.seed }
    const show = (what, words, then = () => {}) => this.#drawing.ask("course", { ...asked, what }, ({ svg }) => {
      const picture = drawn(svg)
      this.#opens(picture)
      this.courses.append(el("figure", {}, el("figcaption", {}, words), el("div", { class: "picture" }, moving(picture, words)), button("Keep the picture", () => keep(`${what}.svg`, svg, "image/svg+xml"))))
      then()
    }, { long: true })
    this.courses.replaceChildren()
    const measures = () => { if (work.facts.series.length) show("measures", "What is measured, over time") }
    show("endings", "How they end, over time", () => show("branches", "Where they part: press a bar for a life of it", measures))
  }

  /** What stands for lives in a picture opens the first of them. */
  #opens(picture) {
    const parts = picture.querySelectorAll("[data-runs]")
    if (parts.length) picture.setAttribute("role", "group") // in an image nothing could be reached
    for (const part of parts) {
      const open = () => this.open(Number(part.dataset.runs.split(" ")[0]))
      part.setAttribute("tabindex", "0")
      part.setAttribute("role", "link")
      part.addEventListener("click", open)
      part.addEventListener("keydown", (event) => { if (event.key === "Enter") open() })
    }
  }

  #link(run) {
    return button(`run ${run}`, () => this.open(run), { class: "link" })
  }

  #list(first) {
    this.chooser.hidden = false
    this.things.replaceChildren(...work.facts.actions.map((name) => el("option", { value: name })))
    const asked = { ...work.asked, n: this.n, seed: work.seed, by: this.by.value, first, ...this.ending.value && { ending: this.ending.value }, ...this.happened.value.trim() && { happened: this.happened.value.trim() } }
    this.#listing.ask("lives", asked, ({ measures, rows, count: all, next }) => {
      const shown = table(`${count(all)} lives${first ? `, from the ${first + 1}th on` : ""}`, ["life", "ends", "at", ...measures],
        rows.map((row) => [this.#link(row.run), row.ending, row.at, ...row.measures.map(figure)]))
      this.rows.replaceChildren(shown, el("p", { class: "tools" },
        first ? button("Those before", () => this.#list(Math.max(0, first - rows.length))) : null,
        next === null ? null : button("The next", () => this.#list(next))))
    }, { long: true, otherwise: (sentence) => { this.rows.textContent = sentence } })
  }

  #keep() {
    this.#keeping.ask("parquet", { ...work.asked, n: this.n, seed: work.seed },
      ({ name, data }) => keep(name, bytes(data), "application/vnd.apache.parquet"),
      { long: true, otherwise: (sentence) => { this.state.textContent = sentence } })
  }
}

/** Endings as bars: each share, and the interval in which it is. Where there are shares from before, these too. */
export function bars(caption, endings) {
  const most = Math.max(...endings.map((each) => each.high ?? each.share), 1e-9)
  const place = (share) => `${(100 * share) / most}%`
  const rows = endings.map((each) => [each.ending, percent(each.share),
    el("span", { class: "interval" }, each.low === undefined ? "" : `${percent(each.low)} to ${percent(each.high)}`),
    el("span", { class: "bar", "aria-hidden": "true", style: { "--share": place(each.share), "--low": place(each.low ?? each.share), "--high": place(each.high ?? each.share) } })])
  return table(caption, ["ending", "share", "interval", "as a bar"], rows)
}

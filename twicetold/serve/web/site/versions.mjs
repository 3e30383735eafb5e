// Two versions of a text: what the newer one changes, life by life with the same luck.

import { Place } from "./ask.mjs"
import { button, el } from "./dom.mjs"
import { shifts } from "./knobs.mjs"
import { work } from "./work.mjs"

const KEPT = "twicetold versions"
const MOST = 12

export class Versions {
  #asking = new Place()

  constructor(panel) {
    this.kept = JSON.parse(localStorage.getItem(KEPT) ?? "[]")
    this.name = el("input", { type: "text", maxlength: "60" })
    this.list = el("select", {})
    this.state = el("p", { role: "status" })
    this.shift = el("div")
    panel.append(
      el("form", { class: "tools", onsubmit: (event) => { event.preventDefault(); this.#keep() } },
        el("label", {}, "Keep this text as ", this.name), el("button", {}, "Keep")),
      el("form", { class: "tools", onsubmit: (event) => { event.preventDefault(); this.#compare() } },
        el("label", {}, "Compare it with ", this.list), el("button", { class: "main" }, "Compare"),
        button("Take that text back", () => this.#back())),
      this.state, this.shift)
  }

  show() {
    this.list.replaceChildren(...this.kept.map(({ name }) => el("option", {}, name)))
    if (!this.kept.length) this.state.textContent = "Keep a version, change the text, and compare."
  }

  #keep() {
    const name = this.name.value.trim() || `version ${this.kept.length + 1}`
    this.kept = [{ name, text: work.text }, ...this.kept.filter((each) => each.name !== name)].slice(0, MOST)
    localStorage.setItem(KEPT, JSON.stringify(this.kept))
    this.state.textContent = `This text is kept as ${name}.`
    this.name.value = ""
    this.show()
  }

  get #chosen() {
    return this.kept[this.list.selectedIndex]
  }

  #compare() {
    if (!this.#chosen) return
    this.state.textContent = "Living both …"
    this.#asking.ask("versions", { text: this.#chosen.text, other: work.text, n: 2000, seed: work.seed }, ({ n, twin }) => {
      this.state.textContent = `${this.#chosen.name} before, the text as it is now after.`
      this.shift.replaceChildren(shifts(n, twin))
    }, { long: true, otherwise: (sentence) => { this.state.textContent = sentence } })
  }

  #back() {
    if (this.#chosen) work.take(null, this.#chosen.text)
  }
}

// Tabs, as the ARIA Authoring Practices have them: one of them is reached by Tab, the others by arrows.

import { el } from "./dom.mjs"

export class Tabs {
  #views = []

  constructor(list, panels) {
    this.list = list
    this.panels = panels
    list.addEventListener("keydown", (event) => this.#key(event))
  }

  /** One more view: `shown` is called whenever it comes to the front. */
  add(name, words, shown = () => {}) {
    const tab = el("button", { type: "button", role: "tab", id: `tab-${name}`, "aria-controls": name, onclick: () => this.open(name) }, words)
    const panel = el("section", { role: "tabpanel", id: name, "aria-labelledby": `tab-${name}`, tabindex: "0" })
    this.#views.push({ name, tab, panel, shown })
    this.list.append(tab)
    this.panels.append(panel)
    if (this.#views.length === 1) this.open(name)
    else this.#mark(this.now)
    return panel
  }

  open(name) {
    this.#mark(name)
    this.#views.find((view) => view.name === name).shown()
  }

  #mark(name) {
    this.now = name
    for (const view of this.#views) {
      view.tab.setAttribute("aria-selected", String(view.name === name))
      view.tab.tabIndex = view.name === name ? 0 : -1
      view.panel.hidden = view.name !== name
    }
  }

  #key(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    const at = this.#views.findIndex((view) => view.name === this.now)
    const to = event.key === "Home" ? 0 : event.key === "End" ? this.#views.length - 1 : step && (at + step + this.#views.length) % this.#views.length
    if (to === undefined) return
    event.preventDefault()
    this.open(this.#views[to].name)
    this.#views[to].tab.focus()
  }
}

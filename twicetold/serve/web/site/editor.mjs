// The text of a world, with its words in colour and what is wrong with it marked as it is typed.

import { Place } from "./ask.mjs"
import { button, el } from "./dom.mjs"
import { work } from "./work.mjs"

const TOKENS = /(?<comment>#.*)|(?<string>"[^"\n]*"?)|(?<number>\b\d[\d_.:]*\b)|(?<key>^(?:world|use|kind|relation|setting|define|sense|rule|action|event|ending|measure|expect|telling|statement|pattern|reward|wants|words)\b)|(?<part>\b(?:tick|lasts|begins|needs|urge|takes|then|tell|when|where|for|if|else|chance|learns|believes|witness|with|each|after|at|as)\b)/gm

/** How long nothing has to be typed until the text is looked at, in milliseconds. */
const REST = 60

/** So many words are offered at most. */
const MOST = 40

export class Editor {
  #place = new Place()
  #words = new Place()
  #problems = []
  #hits = null
  #timer = 0

  constructor(home) {
    this.area = el("textarea", {
      "aria-label": "The text of the world", spellcheck: "false", autocapitalize: "off", autocomplete: "off", wrap: "off",
      placeholder: 'world "A morning"\n  tick 1 minute\n  lasts 1 hour\n',
      oninput: () => work.write(this.area.value), onscroll: () => this.#align(), onkeydown: (event) => this.#key(event),
    })
    this.shown = el("pre", { "aria-hidden": "true" })
    this.gutter = el("pre", { class: "gutter", "aria-hidden": "true" })
    this.said = el("ul", { class: "problems", "aria-label": "What is wrong with the text" })
    this.state = el("p", { role: "status", class: "state" })
    this.offered = el("div", { class: "offered", role: "status" })
    home.append(el("div", { class: "paper" }, this.gutter, el("div", { class: "sheet" }, this.shown, this.area)), this.offered, this.state, this.said)
    work.addEventListener("text", () => this.#changed())
    new ResizeObserver(() => this.#align()).observe(this.area)
  }

  /** How often each line was reached, beside it; null for none. */
  cover(lines) {
    this.#hits = lines && new Map(lines.map((line) => [line.line, line]))
    this.#show()
  }

  /** A new line begins where the one before it does. Tab is left to whoever has no mouse: it leaves the text. */
  #key(event) {
    if (event.key === " " && event.ctrlKey) { event.preventDefault(); this.#complete(); return }
    if (event.key !== "Enter" || event.isComposing || event.shiftKey || event.ctrlKey || event.altKey || event.metaKey) return
    const { value, selectionStart: at, selectionEnd: end } = this.area
    const line = value.slice(value.lastIndexOf("\n", at - 1) + 1, at)
    event.preventDefault()
    this.area.setRangeText(`\n${line.match(/^ */)[0]}`, at, end, "end")
    work.write(this.area.value)
  }

  /** What can stand here, to choose from: by arrows and Enter, or by a press. */
  #complete() {
    const before = this.area.value.slice(0, this.area.selectionStart).split("\n")
    const line = before.length
    const column = [...before.at(-1)].length + 1
    this.#words.ask("complete", { text: work.text, line, column }, ({ words }) => {
      const typed = (word) => [...before.at(-1)].slice(word.column - 1).join("").toLowerCase()
      const fitting = words.filter((word) => word.word.toLowerCase().startsWith(typed(word))).slice(0, MOST)
      const choose = (word) => {
        this.offered.replaceChildren()
        this.area.setRangeText(word.word, place(line, word.column), this.area.selectionStart, "end")
        this.area.focus()
        work.write(this.area.value)
      }
      const leave = () => { this.offered.replaceChildren(); this.area.focus() }
      const list = el("select", { size: String(Math.max(2, Math.min(8, fitting.length))), "aria-label": "What can stand here", onkeydown: (event) => {
        if (event.key === "Enter") { event.preventDefault(); choose(fitting[list.selectedIndex]) }
        if (event.key === "Escape") leave()
      }, onclick: () => list.selectedIndex >= 0 && choose(fitting[list.selectedIndex]) },
      fitting.map((word, place) => el("option", { selected: place === 0 }, `${word.word} – ${word.detail || word.sort}`)))
      if (fitting.length) { this.offered.replaceChildren(list); list.focus() } else this.offered.replaceChildren("Nothing that is known can stand here.")
    }, { otherwise: (sentence) => { this.offered.textContent = sentence } })
  }

  #changed() {
    this.offered.replaceChildren()
    if (this.area.value !== work.text) this.area.value = work.text
    this.#hits = null
    this.#problems = []
    this.#show()
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#look(), REST)
  }

  #look() {
    if (!work.text.trim()) { this.#tell([], 0, null); return }
    const text = work.text
    this.#place.ask("look", work.asked, (looked) => text === work.text && this.#tell(looked.problems, looked.more, looked.facts),
      { otherwise: (sentence) => { this.state.textContent = sentence } })
  }

  #tell(problems, more, facts) {
    this.#problems = problems
    this.#show()
    const errors = problems.filter((each) => each.severity === "error").length
    const said = [[errors, "mistake"], [problems.length - errors, "warning"]].filter(([n]) => n).map(([n, what]) => `${n + (what === "mistake" ? more : 0)} ${what}${n > 1 ? "s" : ""}`)
    this.state.textContent = !work.text.trim() ? "Write a world, or take one that is given." : said.join(", ") || "Nothing is wrong with it."
    this.said.replaceChildren(...problems.map((each) => el("li", { class: each.severity },
      button(`${each.line}:${each.column}`, () => this.#go(each), { "aria-label": `Go to line ${each.line}, column ${each.column}` }),
      el("span", {}, each.message, el("span", { class: "help" }, each.help)),
      each.mend && button(each.mend.title, () => this.#mend(each.mend)))))
    work.learn(facts)
  }

  /** Put what was meant in the place of what stands there. */
  #mend({ text, line, column, end_column }) {
    this.area.setRangeText(text, place(line, column), place(line, end_column), "end")
    this.area.focus()
    work.write(this.area.value)
  }

  #go({ line, column, end_line, end_column }) {
    this.area.focus()
    this.area.setSelectionRange(place(line, column), place(end_line, end_column))
    this.area.scrollTop = (line - 4) * parseFloat(getComputedStyle(this.area).lineHeight)
  }

  // --- how it looks ---

  #show() {
    const lines = work.text.split("\n")
    const marks = new Map()
    for (const each of this.#problems) for (let row = each.line; row <= each.end_line; row++) marks.set(row, [...marks.get(row) ?? [], each])
    this.shown.replaceChildren(...lines.map((line, place) => el("span", { class: this.#reached(place + 1) }, ...coloured(line, place + 1, marks.get(place + 1) ?? []), "\n")))
    this.gutter.replaceChildren(...lines.map((_, place) => el("span", { class: this.#reached(place + 1) }, `${this.#hits?.get(place + 1)?.hits ?? place + 1}\n`)))
    this.#align()
  }

  #reached(line) {
    return this.#hits?.get(line)?.status ?? false
  }

  #align() {
    for (const layer of [this.shown, this.gutter]) layer.scrollTop = this.area.scrollTop
    this.shown.scrollLeft = this.area.scrollLeft
  }
}

/** Where a line and a column are, as a text counts them: columns are whole characters. */
function place(line, column) {
  const lines = work.text.split("\n")
  const before = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0)
  return before + [...lines[line - 1] ?? ""].slice(0, column - 1).join("").length
}

/** A line in pieces: its words by what they are, those with a problem marked. */
function coloured(line, row, problems) {
  const kinds = new Array(line.length).fill("")
  for (const found of line.matchAll(TOKENS)) {
    const kind = Object.entries(found.groups).find(([, text]) => text)?.[0] ?? ""
    kinds.fill(kind, found.index, found.index + found[0].length)
  }
  const letters = [...line] // columns count whole characters
  const starts = letters.reduce((all, letter) => [...all, all.at(-1) + letter.length], [0])
  for (const each of problems) {
    const from = each.line === row ? starts[each.column - 1] ?? line.length : 0
    const to = each.end_line === row ? starts[Math.max(each.end_column, each.column + 1) - 1] ?? line.length : line.length
    for (let place = from; place < to; place++) kinds[place] += ` ${each.severity}`
  }
  const pieces = []
  for (let place = 0, begin = 0; place <= line.length; place++) {
    if (place < line.length && kinds[place] === kinds[begin]) continue
    if (place > begin) pieces.push(kinds[begin].trim() ? el("span", { class: kinds[begin].trim() }, line.slice(begin, place)) : line.slice(begin, place))
    begin = place
  }
  return pieces
}

// The page as a whole: which world, its text, and the ways to look at it.

import { ask, Place, Refusal } from "./ask.mjs"
import { button, count, el } from "./dom.mjs"
import { Editor } from "./editor.mjs"
import { Knobs } from "./knobs.mjs"
import { Life } from "./life.mjs"
import { Lives } from "./lives.mjs"
import { Play } from "./play.mjs"
import { Tabs } from "./tabs.mjs"
import { Told } from "./told.mjs"
import { Versions } from "./versions.mjs"
import { kept, work } from "./work.mjs"

const MINE = ""

const byId = (name) => document.getElementById(name)
const editor = new Editor(byId("editor"))
const tabs = new Tabs(byId("tabs"), byId("panels"))
const views = {}
const view = (name, words, made) => { views[name] = made(tabs.add(name, words, () => views[name]?.show?.())) }
view("lives", "Lives", (panel) => new Lives(panel, (run) => { work.look(run); tabs.open("life") }))
view("life", "One life", (panel) => new Life(panel))
view("told", "Told", (panel) => new Told(panel, (number) => { tabs.open("life"); views.life.go(number) }))
view("knobs", "Knobs", (panel) => new Knobs(panel))
view("play", "Play", (panel) => new Play(panel))
view("versions", "Versions", (panel) => new Versions(panel))
view("cover", "Coverage", cover)

const covering = new Place()

/** How often each line is reached, beside the text. */
function cover(panel) {
  const state = el("p", { role: "status" })
  const missed = el("ul", { class: "problems" })
  panel.append(el("p", { class: "tools" }, button("Count how often each line is reached", () => {
    state.textContent = "Living 1,000 lives …"
    covering.ask("cover", { ...work.asked, n: 1000, seed: work.seed }, ({ n, bound, lines }) => {
      const never = lines.filter((line) => !line.hits)
      editor.cover(lines)
      state.textContent = `${count(n)} lives: ${never.length ? `${never.length} of ${lines.length} lines that count were not reached; each is in at most ${(100 * bound).toFixed(2)} % of all lives` : "every line that counts was reached"}. How often stands beside the text.`
      missed.replaceChildren(...never.map((line) => el("li", {}, `line ${line.line}: ${line.status}${line.why ? `, ${line.why}` : ""}`)))
    }, { long: true, otherwise: (sentence) => { state.textContent = sentence } })
  }, { class: "main" })), state, missed)
}

// Where there is little room, what one looks at comes first.
if (matchMedia("(max-width: 68rem)").matches && kept()) byId("write").open = false

// --- which world, and which luck ---

const world = byId("world")
const seed = byId("seed")

world.addEventListener("change", () => take(world.value))
seed.addEventListener("change", () => work.look(work.run, Math.max(0, Math.round(seed.valueAsNumber) || 0)))
work.addEventListener("facts", () => {
  document.title = work.facts ? `${work.facts.title} – Twicetold` : "Twicetold"
  byId("about").textContent = work.facts ? work.facts.title : ""
})

async function take(name) {
  if (name === MINE) { work.take(null, ""); return }
  let text = ""
  for (let line = 1; line;) {
    const page = await ask("read", { world: name, line })
    text += text ? `\n${page.text}` : page.text
    line = page.next
  }
  work.take(name, `${text}\n`)
}

async function begin() {
  const { worlds } = await ask("worlds", {})
  world.append(...worlds.map(({ name, about }) => el("option", { value: name, title: about }, name)), el("option", { value: MINE }, "one of my own"))
  const before = kept()
  if (before?.text && !worlds.some(({ name }) => name === before.name)) {
    world.value = MINE
    work.take(null, before.text)
  } else {
    world.value = worlds.some(({ name }) => name === before?.name) ? before.name : worlds[0]?.name ?? MINE
    await take(world.value)
    if (before?.name === world.value && before.text && before.text !== work.given) work.write(before.text)
  }
  if (before) { seed.value = before.seed; work.look(before.run, before.seed) }
}

begin().catch((error) => {
  if (!(error instanceof Refusal)) throw error
  byId("about").textContent = error.message
})

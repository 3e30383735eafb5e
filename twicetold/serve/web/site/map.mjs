// A map of the places of a life, and people who move between them as time is moved.

import { button, el } from "./dom.mjs"

const SVG = "http://www.w3.org/2000/svg"
const WIDE = 760
const ROOM = { wide: 250, high: 150 }
/** So many letters of a name have room. */
const LETTERS = 15
/** Each stop of the life is shown so long, in milliseconds, while it runs by itself. */
const STEP = 60

const svg = (name, attributes, ...inside) => {
  const made = document.createElementNS(SVG, name)
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value)
  made.append(...inside)
  return made
}

/** The map, to stand in the page; it shows the beginning. */
export function map({ places, people, stays, lasts, clock }) {
  const columns = Math.max(1, Math.min(places.length, Math.floor(WIDE / ROOM.wide)))
  const corner = (place) => [(place % columns) * ROOM.wide, Math.floor(place / columns) * ROOM.high]
  const rooms = places.map((name, place) => {
    const [x, y] = corner(place)
    return svg("g", {}, svg("rect", { x: x + 4, y: y + 4, width: ROOM.wide - 8, height: ROOM.high - 8, rx: 8, class: "room" }), svg("text", { x: x + 14, y: y + 24, class: "strong" }, name))
  })
  const tokens = people.map((name) => svg("g", { class: "token" }, svg("circle", { r: 5, cx: 0, cy: 0 }), svg("title", {}, name), svg("text", { x: 9, y: 4 }, name.length > LETTERS ? `${name.slice(0, LETTERS - 1)}…` : name)))
  const high = Math.ceil(places.length / columns) * ROOM.high
  const picture = svg("svg", { viewBox: `0 0 ${columns * ROOM.wide} ${high}`, width: columns * ROOM.wide, height: high, role: "img", "aria-label": "Where everybody is", class: "map" }, ...rooms, ...tokens)

  const when = el("output", {})
  const who = el("p", { class: "unseen", role: "status" })
  const slider = el("input", { type: "range", min: "0", max: String(clock.length - 1), value: "0", "aria-label": "When", oninput: () => show() })
  let running = 0
  const run = button("Run", () => (running ? stop() : go()))
  show()
  return el("div", {}, el("p", { class: "tools" }, run, slider, when), picture, who)

  function show() {
    const step = slider.valueAsNumber
    const seconds = (lasts * step) / (clock.length - 1)
    const there = places.map(() => 0)
    const said = places.map(() => [])
    for (const [number, token] of tokens.entries()) {
      const stay = stays.find((each) => each.who === number && each.since <= seconds && (seconds < each.until || (step === clock.length - 1 && each.until === lasts)))
      token.setAttribute("visibility", stay ? "visible" : "hidden")
      if (!stay) continue
      const [x, y] = corner(stay.place)
      const row = there[stay.place]++
      said[stay.place].push(people[number])
      token.style.transform = `translate(${x + 20 + (row % 2) * (ROOM.wide / 2 - 14)}px, ${y + 44 + Math.floor(row / 2) * 15}px)`
    }
    when.textContent = clock[step]
    slider.setAttribute("aria-valuetext", clock[step])
    who.textContent = running ? "" : places.map((name, place) => said[place].length ? `${name}: ${said[place].join(", ")}` : "").filter(Boolean).join("; ")
  }

  function go() {
    if (slider.valueAsNumber === clock.length - 1) slider.value = "0"
    run.textContent = "Stop"
    running = setInterval(() => {
      if (slider.valueAsNumber === clock.length - 1 || !run.isConnected) { stop(); return }
      slider.value = String(slider.valueAsNumber + 1)
      show()
    }, STEP)
  }

  function stop() {
    clearInterval(running)
    running = 0
    run.textContent = "Run"
    show()
  }
}

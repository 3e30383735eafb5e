// Elements, made in one call; nothing that comes from a world is ever read as HTML.

/** An element: its attributes (`on…` are listeners, `data` and false ones as one expects), then what is in it. */
export function el(name, attributes = {}, ...inside) {
  const made = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value)
    else if (key === "style") for (const [name, of] of Object.entries(value)) made.style.setProperty(name, of)
    else if (key in made && typeof value !== "string") made[key] = value
    else made.setAttribute(key, value === true ? "" : value)
  }
  made.append(...inside.flat().filter((each) => each !== null && each !== undefined && each !== false))
  return made
}

/** A picture that came as SVG, to stand in the page. */
export function drawn(svg) {
  const picture = new DOMParser().parseFromString(svg, "image/svg+xml").documentElement
  return document.importNode(picture, true)
}

export const button = (words, does, attributes = {}) => el("button", { type: "button", onclick: does, ...attributes }, words)

/** A share as people read it: 12.3 %. */
export const percent = (share) => `${(100 * share).toFixed(share && share < 0.001 ? 2 : 1)} %`

/** A number in few figures. */
export const figure = (value) => value === null ? "–" : Number(value.toPrecision(4)).toLocaleString("en", { maximumFractionDigits: 6 })

export const count = (value) => value.toLocaleString("en")

/** A table with its caption; each row is a list of cells, text or elements. The first cell of each names it. */
export function table(caption, heads, rows) {
  const line = (cells) => el("tr", {}, cells.map((cell, place) => place ? el("td", {}, cell) : el("th", { scope: "row" }, cell)))
  return el("div", { class: "wide", tabindex: "0", role: "region", "aria-label": caption }, el("table", {},
    el("caption", {}, caption),
    el("thead", {}, el("tr", {}, heads.map((head) => el("th", { scope: "col" }, head)))),
    el("tbody", {}, rows.map(line))))
}

/** Offer a file that was made here. */
export function keep(name, data, kind) {
  const address = URL.createObjectURL(new Blob([data], { type: kind }))
  el("a", { href: address, download: name }).click()
  setTimeout(() => URL.revokeObjectURL(address), 10_000)
}

/** The bytes of what came as base 64. */
export const bytes = (data) => Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0))

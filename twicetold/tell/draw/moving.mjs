// A picture that can be moved: nearer and farther, to all sides, and to what is sought in it. It is drawn anew
// at every scale, since it is made of lines and letters.

const NEAREST = 8
/** A picture is shown whole at first, unless its letters would be smaller than this share of their size. */
const LEGIBLE = 0.55
const STEP = 1.25
/** So far an arrow key moves it, in pixels. */
const STRIDE = 60
/** Who presses and moves no farther than so many pixels has pressed what is there. */
const STILL = 5

const el = (name, attributes, ...inside) => {
  const made = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value)
  made.append(...inside)
  return made
}

/** What holds a picture, an element `svg`, and moves it; `label` says what it shows. */
export function moving(svg, label) {
  const { x: left, y: top, width, height } = svg.viewBox.baseVal
  const found = el("output", {})
  const seek = el("input", { type: "search", "aria-label": "Find in the picture", placeholder: "Find" })
  const button = (words, called, does) => {
    const made = el("button", { type: "button", "aria-label": called, title: called }, words)
    made.addEventListener("click", does)
    return made
  }
  const frame = el("div", { class: "frame", tabindex: "0", role: "region", "aria-label": label }, svg)
  const bar = el("p", { class: "tools" }, button("−", "Farther", () => zoom(1 / STEP)), button("+", "Nearer", () => zoom(STEP)), button("Whole", "The whole picture", whole), seek, found)
  const held = new Map()
  let scale = 1
  let x = left
  let y = top
  let dragged = 0
  let matches = []
  let match = -1

  frame.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !event.metaKey) return  // else the page could not be scrolled past it
    event.preventDefault()
    zoom(Math.exp(-event.deltaY / 300), ...within(event))
  }, { passive: false })
  frame.addEventListener("pointerdown", (event) => { held.set(event.pointerId, [event.clientX, event.clientY]); dragged = 0 })
  frame.addEventListener("click", (event) => { if (dragged > STILL) event.stopPropagation() }, { capture: true })
  frame.addEventListener("pointermove", drag)
  for (const over of ["pointerup", "pointercancel", "pointerleave"]) frame.addEventListener(over, (event) => held.delete(event.pointerId))
  frame.addEventListener("keydown", key)
  seek.addEventListener("input", () => find(seek.value))
  seek.addEventListener("keydown", (event) => { if (event.key === "Enter") { event.preventDefault(); next() } })
  new ResizeObserver(() => show()).observe(frame)
  requestAnimationFrame(whole)
  return Object.assign(el("div", { class: "moving" }, bar, frame), { find })

  function within({ clientX, clientY }) {
    const box = frame.getBoundingClientRect()
    return [clientX - box.left, clientY - box.top]
  }

  /** All of it, if that can be read; else its beginning. */
  function whole() {
    const room = frame.clientWidth
    if (!room) return
    const fits = Math.min(1, room / width)
    scale = Math.max(fits, LEGIBLE)
    x = left
    y = top
    frame.style.height = `${Math.ceil(Math.min(height * scale, 0.8 * innerHeight)) + 2}px`
    show()
  }

  function show() {
    const wide = frame.clientWidth / scale
    const high = frame.clientHeight / scale
    x = Math.min(Math.max(x, left), left + Math.max(0, width - wide))
    y = Math.min(Math.max(y, top), top + Math.max(0, height - high))
    svg.setAttribute("width", frame.clientWidth)
    svg.setAttribute("height", frame.clientHeight)
    svg.setAttribute("preserveAspectRatio", "xMinYMin meet")
    svg.setAttribute("viewBox", `${x} ${y} ${wide} ${high}`)
    frame.classList.toggle("wide", wide < width)
    frame.classList.toggle("high", high < height)
  }

  /** Nearer by a factor, so that what is at a point of the frame stays there. */
  function zoom(by, atX = frame.clientWidth / 2, atY = frame.clientHeight / 2) {
    const before = scale
    scale = Math.min(NEAREST, Math.max(Math.min(1, frame.clientWidth / width, frame.clientHeight / height), scale * by))
    x += atX / before - atX / scale
    y += atY / before - atY / scale
    show()
  }

  function drag(event) {
    const before = held.get(event.pointerId)
    if (!before) return
    const now = [event.clientX, event.clientY]
    if (held.size === 2) {
      const [other] = [...held].filter(([pointer]) => pointer !== event.pointerId).map(([, at]) => at)
      const apart = ([one, two]) => Math.hypot(one - other[0], two - other[1]) || 1
      zoom(apart(now) / apart(before), ...within({ clientX: (now[0] + other[0]) / 2, clientY: (now[1] + other[1]) / 2 }))
    } else {
      dragged += Math.hypot(now[0] - before[0], now[1] - before[1])
      if (dragged > STILL) frame.setPointerCapture(event.pointerId)
      x -= (now[0] - before[0]) / scale
      y -= (now[1] - before[1]) / scale
      show()
    }
    held.set(event.pointerId, now)
  }

  function key(event) {
    const moves = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key]
    if (moves) {
      x += (moves[0] * STRIDE) / scale
      y += (moves[1] * STRIDE) / scale
      show()
    } else if (event.key === "+" || event.key === "=") zoom(STEP)
    else if (event.key === "-") zoom(1 / STEP)
    else if (event.key === "0") whole()
    else return
    event.preventDefault()
  }

  /** Mark what has these words, and say how often they are there. */
  function find(words) {
    const sought = words.trim().toLowerCase()
    const texts = [...svg.querySelectorAll("text")]
    matches = sought ? texts.filter((text) => text.textContent.toLowerCase().includes(sought)) : []
    for (const text of texts) text.classList.toggle("sought", matches.includes(text))
    match = -1
    found.textContent = sought ? String(matches.length) : ""
  }

  /** Bring the next of what was found to the middle. */
  function next() {
    if (!matches.length) return
    match = (match + 1) % matches.length
    const box = matches[match].getBBox()
    scale = Math.max(scale, 1)
    x = box.x + box.width / 2 - frame.clientWidth / scale / 2
    y = box.y + box.height / 2 - frame.clientHeight / scale / 2
    found.textContent = `${match + 1} of ${matches.length}`
    show()
  }
}

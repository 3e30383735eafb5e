// Questions to the server: one at a time for each purpose, the newest.

/** Why there is no answer: a sentence. */
export class Refusal extends Error {}

const session = crypto.randomUUID()

/** The answer to a question. Throws Refusal. `progress` hears how much of how much is done. */
export async function ask(tool, request, { progress, signal } = {}) {
  let response
  try {
    response = await fetch(`ask/${tool}`, {
      method: "POST", signal, body: JSON.stringify(request),
      headers: { "content-type": "application/json", "x-session": session },
    })
  } catch (error) {
    if (error.name === "AbortError") throw error
    throw new Refusal("The server does not answer: is `twicetold serve` still there?")
  }
  if (!response.ok) throw new Refusal((await response.json()).refused)
  for await (const line of lines(response.body)) {
    const said = JSON.parse(line)
    if (said.progress) progress?.(...said.progress)
    if ("refused" in said) throw new Refusal(said.refused)
    if ("answer" in said) return said.answer
  }
  throw new Refusal("The answer broke off.")
}

async function* lines(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader()
  let rest = ""
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return
    const whole = (rest + value).split("\n")
    rest = whole.pop()
    yield* whole
  }
}

/**
 * Answers for one place of the page. What is asked while another question is under way calls that off, if it
 * may take long; else it waits for it, and only the newest of those that wait is asked at all.
 */
export class Place {
  #asking = null
  #waiting = null

  /** Ask, and give the answer to `then`, unless something newer was asked here meanwhile. */
  async ask(tool, request, then, { progress, otherwise, long = false } = {}) {
    const call = { tool, request, then, progress, otherwise, control: new AbortController() }
    if (this.#asking && !long) { this.#waiting = call; return }
    this.stop()
    await this.#run(call)
  }

  /** Call off whatever is under way. */
  stop() {
    this.#waiting = null
    this.#asking?.control.abort()
    this.#asking = null
  }

  async #run(call) {
    this.#asking = call
    try {
      const answer = await ask(call.tool, call.request, { progress: call.progress, signal: call.control.signal })
      if (this.#asking === call && !this.#waiting) call.then(answer)
    } catch (error) {
      if (error instanceof Refusal) { if (this.#asking === call) call.otherwise?.(error.message) }
      else if (error.name !== "AbortError") throw error
    }
    if (this.#asking !== call) return
    this.#asking = null
    const next = this.#waiting
    this.#waiting = null
    if (next) await this.#run(next)
  }
}

// Search runs in a worker, which browsers do not begin for a page that is read from a folder. There a hidden frame
// takes its place: it runs the same script, and hears and says the same messages.

if (location.protocol === "file:") {
  window.Worker = class extends EventTarget {
    onmessage = null
    #inside
    #begun

    constructor(address) {
      super()
      const frame = document.createElement("iframe")
      frame.hidden = true
      document.documentElement.append(frame)
      this.#inside = frame.contentWindow
      this.#inside.postMessage = (data) => {
        const message = new MessageEvent("message", { data })
        this.onmessage?.(message)
        this.dispatchEvent(message)
      }
      this.#begun = new Promise((begun) => {
        const script = frame.contentDocument.createElement("script")
        script.src = address
        script.onload = begun
        frame.contentDocument.head.append(script)
      })
    }

    postMessage(data) {
      this.#begun.then(() => this.#inside.dispatchEvent(new this.#inside.MessageEvent("message", { data })))
    }
  }
}

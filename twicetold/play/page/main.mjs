/* Begins the page: its world is made ready, and clicks and keys are listened to. */

import { about, load } from "./world.mjs";
import { Player } from "./player.mjs";
import { storeOf } from "./keeping.mjs";
import { at } from "./view.mjs";
import { WORDS } from "./words.mjs";

/** The bytes of the WebAssembly module that the page holds. */
async function inlined() {
  const zipped = Uint8Array.from(atob(at("wasm").textContent), (letter) => letter.charCodeAt(0));
  const bytes = new Blob([zipped]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(bytes).arrayBuffer();
}

async function main() {
  if (!globalThis.WebAssembly || !globalThis.DecompressionStream) {
    at("notice").textContent = WORDS.broken;
    return;
  }
  const page = { ...JSON.parse(at("page").textContent), title: about.title, hash: about.hash };
  const player = new Player(await load(await inlined()), page, storeOf(window));
  document.addEventListener("keydown", (event) => {
    const meant = player.keys && !event.ctrlKey && !event.metaKey && !event.altKey && !event.repeat;
    if (meant && !at("help").open && player.press(event.key.toLowerCase())) event.preventDefault();
  });
  window.addEventListener("hashchange", () => player.follow());
  player.open();
}

main();

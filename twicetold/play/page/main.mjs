/* Begins the page: its world is made ready, and clicks and keys are listened to. */

import { about, load } from "./world.mjs";
import { Player } from "./player.mjs";
import { storeOf } from "./keeping.mjs";
import { at } from "./view.mjs";
import { WORDS } from "./words.mjs";

/** Something that the page holds: the world's module, or what is known of it besides. */
function inlined(name) {
  const zipped = Uint8Array.from(atob(at(name).textContent), (letter) => letter.charCodeAt(0));
  return new Response(new Blob([zipped]).stream().pipeThrough(new DecompressionStream("gzip")));
}

async function main() {
  if (!globalThis.WebAssembly || !globalThis.DecompressionStream) {
    at("notice").textContent = WORDS.broken;
    return;
  }
  const page = { ...(await inlined("page").json()), title: about.title, hash: about.hash };
  const world = await load(await inlined("wasm").arrayBuffer());
  const player = new Player(world, page, storeOf(window));
  document.addEventListener("keydown", (event) => {
    const meant = player.keys && !event.ctrlKey && !event.metaKey && !event.altKey && !event.repeat;
    if (meant && !at("help").open && player.press(event.key.toLowerCase())) event.preventDefault();
  });
  window.addEventListener("hashchange", () => player.follow());
  player.open();
}

main();

// What the page shows, apart from the page, so that Node can show it too: `node nights.mjs`.
import { load } from "./lighthouse.mjs";

/** How many of so many nights end in each way. */
export function tally(world, nights) {
  const ends = new Map();
  for (let run = 0; run < nights; run++) {
    const { ending } = world.live(1, run);
    ends.set(ending, (ends.get(ending) ?? 0) + 1);
  }
  return ends;
}

/** The lamp in one night, tick by tick: whether it burns. */
export function lamp(world, run) {
  const night = world.begin(1, run);
  const burns = [];
  while (night.tick().ending === null) burns.push(night.value("lit", "Light") === true);
  return burns;
}

if (globalThis.process?.argv[1]?.endsWith("nights.mjs")) {
  const world = await load();
  for (const [ending, nights] of tally(world, 1000)) console.log(`${ending}: ${nights}`);
  console.log(lamp(world, 1).map((burns) => (burns ? "*" : ".")).join(""));
}

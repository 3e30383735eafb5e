// Plays an ink story at random: node ink_player.mjs STORY.ink PLAYTHROUGHS SEED
// Prints as JSON the playthroughs, the CPU seconds they took (compiling left out), and the choices made.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(`${process.cwd()}/`);
const { Compiler } = require("inkjs/full");

// Mulberry-like generators are short; this one is a linear congruence with a good multiplier, of which the upper bits are used.
function generator(seed) {
  let state = BigInt(seed);
  return (below) => {
    state = (state * 6364136223846793005n + 1442695040888963407n) & 0xffffffffffffffffn;
    return Number(state >> 33n) % below;
  };
}

const [path, count, seed] = process.argv.slice(2);
const story = new Compiler(readFileSync(path, "utf8")).Compile();
const draw = generator(seed);
let choices = 0;
const before = process.cpuUsage();
for (let play = 0; play < Number(count); play++) {
  story.ResetState();
  story.ContinueMaximally();
  while (story.currentChoices.length > 0) {
    story.ChooseChoiceIndex(draw(story.currentChoices.length));
    story.ContinueMaximally();
    choices++;
  }
}
const used = process.cpuUsage(before);
console.log(JSON.stringify({ plays: Number(count), seconds: (used.user + used.system) / 1e6, choices }));

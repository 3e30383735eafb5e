// An ink story whose questions a living world answers: node play.mjs [CHOICE...]
// Each choice is the place of a line among those that ink offers; at their end it is the last one, to stay.
import { readFileSync } from "node:fs";
import { Compiler } from "inkjs/full";
import { load } from "./lighthouse.mjs";

const WHO = "Mary";
const world = await load();
const life = world.begin(1, 7);
life.play(WHO);
let ended = null;

/** Live on until she can do something, or the night is over. */
function live() {
  do ended = life.tick().ending;
  while (ended === null && life.turn() === null);
}

/** The option to do an action, if it is open to her. */
const open = (action) => (life.turn() === null ? undefined : life.options().find((option) => option.action === action));

/** Let her do an action. */
function act(action) {
  life.choose(open(action) ?? null);
  live();
}

/** Let half an hour pass. */
function stay() {
  for (let n = 0; n < 6 && ended === null; n++) act(null);
}

live();
const story = new Compiler(readFileSync(new URL("stair.ink", import.meta.url), "utf8")).Compile();
story.BindExternalFunction("believes_lit", () => life.believes(WHO, "lit", "Light"), true);
story.BindExternalFunction("asleep", (who) => life.value("awake", who) === false, true);
story.BindExternalFunction("can", (action) => open(action) !== undefined, true);
story.BindExternalFunction("would", (action) => ended === null && life.decided()?.action === action, true);
story.BindExternalFunction("over", () => ended !== null, true);
story.BindExternalFunction("ending", () => ended, true);
story.BindExternalFunction("do", act);
story.BindExternalFunction("stay", stay);

const choices = process.argv.slice(2).map(Number);
for (;;) {
  while (story.canContinue) console.log(story.Continue().trim());
  const offered = story.currentChoices;
  if (offered.length === 0) break;
  const place = Math.min(choices.shift() ?? offered.length - 1, offered.length - 1);
  console.log(`> ${offered[place].text}`);
  story.ChooseChoiceIndex(place);
}

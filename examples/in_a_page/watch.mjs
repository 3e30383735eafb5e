// A night as Mary, apart from the page that shows it, so that Node can play it too: `node watch.mjs CHOICE...`
import { load } from "./lighthouse.mjs";

const WORDS = {
  climb: "Climb the stair",
  go_down: "Go down again",
  light: "Light the lamp",
  trim: "Trim the lamp",
  shake: "Shake your father awake",
};

/** A night in which somebody is played, as far as it has come. */
export class Watch {
  #before = []; // the night as it was at each moment before
  #night;
  ending = null;

  constructor(world, run, who = "Mary") {
    this.world = world;
    this.who = who;
    this.#night = world.begin(1, run);
    this.#night.play(who);
    this.#live();
  }

  /** When it is, what she believes, and what she can do. */
  get moment() {
    const minutes = 5 * this.#night.look().ticks;
    const time = `${String((18 + Math.trunc(minutes / 60)) % 24).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
    const burns = this.#night.believes(this.who, "lit", "Light");
    const options = this.ending === null ? this.#night.options() : [];
    return { time, burns, choices: options.map((option) => ({ option, text: WORDS[option.action] })) };
  }

  /** Do one of the choices, or nothing, for null. */
  choose(choice) {
    this.#before.push(this.#night.saved());
    this.#night.choose(choice === null ? null : choice.option);
    this.#live();
  }

  /** Go back to the moment before. */
  undo() {
    const saved = this.#before.pop();
    if (saved === undefined) return;
    this.#night = this.world.resume(saved);
    this.ending = null;
  }

  #live() {
    do this.ending = this.#night.tick().ending;
    while (this.ending === null && this.#night.turn() === null);
  }
}

if (globalThis.process?.argv[1]?.endsWith("watch.mjs")) {
  const watch = new Watch(await load(), 7);
  const chosen = process.argv.slice(2).map(Number);
  while (watch.ending === null) {
    const { time, burns, choices } = watch.moment;
    console.log(`${time} ${burns ? "The lamp burns, as far as you know." : "The lamp is out."} ${choices.map(({ text }) => text).join(", ")}`);
    watch.choose(choices[(chosen.shift() ?? 0) - 1] ?? null);
  }
  console.log(watch.ending);
}

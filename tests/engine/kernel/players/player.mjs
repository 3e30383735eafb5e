// Plays an exported world, and prints all that can be known of what it lived, as player.c does.

const [file, what, seed, run, ...rest] = process.argv.slice(2);
const { load, about } = await import(file);
const world = await load();
const lines = [];

function number(x) {
  if (x === undefined || Number.isNaN(x)) return "none";
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, x);
  return view.getBigUint64(0).toString(16).padStart(16, "0");
}

function life({ ending, ticks, digest, weighed, measures, series = [] }) {
  const numbers = [...Object.values(measures), ...series.map(({ value }) => value ?? 1e18)].map(number);
  lines.push([ending ?? "-", ticks, digest.toString(16).padStart(16, "0"), weighed, ...numbers].join(" "));
}

function events(happened) {
  for (const { sort, name, outcome, began, ended, roles } of happened) {
    lines.push([sort, name, outcome, began, ended, ...roles].join(" "));
  }
}

function coded({ sort, options }, value) {
  if (value === undefined) return "none";
  if (sort === "option") return number(options.indexOf(value));
  return number(sort === "entity" ? about.entities.indexOf(value) : Number(value));
}

function values(play) {
  for (const field of about.fields) {
    let who = [[]];
    for (let n = 0; n < field.of; n++) who = who.flatMap((some) => about.entities.map((one) => [...some, one]));
    lines.push([field.name, ...who.map((some) => coded(field, play.value(field.name, ...some)))].join(" "));
  }
  lines.push(about.entities.map((entity) => `${play.kind(entity) ?? "-"} `).join(""));
}

function playable(entity) {
  try {
    world.begin(seed, run).play(entity);
    return true;
  } catch {
    return false;
  }
}

const optionLine = ({ action, roles }) => [action, ...roles.slice(1)].join(" ");

if (what === "live") {
  const [count, room] = rest.map(Number);
  for (let n = 0n; n < count; n++) {
    const lived = world.live(seed, BigInt(run) + n, { events: room > 0 });
    life(lived);
    lines.push(lived.events?.length ?? 0);
    events((lived.events ?? []).slice(0, room));
  }
} else if (what === "play") {
  const play = world.begin(seed, run);
  about.entities.filter(playable).slice(0, 2).forEach((entity) => play.play(entity));
  for (let turns = 0; play.tick().ending === null; ) {
    const who = play.turn();
    if (who === null) continue;
    const options = play.options();
    const decided = play.decided();
    lines.push(who, ...options.map((option) => `${optionLine(option)} ${number(option.urge)}`));
    lines.push(decided === null ? "" : optionLine(decided));
    for (const field of about.fields.filter(({ of }) => of <= 2)) {
      let some = [[]];
      for (let n = 0; n < field.of; n++) some = some.flatMap((few) => about.entities.map((one) => [...few, one]));
      lines.push([field.name, ...some.map((few) => coded(field, play.believes(who, field.name, ...few)))].join(" "));
    }
    const place = turns++ % (options.length + 1);
    play.choose(place === options.length ? null : options[place]);
  }
  life(play.look());
} else {
  let play = world.begin(seed, run);
  const other = world.begin(seed, BigInt(run) + 1n); // lived beside it
  values(play);
  for (let ended = false; !ended; ) {
    const { ending, events: happened } = play.tick();
    other.tick();
    play = world.resume(play.saved());
    const so_far = play.look();
    life(so_far);
    events(happened);
    if (so_far.ticks % Number(rest[0]) === 0) values(play);
    ended = ending !== null;
  }
}
console.log(lines.join("\n"));

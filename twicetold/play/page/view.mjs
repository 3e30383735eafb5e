/* What is shown, made of text alone: whatever a world says is never read as a page. */

import { WORDS } from "./words.mjs";

export const at = (id) => document.getElementById(id);

/** An element with properties, attributes (in `attrs`) and what stands in it; null stands for nothing. */
export function made(tag, { attrs = {}, ...properties } = {}, ...inside) {
  const element = Object.assign(document.createElement(tag), properties);
  for (const [name, value] of Object.entries(attrs)) element.setAttribute(name, value);
  element.append(...inside.filter((each) => each !== null));
  return element;
}

export const paragraphs = (texts, className = "") => texts.map((text) => made("p", { textContent: text, className }));

/** A moment that has passed, with what was chosen there and the way back to it. */
export function passage({ moment, chosen }, back) {
  const label = `${WORDS.backTo}: ${moment.when}`;
  return made(
    "article", {},
    made("h3", { textContent: moment.when }),
    ...paragraphs(moment.noticed),
    made(
      "p", { className: "chosen" },
      made("span", { textContent: chosen }),
      made("button", { type: "button", textContent: WORDS.backTo, onclick: back, attrs: { "aria-label": label } }),
    ),
  );
}

/** The newest moment in words. */
export function newest(moment) {
  const noticed = moment.noticed.length > 0 ? paragraphs(moment.noticed) : paragraphs([WORDS.nothing], "quiet");
  const believed = moment.believed.length > 0 ? [`${WORDS.believed} ${moment.believed.join(" ")}`] : [];
  return [...noticed, ...paragraphs(believed, "believed")];
}

/** The last moment in words. */
export function last({ noticed, ending, endless }) {
  const end = made("h3", { id: "end", textContent: endless ? WORDS.endless : WORDS.ends(ending) });
  return [...paragraphs(noticed), end];
}

/** Something that can be done: {key, text, act}, and perhaps {className, chance, formula}. */
export function choice({ key, text, act, className = "", chance = null, formula = "" }) {
  const button = made(
    "button", { type: "button", onclick: act, className },
    made("kbd", { textContent: key, attrs: { "aria-hidden": "true" } }),
    made("span", { textContent: text }),
    chance === null ? null : made("span", { className: "chance", textContent: percent(chance) }),
  );
  if (key) button.setAttribute("aria-keyshortcuts", key);
  if (formula) button.dataset.formula = formula;
  return made("li", {}, button);
}

export const percent = (share) => `${Math.round(100 * share)}%`;

/** How lives end, as a table with bars, the ending of this one marked. */
export function endings({ lives, seed, rows }, mine) {
  const head = ["ending", "share", "interval"].map((name) => made("th", { textContent: WORDS[name], scope: "col" }));
  return made(
    "table", {},
    made("caption", { textContent: WORDS.lives(lives, seed) }),
    made("thead", {}, made("tr", {}, ...head)),
    made("tbody", {}, ...rows.map((row) => endingRow(row, row.ending === mine))),
  );
}

function endingRow({ ending, share, low, high, said, interval }, mine) {
  const bar = made("span", { className: "bar", attrs: { "aria-hidden": "true" } });
  for (const [name, value] of Object.entries({ share, low, high })) bar.style.setProperty(`--${name}`, `${100 * value}%`);
  const mark = mine ? [" ", made("span", { className: "mark", textContent: WORDS.yours })] : [];
  return made(
    "tr", { className: mine ? "mine" : "" },
    made("th", { scope: "row" }, made("span", { textContent: ending }), ...mark, bar),
    made("td", { textContent: said }),
    made("td", { textContent: interval }),
  );
}

/** Pairs of names and values. */
export function facts(pairs) {
  return made("dl", {}, ...pairs.flatMap(([name, value]) => [made("dt", { textContent: name }), made("dd", { textContent: value })]));
}

/* Shows a session, and has clicks and keys go on with it. */

import { about } from "./world.mjs";
import { Telling } from "./telling.mjs";
import { Session, Unfit } from "./session.mjs";
import { Keeping } from "./keeping.mjs";
import { addressOf, anew, luckOf } from "./address.mjs";
import { at, choice, endings, facts, last, made, newest, paragraphs, passage } from "./view.mjs";
import { WORDS } from "./words.mjs";

const KEYS = "123456789abcdefgijklmopqstvxyz"; // of choices: those that mean something else are left out

const ENDED = { u: WORDS.undoLong, r: WORDS.againLong, n: WORDS.anewLong };

/** The page of a world in which somebody is played. */
export class Player {
  #world;
  #page;
  #keeping;
  #session = null;
  #asked = null; // what is asked besides, in place of a moment: {title, text, choices}
  #hinted = false;
  #listed = []; // what is listed to be done, each {key, act}

  constructor(world, page, store) {
    this.#world = world;
    this.#page = page;
    this.#keeping = new Keeping(store, page);
    this.keys = true; // whether single keys do anything
  }

  /** Begin, with the life that is kept if there is one and it is wanted. */
  open() {
    this.#label();
    const luck = this.#luck();
    const { save, stale } = this.#keeping.found();
    if (save !== null) this.#offerKept(save, luck);
    else this.#begin(luck);
    if (stale) this.#say(WORDS.stale);
  }

  /** Begin the life of the address, which somebody has changed. */
  follow() {
    this.#begin(this.#luck());
    this.#focus();
  }

  /** What a key does; whether it does anything. */
  press(key) {
    const found = this.#listed.find((each) => each.key === key) ?? this.#tools().find((tool) => tool.key === key);
    found?.act();
    return found !== undefined;
  }

  // --- lives ------------------------------------------------------------------------------------------------

  #luck() {
    const luck = luckOf(location.hash);
    if (luck === null) this.#say(WORDS.address);
    return luck ?? luckOf("");
  }

  #made({ seed, run }) {
    const telling = new Telling(about, this.#page.texts, this.#page.who);
    return new Session(this.#world, this.#page, telling, seed, run);
  }

  #begin(luck) {
    this.#enter(this.#made(luck));
  }

  #enter(session) {
    this.#session = session;
    this.#asked = null;
    try {
      history.replaceState(null, "", addressOf(session));
    } catch {
      // some hosts give a page no address of its own
    }
    this.#show({ quietly: true });
  }

  #offerKept(save, luck) {
    const { seed, run, choices } = save;
    const when = this.#page.clock[choices.at(-1)[0]] ?? "";
    this.#ask(WORDS.kept, WORDS.keptAt(when, WORDS.luck(seed, run)), [
      [WORDS.goOn, () => this.#goOn(save, luck)],
      [WORDS.beginAnew(WORDS.luck(luck.seed, luck.run)), () => (this.#begin(luck), this.#focus())],
    ]);
  }

  #goOn(save, luck) {
    try {
      const session = this.#made({ seed: BigInt(save.seed), run: BigInt(save.run) });
      session.replay(save.choices, WORDS.waits);
      this.#enter(session);
    } catch (error) {
      if (!(error instanceof Unfit)) throw error;
      this.#begin(luck);
      this.#say(WORDS.unfit);
    }
    this.#focus();
  }

  /** Live another life in place of this one, if that is meant. */
  #instead(luck) {
    const begin = () => (this.#begin(luck), this.#focus());
    const session = this.#session;
    if (session === null || session.over || session.count === 0) return begin();
    this.#ask(WORDS.sure, WORDS.sureOf, [
      [WORDS.stay, () => ((this.#asked = null), this.#show({ quietly: true }), this.#focus())],
      [WORDS.beginAnew(WORDS.luck(luck.seed, luck.run)), begin],
    ]);
    return this.#focus();
  }

  // --- what can be done -------------------------------------------------------------------------------------

  #do(act) {
    this.#asked = null;
    act(this.#session);
    this.#keeping.keep(this.#session);
    this.#show();
    this.#focus();
  }

  #back(place) {
    if (place < 0) this.#say(WORDS.first);
    else this.#do((session) => session.back(place));
  }

  #hint() {
    if (this.#session === null || this.#session.over || this.#asked !== null) return;
    this.#hinted = !this.#hinted;
    const place = [...at("choices").querySelectorAll("button")].indexOf(document.activeElement);
    this.#list();
    at("choices").querySelectorAll("button")[place]?.focus();
    const would = this.#session.now.offers.find((offer) => offer.would);
    this.#say(this.#hinted ? WORDS.left(would?.text ?? WORDS.idle) : "");
  }

  #tools() {
    const undo = () => {
      if (this.#session !== null && this.#asked === null) this.#back(this.#session.passed.length - 1);
    };
    const luck = () => this.#session ?? luckOf(location.hash) ?? luckOf("");
    return [
      { key: "u", text: WORDS.undo, act: undo },
      { key: "h", text: WORDS.hint, act: () => this.#hint() },
      { key: "r", text: WORDS.again, act: () => this.#instead(luck()) },
      { key: "n", text: WORDS.anew, act: () => this.#instead(anew(luck())) },
      { key: "?", text: WORDS.help, act: () => at("help").showModal() },
    ];
  }

  /** What can be done now. */
  #choices() {
    if (this.#asked !== null) return this.#asked.choices.map(([text, act]) => ({ text, act }));
    const { now, over } = this.#session;
    if (over) {
      return this.#tools().slice(0, 4).filter(({ key }) => key !== "h").map(({ key, act }) => ({ key, act, text: ENDED[key] }));
    }
    const offers = now.offers.map((offer) => ({
      text: offer.text,
      act: () => this.#do((session) => session.choose(offer)),
      formula: offer.formula,
      className: this.#hinted && offer.would ? "would" : "",
      chance: this.#hinted ? offer.chance : null,
    }));
    const wait = (text, most) => () => this.#do((session) => session.wait(text, most));
    const idles = this.#hinted && !now.offers.some((offer) => offer.would);
    return [
      ...offers,
      {
        key: "w",
        text: WORDS.waits,
        act: wait(WORDS.waits),
        className: idles ? "waits would" : "waits",
        chance: this.#hinted ? now.idle : null,
      },
      { key: ".", text: WORDS.waitsOnce, act: wait(WORDS.waitsOnce, 1), className: "waits" },
    ];
  }

  // --- what is shown ----------------------------------------------------------------------------------------

  #label() {
    at("who").textContent = WORDS.youAre(this.#page.called);
    at("earlier-title").textContent = WORDS.earlier;
    at("choices-title").textContent = WORDS.choices;
    at("tools").replaceChildren(...this.#tools().map(choice));
    at("help").replaceChildren(...this.#help());
  }

  #show({ quietly = false } = {}) {
    const { passed, now, over } = this.#session;
    this.#hinted = false;
    document.body.classList.toggle("begun", passed.length > 0);
    document.body.classList.toggle("ended", over);
    document.body.dataset.digest = now.digest ?? "";
    at("earlier").hidden = passed.length === 0;
    at("passages").replaceChildren(...passed.map((each, place) => passage(each, () => this.#back(place))));
    at("when").textContent = now.when;
    at("text").replaceChildren(...(over ? last(now) : newest(now)));
    at("after").replaceChildren(...(over ? this.#sum() : []));
    const link = made("a", { href: addressOf(this.#session), textContent: WORDS.luck(this.#session.seed, this.#session.run) });
    at("luck").replaceChildren(link);
    this.#list();
    if (!quietly) this.#say("");
  }

  #sum() {
    const { seed, run, passed, now } = this.#session;
    const pairs = [[WORDS.seed, seed], [WORDS.run, run], [WORDS.count, String(passed.length)], [WORDS.digest, now.digest ?? "–"]];
    return [endings(this.#page.endings, now.ending), facts(pairs)];
  }

  /** Ask something in place of a moment. */
  #ask(title, text, choices) {
    this.#asked = { choices };
    at("when").textContent = title;
    at("text").replaceChildren(...paragraphs([text]));
    at("after").replaceChildren();
    this.#list();
  }

  #list() {
    const keys = KEYS[Symbol.iterator]();
    this.#listed = this.#choices().map((each) => ({ ...each, key: each.key ?? keys.next().value ?? "" }));
    at("choices").replaceChildren(...this.#listed.map(choice));
  }

  #say(text) {
    at("notice").textContent = text;
  }

  /** Go where there is something new to read. */
  #focus() {
    at("when").focus({ preventScroll: true });
    at("when").scrollIntoView({ block: "start" });
  }

  #help() {
    const works = made("input", { type: "checkbox", checked: this.keys, onchange: () => (this.keys = works.checked) });
    return [
      made("h2", { id: "help-title", textContent: WORDS.helpTitle }),
      ...paragraphs([WORDS.helpText]),
      facts(WORDS.keys),
      made("label", {}, works, WORDS.keysWork),
      ...paragraphs([WORDS.luckText]),
      made("button", { type: "button", textContent: WORDS.close, onclick: () => at("help").close() }),
    ];
  }
}

/* The luck of a life in the address of the page, `#seed=1&run=7`, so that a night can be shared. */

const MOST = (1n << 64n) - 1n;

/** The luck that an address asks for, {seed, run} as BigInts; that of an address without any; null of a wrong one. */
export function luckOf(hash) {
  const luck = { seed: 1n, run: 0n };
  if (hash === "" || hash === "#") return luck;
  for (const part of hash.slice(1).split("&")) {
    const found = /^(seed|run)=(\d{1,20})$/.exec(part);
    if (found === null || BigInt(found[2]) > MOST) return null;
    luck[found[1]] = BigInt(found[2]);
  }
  return luck;
}

/** The address of a luck. */
export function addressOf({ seed, run }) {
  return `#seed=${seed}&run=${run}`;
}

/** Luck that nobody has chosen, with a run that is easy to tell others. */
export function anew({ seed }) {
  return { seed, run: BigInt(crypto.getRandomValues(new Uint32Array(1))[0] % 1_000_000) };
}

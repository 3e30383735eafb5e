/* How likely somebody would be to do what they could do, by their urges: as the engine weighs them. */

/** The chance of each option to be chosen; that of doing nothing is last. `choice` is how the world has people choose. */
export function odds(options, decided, choice) {
  if (choice.mode === "best") return [...options.map((option) => Number(same(option, decided))), Number(decided === null)];
  const weights = [...options.map((option) => option.urge / choice.temperature), 0];
  const most = Math.max(...weights);
  const parts = weights.map((weight) => Math.exp(weight - most));
  const sum = parts.reduce((a, b) => a + b);
  return parts.map((part) => part / sum);
}

/** Whether two options are the same; null is to do nothing. */
export function same(a, b) {
  return a === b || (a !== null && b !== null && formula(a) === formula(b));
}

/** An option as worlds write it: `blame(Ada, Ben)`. */
export function formula(option) {
  return `${option.action}(${option.roles.join(", ")})`;
}

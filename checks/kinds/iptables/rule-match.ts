/** Does a rule contain these words? Compares rules of iptables option by option. Pure. */

/** One option with its values, e.g. `! -d 10.96.0.0/16` or `--dport 80`. */
type Unit = readonly string[];

/** Cuts words at options; `!` belongs to the option behind it. A comment's own dash does not begin an option. */
function units(words: readonly string[]): Unit[] {
  const found: string[][] = [];
  let negated = false;
  for (const [index, word] of words.entries()) {
    if (word === '!') negated = true;
    else if (/^-{1,2}[a-z]/i.test(word) && words[index - 1] !== '--comment') {
      found.push(negated ? ['!', word] : [word]);
      negated = false;
    } else found.at(-1)?.push(word);
  }
  return found.map(canonical);
}

/** `-s 10.0.0.1` is printed as `-s 10.0.0.1/32`. */
function canonical(unit: Unit): Unit {
  const option = unit[0] === '!' ? unit[1] : unit[0];
  if (option !== '-s' && option !== '-d') return unit;
  return unit.map((word) => (/^\d+(\.\d+){3}$/.test(word) ? `${word}/32` : word));
}

function holds(unit: Unit, wanted: Unit): boolean {
  return wanted.every((word, index) => unit[index] === word);
}

/**
 * The options of `wanted` that the rule lacks, taken in order; empty when it has them all. An option with fewer values
 * than the rule's matches: `-j` is any jump.
 */
export function lacking(rule: readonly string[], wanted: readonly string[]): string[] {
  const has = units(rule);
  const missing: string[] = [];
  let at = 0;
  for (const unit of units(wanted)) {
    const found = has.findIndex((one, index) => index >= at && holds(one, unit));
    if (found === -1) missing.push(unit.join(' '));
    else at = found + 1;
  }
  return missing;
}

/** How many options `wanted` has: a rule that lacks as many has nothing in common with it. */
export function optionCount(wanted: readonly string[]): number {
  return units(wanted).length;
}

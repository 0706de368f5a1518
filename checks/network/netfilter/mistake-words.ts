/**
 * Mistakes in a chain of statistic rules, in words. Says what is wrong, what comes of it, and what would be right;
 * knows nothing of how it was found out (rules walked, connections counted).
 */
import { type Alternative, chainProbabilities } from '../../statistics/mistakes.ts';

/** `0.333`, `0.25`, `1`: three digits are enough to recognise a share. */
export function share(value: number): string {
  return String(Number(value.toFixed(3)));
}

/**
 * @param alternative the mistake and its shares
 * @param declared the shares that were asked for, in the order of the alternative's
 * @param names the endpoints in that order, as the reader knows them
 */
export function inWords(
  alternative: Alternative,
  declared: readonly number[],
  names: readonly string[],
): string {
  const { mistake } = alternative;
  const shares = list(alternative.shares.map(share));
  const needed = list(
    chainProbabilities(declared).map((probability) => (probability > 1 - 1e-9 ? 'none' : share(probability))),
  );
  const passes = 'probabilities are conditional, a rule sees only what the rules before it let pass';
  const even = declared.every((own) => Math.abs(own - (declared[0] ?? 0)) < 1e-6);
  const what = even
    ? `equal probability on every rule`
    : `the shares themselves as probabilities on the rules`;
  switch (mistake.name) {
    case 'shares-as-probabilities':
      return mistake.lastRuleUnconditional
        ? `${what} but the last: ${passes}, so the shares are ${shares}; the probabilities must be ${needed}`
        : `${what}: ${passes}, so the shares are ${shares}, and ${share(alternative.lost)} of the connections match no rule; the probabilities must be ${needed}`;
    case 'halves':
      return `a probability of 0.5 on every rule but the last: ${passes}, so the shares are ${shares}; the probabilities must be ${needed}`;
    case 'evenly':
      return `the connections are spread evenly, but the shares asked for are ${list(declared.map(share))}`;
    case 'probabilities-reversed':
      return `the probabilities stand in the wrong order: from the first rule to the last they must be ${needed}`;
    case 'last-rule-missing':
      return `the last rule is missing: ${share(alternative.lost)} of the connections match no rule and keep the service's address`;
    case 'last-rule-has-probability':
      return "the last rule still has a probability: what it lets pass matches no rule and keeps the service's address";
    case 'never-hit':
      return `${names[mistake.endpoint]} is never reached: no rule leads to it, or an earlier rule takes its share`;
    case 'only-one-hit':
      return `every connection goes to ${names[mistake.endpoint]}, whose rule stands first and has no probability; the others are never reached`;
  }
}

function list(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

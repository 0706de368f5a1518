/**
 * A rule of iptables, taken apart: its conditions and its target, from the words that iptables-save prints.
 * Syntax: iptables(8), iptables-extensions(8). Knows nothing of packets.
 */

/** One option that narrows a rule, e.g. `! -d 10.96.0.10/32` or `--probability 0.5`. */
export interface Condition {
  readonly option: string;
  readonly values: readonly string[];
  readonly negated: boolean;
}
interface Target {
  /** `goto`: -g, which does not come back to this chain. */
  readonly how: 'jump' | 'goto';
  readonly name: string;
  /** The target's own options, e.g. `--to-destination` -> `10.244.1.2:8080`. */
  readonly options: ReadonlyMap<string, string>;
}
export interface RuleParts {
  readonly conditions: readonly Condition[];
  readonly target?: Target;
}

/** Short and long spellings of the same option, by the one that iptables-save prints. */
const SPELLINGS: Readonly<Record<string, string>> = {
  '--source': '-s',
  '--src': '-s',
  '--destination': '-d',
  '--dst': '-d',
  '--protocol': '-p',
  '--proto': '-p',
  '--in-interface': '-i',
  '--out-interface': '-o',
  '--match': '-m',
  '--jump': '-j',
  '--goto': '-g',
  '--destination-port': '--dport',
  '--source-port': '--sport',
  '--destination-ports': '--dports',
  '--source-ports': '--sports',
  '--state': '--ctstate',
};

/** @param words the words of the rule without `-A CHAIN`, quotes resolved */
export function takeApart(words: readonly string[]): RuleParts {
  const conditions: Condition[] = [];
  let at = 0;
  let negated = false;
  while (at < words.length) {
    const word = words[at] ?? '';
    at += 1;
    if (word === '!') {
      negated = true;
      continue;
    }
    const option = SPELLINGS[word] ?? word;
    if (option === '-j' || option === '-g') {
      const name = words[at] ?? '';
      const how = option === '-j' ? 'jump' : 'goto';
      return { conditions, target: { how, name, options: targetOptions(words.slice(at + 1)) } };
    }
    const values: string[] = [];
    // A comment may begin with a dash; every other value does not.
    if (option === '--comment') values.push(words[at++] ?? '');
    else while (at < words.length && !isOption(words[at] ?? '')) values.push(words[at++] ?? '');
    conditions.push({ option, values, negated });
    negated = false;
  }
  return { conditions };
}

function isOption(word: string): boolean {
  return word === '!' || /^-{1,2}[a-z]/i.test(word);
}

function targetOptions(words: readonly string[]): ReadonlyMap<string, string> {
  const options = new Map<string, string>();
  let option: string | undefined;
  for (const word of words) {
    if (isOption(word)) {
      option = word;
      options.set(option, '');
    } else if (option !== undefined) options.set(option, word);
  }
  return options;
}

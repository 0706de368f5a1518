/**
 * Where may a new flow go? Follows the nat table for one packet, by hand as it were: every jump, every condition, every
 * lot drawn, and gives the exact share of flows that each DNAT rule takes. Nothing is sent; nothing is known of services.
 */
import type { IptablesChain } from '../state/network-state.ts';
import { type Likelihood, matches, type Packet, parseMark } from './match.ts';
import { type RuleParts, takeApart } from './rule.ts';

/** Where a rule stands. */
export interface RulePlace {
  readonly chain: string;
  /** As iptables-save prints it, without `-A CHAIN`. */
  readonly text: string;
  /** From 1, as `iptables -L --line-numbers` counts. */
  readonly number: number;
}
/** A DNAT or REDIRECT rule that some flows reach. */
export interface Landing {
  /** `10.244.1.2:8080`; `local:8080` for REDIRECT. */
  readonly to: string;
  readonly share: number;
  readonly rule: RulePlace;
  /** The rules that led there, outermost first. */
  readonly via: readonly RulePlace[];
}
/** A rule that decides the flow's way by something that cannot be known here. */
interface Obstacle {
  readonly rule: RulePlace;
  readonly why: string;
}
export interface NatEvaluation {
  /** In the order in which the rules stand in the way. */
  readonly landings: readonly Landing[];
  /** Share of flows that leave the table with their destination as it was. */
  readonly untouched: number;
  /** Rules that no flow reaches, although their chain is entered: an earlier rule takes everything. */
  readonly shadowed: readonly RulePlace[];
  /** Chains that the packet entered, the hook's own first. */
  readonly entered: readonly string[];
  /** Set when the way could not be followed: then the rest describes only a part of it. */
  readonly obstacle?: Obstacle;
}

/** Deeper than any real table; the kernel refuses loops. */
const DEPTH = 64;
/** Targets after which the packet goes on to the next rule. */
const CONTINUES = new Set(['MARK', 'CONNMARK', 'LOG', 'NFLOG', 'TRACE', 'CLASSIFY', 'TOS', 'DSCP']);

/** Follows `packet` through the chains of the nat table, from the chain named like its hook. */
export function evaluateNat(chains: readonly IptablesChain[], packet: Packet): NatEvaluation {
  const evaluator = new NatEvaluator(chains, packet);
  const passed = evaluator.chain(packet.hook, 1, [], 0);
  return evaluator.result(passed);
}

/** What became of the flows that entered a chain: those that came out at its end, and those accepted as they are. */
interface Passed {
  readonly returned: number;
  readonly accepted: number;
}

class NatEvaluator {
  readonly #chains: ReadonlyMap<string, IptablesChain>;
  #packet: Packet;
  readonly #landings: Landing[] = [];
  readonly #shadowed: RulePlace[] = [];
  readonly #entered = new Set<string>();
  #obstacle: Obstacle | undefined;

  constructor(chains: readonly IptablesChain[], packet: Packet) {
    this.#chains = new Map(chains.map((chain) => [chain.name, chain]));
    this.#packet = { mark: 0, ...packet };
  }

  result(passed: Passed): NatEvaluation {
    return {
      landings: this.#landings,
      untouched: passed.returned + passed.accepted,
      shadowed: this.#shadowed,
      entered: [...this.#entered],
      ...(this.#obstacle && { obstacle: this.#obstacle }),
    };
  }

  /** Takes the share `reach` of flows through a chain. */
  chain(name: string, reach: number, via: readonly RulePlace[], depth: number): Passed {
    const chain = this.#chains.get(name);
    if (!chain) return { returned: reach, accepted: 0 };
    this.#entered.add(name);
    let left = reach;
    let returned = 0;
    let accepted = 0;
    chain.rules.forEach((rule, i) => {
      const place = { chain: name, text: rule.text, number: i + 1 };
      const parts = takeApart(rule.words);
      if (left <= 0) {
        if (parts.target) this.#shadowed.push(place);
        return;
      }
      const likelihood = matches(parts.conditions, this.#packet);
      if (likelihood === 0) return;
      if (likelihood === undefined && !this.#neutral(parts, depth)) {
        this.#stop(place, "whether it matches depends on more than the packet's address and port");
        return;
      }
      const taken = this.#take(parts, likelihood, left, place, via, depth);
      // Rounding must not leave a crumb after a rule that takes everything.
      left = likelihood === 1 ? taken.goesOn : left * (1 - (likelihood ?? 0)) + taken.goesOn;
      returned += taken.returned;
      accepted += taken.accepted;
    });
    return { returned: returned + left, accepted };
  }

  /** Lets a rule's target act on the flows that match it. */
  #take(
    { target }: RuleParts,
    likelihood: Likelihood,
    left: number,
    place: RulePlace,
    via: readonly RulePlace[],
    depth: number,
  ): Passed & { readonly goesOn: number } {
    const share = left * (likelihood ?? 0);
    const goesOn = { goesOn: share, returned: 0, accepted: 0 };
    if (!target) return goesOn;
    if (target.name === 'MARK') this.#mark(target.options, likelihood);
    if (CONTINUES.has(target.name)) return goesOn;
    // A neutral rule that may or may not match changes nothing but, perhaps, the mark.
    if (likelihood === undefined) {
      this.#packet = forgetMark(this.#packet);
      return goesOn;
    }
    switch (target.name) {
      case 'RETURN':
        return { goesOn: 0, returned: share, accepted: 0 };
      case 'ACCEPT':
        return { goesOn: 0, returned: 0, accepted: share };
      case 'DNAT':
      case 'REDIRECT': {
        const to = destination(target.options, target.name, this.#packet.port);
        if (to === undefined)
          this.#stop(place, 'it spreads flows over a range of addresses or ports by itself');
        else this.#landings.push({ to, share, rule: place, via });
        return { goesOn: 0, returned: 0, accepted: 0 };
      }
    }
    if (!this.#chains.has(target.name) || depth >= DEPTH) {
      this.#stop(place, `what the target ${target.name} does is not known here`);
      return goesOn;
    }
    const before = this.#packet.mark;
    const inside = this.chain(target.name, share, [...via, place], depth + 1);
    if (likelihood < 1 && this.#packet.mark !== before) this.#packet = forgetMark(this.#packet);
    return target.how === 'goto'
      ? { goesOn: 0, returned: inside.returned, accepted: inside.accepted }
      : { goesOn: inside.returned, returned: 0, accepted: inside.accepted };
  }

  /** True when the flow goes the same way whether the rule matches or not. */
  #neutral({ target }: RuleParts, depth: number): boolean {
    if (!target || CONTINUES.has(target.name)) return true;
    const chain = this.#chains.get(target.name);
    if (!chain || target.how === 'goto' || depth >= DEPTH) return false;
    return chain.rules.every((rule) => {
      const inner = takeApart(rule.words);
      return inner.target?.name === 'RETURN' || this.#neutral(inner, depth + 1);
    });
  }

  #mark(options: ReadonlyMap<string, string>, likelihood: Likelihood): void {
    const text = options.get('--set-xmark') ?? options.get('--set-mark') ?? options.get('--or-mark');
    const { mark } = this.#packet;
    if (likelihood !== 1 || mark === undefined || text === undefined) {
      this.#packet = forgetMark(this.#packet);
      return;
    }
    const [value, mask] = parseMark(text);
    const changed = options.has('--set-xmark')
      ? (mark & ~mask) ^ value
      : options.has('--or-mark')
        ? mark | value
        : (mark & ~mask) | value;
    this.#packet = { ...this.#packet, mark: changed >>> 0 };
  }

  #stop(rule: RulePlace, why: string): void {
    this.#obstacle ??= { rule, why };
  }
}

function forgetMark(packet: Packet): Packet {
  const { mark: _, ...rest } = packet;
  return rest;
}

/** `10.244.1.2` keeps the port; a range of addresses or ports gives undefined. */
function destination(options: ReadonlyMap<string, string>, target: string, port: number): string | undefined {
  if (target === 'REDIRECT') {
    const to = options.get('--to-ports') ?? String(port);
    return /^\d+$/.test(to) ? `local:${to}` : undefined;
  }
  const to = options.get('--to-destination') ?? '';
  if (/^\d+(\.\d+){3}$/.test(to)) return `${to}:${port}`;
  return /^\d+(\.\d+){3}:\d+$/.test(to) ? to : undefined;
}

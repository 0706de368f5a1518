/**
 * Does a rule match the first packet of a flow? As a probability, because `-m statistic` draws lots; undefined
 * when it cannot be known from the packet alone. Knows nothing of chains and targets.
 */
import { inRange } from '../addresses.ts';
import type { Condition } from './rule.ts';

/** The first packet of a new flow, as far as it is known. */
export interface Packet {
  readonly hook: 'PREROUTING' | 'OUTPUT' | 'FORWARD';
  readonly protocol: 'tcp' | 'udp';
  readonly destination: string;
  readonly port: number;
  readonly source?: string;
  readonly inInterface?: string;
  readonly outInterface?: string;
  /** Addresses of the host itself, for `-m addrtype`. */
  readonly localAddresses?: ReadonlySet<string>;
  /** The packet's mark as far as it is known; a new packet has 0. */
  readonly mark?: number;
}

/** 0..1; undefined: it depends on something that is not known here. */
export type Likelihood = number | undefined;

/** All conditions of a rule together. One that surely fails decides, whatever the others are. */
export function matches(conditions: readonly Condition[], packet: Packet): Likelihood {
  let all: Likelihood = 1;
  for (const condition of conditions) {
    const plain = TESTS[condition.option]?.(condition.values, packet);
    const one = plain === undefined ? undefined : condition.negated ? 1 - plain : plain;
    if (one === 0) return 0;
    all = one === undefined || all === undefined ? undefined : all * one;
  }
  return all;
}

type Test = (values: readonly string[], packet: Packet) => Likelihood;

const yes: Test = () => 1;
const truth = (value: boolean): Likelihood => (value ? 1 : 0);
const PROTOCOL_NUMBERS: Readonly<Record<string, string>> = { '6': 'tcp', '17': 'udp', '0': 'all' };
/** Its outcome is judged by the module's own options. */
const MODULES = new Set([
  'tcp',
  'udp',
  'comment',
  'addrtype',
  'statistic',
  'conntrack',
  'state',
  'mark',
  'multiport',
]);

const TESTS: Readonly<Record<string, Test>> = {
  '-m': ([module = '']) => (MODULES.has(module) ? 1 : undefined),
  '-p': ([name = ''], { protocol }) => {
    const known = PROTOCOL_NUMBERS[name] ?? name;
    return truth(known === 'all' || known === protocol);
  },
  '-d': ([network = ''], { destination }) => inNetwork(destination, network),
  '-s': ([network = ''], { source }) => (source === undefined ? whole(network) : inNetwork(source, network)),
  '-i': ([name = ''], { hook, inInterface }) => (hook === 'OUTPUT' ? 0 : interfaceIs(name, inInterface)),
  '-o': ([name = ''], { hook, outInterface }) =>
    hook === 'PREROUTING' ? 0 : interfaceIs(name, outInterface),
  '--dport': ([range = ''], { port }) => truth(inPorts(port, range)),
  '--dports': ([list = ''], { port }) => truth(list.split(',').some((range) => inPorts(port, range))),
  '--comment': yes,
  '--mode': yes,
  '--packet': yes,
  '--probability': ([value = '']) => finite(Number(value)),
  // In the long run every n-th packet.
  '--every': ([value = '']) => finite(1 / Number(value)),
  // The nat table sees only the first packet of a flow.
  '--ctstate': ([list = '']) => truth(list.split(',').includes('NEW')),
  '--syn': yes,
  // A first packet of TCP has SYN and no other flag.
  '--tcp-flags': ([mask = '', set = '']) =>
    truth(
      (mask === 'ALL' || mask.split(',').includes('SYN')) === (set === 'SYN') &&
        (set === 'SYN' || set === 'NONE'),
    ),
  '--dst-type': ([type = ''], { destination, localAddresses }) => {
    if (type !== 'LOCAL' || localAddresses === undefined) return undefined;
    return truth(localAddresses.has(destination) || inRange(destination, '127.0.0.0/8') === true);
  },
  '--mark': ([text = ''], { mark }) => {
    if (mark === undefined) return undefined;
    const [value, mask] = parseMark(text);
    return truth((mark & mask) >>> 0 === value);
  },
};

/** `0x4000/0x4000` -> value and mask, 32 bits. */
export function parseMark(text: string): readonly [number, number] {
  const [value = '0', mask = '0xffffffff'] = text.split('/');
  return [Number(value) >>> 0, Number(mask) >>> 0];
}

function finite(value: number): Likelihood {
  return Number.isFinite(value) && value >= 0 && value <= 1 ? value : undefined;
}

/** Any source lies in 0.0.0.0/0; of another network nothing is known. */
function whole(network: string): Likelihood {
  return network.endsWith('/0') ? 1 : undefined;
}

/** `eth+` stands for every name that begins with eth. */
function interfaceIs(pattern: string, name: string | undefined): Likelihood {
  if (pattern === '+') return 1;
  if (name === undefined) return undefined;
  return truth(pattern.endsWith('+') ? name.startsWith(pattern.slice(0, -1)) : name === pattern);
}

/** `80` or `80:90`, open at either end. */
function inPorts(port: number, range: string): boolean {
  const [from = '', to = from] = range.split(':');
  return port >= Number(from || 0) && port <= Number(to || 65535);
}

/** @param network `10.96.0.0/12`, `10.96.0.10` or `10.0.0.0/255.0.0.0` */
export function inNetwork(address: string, network: string): Likelihood {
  const is = inRange(address, network);
  return is === undefined ? undefined : truth(is);
}

/**
 * Keys by which a picture finds the same thing again. A fresh key spells where a thing is: `netns:worker/client`,
 * `if:worker/client/eth0`, `if:worker//eth0` for the host's own. After that a thing keeps its key, however it is renamed
 * or moved: the previous scene says what it was. Pure.
 *
 * The kernel has no number for an interface that would stay its own for life. An ifindex counts within one namespace, and
 * may change on a move when it is taken there (`__dev_change_net_namespace`, net/core/dev.c). The MAC address and the
 * veth peer move along, so these two tell.
 */
import type { Interface, Namespace } from './scene-model.ts';

/** A name between the slashes of a key. */
function part(name: string): string {
  return name.replace(/[%/~]/g, (char) => `%${char.charCodeAt(0).toString(16)}`);
}

export const hostKey = (host: string): string => `host:${part(host)}`;
export const segmentKey = (segment: string): string => `segment:${part(segment)}`;

/** `~2` behind a key that is taken: by what had the name before and was moved away or renamed. */
function free(key: string, taken: ReadonlySet<string>): string {
  let free = key;
  for (let count = 2; taken.has(free); count += 1) free = `${key}~${count}`;
  return free;
}

export type UnkeyedNamespace = Pick<Namespace, 'names' | 'own' | 'inode'>;

/** @param all of one host, the nameless in the order of their inodes @param before the same host's in the previous scene */
export function namespaceKeys(
  host: string,
  all: readonly UnkeyedNamespace[],
  before: readonly Namespace[],
): string[] {
  const taken = new Set<string>();
  const known = all.map((one) => {
    const was = before.find((other) => !taken.has(other.key) && isSame(one, other));
    if (was) taken.add(was.key);
    return was?.key;
  });
  const nameless = all.filter(({ own, names }) => !own && names.length === 0);
  return all.map((one, at) => {
    const { own, names } = one;
    const name = names[0] === undefined ? `#${nameless.indexOf(one) + 1}` : part(names[0]);
    const key = known[at] ?? free(own ? hostKey(host) : `netns:${part(host)}/${name}`, taken);
    taken.add(key);
    return key;
  });
}

/** An inode alone does not tell: the kernel gives the number of a namespace that is gone to the next one. */
function isSame(one: UnkeyedNamespace, other: UnkeyedNamespace): boolean {
  if (one.own || other.own) return one.own && other.own;
  if (one.names.some((name) => other.names.includes(name))) return true;
  return one.inode === other.inode && (one.names.length === 0 || other.names.length === 0);
}

export interface UnkeyedInterface extends Pick<Interface, 'name' | 'kind' | 'mac' | 'ifindex'> {
  /** Key of its namespace. */
  readonly namespace: string;
  /** Place of its veth peer in the list. */
  readonly peerAt?: number | undefined;
}

type Known = Interface & { readonly namespace: string };
type Rule = (one: UnkeyedInterface, was: Known) => boolean;

const here: Rule = (one, was) => one.namespace === was.namespace;
const sameName: Rule = (one, was) => one.name === was.name && one.kind === was.kind;
const sameMac: Rule = (one, was) => one.kind === was.kind && one.kind !== 'loopback' && one.mac === was.mac;
const sameIndex: Rule = (one, was) => one.ifindex === was.ifindex;

/** The surest first. What is only made anew under its old name comes last, so that what was moved away is found before. */
const RULES: readonly Rule[] = [
  (one, was) => here(one, was) && sameName(one, was) && one.mac === was.mac,
  (one, was) => here(one, was) && sameMac(one, was) && sameIndex(one, was),
  (one, was) => one.mac !== '' && sameMac(one, was) && sameIndex(one, was),
  (one, was) => one.mac !== '' && sameMac(one, was),
];

/** @param all of one host @param before the same host's in the previous scene, each with its namespace's key */
export function interfaceKeys(
  host: string,
  all: readonly UnkeyedInterface[],
  before: readonly Known[],
): string[] {
  const left = new Set(before);
  const keys = new Map<number, string>();
  const take = (at: number, was: Known | undefined): void => {
    if (!was || keys.has(at)) return;
    left.delete(was);
    keys.set(at, was.key);
  };
  const byRule = (rule: Rule): void => {
    // Most are where they were: without this, a thousand interfaces would be compared with a thousand.
    if (left.size === 0) return;
    for (const [at, one] of all.entries())
      if (!keys.has(at))
        take(
          at,
          [...left].find((was) => rule(one, was)),
        );
  };
  const home = new Map(before.map((was) => [`${was.namespace} ${was.name}`, was]));
  for (const [at, one] of all.entries()) {
    const was = home.get(`${one.namespace} ${one.name}`);
    if (was && (RULES[0] as Rule)(one, was)) take(at, was);
  }
  RULES.slice(1).forEach(byRule);
  for (const [at, { kind, peerAt }] of all.entries()) {
    const peer = peerAt === undefined ? undefined : keys.get(peerAt);
    if (peer !== undefined)
      take(
        at,
        [...left].find((was) => was.kind === kind && was.peer === peer),
      );
  }
  byRule((one, was) => here(one, was) && sameName(one, was));
  const taken = new Set(keys.values());
  return all.map((one, at) => {
    const key = keys.get(at) ?? free(freshInterfaceKey(host, one), taken);
    taken.add(key);
    return key;
  });
}

function freshInterfaceKey(host: string, { namespace, name }: UnkeyedInterface): string {
  const inside = namespace.startsWith('netns:') ? namespace.slice(namespace.indexOf('/') + 1) : '';
  return `if:${part(host)}/${inside}/${part(name)}`;
}

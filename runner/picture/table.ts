/** The text alternative: the facts of a scene as rows, with what the picture has no room for. Pure. */

import { drawnAddresses, listeningText, serviceText } from './layout/drawn-words.ts';
import { visible } from './layout/label-text.ts';
import {
  type Host,
  type Interface,
  type Namespace,
  namespaceName,
  placedInterfaces,
  type Scene,
} from './scene/scene-model.ts';

const NAT_RULES = 'iptables -t nat -S';

/** What a shell takes as it stands. */
const WORD = /^[\w.@-]+$/;

export interface Row {
  /** Of the interface or namespace that it is about. */
  readonly key: string;
  readonly host: string;
  /** `-` for the host's own. */
  readonly namespace: string;
  readonly name: string;
  readonly kind: string;
  readonly state: string;
  readonly addresses: string;
  /** What it is wired to, or what it does. */
  readonly leads: string;
  /** What shows it in the host's terminal; absent where no short one does. */
  readonly command?: string;
}

export function rowsOfScene(scene: Scene): Row[] {
  const names = new Map(
    placedInterfaces(scene).map(({ host, namespace, link }) => [
      link.key,
      namespace.own ? link.name : `${link.name} in ${namespaceName(host, namespace)}`,
    ]),
  );
  return scene.hosts.flatMap((host) =>
    host.unreadable === undefined
      ? host.namespaces.flatMap((namespace) => namespaceRows(host, namespace, names))
      : [row(host, undefined, { name: '', kind: 'host', state: 'not readable', leads: host.unreadable })],
  );
}

function namespaceRows(host: Host, namespace: Namespace, names: ReadonlyMap<string, string>): Row[] {
  const { interfaces, listens = [], nat = [], services = [], containers } = namespace;
  const fact = (kind: string, leads: string, shownBy?: string) => ({
    ...row(host, namespace, { name: '', kind, state: '', leads }),
    ...commandIn(
      namespace,
      (name) => shownBy && (name === '' ? shownBy : `ip netns exec ${name} ${shownBy}`),
    ),
  });
  return [
    ...(containers.length > 0 ? [fact('Pod', `containers ${containers.join(', ')}`)] : []),
    ...interfaces.map((link) => linkRow(host, namespace, link, names)),
    ...listens.map((one) => fact('listens', [listeningText(one), ...one.by].join(' '), 'ss -tulnp')),
    ...services.map((one) => fact('Service', serviceText(one).replace(/^Service /, ''), NAT_RULES)),
    ...nat.map(({ what, rules }) =>
      fact('NAT', `${what}: ${rules.length} rule${rules.length === 1 ? '' : 's'}`, NAT_RULES),
    ),
  ];
}

function linkRow(host: Host, namespace: Namespace, link: Interface, names: ReadonlyMap<string, string>): Row {
  const { key, name, kind, state, bridge, peer, segment, tunnel } = link;
  const leads = [
    bridge === undefined ? '' : `port of ${names.get(bridge) ?? '?'}`,
    peer === undefined ? '' : `peer ${names.get(peer) ?? '?'}`,
    segment === undefined ? '' : `segment ${segment}`,
    tunnel?.name ?? '',
  ].filter((words) => words !== '');
  const addresses = drawnAddresses(link).join(' ');
  return {
    ...row(host, namespace, { name, kind: kind || 'device', state, leads: leads.join(', ') }),
    key,
    addresses,
    ...(WORD.test(name) &&
      commandIn(namespace, (place) => `ip ${place === '' ? '' : `-n ${place} `}-d addr show dev ${name}`)),
  };
}

/** @param command of the namespace's name, '' for the host's own; a namespace that has none, or a strange one, has no command */
function commandIn(
  { own, names: [name = ''] }: Namespace,
  command: (name: string) => string | undefined,
): Pick<Row, 'command'> {
  const words = own || WORD.test(name) ? command(own ? '' : name) : undefined;
  return words === undefined ? {} : { command: words };
}

function row(
  host: Host,
  namespace: Namespace | undefined,
  cells: Pick<Row, 'name' | 'kind' | 'state' | 'leads'>,
): Row {
  const place = namespace === undefined || namespace.own ? '-' : namespaceName(host, namespace);
  return { key: namespace?.key ?? host.key, host: host.name, namespace: place, addresses: '', ...cells };
}

const HEADS = {
  host: 'host',
  namespace: 'namespace',
  name: 'interface',
  kind: 'kind',
  state: 'state',
  addresses: 'addresses',
  leads: 'wired to',
} as const;
/** A name may be as long as a file's; a line of a table should not. */
const WIDEST = 40;

/** As lines for a terminal, the first of them the heads. */
export function tableLines(rows: readonly Row[]): string[] {
  const columns = Object.keys(HEADS) as (keyof typeof HEADS)[];
  const cell = (text: string) => {
    const shown = visible(text);
    return shown.length > WIDEST ? `${shown.slice(0, WIDEST - 1)}…` : shown;
  };
  const lines = [HEADS, ...rows].map((one) =>
    columns.map((column) => (column === 'leads' ? visible(one[column]) : cell(one[column]))),
  );
  const widths = columns.map((_, at) => Math.max(...lines.map((line) => (line[at] ?? '').length)));
  return lines.map((line) =>
    line
      .map((text, at) => text.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

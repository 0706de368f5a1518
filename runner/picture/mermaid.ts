/**
 * A scene as a Mermaid flowchart, which GitHub draws by itself: what a picture shows, without its places. Pure.
 * Syntax: https://mermaid.js.org/syntax/flowchart.html
 */

import { addressText, listensText, natText } from './layout/drawn-words.ts';
import { visible } from './layout/label-text.ts';
import { type Host, type Interface, type Namespace, namespaceName, type Scene } from './scene/scene-model.ts';

/** Mermaid refuses a text of more than 50,000 characters, and draws no more than 500 lines (`maxTextSize`, `maxEdges`). */
const MOST_LINKS = 200;

export function mermaidOf(scene: Scene): string {
  const ids = new Map<string, string>();
  const id = (key: string) => {
    const known = ids.get(key) ?? `n${ids.size}`;
    ids.set(key, known);
    return known;
  };
  const hosts = shortened(scene);
  const lines = [
    'flowchart TB',
    ...scene.segments.map(({ key, name, subnets }) => `  ${id(key)}{{"${words(name, ...subnets)}"}}`),
    ...hosts.flatMap((host) => hostLines(host, id)),
    ...hosts.flatMap(({ namespaces }) => namespaces.flatMap((one) => edges(one, scene, ids, id))),
    ...scene.tunnels.flatMap(({ name, ends }) =>
      ends.slice(1).flatMap((end, at) => edge(ids, ends[at] ?? '', `-. "${words(name)}" .-`, end)),
    ),
  ];
  return `${lines.join('\n')}\n`;
}

/** Without lo, and with the first of the interfaces only where there are too many. */
function shortened({ hosts }: Scene): Host[] {
  let left = MOST_LINKS;
  return hosts.map((host) => ({
    ...host,
    namespaces: host.namespaces.map((one) => {
      const interfaces = one.interfaces.filter(({ kind }) => kind !== 'loopback').slice(0, left);
      left -= interfaces.length;
      return { ...one, interfaces };
    }),
  }));
}

function hostLines(host: Host, id: (key: string) => string): string[] {
  const own = host.namespaces.find((one) => one.own);
  const nested = host.namespaces.filter((one) => !one.own).slice(0, MOST_LINKS);
  return [
    `  subgraph ${id(host.key)}["${words(host.name, host.unreadable ? 'not readable' : '', ...(own ? facts(own) : []))}"]`,
    ...(own?.interfaces ?? []).map((link) => `    ${node(link, id)}`),
    ...nested.flatMap((one) => [
      `    subgraph ${id(one.key)}["${words(namespaceName(host, one), ...facts(one))}"]`,
      ...one.interfaces.map((link) => `      ${node(link, id)}`),
      '    end',
    ]),
    '  end',
  ];
}

const facts = (namespace: Namespace) => [listensText(namespace), natText(namespace)];

function node(link: Interface, id: (key: string) => string): string {
  const text = words(
    link.name,
    link.kind === 'bridge' ? 'bridge' : '',
    link.state === 'up' ? '' : link.state,
    addressText(link),
  );
  return link.kind === 'bridge' ? `${id(link.key)}[/"${text}"/]` : `${id(link.key)}("${text}")`;
}

function edges(
  { interfaces }: Namespace,
  { segments }: Scene,
  ids: ReadonlyMap<string, string>,
  id: (key: string) => string,
): string[] {
  return interfaces.flatMap(({ key, bridge, peer, segment }) => {
    const wire = segments.find(({ name }) => name === segment);
    return [
      ...(peer !== undefined && key < peer ? edge(ids, key, '---', peer) : []),
      ...(bridge === undefined ? [] : edge(ids, key, '---', bridge)),
      ...(wire ? [`  ${id(wire.key)} --- ${id(key)}`] : []),
    ];
  });
}

/** Nothing when one of its ends was left out. */
function edge(ids: ReadonlyMap<string, string>, one: string, line: string, other: string): string[] {
  const [from, to] = [ids.get(one), ids.get(other)];
  return from === undefined || to === undefined ? [] : [`  ${from} ${line} ${to}`];
}

/** Within double quotes; Mermaid reads HTML there, and `#` begins an entity. */
function words(...all: readonly string[]): string {
  const text = all.filter((one) => one !== '').map((one) => visible(one.slice(0, 60)));
  return text.map((one) => one.replace(/[#"&<>`\\]/g, (char) => `#${char.charCodeAt(0)};`)).join('<br/>');
}

/** How narrow the columns of a drawn layout could be. Pure. */
import { type Host, type Namespace, namespaceName, type Scene } from '../scene/scene-model.ts';
import { cableKey } from './cables.ts';
import { type Needs, uplinksOf, type Widths, widthsFor } from './columns.ts';
import { loopbackWidth } from './draw-namespace.ts';
import { textWidth } from './label-text.ts';
import type { Label, Layout } from './layout-model.ts';
import { isLoopback, natRow } from './rows.ts';
import { HOST, NAMESPACE, PORT } from './sizes.ts';

/** @param drawn scenes and their layouts in columns that are wider than they need */
export function fittedWidths(drawn: readonly (readonly [Scene, Layout])[]): Map<string, Widths> {
  const all = new Map<string, Needs>();
  for (const [scene, layout] of drawn) {
    const labels = new Map<string, Label[]>();
    for (const label of layout.labels) {
      const own = labels.get(label.key);
      if (own) own.push(label);
      else labels.set(label.key, [label]);
    }
    for (const host of scene.hosts) {
      const needs = needsOf(scene, host, layout, (key) => labels.get(key) ?? []);
      all.set(host.key, larger(needs, all.get(host.key) ?? needs));
    }
  }
  return new Map([...all].map(([key, needs]) => [key, widthsFor(needs)]));
}

function larger(one: Needs, other: Needs): Needs {
  return {
    bridgeLanes: Math.max(one.bridgeLanes, other.bridgeLanes),
    deviceWidth: Math.max(one.deviceWidth, other.deviceWidth),
    cableLanes: Math.max(one.cableLanes, other.cableLanes),
    namespaceWidth: Math.max(one.namespaceWidth, other.namespaceWidth),
    width: Math.max(one.width, other.width),
  };
}

function needsOf(
  scene: Scene,
  host: Host,
  drawn: Layout,
  labelsOf: (key: string) => readonly Label[],
): Needs {
  const { arrangement } = drawn;
  const { devices, namespaces, bridgeLanes, cableLanes, columns } = arrangement;
  const own = host.namespaces.filter((one) => one.own);
  const shown = host.namespaces.filter(({ key }) => namespaces[key] !== undefined);
  const at = columns[host.key];
  const end = (keys: readonly string[], from: number) =>
    Math.max(0, ...keys.flatMap(labelsOf).map(({ x, width }) => x + width - from));
  const ownKeys = own.flatMap(({ interfaces }) => interfaces.map(({ key }) => key));
  const standing = [...ownKeys, `${host.key}#more`].filter((key) => devices[key] !== undefined);
  const inside = shown.flatMap(({ interfaces }) => interfaces.filter((link) => !isLoopback(link)));
  const names = shown.map((one) => headWidth(host, one));
  const lanes = [...inside, ...own.flatMap(({ interfaces }) => interfaces)].flatMap(
    ({ key, peer }) => cableLanes[cableKey(key, peer ?? '')] ?? [],
  );
  const x = at?.x ?? 0;
  const rows = end(
    [
      ...shown.flatMap(({ key }) => [key, natRow(key)]),
      ...inside.map(({ key }) => key),
      `${host.key}#namespaces`,
    ],
    x + (at?.namespacesX ?? 0),
  );
  return {
    bridgeLanes: Math.max(0, ...ownKeys.map((key) => (bridgeLanes[key] ?? -1) + 1)),
    deviceWidth: standing.length > 0 ? end(standing, x + (at?.devicesX ?? 0)) + PORT.padding : 0,
    cableLanes: new Set(lanes).size,
    namespaceWidth: shown.length > 0 ? Math.max(rows + NAMESPACE.inset + PORT.padding, ...names) : 0,
    width:
      end([host.key, natRow(host.key)], x) +
      PORT.padding +
      6 +
      HOST.innerX +
      uplinksOf(scene, host.key).length * HOST.uplinkWidth,
  };
}

/** Of a namespace's name and lo beside it. */
function headWidth(host: Host, namespace: Namespace): number {
  const loopback = namespace.interfaces.find(isLoopback);
  const pod = namespace.containers.length > 0 ? textWidth('Pod', 'note') + 5 : 0;
  const name = Math.min(textWidth(namespaceName(host, namespace), 'name'), HOST.namespaceWidth);
  const port = loopback ? loopbackWidth(loopback) : 0;
  return Math.min(2 * NAMESPACE.inset + pod + name + 8 + port, HOST.namespaceWidth);
}

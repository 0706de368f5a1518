/** What stands in the rows of a namespace, and in which. Pure. */
import type { Namespace } from '../scene/scene-model.ts';
import type { Arrangement } from './layout-model.ts';
import { MOST, NAMESPACE, ROWS } from './sizes.ts';

/** Keys of rows that are no interfaces. */
export const listensRow = (namespace: string): string => `${namespace}#listens`;
export const natRow = (namespace: string): string => `${namespace}#nat`;
export const moreRow = (namespace: string): string => `${namespace}#more`;

/** lo stands beside the namespace's name. */
export const isLoopback = ({ kind }: { readonly kind: string }): boolean => kind === 'loopback';

export function rowItems({ key, interfaces, listens = [], nat = [], services = [] }: Namespace): string[] {
  return [
    ...interfaces.filter((link) => !isLoopback(link)).map((link) => link.key),
    ...(listens.length > 0 ? [listensRow(key)] : []),
    ...(nat.length + services.length > 0 ? [natRow(key)] : []),
  ];
}

export interface Rows {
  /** Row by item, from 0; what is not in it is folded. */
  readonly rows: ReadonlyMap<string, number>;
  /** Rows that it needs at least. */
  readonly count: number;
}

/** What has a row keeps it; what is new gets the first that is free. */
export function rowsOf(namespace: Namespace, before: Arrangement['rows']): Rows {
  const items = rowItems(namespace);
  const wasAt = (item: string) => {
    const was = before[item];
    return was?.namespace === namespace.key ? was.row : undefined;
  };
  const kept = items.filter((item) => wasAt(item) !== undefined);
  const added = items.filter((item) => wasAt(item) === undefined).slice(0, MOST.rows - kept.length);
  const more = items.length > kept.length + added.length ? [moreRow(namespace.key)] : [];
  const rows = new Map(kept.map((item) => [item, wasAt(item) as number]));
  for (const item of [...added, ...more]) {
    const taken = new Set(rows.values());
    const last = wasAt(item);
    let row = last !== undefined && !taken.has(last) ? last : 0;
    while (taken.has(row)) row += 1;
    rows.set(item, row);
  }
  return { rows, count: Math.max(0, ...[...rows.values()].map((row) => row + 1)) };
}

export function namespaceHeight(rows: number): number {
  return NAMESPACE.head + rows * NAMESPACE.row + NAMESPACE.foot;
}

/** @param among so many namespaces of the host */
export function spareRows(among: number): number {
  return among <= ROWS.fewNamespaces ? ROWS.few : ROWS.many;
}

/** How tall its box is: what is left of its place is kept for what may come. */
export function drawnHeight(namespace: string, rows: Arrangement['rows']): number {
  const own = Object.values(rows).filter((one) => one.namespace === namespace);
  return namespaceHeight(Math.max(ROWS.drawn, ...own.map(({ row }) => row + 1)));
}

/** From the namespace's top to the middle of a row. */
export function rowMiddle(row: number): number {
  return NAMESPACE.head + row * NAMESPACE.row + NAMESPACE.row / 2;
}

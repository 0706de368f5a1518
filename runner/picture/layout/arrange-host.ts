/**
 * Where the namespaces and devices of one host stand, one below another in two columns. What stands stays; what is new gets
 * the first gap, or comes below. Only a namespace that outgrows its place, with another right below it, gets a new one. Pure.
 */
import type { Host, Interface, Namespace } from '../scene/scene-model.ts';
import { natText } from './drawn-words.ts';
import type { Arrangement, Place } from './layout-model.ts';
import { Column } from './packing.ts';
import { isLoopback, moreRow, namespaceHeight, type Rows, rowMiddle, rowsOf, spareRows } from './rows.ts';
import { DEVICE, HOST, MOST, NAMESPACE, PORT, ROWS } from './sizes.ts';

const ROOMY = DEVICE.height + DEVICE.gap;

export type HostArrangement = Pick<Arrangement, 'namespaces' | 'devices' | 'rows'> & {
  readonly head: number;
  readonly height: number;
};

export const foldedNamespaces = (host: string): string => `${host}#namespaces`;

export interface Room {
  /** Whether namespaces keep room for what may come. */
  readonly spare: boolean;
  /** Height of a host's head, unless it has one already. */
  readonly head: number;
}

export function arrangeHost(host: Host, before: Arrangement, room: Room): HostArrangement {
  const arranging = new Arranging(host, before, room);
  arranging.keep();
  arranging.addBridges();
  arranging.addNamespaces();
  arranging.addDevices();
  return arranging.result();
}

class Arranging {
  readonly #host: Host;
  readonly #before: Arrangement;
  readonly #spare: boolean;
  readonly #devices = new Map<string, Place>();
  readonly #namespaces = new Map<string, Place>();
  readonly #rows = new Map<string, Rows>();
  readonly #left = new Column();
  readonly #right = new Column();
  readonly #head: number;
  /** Of the namespaces: there is room for a bridge beside the first one's name, also where there is none yet. */
  readonly #top: number;
  readonly #own: readonly Interface[];
  readonly #shown: readonly Namespace[];
  readonly #hidden: readonly Namespace[];

  constructor(host: Host, before: Arrangement, { spare, head }: Room) {
    this.#host = host;
    this.#before = before;
    this.#spare = spare;
    const own = host.namespaces.filter((one) => one.own).flatMap(({ interfaces }) => interfaces);
    this.#own = own.filter((link) => !isLoopback(link) && link.segment === undefined);
    this.#head = before.heads[host.key] ?? head;
    const bridged = this.#own.some(({ kind }) => kind === 'bridge');
    this.#top = this.#head + (spare || bridged ? DEVICE.height - PORT.height : 0);
    const nested = host.namespaces.filter((one) => !one.own);
    const stands = ({ key }: Namespace) => before.namespaces[key] !== undefined;
    const inOrder = [...nested.filter(stands), ...nested.filter((one) => !stands(one))];
    this.#shown = inOrder.slice(0, MOST.namespaces);
    this.#hidden = inOrder.slice(MOST.namespaces);
    for (const one of this.#shown) this.#rows.set(one.key, rowsOf(one, before.rows));
  }

  /** What was there takes its place again before anything new looks for one. */
  keep(): void {
    for (const { key } of this.#own) this.#keepDevice(key);
    for (const one of this.#shown) {
      const was = this.#before.namespaces[one.key];
      if (was) this.#put(one.key, was);
    }
    for (const { key } of this.#shown) this.#grow(key);
  }

  #keepDevice(key: string): void {
    const was = this.#before.devices[key];
    if (was) this.#putDevice(key, was);
  }

  #put(key: string, place: Place): void {
    this.#namespaces.set(key, place);
    this.#right.take(place);
  }

  #putDevice(key: string, place: Place): void {
    this.#devices.set(key, place);
    this.#left.take(place);
  }

  /** Into the room below it, where there is some. */
  #grow(key: string): void {
    const was = this.#namespaces.get(key);
    const height = this.#needed(key);
    if (!was || was.height >= height) return;
    this.#right.free(was);
    this.#namespaces.delete(key);
    const grown = { y: was.y, height };
    if (this.#right.isFree(grown)) this.#put(key, grown);
  }

  #needed(key: string): number {
    return namespaceHeight(this.#rows.get(key)?.count ?? 0) + NAMESPACE.gap;
  }

  addBridges(): void {
    const bridges = this.#own.filter(({ kind }) => kind === 'bridge');
    const standing = bridges.filter(({ key }) => this.#devices.has(key)).length;
    const added = bridges.filter(({ key }) => !this.#devices.has(key));
    for (const { key } of added.slice(0, Math.max(0, MOST.bridges - standing))) this.#addDevice(key);
  }

  #addDevice(key: string): void {
    this.#putDevice(key, { y: this.#left.firstFree(this.#head, ROOMY), height: ROOMY });
  }

  addNamespaces(): void {
    const rows = this.#spare ? spareRows(this.#shown.length) : ROWS.drawn;
    const spare = namespaceHeight(rows) + NAMESPACE.gap;
    for (const one of this.#shown) {
      if (this.#namespaces.has(one.key)) continue;
      const height = Math.max(spare, this.#needed(one.key));
      this.#put(one.key, { y: this.#freeBeside(one, height), height });
    }
    if (this.#hidden.length === 0) return;
    const key = foldedNamespaces(this.#host.key);
    const height = NAMESPACE.head + NAMESPACE.gap;
    const was = this.#before.namespaces[key];
    const y = was && this.#right.isFree(was) ? was.y : this.#right.end(this.#top);
    this.#put(key, { y, height });
  }

  /** Where there is also room for the host's ends of its veth pairs, so that these run straight. */
  #freeBeside(namespace: Namespace, height: number): number {
    const rows = this.#endsBeside(namespace);
    const agrees = (y: number) => rows.every((row) => this.#left.isFree(beside(y, row)));
    const first = this.#right.firstFree(this.#top, height, agrees);
    if (agrees(first)) return first;
    // The first of its rows just below what stands on the left.
    const below = this.#left.end(this.#top) - NAMESPACE.head;
    return this.#right.firstFree(Math.max(this.#top, below), height, agrees);
  }

  #endsBeside({ key, interfaces }: Namespace): number[] {
    const rows = this.#rows.get(key)?.rows;
    return interfaces.flatMap((link) => {
      const end = this.#own.find((one) => one.key === link.peer);
      const row = rows?.get(link.key);
      return end && row !== undefined && !this.#devices.has(end.key) ? [row] : [];
    });
  }

  addDevices(): void {
    const homes = new Map(this.#shown.flatMap((one) => one.interfaces.map(({ key }) => [key, one] as const)));
    const hidden = new Set(this.#hidden.flatMap((one) => one.interfaces.map(({ key }) => key)));
    const bridges = new Set(this.#own.filter(({ kind }) => kind === 'bridge').map(({ key }) => key));
    let alone = [...this.#devices].filter(
      ([key, { height }]) => height === ROOMY && !bridges.has(key),
    ).length;
    let folded = 0;
    for (const { key, peer } of this.#own) {
      if (this.#devices.has(key) || peer === undefined) continue;
      const place = this.#beside(homes.get(peer), peer);
      if (place) this.#putDevice(key, place);
    }
    for (const { key, kind, peer } of this.#own) {
      if (this.#devices.has(key)) continue;
      if (hidden.has(peer ?? '') || kind === 'bridge' || alone >= MOST.devices) folded += 1;
      else {
        alone += 1;
        this.#addDevice(key);
      }
    }
    if (folded > 0) this.#fold();
  }

  #beside(home: Namespace | undefined, peer: string): Place | undefined {
    const place = home && this.#namespaces.get(home.key);
    const row = home && this.#rows.get(home.key)?.rows.get(peer);
    if (!place || row === undefined) return undefined;
    const wanted = beside(place.y, row);
    return this.#left.isFree(wanted) ? wanted : undefined;
  }

  #fold(): void {
    const key = moreRow(this.#host.key);
    const height = PORT.height + 12;
    const was = this.#before.devices[key];
    const place = was && this.#left.isFree(was) ? was : { y: this.#left.end(this.#head), height };
    this.#putDevice(key, place);
  }

  result(): HostArrangement {
    const end = Math.max(this.#left.end(this.#head), this.#right.end(this.#head));
    const rows = [...this.#rows].flatMap(([namespace, one]) =>
      [...one.rows].map(([item, row]) => [item, { namespace, row }] as const),
    );
    return {
      devices: Object.fromEntries(this.#devices),
      namespaces: Object.fromEntries(this.#namespaces),
      rows: Object.fromEntries(rows),
      head: this.#head,
      height: Math.max(end + HOST.foot, this.#before.heights[this.#host.key] ?? 0),
    };
  }
}

/** Whether it has NAT, or an interface to a segment that is a port of a bridge. */
export function needsFullHead({ namespaces }: Host): boolean {
  return namespaces.some(
    (one) =>
      one.own &&
      (natText(one) !== '' ||
        one.interfaces.some(({ segment, bridge }) => segment !== undefined && bridge !== undefined)),
  );
}

/** The place of a host's end beside a namespace at `y`, level with a row. */
function beside(y: number, row: number): Place {
  return { y: y + rowMiddle(row) - NAMESPACE.row / 2, height: NAMESPACE.row };
}

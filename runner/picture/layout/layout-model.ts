/** A layout: what is drawn, and where. Plain data, in pixels; x to the right, y downwards. It knows no colours and no SVG. */
import type { LinkState } from '../scene/scene-model.ts';
import type { TextSize } from './sizes.ts';

export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export type BoxShape = 'host' | 'namespace' | 'port' | 'bridge' | 'router' | 'fold' | 'nat';

export interface Box extends Rect {
  /** Of the thing in the scene; a fold has its owner's and `#more`. */
  readonly key: string;
  readonly shape: BoxShape;
  /** Of interfaces. */
  readonly state?: LinkState;
  /** Every namespace has one: lo. */
  readonly minor?: boolean;
  /** All that is known of it, in words: for a tooltip and for screen readers. */
  readonly says: string;
}

export interface Label extends Rect {
  /** Of the box or line that it belongs to. */
  readonly key: string;
  /** `name` of a thing, `fact` about it, `state` of an interface that is not up. */
  readonly kind: 'name' | 'fact' | 'state';
  readonly size: TextSize;
  readonly text: string;
  /** Set in bold. */
  readonly strong?: boolean;
}

/** `veth`: between two ends; `dock`: a port's to its bridge; `uplink`: to a segment; `leg`: the router's; `tunnel`. */
export type LineKind = 'segment' | 'bridge' | 'veth' | 'dock' | 'uplink' | 'leg' | 'tunnel';

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Every part is horizontal or vertical. */
export interface Line {
  readonly key: string;
  readonly kind: LineKind;
  readonly points: readonly Point[];
  /** Whether a packet could pass: `up` only when both ends are. */
  readonly state: LinkState;
  readonly says: string;
  /** Where it ends in nothing that is drawn, there is an open ring. */
  readonly open?: boolean;
}

export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly Box[];
  readonly lines: readonly Line[];
  readonly labels: readonly Label[];
  /** For the next layout: what stays keeps its place. */
  readonly arrangement: Arrangement;
}

/**
 * How a host's width is divided; all but x from its left side:
 *
 *   | tunnels | bars of bridges | its own devices | cables | namespaces |
 */
export interface HostColumn {
  readonly x: number;
  readonly width: number;
  readonly devicesX: number;
  readonly deviceWidth: number;
  /** Of the first lane of cables. */
  readonly cablesX: number;
  readonly namespacesX: number;
  readonly namespaceWidth: number;
}

/** y counts from the top of the host. */
export interface Place {
  readonly y: number;
  readonly height: number;
}

export interface Arrangement {
  /** By key of the host. */
  readonly columns: Readonly<Record<string, HostColumn>>;
  /** By key of the namespace. */
  readonly namespaces: Readonly<Record<string, Place>>;
  /** By key of the host's own device. */
  readonly devices: Readonly<Record<string, Place>>;
  /** Row within its namespace, by key of the interface, or the namespace's key and `#listens`, `#nat`, `#more`. */
  readonly rows: Readonly<Record<string, { readonly namespace: string; readonly row: number }>>;
  /** By key of the bridge, from 0, which is the nearest to the devices. */
  readonly bridgeLanes: Readonly<Record<string, number>>;
  /** By key of the cable, from 0. */
  readonly cableLanes: Readonly<Record<string, number>>;
  readonly tunnelLanes: Readonly<Record<string, number>>;
  /** Lanes for tunnels that there is room for above the hosts; absent before there is a layout. */
  readonly tunnelRoom?: number;
  /** Height of each host's head, by key. */
  readonly heads: Readonly<Record<string, number>>;
  /** Height of each host, by key: it does not shrink, so that nothing jumps when something goes. */
  readonly heights: Readonly<Record<string, number>>;
}

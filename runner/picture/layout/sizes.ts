/** Sizes of a picture, in pixels at its own scale. */

export const MARGIN = 20;
export const HOST_GAP = 28;
/** Text in pixels; all of it is monospaced, so that its width can be told without a browser. */
export const TEXT = { title: 13, name: 11.5, label: 11, note: 10 } as const;
export type TextSize = keyof typeof TEXT;

export const HOST = {
  padding: 14,
  /** Where the tunnels' way up is, from the host's left side. */
  tunnelX: 7,
  /** Bars of bridges stand side by side at the left of the host's own devices. */
  lanes: 3,
  lanePitch: 10,
  /** Widest; a column may be narrower. */
  deviceWidth: 122,
  namespaceWidth: 200,
  /** Lanes of cables that bend, between devices and namespaces, and what is left free on both sides of them. */
  cableLanes: 4,
  cablePitch: 8,
  cableSpace: 10,
  /** What leaves a namespace for the outside goes up this far from the host's right side. */
  exitX: 5,
  /** Name, addresses, lo and listening sockets; with a line for NAT below, and a way for cables. */
  shortHead: 62,
  head: 84,
  foot: 14,
  /** Each interface that leads to a segment, and its address below it. */
  uplinkWidth: 138,
  /** A cable from such an interface to a bridge inside runs at this height, and up this far before the interface. */
  innerY: 78,
  innerX: 7,
} as const;

export const PORT = { height: 16, padding: 5, overhang: 7 } as const;
/** A device with a second line: its addresses. */
export const DEVICE = { height: 30, gap: 8 } as const;
export const NAMESPACE = { head: 24, row: 20, foot: 6, gap: 10, inset: 9 } as const;

export const SEGMENT = { pitch: 34, label: 17, bar: 6 } as const;
export const ROUTER = { height: 34, legPitch: 130, gap: 16 } as const;
export const TUNNELS = { lanes: 2, pitch: 18 } as const;
/** From the lowest segment, or tunnel, down to the hosts. */
export const ABOVE_HOSTS = 18;

/** More than that is folded into one line that says how many more there are. */
export const MOST = { namespaces: 12, rows: 8, bridges: 5, devices: 10 } as const;
/**
 * Rows that a namespace keeps free for itself from the start, so that what is added finds room: more where there are few
 * namespaces. Its box is drawn with as many as it uses, and two at least.
 */
export const ROWS = { few: 3, many: 2, fewNamespaces: 4, drawn: 2 } as const;

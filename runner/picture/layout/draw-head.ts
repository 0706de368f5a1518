/** The head of a host: its name, its interfaces to the segments, lo, and what holds for all of it. Pure. */
import type { Host, Interface, Scene } from '../scene/scene-model.ts';
import type { Canvas } from './canvas.ts';
import { uplinksOf, uplinkX } from './columns.ts';
import { drawPort } from './draw-interface.ts';
import { drawNat } from './draw-nat.ts';
import { addressText, listensText } from './drawn-words.ts';
import type { Rect } from './layout-model.ts';
import { isLoopback } from './rows.ts';
import { HOST, PORT } from './sizes.ts';

/** Middle of each line, from the host's top. */
const LINE = { address: 20, name: 22, loopback: 42, nat: 61 } as const;

/** @returns where its interfaces are, by key */
export function drawHead(
  canvas: Canvas,
  scene: Scene,
  host: Host,
  rect: Rect,
  head: number,
  names: ReadonlyMap<string, string>,
): Map<string, Rect> {
  const { key } = host;
  const uplinks = uplinksOf(scene, key);
  const left = rect.x + HOST.padding;
  // A cable from the first of them to a bridge inside comes down before it.
  const wired = rect.x + uplinkX(rect.width, uplinks, uplinks[0] ?? '') - HOST.innerX - 6;
  const right = uplinks.length > 0 ? wired : rect.x + rect.width - HOST.padding;
  const line = (y: number, x: number, until: number) => ({ key, x, y: rect.y + y, width: until - x });
  canvas.label({
    ...line(LINE.name, left, right),
    kind: 'name',
    size: 'title',
    text: host.name,
    strong: true,
  });
  const own = host.namespaces.find((one) => one.own);
  if (!own) {
    const text = `not readable: ${host.unreadable ?? ''}`;
    canvas.label({ ...line(LINE.loopback, left, right), kind: 'state', size: 'note', text });
    return new Map();
  }
  const ports = new Map<string, Rect>();
  let start = left;
  const loopback = own.interfaces.find(isLoopback);
  if (loopback) {
    const port = drawPort(canvas, { link: loopback, x: left, y: rect.y + LINE.loopback, most: 96, names });
    ports.set(loopback.key, port);
    start = port.x + port.width + 8;
  }
  const listens = listensText(own);
  const end = canvas.label({
    ...line(LINE.loopback, start, right),
    kind: 'fact',
    size: 'note',
    text: listens,
  });
  // Beside what listens where the head was made without a line of its own for it.
  if (head >= HOST.head) drawNat(canvas, own, left, rect.y + LINE.nat, right - left);
  else drawNat(canvas, own, end + 8, rect.y + LINE.loopback, right - end - 8);
  for (const link of own.interfaces)
    if (link.segment !== undefined) {
      const x = rect.x + uplinkX(rect.width, uplinks, link.segment);
      ports.set(link.key, drawUplink(canvas, link, x, rect.y, names));
    }
  return ports;
}

/** A port on the host's upper border, its address below it. */
function drawUplink(
  canvas: Canvas,
  link: Interface,
  x: number,
  y: number,
  names: ReadonlyMap<string, string>,
): Rect {
  const width = HOST.uplinkWidth - HOST.innerX - PORT.padding - 4;
  const port = drawPort(canvas, { link, x, y, most: width, names });
  const text = addressText(link);
  const { key } = link;
  canvas.label({ key, kind: 'fact', size: 'label', text, x: x + PORT.padding, y: y + LINE.address, width });
  return port;
}

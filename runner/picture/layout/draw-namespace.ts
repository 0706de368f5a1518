/** A network namespace: a box with its interfaces as ports on its left border. Pure. */
import { type Host, type Interface, type Namespace, namespaceName } from '../scene/scene-model.ts';
import type { Canvas } from './canvas.ts';
import { drawPort, leastWidth } from './draw-interface.ts';
import { drawNat } from './draw-nat.ts';
import { addressText, listensText, namespaceSays, stateWord } from './drawn-words.ts';
import { textWidth } from './label-text.ts';
import type { Arrangement, Rect } from './layout-model.ts';
import { isLoopback, listensRow, moreRow, natRow, rowItems, rowMiddle } from './rows.ts';
import { NAMESPACE, PORT } from './sizes.ts';

const INSET = NAMESPACE.inset;

/** @returns where each of its ports is, by key */
export function drawNamespace(
  canvas: Canvas,
  host: Host,
  namespace: Namespace,
  rect: Rect,
  rows: Arrangement['rows'],
  names: ReadonlyMap<string, string>,
): Map<string, Rect> {
  const { key } = namespace;
  canvas.box({ ...rect, key, shape: 'namespace', says: namespaceSays(host, namespace) });
  const ports = drawHead(canvas, host, namespace, rect, names);
  const right = rect.x + rect.width - INSET;
  const middle = (item: string) => {
    const place = rows[item];
    return place?.namespace === key ? rect.y + rowMiddle(place.row) : undefined;
  };
  for (const link of namespace.interfaces) {
    const y = middle(link.key);
    if (y === undefined || isLoopback(link)) continue;
    const address = addressText(link);
    const x = rect.x - PORT.overhang;
    // The name gives way: an address that is cut short says nothing.
    const reserved = address === '' ? 0 : textWidth(address, 'label') + PORT.padding;
    const most = Math.max(right - x - reserved, leastWidth(link));
    const port = drawPort(canvas, { link, x, y, most, names });
    ports.set(link.key, port);
    const start = port.x + port.width + PORT.padding + 1;
    canvas.label({
      key: link.key,
      kind: 'fact',
      size: 'label',
      text: address,
      x: start,
      y,
      width: right - start,
    });
  }
  const fact = (item: string, text: string) => {
    const y = middle(item);
    const x = rect.x + INSET;
    if (y !== undefined) canvas.label({ key, kind: 'fact', size: 'note', text, x, y, width: right - x });
  };
  fact(listensRow(key), listensText(namespace));
  const nat = middle(natRow(key));
  if (nat !== undefined) drawNat(canvas, namespace, rect.x + INSET, nat, right - rect.x - INSET);
  const items = rowItems(namespace);
  const folded = items.filter((item) => middle(item) === undefined).length;
  fact(moreRow(key), `+ ${folded} more`);
  return ports;
}

/** Its name, and lo at the right. */
function drawHead(
  canvas: Canvas,
  host: Host,
  namespace: Namespace,
  rect: Rect,
  names: ReadonlyMap<string, string>,
): Map<string, Rect> {
  const y = rect.y + NAMESPACE.head / 2 + 1;
  const loopback = namespace.interfaces.find(isLoopback);
  const { port, left } = loopback
    ? drawLoopback(canvas, loopback, rect.x + rect.width - INSET + 3, y, names)
    : { port: undefined, left: rect.x + rect.width - INSET };
  const pod = namespace.containers.length > 0 ? 'Pod ' : '';
  const x = canvas.label({
    key: namespace.key,
    kind: 'fact',
    size: 'note',
    text: pod.trim(),
    x: rect.x + INSET,
    y,
    width: 60,
  });
  const start = pod === '' ? x : x + 5;
  const text = namespaceName(host, namespace);
  canvas.label({
    key: namespace.key,
    kind: 'name',
    size: 'name',
    text,
    x: start,
    y,
    width: left - 6 - start,
    strong: true,
  });
  return new Map(loopback && port ? [[loopback.key, port]] : []);
}

/** lo, its right end at x. */
function drawLoopback(
  canvas: Canvas,
  link: Interface,
  x: number,
  y: number,
  names: ReadonlyMap<string, string>,
): { readonly port: Rect; readonly left: number } {
  const width = loopbackWidth(link);
  const port = drawPort(canvas, { link, x: x - width, y, most: width, names });
  return { port, left: x - width };
}

export function loopbackWidth(link: Interface): number {
  const word = stateWord(link);
  const inside = textWidth(link.name, 'label') + (word === '' ? 0 : 5 + textWidth(word, 'note'));
  return Math.min(96, inside + 2 * PORT.padding);
}

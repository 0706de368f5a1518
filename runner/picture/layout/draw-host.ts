/** A host: its box, its head, its own devices, its namespaces. Pure. */
import type { Host, Namespace, Scene } from '../scene/scene-model.ts';
import { foldedNamespaces } from './arrange-host.ts';
import type { Canvas } from './canvas.ts';
import { drawHead } from './draw-head.ts';
import { drawPort } from './draw-interface.ts';
import { drawNamespace } from './draw-namespace.ts';
import { namespaceSays } from './drawn-words.ts';
import type { Arrangement, HostColumn, Rect } from './layout-model.ts';
import { drawnHeight, isLoopback, moreRow } from './rows.ts';
import { DEVICE, NAMESPACE, PORT } from './sizes.ts';

/** @returns where each interface is, by key */
export function drawHost(
  canvas: Canvas,
  scene: Scene,
  host: Host,
  rect: Rect,
  arrangement: Arrangement,
): Map<string, Rect> {
  const own = host.namespaces.find((one) => one.own);
  const says = own ? namespaceSays(host, own) : `Host ${host.name}: not readable: ${host.unreadable ?? ''}`;
  canvas.box({ ...rect, key: host.key, shape: 'host', says });
  const names = new Map(
    host.namespaces.flatMap((one) => one.interfaces.map(({ key, name }) => [key, name] as const)),
  );
  const column = arrangement.columns[host.key] as HostColumn;
  const head = arrangement.heads[host.key] ?? 0;
  const nested = host.namespaces.filter((one) => !one.own);
  const boxes = nested.flatMap((one) => {
    const place = arrangement.namespaces[one.key];
    if (!place) return [];
    const height = drawnHeight(one.key, arrangement.rows);
    return [{ one, box: namespaceBox(rect, column, place.y, height) }];
  });
  drawFolds(canvas, host, rect, column, arrangement);
  return new Map([
    ...drawHead(canvas, scene, host, rect, head, names),
    ...(own ? drawDevices(canvas, own, rect, column, arrangement, names) : []),
    ...boxes.flatMap(({ one, box }) => [...drawNamespace(canvas, host, one, box, arrangement.rows, names)]),
  ]);
}

function namespaceBox(host: Rect, column: HostColumn, y: number, height: number): Rect {
  return { x: host.x + column.namespacesX, y: host.y + y, width: column.namespaceWidth, height };
}

function drawDevices(
  canvas: Canvas,
  own: Namespace,
  rect: Rect,
  column: HostColumn,
  { devices }: Arrangement,
  names: ReadonlyMap<string, string>,
): [string, Rect][] {
  return own.interfaces.flatMap((link): [string, Rect][] => {
    const place = devices[link.key];
    if (!place) return [];
    // There is room below the name unless the next device stands there.
    const next = Object.values(devices).every(
      (other) => other.y <= place.y || other.y >= place.y + DEVICE.height + 2,
    );
    const port = drawPort(canvas, {
      link,
      x: rect.x + column.devicesX,
      y: rect.y + place.y + PORT.height / 2 + 2,
      most: column.deviceWidth,
      tall: next,
      wide: link.kind === 'bridge',
      names,
    });
    return [[link.key, port]];
  });
}

/** How much there is that is not drawn. */
function drawFolds(
  canvas: Canvas,
  host: Host,
  rect: Rect,
  column: HostColumn,
  { namespaces, devices }: Arrangement,
): void {
  const fold = (key: string, box: Rect, text: string) => {
    canvas.box({ ...box, key, shape: 'fold', says: text });
    const [x, width] = [box.x + PORT.padding + 2, box.width - 2 * PORT.padding];
    canvas.label({ key, kind: 'fact', size: 'note', text, x, y: box.y + box.height / 2, width });
  };
  const hidden = host.namespaces.filter(({ own, key }) => !own && !namespaces[key]).length;
  const place = namespaces[foldedNamespaces(host.key)];
  if (place && hidden > 0)
    fold(
      foldedNamespaces(host.key),
      namespaceBox(rect, column, place.y, NAMESPACE.head),
      `+ ${hidden} more namespaces`,
    );
  const rest = devices[moreRow(host.key)];
  const own = host.namespaces.find((one) => one.own)?.interfaces ?? [];
  const left = own.filter((link) => !isLoopback(link) && link.segment === undefined && !devices[link.key]);
  if (!rest || left.length === 0) return;
  const box = {
    x: rect.x + column.devicesX,
    y: rect.y + rest.y + 8,
    width: column.deviceWidth,
    height: PORT.height,
  };
  fold(moreRow(host.key), box, `+ ${left.length} more`);
}

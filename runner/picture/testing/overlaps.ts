/** What is wrong with a layout's geometry, in words; nothing when all is well. For tests. */
import type { Box, Label, Layout, Line, Rect } from '../layout/layout-model.ts';
import { PORT } from '../layout/sizes.ts';

export function overlaps(layout: Layout): string[] {
  const { boxes, labels, lines } = layout;
  const of = (...shapes: Box['shape'][]) => boxes.filter(({ shape }) => shapes.includes(shape));
  const small = of('port', 'bridge', 'fold', 'nat', 'router');
  return [
    ...pairs(of('host'))
      .filter(([a, b]) => meet(a, b))
      .map(([a, b]) => `hosts ${a.key} and ${b.key} overlap`),
    ...pairs(of('namespace'))
      .filter(([a, b]) => meet(a, b))
      .map(([a, b]) => `namespaces ${a.key} and ${b.key} overlap`),
    ...pairs(small)
      .filter(([a, b]) => meet(a, b))
      .map(([a, b]) => `${a.key} and ${b.key} overlap`),
    ...of('namespace').flatMap((box) => {
      const host = of('host').find((one) => within(box, one));
      return host ? [] : [`${box.key} is in no host`];
    }),
    ...small.flatMap((port) =>
      of('namespace').flatMap((box) => {
        const border = { ...box, x: box.x - PORT.overhang, width: box.width + PORT.overhang };
        return meet(port, box) && !within(port, border) ? [`${port.key} sticks out of ${box.key}`] : [];
      }),
    ),
    ...pairs(labels)
      .filter(([a, b]) => meet(a, b))
      .map(([a, b]) => `labels “${a.text}” of ${a.key} and “${b.text}” of ${b.key} overlap`),
    ...labels.flatMap((label) =>
      lines
        .filter((line) => crosses(line, label))
        .map(({ key }) => `label “${label.text}” of ${label.key} is crossed by ${key}`),
    ),
    ...small.flatMap((box) =>
      lines.filter((line) => crosses(line, shrunk(box))).map(({ key }) => `${box.key} is crossed by ${key}`),
    ),
    ...labels.flatMap((label) =>
      within(label, { x: 0, y: 0, ...layout }) ? [] : [`label “${label.text}” is outside`],
    ),
    ...lines.flatMap((line) =>
      isOrthogonal(line) ? [] : [`${line.key} is neither horizontal nor vertical`],
    ),
    ...pairs(lines.filter(({ kind }) => kind === 'veth'))
      .filter(([a, b]) => runTogether(a, b))
      .map(([a, b]) => `${a.key} and ${b.key} run on top of each other`),
    ...unowned(boxes, labels),
  ];
}

function pairs<T>(all: readonly T[]): [T, T][] {
  return all.flatMap((one, at) => all.slice(at + 1).map((other): [T, T] => [one, other]));
}

/** Touching is no overlap. */
function meet(a: Rect, b: Rect): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

function within(inner: Rect, outer: Rect): boolean {
  return (
    inner.x >= outer.x &&
    inner.y >= outer.y &&
    inner.x + inner.width <= outer.x + outer.width &&
    inner.y + inner.height <= outer.y + outer.height
  );
}

const shrunk = ({ x, y, width, height }: Rect): Rect => ({
  x: x + 1,
  y: y + 1,
  width: width - 2,
  height: height - 2,
});

const THICKNESS: Partial<Record<Line['kind'], number>> = { segment: 6, bridge: 5 };

function parts({ points, kind }: Line): Rect[] {
  const half = (THICKNESS[kind] ?? 1.5) / 2;
  return points.slice(1).map((to, at) => {
    const from = points[at] ?? to;
    const [x, y] = [Math.min(from.x, to.x), Math.min(from.y, to.y)];
    const [width, height] = [Math.abs(from.x - to.x), Math.abs(from.y - to.y)];
    return width >= height
      ? { x, y: y - half, width, height: 2 * half }
      : { x: x - half, y, width: 2 * half, height };
  });
}

function crosses(line: Line, rect: Rect): boolean {
  return parts(line).some((part) => meet(part, rect));
}

function isOrthogonal({ points }: Line): boolean {
  return points.slice(1).every((to, at) => to.x === points[at]?.x || to.y === points[at]?.y);
}

/** In the same direction: lines that cross share a point, and no more. */
function runTogether(a: Line, b: Line): boolean {
  return parts(a).some((one) =>
    parts(b).some((other) => one.width > one.height === other.width > other.height && meet(one, other)),
  );
}

/** A label belongs to a box of its key, or to a line above the hosts. */
function unowned(boxes: readonly Box[], labels: readonly Label[]): string[] {
  const keys = new Set(boxes.map(({ key }) => key));
  return labels.flatMap(({ key, text }) =>
    keys.has(key) || key.startsWith('segment:') || key.startsWith('tunnel:')
      ? []
      : [`label “${text}” belongs to nothing: ${key}`],
  );
}

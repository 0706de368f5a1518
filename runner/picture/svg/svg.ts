/**
 * Layout -> SVG, as one text. Every thing is a group with its key as `data-key`, so that a page can find it again in the
 * next picture; what is drawn lies in the order in which it covers what is below. Pure.
 */
import type { Change } from '../difference.ts';
import type { Box, BoxShape, Label, Layout, Line, LineKind } from '../layout/layout-model.ts';
import { TEXT } from '../layout/sizes.ts';
import { brief, escaped } from './escape.ts';
import { pathOf } from './line-path.ts';
import { STYLE } from './style.ts';

export interface SvgOptions {
  /** What it is a picture of, in a few words. */
  readonly title: string;
  /** In sentences, for who cannot see it; absent: how much there is. */
  readonly description?: string;
  /** Marks what changed, by key. */
  readonly changes?: ReadonlyMap<string, Change>;
}

/** From the lowest up. */
const LAYERS: readonly (BoxShape | LineKind)[] = [
  'host',
  'leg',
  'uplink',
  'tunnel',
  'segment',
  'namespace',
  'dock',
  'bridge',
  'veth',
  'router',
  'port',
  'fold',
  'nat',
];

const ROLES: Readonly<Record<BoxShape, string>> = {
  host: 'graphics-object',
  namespace: 'graphics-object',
  port: 'graphics-symbol',
  bridge: 'graphics-symbol',
  router: 'graphics-symbol',
  fold: 'graphics-symbol',
  nat: 'graphics-symbol',
};

/** A document of its own, and as well a part of a page: its ids and rules are its own. */
export function svgOf(layout: Layout, { title, description, changes = new Map() }: SvgOptions): string {
  const { width, height, boxes, lines, labels } = layout;
  const owned = groupedBy(labels, ({ key }) => key);
  const [linesOf, boxesOf] = [groupedBy(lines, ({ kind }) => kind), groupedBy(boxes, ({ shape }) => shape)];
  const parts = LAYERS.flatMap((layer) => [
    ...(linesOf.get(layer as LineKind) ?? []).map((line) => lineGroup(line, changes.get(line.key))),
    ...(boxesOf.get(layer as BoxShape) ?? []).map((box) =>
      boxGroup(box, owned.get(box.key) ?? [], changes.get(box.key)),
    ),
  ]);
  // Where a cable ends at a segment there is a dot; where it only passes below there is none.
  const taps = lines.filter(({ kind }) => kind === 'uplink' || kind === 'leg').map(tap);
  const boxed = new Set(boxes.map(({ key }) => key));
  const free = labels.filter(({ key }) => !boxed.has(key)).map((label) => text(label, 0, 0));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="picture" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="graphics-document" aria-label="${brief(title)}">`,
    `<title>${brief(title)}</title>`,
    `<desc>${brief(description ?? countWords(layout))}</desc>`,
    `<style>${STYLE}</style>`,
    `<rect class="paper" width="${width}" height="${height}" rx="8"/>`,
    ...parts,
    ...taps,
    ...free,
    '</svg>',
    '',
  ].join('\n');
}

function groupedBy<K, T>(all: readonly T[], keyOf: (one: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const one of all) {
    const key = keyOf(one);
    const group = groups.get(key);
    if (group) group.push(one);
    else groups.set(key, [one]);
  }
  return groups;
}

function countWords({ boxes }: Layout): string {
  const of = (shape: BoxShape) => boxes.filter((box) => box.shape === shape).length;
  return `Hosts: ${of('host')}. Network namespaces inside them: ${of('namespace')}. Interfaces: ${of('port') + of('bridge')}.`;
}

function boxGroup(box: Box, labels: readonly Label[], change: Change | undefined): string {
  const { key, shape, state, minor, says, x, y, width, height } = box;
  const classes = [shape, stateClass(state), minor ? 'minor' : '', change ?? '']
    .filter((name) => name !== '')
    .join(' ');
  const radius = shape === 'host' ? 8 : shape === 'namespace' ? 6 : 3.5;
  return [
    `<g class="${classes}" data-key="${escaped(key)}" role="${ROLES[shape]}" aria-label="${brief(says)}" transform="translate(${x} ${y})">`,
    `<title>${brief(says)}</title>`,
    `<rect width="${width}" height="${height}" rx="${radius}"/>`,
    ...labels.map((label) => text(label, x, y)),
    '</g>',
  ].join('');
}

function stateClass(state: Line['state'] | undefined): string {
  return state === undefined || state === 'up' ? '' : state.replace(' ', '-');
}

function lineGroup({ key, kind, points, state, says, open }: Line, change: Change | undefined): string {
  const d = pathOf(points);
  const name = kind === 'bridge' ? 'bar' : kind;
  const classes = ['line', name, stateClass(state), change ?? ''].filter((one) => one !== '').join(' ');
  const halo =
    kind === 'segment' || kind === 'tunnel' || kind === 'uplink' || kind === 'leg'
      ? ''
      : `<path class="halo" d="${d}"/>`;
  const end = points.at(-1);
  const ring = open && end ? `<circle class="ring" cx="${end.x}" cy="${end.y}" r="3"/>` : '';
  return `<g class="${classes}" data-key="${escaped(key)}"><title>${brief(says)}</title>${halo}<path d="${d}"/>${ring}</g>`;
}

function tap({ points }: Line): string {
  const end = points.at(-1);
  return end ? `<circle class="tap" cx="${end.x}" cy="${end.y}" r="4.5"/>` : '';
}

/** Where the baseline is, from the top of a line of text. */
const BASELINE = 0.8;

function text(
  { kind, size, text: words, strong, x, y, width, height }: Label,
  left: number,
  top: number,
): string {
  const classes = [size === 'name' ? 'name-size' : size, kind, strong ? 'strong' : '']
    .filter((name) => name !== '')
    .join(' ');
  // Only of these characters is the width known in every font; others are pressed into what was planned for them.
  const pressed = /^[\x20-\x7e…]*$/.test(words)
    ? ''
    : ` textLength="${width}" lengthAdjust="spacingAndGlyphs"`;
  const baseline = Math.round((y - top + height * BASELINE - (height - TEXT[size] * 1.2) / 2) * 10) / 10;
  return `<text class="${classes}" x="${x - left}" y="${baseline}"${pressed}>${escaped(words)}</text>`;
}

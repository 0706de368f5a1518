/** An interface as a port: its name, and a word where it is not up. Pure. */
import type { Interface } from '../scene/scene-model.ts';
import type { Canvas } from './canvas.ts';
import { addressText, interfaceSays, stateWord } from './drawn-words.ts';
import { textWidth } from './label-text.ts';
import type { Rect } from './layout-model.ts';
import { DEVICE, PORT } from './sizes.ts';

/** Between a name and the word behind it. */
const SPACE = 5;
/** From the middle of the first line to that of the second. */
const SECOND_LINE = 14;

export interface PortRequest {
  readonly link: Interface;
  /** Its left end, and the middle of its first line. */
  readonly x: number;
  readonly y: number;
  readonly most: number;
  /** There is room for a second line: its addresses, or the word that finds no room behind the name. */
  readonly tall?: boolean;
  /** As wide as it may be, whatever is in it. */
  readonly wide?: boolean;
  /** Names of the interfaces that it refers to, by key. */
  readonly names: ReadonlyMap<string, string>;
}

/** So wide that the word has room, and the beginning of the name. */
export function leastWidth(link: Interface): number {
  return 2 * PORT.padding + 30 + SPACE + textWidth(stateWord(link), 'note');
}

/** @returns where the port is */
export function drawPort(canvas: Canvas, request: PortRequest): Rect {
  const { link, x, y, most, tall = false, wide = false, names } = request;
  const { key, name } = link;
  const inner = most - 2 * PORT.padding;
  const bridge = link.kind === 'bridge';
  const state = stateWord(link);
  const word = state === '' && bridge ? 'bridge' : state;
  const wordKind = state === '' ? 'fact' : 'state';
  const wordWidth = word === '' ? 0 : SPACE + textWidth(word, 'note');
  const address = tall ? addressText(link) : '';
  const nameWidth = textWidth(name, 'label');
  const drops = tall && address === '' && nameWidth + wordWidth > inner;
  const beside = drops ? 0 : wordWidth;
  const needed = Math.min(inner, Math.max(nameWidth + beside, textWidth(address, 'label')));
  const rect = {
    x,
    y: y - PORT.height / 2,
    width: wide ? most : needed + 2 * PORT.padding,
    height: address === '' && !drops ? PORT.height : DEVICE.height,
  };
  canvas.box({
    ...rect,
    key,
    shape: bridge ? 'bridge' : 'port',
    state: link.state,
    minor: link.kind === 'loopback',
    says: interfaceSays(link, names),
  });
  const left = x + PORT.padding;
  const room = rect.width - 2 * PORT.padding;
  const line = { key, x: left, width: room };
  const end = canvas.label({
    ...line,
    kind: 'name',
    size: 'label',
    text: name,
    y,
    width: room - beside,
    strong: bridge,
  });
  const second = y + SECOND_LINE;
  if (drops) canvas.label({ ...line, kind: wordKind, size: 'note', text: word, y: second });
  else
    canvas.label({
      ...line,
      kind: wordKind,
      size: 'note',
      text: word,
      x: end + SPACE,
      y,
      width: left + room - end - SPACE,
    });
  canvas.label({ ...line, kind: 'fact', size: 'label', text: address, y: second });
  return rect;
}

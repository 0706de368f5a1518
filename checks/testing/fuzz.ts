/**
 * Fuzz tests: many inputs, each drawn from its own seed, and a deadline for each. A failure names its seed.
 *   WIREBOOK_FUZZ=500         five hundred times as many inputs as `npm test` tries
 *   WIREBOOK_FUZZ_SEED=12     begins with the input of this seed
 */
import { createContext, Script } from 'node:vm';
import { expect } from 'vitest';
import { type Random, random } from '../statistics/testing/draw.ts';

const TIMES = Number(process.env.WIREBOOK_FUZZ ?? 1);
const FIRST = Number(process.env.WIREBOOK_FUZZ_SEED ?? Date.now() % 1_000_000_000);
/** Several times what the longest input takes, a hundred kilobytes of one heading. Milliseconds; vitest.config.ts measures the machine. */
const DEADLINE = 10_000 * Number(process.env.WIREBOOK_SLOWDOWN ?? 1);

if (!(TIMES > 0) || !Number.isSafeInteger(FIRST))
  throw new Error('WIREBOOK_FUZZ is a factor, WIREBOOK_FUZZ_SEED a number');
console.info(`Fuzz tests begin with WIREBOOK_FUZZ_SEED=${FIRST}`);

export interface Draw {
  readonly random: Random;
  /** From 0 to n - 1. */
  below(n: number): number;
  pick<T>(all: readonly T[]): T;
  chance(probability: number): boolean;
}

function drawFrom(seed: number): Draw {
  const next = random(seed);
  const below = (n: number): number => Math.floor(next() * n);
  return {
    random: next,
    below,
    pick: <T>(all: readonly T[]) => all[below(all.length)] as T,
    chance: (probability) => next() < probability,
  };
}

/**
 * @param rounds how many inputs, unless WIREBOOK_FUZZ says more
 * @param make an input; it is told in the failure
 * @param use must not throw. What it does before it first waits must be done within the deadline
 * @throws Error that names the seed and the input
 */
export async function fuzz<T>(
  rounds: number,
  make: (draw: Draw) => T,
  use: (input: T) => void | Promise<void>,
): Promise<void> {
  for (let round = 0; round < Math.ceil(rounds * TIMES); round += 1) {
    const input = make(drawFrom(FIRST + round));
    try {
      await inTime(() => use(input));
    } catch (cause) {
      const words = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
      throw new Error(`WIREBOOK_FUZZ_SEED=${FIRST + round}: ${words}\nThe input: ${shown(input)}`, { cause });
    }
  }
}

/** Only the engine itself can end what does not end: a loop, or a regular expression that goes back and forth. */
const call = new Script('work()');
const bridge: { work?: () => unknown } = {};
const context = createContext(bridge);

function inTime<T>(work: () => T): T {
  bridge.work = work;
  return call.runInContext(context, { timeout: DEADLINE }) as T;
}

function shown(input: unknown): string {
  const text = input instanceof Uint8Array ? Buffer.from(input).toString('base64') : JSON.stringify(input);
  return text.length > 3000 ? `${text.slice(0, 3000)}... (${text.length} characters)` : text;
}

/** What has a meaning in many formats, and what no reader expects. */
const ODD = [
  '',
  ' ',
  '\n',
  '\t',
  '\0',
  '\r',
  '\u2028',
  '\ud800',
  '\ufeff',
  'é',
  '"',
  "'",
  '\\',
  '%ff',
  '-1',
  '1e999',
];
const NAMES = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'length'];
const NUMBERS = [
  '0',
  '-0',
  '1e999',
  '-1e308',
  '18446744073709551616',
  '0.1',
  '4294967296',
  '9007199254740993',
];

/** Another text, by one to six changes. @param words of the format: they are put in, too @param others pieces are taken from them */
export function changedText(draw: Draw, text: string, words: readonly string[], others = [text]): string {
  let changed = text;
  for (let changes = 1 + draw.below(6); changes > 0; changes -= 1) {
    const at = draw.below(changed.length + 1);
    const length = draw.below(draw.chance(0.7) ? 8 : 400);
    const end = Math.min(changed.length, at + length);
    const put = (piece: string, until = at): string => changed.slice(0, at) + piece + changed.slice(until);
    const word = (): string =>
      draw.pick(draw.chance(0.6) && words.length > 0 ? words : [...ODD, ...NAMES, ...NUMBERS]);
    switch (draw.below(7)) {
      case 0:
        changed = put('', end);
        break;
      case 1:
        changed = put(word(), end);
        break;
      case 2:
        changed = put(word());
        break;
      case 3:
        changed = put(changed.slice(at, end).repeat(1 + draw.below(4)));
        break;
      case 4:
        changed = put(String.fromCharCode(draw.below(draw.chance(0.9) ? 128 : 65_536)));
        break;
      case 5: {
        const other = draw.pick(others);
        const from = draw.below(other.length);
        changed = put(other.slice(from, from + 400));
        break;
      }
      case 6:
        // Long enough for whatever takes the square of its length.
        changed = draw.chance(0.1) ? put(word().repeat(20_000).slice(0, 100_000)) : changed.slice(0, at);
    }
  }
  return changed;
}

/** Another JSON text, by one to four changes of a value, a name, or a whole part. */
export function changedJson(draw: Draw, text: string): string {
  let root = JSON.parse(text) as unknown;
  for (let changes = 1 + draw.below(4); changes > 0; changes -= 1) {
    const places = placesIn(root);
    const place = places[draw.below(places.length + 1)];
    if (place === undefined) {
      root = oddValue(draw, root);
      continue;
    }
    const [holder, key] = place;
    const value = (holder as Record<string, unknown>)[key];
    const change = draw.below(4);
    if (change === 0 && !Array.isArray(holder)) delete (holder as Record<string, unknown>)[key];
    else if (change === 1 && !Array.isArray(holder)) own(holder, draw.pick(NAMES), oddValue(draw, value));
    else own(holder, key, oddValue(draw, value));
  }
  return JSON.stringify(root).replace(/"raw:([^"]*)"/g, '$1');
}

type Place = readonly [holder: object, key: string];

function placesIn(value: unknown): Place[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.keys(value).flatMap((key) => [
    [value, key] as const,
    ...placesIn((value as Record<string, unknown>)[key]),
  ]);
}

/** As JSON.parse does: `__proto__` is a name as any other. */
function own(holder: object, key: string, value: unknown): void {
  Object.defineProperty(holder, key, { value, enumerable: true, configurable: true, writable: true });
}

function oddValue(draw: Draw, value: unknown): unknown {
  const evil: Record<string, unknown> = { polluted: true };
  own(evil, '__proto__', { polluted: true });
  const deep = (depth: number): string => `raw:${'['.repeat(depth)}${']'.repeat(depth)}`;
  return draw.pick([
    null,
    true,
    '',
    'x',
    [],
    {},
    [value],
    { a: value },
    [value, value, value],
    evil,
    draw.pick(NAMES),
    draw.pick(ODD).replaceAll(/["\\]/g, '?'),
    `raw:${draw.pick(NUMBERS)}`,
    draw.pick(NUMBERS),
    deep(10),
    draw.chance(0.1) ? deep(50_000) : deep(1),
    draw.chance(0.1) ? 'y'.repeat(100_000) : 'y',
  ]);
}

/** Other bytes, by one to eight changes. */
export function changedBytes(draw: Draw, bytes: Uint8Array): Uint8Array {
  let changed: Uint8Array = Uint8Array.from(bytes);
  for (let changes = 1 + draw.below(8); changes > 0; changes -= 1) {
    const at = draw.below(changed.length + 1);
    const end = Math.min(changed.length, at + draw.below(64));
    const around = (...middle: Uint8Array[]): Uint8Array =>
      Buffer.concat([changed.subarray(0, at), ...middle, changed.subarray(end)]);
    switch (draw.below(5)) {
      case 0:
        changed[Math.min(at, changed.length - 1)] = draw.below(256);
        break;
      case 1:
        changed[Math.min(at, changed.length - 1)] = draw.pick([0, 1, 0x0f, 0x45, 0x4f, 0x7f, 0x80, 0xff]);
        break;
      case 2:
        changed = around();
        break;
      case 3:
        changed = around(changed.subarray(at, end), changed.subarray(at, end));
        break;
      case 4:
        changed = changed.subarray(0, at);
    }
  }
  return changed;
}

/** Fails unless all of it is what JSON could have made, or a Map or Set, and can be written as JSON: no strange prototype, no depth without end. */
export function expectPlain(value: unknown): void {
  const waiting: unknown[] = [value];
  while (waiting.length > 0) {
    const one = waiting.pop();
    if (typeof one !== 'object' || one === null) continue;
    const prototype = Object.getPrototypeOf(one);
    if (![Object.prototype, Array.prototype, Map.prototype, Set.prototype, null].includes(prototype)) {
      throw new Error('an object has a strange prototype');
    }
    if (Array.isArray(one) !== (prototype === Array.prototype))
      throw new Error('an object has the prototype of lists');
    if (one instanceof Map) waiting.push(...one.keys(), ...one.values());
    else if (one instanceof Set) waiting.push(...one);
    else waiting.push(...Object.values(one));
  }
  JSON.stringify(value);
  expect(Object.keys(Object.prototype)).toEqual([]);
}

import { expect, it } from 'vitest';
import { Backlog } from './backlog.ts';

/** What a take gives: bytes as text, sizes as `80x24`. */
function take(backlog: Backlog, limit = Number.POSITIVE_INFINITY): string[] {
  return backlog
    .take(limit)
    .map((part) => (Buffer.isBuffer(part) ? part.toString() : `${part.columns}x${part.rows}`));
}

it('gives bytes and sizes in their order', () => {
  const backlog = new Backlog(1000);
  expect(backlog.empty).toBe(true);
  backlog.append(Buffer.from('a'));
  backlog.append(Buffer.from('b'));
  backlog.resize({ columns: 80, rows: 24 });
  backlog.append(Buffer.from('c'));
  expect(backlog.empty).toBe(false);
  expect(take(backlog)).toEqual(['ab', '80x24', 'c']);
  expect(backlog.empty).toBe(true);
  backlog.append(Buffer.from('d'));
  expect(take(backlog)).toEqual(['d']);
});

it('copies what it is given', () => {
  const backlog = new Backlog(1000);
  const chunk = Buffer.from('before');
  backlog.append(chunk);
  chunk.write('after!');
  expect(take(backlog)).toEqual(['before']);
});

it('gives large chunks whole, in parts', () => {
  const backlog = new Backlog(1 << 30);
  const text = 'x'.repeat(200_000);
  backlog.append(Buffer.from(text));
  const [first = '', ...rest] = take(backlog, 1);
  expect(first.length).toBe(65_536);
  expect(rest).toEqual([]);
  expect(first + take(backlog).join('')).toBe(text);
});

it('drops the older half of too much, to the end of a line, and keeps modes and size', () => {
  const backlog = new Backlog(400_000);
  backlog.append(Buffer.from('\x1b[?1049h\x1b[31m'));
  backlog.resize({ columns: 80, rows: 24 });
  backlog.resize({ columns: 90, rows: 30 });
  for (let line = 0; line < 100_000; line++) backlog.append(Buffer.from(`${line}\r\n`));
  const [lasting, size, ...rest] = take(backlog);
  expect([lasting, size]).toEqual(['\x1b[?1049h\x1b[31m', '90x30']);
  const lines = rest.join('').trimEnd().split('\r\n').map(Number);
  expect(lines.at(-1)).toBe(99_999);
  expect(lines.every((line, index) => index === 0 || line === (lines[index - 1] ?? 0) + 1)).toBe(true);
  expect(rest.join('').length).toBeLessThanOrEqual(400_000);
  expect(rest.join('').length).toBeGreaterThan(100_000);
});

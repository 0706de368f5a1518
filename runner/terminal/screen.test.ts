import { afterEach, expect, it } from 'vitest';
import { Screen } from './screen.ts';

const screens: Screen[] = [];
afterEach(() => {
  for (const screen of screens.splice(0)) screen.dispose();
});

function screen(): Screen {
  const made = new Screen({ columns: 40, rows: 5 });
  screens.push(made);
  return made;
}

it('paints what was appended, wherever the chunks were cut', async () => {
  const [whole, cut] = [screen(), screen()];
  const text = Buffer.from('one\r\n\x1b[31mred\x1b[0m 網路\r\n\x1b[?1049halternate');
  whole.append(text);
  for (const byte of text) cut.append(Buffer.from([byte]));
  const painted = await whole.paint();
  expect(await cut.paint()).toBe(painted);
  expect(painted).toContain('\x1b[?1049h');
  expect(painted).toContain('alternate');
});

it('changes its size between the bytes before and after', async () => {
  const one = screen();
  one.append(Buffer.from(`${'x'.repeat(40)}\r\n`));
  one.resize({ columns: 20, rows: 5 });
  one.append(Buffer.from('end'));
  const other = screen();
  other.resize({ columns: 20, rows: 5 });
  other.append(Buffer.from(`${'x'.repeat(40)}\r\nend`));
  expect(await one.paint()).toBe(await other.paint());
});

it('keeps the end and the modes of a flood', async () => {
  const one = screen();
  one.append(Buffer.from('\x1b[?1049h\x1b[?1h'));
  for (let line = 0; line < 400_000; line++) one.append(Buffer.from(`line ${line}\r\n`));
  const painted = await one.paint();
  expect(painted).toContain('line 399999');
  expect(painted).toContain('\x1b[?1049h');
  expect(painted).toContain('\x1b[?1h');
});

it('gives up quietly when it is disposed while it parses', async () => {
  const one = screen();
  one.append(Buffer.alloc(1 << 19, 'x'));
  const painting = one.paint();
  await Promise.resolve();
  one.dispose();
  expect(await painting).toBe('');
});

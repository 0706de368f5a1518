import { readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import { recorded } from '../../checks/network/journey/fixtures/read.ts';
import { journeyOf } from '../../checks/network/journey/join.ts';
import { PLAIN } from '../report/text.ts';
import { journeyLines } from './text.ts';

const text = (name: Parameters<typeof recorded>[0], paint = PLAIN) => {
  const { observed, explained } = recorded(name);
  return `${journeyLines(journeyOf(observed, explained), paint).join('\n')}\n`;
};

describe('a journey as text', () => {
  test.each(['vxlan', 'wrong-port'] as const)('%s', (name) => {
    expect(text(name)).toBe(readFileSync(new URL(`fixtures/${name}.txt`, import.meta.url), 'utf8'));
  });
  it('without a route has no source', () => {
    expect(text('no-route')).toMatch(/^udp to 10\.244\.2\.2:53, from red on worker\n/);
  });
  it('is coloured by how it ended', () => {
    const paint = {
      ...PLAIN,
      green: (line: string) => `<green>${line}`,
      red: (line: string) => `<red>${line}`,
    };
    expect(text('service', paint)).toContain('<green>Answered: 10.244.1.2 answered (SYN ACK).');
    expect(text('no-route', paint)).toContain('<red>Lost: no route to 10.244.2.2');
  });
});

/** Nothing but the default topology knows what a chapter's hosts are called: code has their names from the topology at hand. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { DEFAULT_TOPOLOGY } from '../checks/network/default-topology.ts';
import { hostNames } from '../checks/network/topology.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const DATA = 'checks/network/default-topology.ts';
const NAMES = hostNames(DEFAULT_TOPOLOGY);

/** Lines with a host's name in a string, as a word of its own or behind `host=`. Comments may have examples. */
function spelled(text: string): string[] {
  const name = `(?:${NAMES.join('|')})`;
  const found = new RegExp(
    `(['"\`])${name}\\1|['"\`][^'"\`]*\\b(?:host=|on )${name}\\b|^\\s*['"]?${name}['"]?\\s*(?::|=>)`,
  );
  return text.split('\n').filter((line) => !/^\s*(?:\/?\*|\/\/|#)/.test(line) && found.test(line));
}

test('no code spells a host’s name', () => {
  const files = ['checks', 'runner', 'web'].flatMap((room) =>
    readdirSync(join(ROOT, room), { recursive: true, encoding: 'utf8' })
      .map((file) => join(room, file))
      .filter(
        (file) =>
          /\.(?:ts|tsx|mjs|pl|py)$/.test(file) &&
          !/\.test\.tsx?$|\/(?:test|testing|fixtures|dist)\//.test(file),
      ),
  );
  expect(files).toContain(DATA);
  expect(files.length).toBeGreaterThan(300);
  const wrong = files
    .filter((file) => file !== DATA)
    .flatMap((file) =>
      spelled(readFileSync(join(ROOT, file), 'utf8')).map((line) => `${file}: ${line.trim()}`),
    );
  expect(wrong).toEqual([]);
});

test('names are found however they are spelled, and words of English are none', () => {
  const lines = [
    "const host = 'worker';",
    '  worker2: { address: 1 },',
    "  'control-plane': '10.0.0.1',",
    'say("```sh {name=x host=worker}");',
    "sub f { run('internet'); }",
    '  internet => 1,',
  ];
  expect(spelled(lines.join('\n'))).toEqual(lines);
  const words = [
    'const worker = async () => {};',
    '/** A host `worker`. */',
    '# on worker',
    "'a worker thread'",
    '  return worker;',
  ];
  expect(spelled(words.join('\n'))).toEqual([]);
});

/** A check kind's name is spelled in its folder and in chapters: elsewhere no table, comparison or list of kinds by name. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { KINDS } from './index.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Files whose `kind` is that of something else. */
const OTHER_KINDS = ['runner/sandbox/linux-host/files.ts', 'runner/sandbox/ssh/facts.ts'];

const names = [...KINDS.keys()];
const any = names.join('|');
const quoted = `(?:'(?:${any})'|"(?:${any})")`;
const entry = `(?:${quoted}|(?:'(?:${any})'|(?:${any})): [^\\n]*?),?\\s*`;

/** Most names are words for other things, too: of those only what is said of a kind counts. */
const FORMS: readonly RegExp[] = [
  new RegExp(`'(?:${names.filter((name) => name.includes('-')).join('|')})'`, 'g'),
  new RegExp(`(?:\\b|_)kinds?\\b[^\\n'"]*${quoted}`, 'gi'),
  new RegExp(`\\bentryFields\\(${quoted}`, 'g'),
];
const LIST = new RegExp(`(?:^|[\\s[(])(?:${entry}){4,}`, 'g');

function spelled(text: string, forms: readonly RegExp[]): string[] {
  return forms.flatMap((form) =>
    [...text.matchAll(form)].map(
      ({ index, 0: found }) => `line ${text.slice(0, index + 1).split('\n').length}: ${found.trim()}`,
    ),
  );
}

const files = ['checks', 'runner', 'web'].flatMap((room) =>
  readdirSync(join(ROOT, room), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !/node_modules|(^|\/)dist\//.test(name))
    .map((name) => join(room, name)),
);
const isTest = (file: string) => /\.test\.tsx?$|\/(test|testing|fixtures)\//.test(file);
const owned = (file: string) => /^checks\/kinds\/[^/]+\//.test(file) || OTHER_KINDS.includes(file);

describe('names of kinds outside of their folders', () => {
  it('are not spelled', () => {
    const found = files
      .filter((file) => !owned(file))
      .flatMap((file) => {
        // A test may judge by one kind or another; a table of kinds belongs to the kinds.
        const forms = isTest(file) ? [LIST] : [...FORMS, LIST];
        return spelled(readFileSync(join(ROOT, file), 'utf8'), forms).map((one) => `${file}, ${one}`);
      });
    expect(found).toEqual([]);
    expect(files.length).toBeGreaterThan(300);
  });

  const [one = '', two = '', three = '', four = ''] = names;
  const hyphened = names.find((name) => name.includes('-')) ?? '';
  it.each([
    `if (kind === '${one}') return undefined;`,
    `const LASTING_KINDS = new Set(['${one}']);`,
    `check.kind !== "${two}"`,
    `kinds.get('${two}')`,
    `{ kind: '${one}' }`,
    `  '${hyphened}': (args) => undo(args),`,
    `...entryFields('${one}'),`,
    `const ORDER = [\n  '${one}',\n  '${two}',\n  '${three}',\n  '${four}',\n];`,
    `const UNDO = {\n  ${one}: undo,\n  '${two}': undo,\n  ${three}: { some: 'thing' },\n  ${four}: undo,\n};`,
  ])('are found: %j', (text) => expect(spelled(text, [...FORMS, LIST])).not.toEqual([]));

  it.each([
    `await exec(['${one}', 'list'])`,
    `const SECTIONS = ['${one}', 'sockets', '${two}', 'nft', '${three}', 'rules', '${four}'];`,
  ])('are no other words: %j', (text) => expect(spelled(text, [...FORMS, LIST])).toEqual([]));
});

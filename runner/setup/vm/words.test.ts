import { expect, test } from 'vitest';
import { UsageError } from '../../errors.ts';
import { vmWords } from './vm-words.ts';

const NOTHING = { help: false, publicBox: false, proofs: 'some', chapters: [] };

test.each([
  [[], {}],
  [['04', '12-flat-routing'], { chapters: ['04', '12-flat-routing'] }],
  [['--public-box', '04'], { publicBox: true, chapters: ['04'] }],
  [['--proofs', 'brief'], { proofs: 'brief' }],
  [['04', '--proofs=all'], { proofs: 'all', chapters: ['04'] }],
  [['--proofs', 'most'], { proofs: 'most' }],
  [['--help'], { help: true }],
])('%j', (argv, meant) => {
  expect(vmWords(argv)).toEqual({ ...NOTHING, ...meant });
});

test.each([
  [['--proofs', 'none'], /--proofs none.*some, brief, most, all/],
  [['--proofs'], /proofs/],
  [['--prove'], /--prove/],
  [['-x'], /-x/],
])('%j is no usage', (argv, words) => {
  expect(() => vmWords(argv)).toThrow(UsageError);
  expect(() => vmWords(argv)).toThrow(words);
});

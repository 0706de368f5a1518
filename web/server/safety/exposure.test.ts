import { expect, test } from 'vitest';
import { exposureWarning } from './exposure.ts';

test('loopback needs no word, everything else a loud one', () => {
  expect(['127.0.0.1', '::1', 'localhost'].map((host) => exposureWarning(host, 1))).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
  for (const host of ['0.0.0.0', '::', '192.0.2.1', 'lab.example']) {
    expect(exposureWarning(host, 8642)).toContain(`WARNING: listening on ${host}:8642`);
  }
});

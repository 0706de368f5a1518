import { expect, test } from 'vitest';
import { PROBES } from './probe.ts';

test.each(Object.entries(PROBES))('%s stands under its own name', (name, { request, result }) => {
  expect(request.shape.probe.value).toBe(name);
  expect(result.shape.probe.value).toBe(name);
});

import { expect, test } from 'vitest';
import { saidBy } from './watch.ts';

const said = (diagnosis: string) => saidBy(new Map([['web', { id: 'web', diagnosis }]]));

test('load tests are due again when a check says something else, not when only a PID is another', () => {
  expect(said('python3 (pid 23) listens on 0.0.0.0:80')).toBe(
    said('python3 (pid 4711) listens on 0.0.0.0:80'),
  );
  expect(said('python3 (pid 23) listens on 0.0.0.0:80')).not.toBe(
    said('python3 (pid 23) listens on 0.0.0.0:81'),
  );
});

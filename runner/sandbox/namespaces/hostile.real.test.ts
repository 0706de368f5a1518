/** Attacks on the machine and the runner from inside a lab, in the three id maps. */
import { describe, expect, test } from 'vitest';
import { patient } from '../../slowdown.ts';
import { UID_MAP_MODES } from '../linux-host/uid-map.ts';
import { ATTACKS } from './testing/attacks.ts';
import { cannotBe, tryAs } from './testing/try-as.ts';

const DEADLINE_MS = patient(180_000);

describe.concurrent.each(UID_MAP_MODES)('id map %s', (mode) => {
  test.skipIf(cannotBe(mode))(
    `no attack works${cannotBe(mode) ? ' (skipped: not root)' : ''}`,
    { timeout: DEADLINE_MS },
    async () => {
      const { failed, tried } = await tryAs(mode, ['attacks']);
      expect(failed).toEqual([]);
      expect(tried.attacks).toBe(ATTACKS.filter(({ modes }) => !modes || modes.includes(mode)).length);
    },
  );
});

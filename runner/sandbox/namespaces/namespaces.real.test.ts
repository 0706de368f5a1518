/** The driver's contract, the isolation table and all endings, in the three id maps: as root, and as an ordinary user. */
import { describe, expect, test } from 'vitest';
import { patient } from '../../slowdown.ts';
import { UID_MAP_MODES } from '../linux-host/uid-map.ts';
import { CONTRACT } from '../testing/contract.ts';
import { ISOLATION } from './testing/isolation.ts';
import { cannotBe, tryAs } from './testing/try-as.ts';

const DEADLINE_MS = patient(180_000);

describe.concurrent.each(UID_MAP_MODES)('id map %s', (mode) => {
  test.skipIf(cannotBe(mode))(
    `holds the contract, isolates and ends${cannotBe(mode) ? ' (skipped: not root)' : ''}`,
    { timeout: DEADLINE_MS },
    async () => {
      const { failed, tried } = await tryAs(mode, ['contract', 'isolation', 'endings']);
      expect(failed).toEqual([]);
      const cases = ISOLATION.filter(({ modes }) => !modes || modes.includes(mode)).length;
      expect(tried).toMatchObject({ contract: CONTRACT.length, isolation: cases + 1 });
      expect(tried.endings).toBeGreaterThanOrEqual(6);
    },
  );
});

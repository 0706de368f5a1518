/** The drivers' contract in virtual machines. Part of `npm run test:vm` only. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { patient, patientSeconds } from '../../slowdown.ts';
import type { Driver, Sandbox } from '../driver.ts';
import { CONTRACT, CONTRACT_TOPOLOGY, CONTRACT_VARIABLES } from '../testing/contract.ts';
import { vagrantPlaces } from './command.ts';
import { vagrantDriver } from './driver.ts';

const PLACES = vagrantPlaces(process.env);
let driver: Driver;
let sandbox: Sandbox;
beforeAll(async () => {
  driver = vagrantDriver([PLACES[0]]);
  const missing = (await driver.preflight()).filter(({ verdict }) => verdict === 'missing');
  expect(missing).toEqual([]);
  sandbox = await driver.up(CONTRACT_TOPOLOGY, { tenant: 'contract', variables: CONTRACT_VARIABLES });
});
afterAll(async () => {
  await sandbox?.down();
  await driver?.close?.();
});

test('a second sandbox is refused while there is one', async () => {
  await expect(driver.up(CONTRACT_TOPOLOGY)).rejects.toThrow(/room for one/);
});

test('a small machine remembers thousands of connections', async () => {
  const { stdout } = await sandbox.exec('worker', ['cat', '/proc/sys/net/netfilter/nf_conntrack_max']);
  expect(Number(stdout)).toBeGreaterThanOrEqual(65_536);
});

// Last of the contract is the sandbox's end.
test.each(CONTRACT.map(({ name, hold }) => [name, hold] as const))('%s', async (_, hold) => {
  await hold(sandbox);
  expect(true).toBe(true);
});

test('another chapter finds the machines as they began', async () => {
  const first = await driver.up(CONTRACT_TOPOLOGY, { tenant: 'one' });
  await first.exec('worker', ['sysctl', '-w', 'net.ipv4.ip_forward=1']);
  await first.down();
  const second = await driver.up(CONTRACT_TOPOLOGY, { tenant: 'two' });
  const { stdout } = await second.exec('worker', ['bash', '-c', 'sysctl -n net.ipv4.ip_forward; date +%s']);
  const [forward, now] = stdout.trim().split('\n');
  expect(forward).toBe('0');
  expect(Math.abs(Number(now) - Date.now() / 1000)).toBeLessThan(60);
  await second.down();
});

const alone = PLACES.length === 1;
test.skipIf(alone)(
  `labs side by side do not hear each other${alone ? ' (there is one)' : ''}`,
  async () => {
    await driver.close?.();
    const both = vagrantDriver(PLACES);
    try {
      const [here, there] = await Promise.all([
        both.up({ hosts: ['worker', 'worker2'] }, { tenant: 'one' }),
        both.up({ hosts: ['worker', 'control-plane'] }, { tenant: 'two' }),
      ]);
      const answers = async (sandbox: Sandbox, address: string) =>
        (await sandbox.exec('worker', ['ping', '-c', '1', '-W', String(patientSeconds(3)), address]))
          .status === 0;
      expect(await answers(here, '172.18.0.4')).toBe(true);
      expect(await answers(here, '172.18.0.2')).toBe(false);
      expect(await answers(there, '172.18.0.2')).toBe(true);
      expect(await answers(there, '172.18.0.4')).toBe(false);
      await Promise.all([here.down(), there.down()]);
    } finally {
      await both.close?.();
    }
  },
  patient(300_000),
);

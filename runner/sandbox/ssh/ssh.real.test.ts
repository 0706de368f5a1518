/** The drivers' contract on machines that are namespaces with real sshd's. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Sandbox } from '../driver.ts';
import { CONTRACT, CONTRACT_TOPOLOGY, CONTRACT_VARIABLES } from '../testing/contract.ts';
import { sshDriver } from './driver.ts';
import { startWorld, type World } from './testing/world.ts';

const isRoot = process.getuid?.() === 0;

describe.skipIf(!isRoot)(`the driver ssh${isRoot ? '' : ' (skipped: not root)'}`, () => {
  let world: World;
  let sandbox: Sandbox;
  beforeAll(async () => {
    world = await startWorld();
    sandbox = await sshDriver({ inventory: world.inventory }).up(CONTRACT_TOPOLOGY, {
      variables: CONTRACT_VARIABLES,
    });
  });
  afterAll(async () => {
    await sandbox?.down();
    await world?.end();
  });

  test.each(CONTRACT.map(({ name, hold }) => [name, hold] as const))('%s', async (_, hold) => {
    await hold(sandbox);
    expect(true).toBe(true);
  });
});

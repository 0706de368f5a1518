/** What can be wrong with machines, seen from the command line: a sentence, the remedy, status 3, and nothing left running. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EXIT } from '../../errors.ts';
import { sshDriver } from './driver.ts';
import { startWorld, type World } from './testing/world.ts';

const isRoot = process.getuid?.() === 0;
const CLI = join(import.meta.dirname, '../../cli/wirebook.mjs');

/** Lines before the ssh configuration of the machines, that spoil it. */
const SPOILT: readonly (readonly [name: string, lines: readonly string[], found: RegExp, remedy: RegExp])[] =
  [
    [
      'the wrong key',
      ['Host worker', '  PubkeyAuthentication no'],
      /worker: .*takes none of our keys/,
      /identityFile/,
    ],
    [
      'an unknown host key',
      ['Host worker', '  UserKnownHostsFile /dev/null'],
      /worker: the host key .* is not known/,
      /knownHosts/,
    ],
    [
      'a user who may not be root',
      ['Host worker', '  User ann'],
      /worker: the user .*(no sudo|without a password)/,
      /sudoers/,
    ],
    [
      'a machine that cannot be reached',
      ['Host worker', '  ProxyCommand socat - TCP:127.0.0.1:1'],
      /worker: no/,
      /./,
    ],
    ['a configuration with a mistake', ['Host worker', '  NoSuchOption yes'], /configuration/, /sshConfig/],
  ];

describe.skipIf(!isRoot)(`troubles of the driver ssh${isRoot ? '' : ' (skipped: not root)'}`, () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld(['worker', 'internet']);
  });
  afterAll(() => world?.end());

  test.each(SPOILT)('%s', async (name, lines, found, remedy) => {
    const driver = sshDriver({ inventory: world.inventoryWith(name.replaceAll(' ', '-'), lines) });
    const error = await driver.up({ hosts: ['worker'] }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      exit: EXIT.sandbox,
      message: expect.stringMatching(found),
      remedy: expect.stringMatching(remedy),
    });
    const results = await driver.preflight();
    expect(results.find(({ feature }) => feature === 'worker')).toMatchObject({
      verdict: 'missing',
      found: expect.stringMatching(found),
    });
    await driver.close?.();
    await world.run('inside internet test ! -e /run/wirebook');
  });

  test('a machine without a lab host’s tools or its card is named with all that it lacks', async () => {
    const path = join(world.directory, 'card.yaml');
    const config = world.config('card');
    writeFileSync(
      path,
      `hosts:\n  worker: { host: worker, sshConfig: ${config}, interface: eth0 }\n  internet: { host: internet, sshConfig: ${config}, interface: eth7 }\n`,
    );
    const driver = sshDriver({ inventory: path });
    const results = await driver.preflight();
    expect(results).toMatchObject([
      {
        feature: 'worker',
        verdict: 'missing',
        found: expect.stringMatching(/eth0 carries this very connection/),
      },
      {
        feature: 'internet',
        verdict: 'missing',
        found: expect.stringMatching(/no network card "eth7".*eth1/),
      },
    ]);
    await driver.close?.();
  });

  test('a chapter whose host has no machine', async () => {
    const driver = sshDriver({ inventory: world.inventory });
    await expect(driver.up({ hosts: ['worker2'] })).rejects.toThrow(/no machine for worker2/);
    await driver.close?.();
  });

  test('a topology that needs two wires is refused before a machine is reached', async () => {
    const on = (name: string, ...addresses: readonly string[]) => ({
      name,
      interfaces: addresses.map((address) => ({
        segment: address.startsWith('10.1.') ? 'left' : 'right',
        address,
      })),
    });
    const topology = {
      segments: [
        { name: 'left', subnet: '10.1.0.0/24' },
        { name: 'right', subnet: '10.2.0.0/24' },
      ],
      hosts: [on('ann', '10.1.0.2'), on('gate', '10.1.0.1', '10.2.0.1'), on('bob', '10.2.0.2')],
    };
    const driver = sshDriver({ inventory: '/nonexistent' });
    await expect(driver.up(topology)).rejects.toMatchObject({
      exit: EXIT.usage,
      message: expect.stringMatching(/can share one segment only; this topology has left, right/),
      remedy: expect.stringMatching(/--sandbox namespaces/),
    });
  });

  test('no inventory, and one that is not there', async () => {
    const topology = { hosts: ['worker'] } as const;
    await expect(sshDriver({ inventory: '' }).up(topology)).rejects.toMatchObject({
      exit: EXIT.usage,
      message: expect.stringMatching(/needs an inventory/),
    });
    await expect(sshDriver({ inventory: '/nonexistent' }).up(topology)).rejects.toThrow(/cannot be read/);
  });

  test('the command line: more jobs than there is room for are fewer; a sandbox that cannot be is status 3, with the remedy', async () => {
    const inventory = world.inventoryWith('cli', ['Host *', '  PubkeyAuthentication no']);
    const said = await cli(['replay', '01', '--sandbox', 'ssh', '--jobs', '3', '--inventory', inventory]);
    expect(said.status).toBe(EXIT.sandbox);
    expect(said.err).toMatch(
      /^wirebook: worker: .*takes none of our keys\n {2}name the right `identityFile`/m,
    );
  });
});

async function cli(words: readonly string[]): Promise<{ status: number; err: string }> {
  const { WIREBOOK_INVENTORY: _, ...env } = process.env;
  const child = spawn(process.execPath, [CLI, ...words], { env, stdio: ['ignore', 'ignore', 'pipe'] });
  let err = '';
  child.stderr.on('data', (chunk: Buffer) => {
    err += chunk;
  });
  const [status] = (await once(child, 'close')) as [number];
  return { status, err };
}

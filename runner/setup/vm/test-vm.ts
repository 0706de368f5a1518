/**
 * `npm run test:vm`: every chapter in virtual machines, on a bare machine. Here is what happens outside of the lab; what
 * is done with the machines is in inside.ts, which runs in it.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { EXIT, SandboxError, WirebookError } from '../../errors.ts';
import { ROOT } from '../../package-root.mjs';
import { BOX_PACKAGES, LAB_PACKAGES, UPLINK_PACKAGES, VM_PACKAGES } from '../../sandbox/packages.mjs';
import { vagrantPlaces } from '../../sandbox/vagrant/command.ts';
import { fittingLabs, hardwareVirtualization, judge, vmFacts } from '../../sandbox/vagrant/virtualization.ts';
import { patient } from '../../slowdown.ts';
import { installDebianPackages } from '../setup.mjs';
import { type Box, findOrBuild } from './box.ts';
import { runInLab } from './lab.ts';
import { compare, look, type Traces } from './leftovers.ts';
import { phases } from './phases.ts';
import { USAGE, type VmWords, vmWords } from './vm-words.ts';

/** How long what was killed may take to be gone. */
const GONE_MS = 10_000;
const BUILD = join(ROOT, '.build');
const RECIPE = join(ROOT, 'vagrant/box');
const BOXES = join(BUILD, 'box');
const LAB = join(BUILD, 'vm');
const REPORTS = join(BUILD, 'vm-reports');

/** @returns the exit status */
export async function testVm(argv: readonly string[]): Promise<number> {
  const stop = new AbortController();
  let interrupted: number | undefined;
  for (const [name, status] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const) {
    process.on(name, () => {
      process.stderr.write(`\n${name}: ending the virtual machines.\n`);
      interrupted ??= status;
      stop.abort();
    });
  }
  const since = performance.now();
  try {
    const { help, publicBox, proofs } = vmWords(argv);
    if (help) {
      process.stdout.write(`${USAGE}\n`);
      return EXIT.ok;
    }
    const status = await run(argv, { publicBox, proofs }, stop.signal);
    const minutes = ((performance.now() - since) / 60_000).toFixed(1);
    process.stderr.write(`\n== all of it: ${minutes} min, status ${interrupted ?? status}\n`);
    return interrupted ?? status;
  } catch (error) {
    if (interrupted !== undefined) return interrupted;
    if (!(error instanceof WirebookError)) throw error;
    process.stderr.write(`wirebook: ${error.message}\n${error.remedy ? `  ${error.remedy}\n` : ''}`);
    return error.exit;
  }
}

async function run(
  argv: readonly string[],
  { publicBox, proofs }: Pick<VmWords, 'publicBox' | 'proofs'>,
  signal: AbortSignal,
): Promise<number> {
  const { run: phase } = phases((line) => process.stderr.write(`${line}\n`));
  const asked = process.env.WIREBOOK_LABS === undefined ? undefined : vagrantPlaces(process.env).length;
  mkdirSync(BUILD, { recursive: true });
  refuse(judge(vmFacts(BUILD)));
  await phase('Debian packages', async () =>
    installDebianPackages(
      [...LAB_PACKAGES, ...VM_PACKAGES, ...(publicBox ? UPLINK_PACKAGES : BOX_PACKAGES)],
      {
        status: EXIT.sandbox,
      },
    ),
  );
  const box = publicBox ? undefined : await phase('the box', () => ownBox(signal));
  const facts = vmFacts(BUILD);
  const tcg = !hardwareVirtualization(facts);
  // A second lab's machines take longer to start than they save on a few proofs.
  const labs = asked ?? (proofs === 'some' ? 1 : fittingLabs(facts));
  process.stderr.write(
    `\n${tcg ? 'No hardware virtualization: QEMU emulates.' : 'With KVM.'} Labs side by side: ${labs}.\n`,
  );
  rmSync(LAB, { recursive: true, force: true });
  const before = look(LAB);
  mkdirSync(LAB, { recursive: true });
  rmSync(REPORTS, { recursive: true, force: true });
  mkdirSync(REPORTS, { recursive: true });
  const env = {
    ...process.env,
    VAGRANT_CWD: join(ROOT, 'vagrant'),
    WIREBOOK_VM: '1',
    WIREBOOK_LABS: String(labs),
    WIREBOOK_VM_REPORTS: REPORTS,
    // Where a replay that fails leaves its recordings: the lab's own files go with it.
    XDG_STATE_HOME: REPORTS,
    ...(tcg && { WIREBOOK_TCG: '1' }),
    ...(box && { WIREBOOK_BOX: box.name, WIREBOOK_BOX_FILE: box.file }),
  };
  const inside = [process.execPath, '--import', 'tsx', join(import.meta.dirname, 'inside.ts'), ...argv];
  let status: number | null = null;
  try {
    const script = join(ROOT, 'vagrant/in-lab.sh');
    status = await runInLab(inside, { script, folder: LAB, env, uplink: publicBox, signal });
  } finally {
    await phase('nothing left behind', () => nothingLeft(before));
  }
  // Ended by a signal that was not ours: somebody, or the kernel short of memory, killed it.
  if (status === null && !signal.aborted) {
    throw new SandboxError('the lab was killed', { remedy: 'dmesg says whether memory ran out' });
  }
  return status ?? EXIT.sandbox;
}

function refuse([first, ...more]: ReturnType<typeof judge>): void {
  if (!first) return;
  const all = [first, ...more];
  throw new SandboxError(`no virtual machines here: ${all.map(({ what }) => what).join('; ')}`, {
    remedy: all.map(({ remedy }) => remedy).join('; '),
  });
}

async function ownBox(signal: AbortSignal): Promise<Box> {
  const packages = [...new Set(LAB_PACKAGES.map((wanted) => wanted.package))];
  const build = (file: string) => buildBox(file, packages, signal);
  const box = await findOrBuild({ recipe: RECIPE, cache: BOXES, packages, build });
  process.stderr.write(`${box.found ? 'found' : 'built'}: ${box.file}\n`);
  return box;
}

async function buildBox(file: string, packages: readonly string[], signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  // In process and mount namespaces of its own, so that a build that is interrupted leaves none of either.
  const namespaces = ['--pid', '--mount', '--fork', '--kill-child', '--mount-proc'];
  const child = spawn('unshare', [...namespaces, join(RECIPE, 'build.sh'), file, ...packages], {
    stdio: ['ignore', 'inherit', 'inherit'],
    detached: true,
  });
  const kill = () => child.kill('SIGKILL');
  signal.addEventListener('abort', kill);
  const [status] = (await once(child, 'exit')) as [number | null];
  signal.removeEventListener('abort', kill);
  if (status === 0) return;
  for (const name of readdirSync(BOXES)) rmSync(join(BOXES, name), { recursive: true, force: true });
  signal.throwIfAborted();
  throw new SandboxError('the box could not be built; the words of the tool that failed are above', {
    remedy: "it needs this machine's Debian sources (apt-get update must work) and 2 GiB of disk for .build",
  });
}

/** Deletes the run's files and waits until nothing of it is seen. */
async function nothingLeft(before: Traces): Promise<void> {
  const end = performance.now() + patient(GONE_MS);
  let left: string[] = [];
  do {
    rmSync(LAB, { recursive: true, force: true });
    left = compare(before, look(LAB));
    if (left.length === 0) return;
    await delay(100);
  } while (performance.now() < end);
  throw new SandboxError(`left behind: ${left.join(', ')}`, { remedy: 'end and delete them by hand' });
}

/**
 * The part of `npm run test:vm` that runs in the lab: starts the machines, tests the driver on them, replays chapters,
 * proves some. Each part is a command of its own with a deadline; the first that fails decides the status, and the
 * others run all the same, except when there are no machines.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../package-root.mjs';
import { type VagrantPlace, vagrantPlaces } from '../../sandbox/vagrant/command.ts';
import { MACHINES } from '../../sandbox/vagrant/machines.ts';
import { patient } from '../../slowdown.ts';
import { phases } from './phases.ts';
import { type VmWords, vmWords } from './vm-words.ts';

/** Proved in machines too; few, as an attempt takes up to half a minute there. */
const CHOSEN = { chapters: ['01'], items: ['server'] };

const {
  WIREBOOK_BOX,
  WIREBOOK_BOX_FILE,
  WIREBOOK_LAB_DIR: lab = '',
  WIREBOOK_VM_REPORTS: reports = '',
} = process.env;
const { chapters, proofs } = vmWords(process.argv.slice(2));
const labs = vagrantPlaces(process.env);
const { run: phase } = phases((line) => process.stderr.write(`${line}\n`));
const BIN = join(ROOT, 'node_modules/.bin');
const WIREBOOK = join(ROOT, 'runner/cli/wirebook.mjs');
const report = (name: string) => join(reports, `${name}.xml`);

/** An emulated processor may be a second late at any moment, and two packets then come in another order. */
const RETRY = process.env.WIREBOOK_TCG === '1' ? ['--retry', '1'] : [];

interface Part {
  readonly what: string;
  readonly argv: readonly string[];
  /** How long it may take on a quick machine. */
  readonly minutes: number;
}

const MINUTE = 60_000;
/** On this one, for messages. */
const patientMinutes = (minutes: number) => Math.round(patient(minutes * MINUTE) / MINUTE);

/** Of one lab. Vagrant is talkative, so its words go to a file, and on failure the last of them to the reader. */
async function vagrant(words: readonly string[], minutes: number, place: VagrantPlace): Promise<void> {
  const log = join(lab, 'log', `vagrant-${words[0]}-${labs.indexOf(place) + 1}.log`);
  const status = await command(['vagrant', ...words], minutes, { log, env: place.env });
  if (status === 0) return;
  process.stderr.write(`${readFileSync(log, 'utf8').split('\n').slice(-30).join('\n')}\n`);
  process.stderr.write(
    `wirebook: vagrant ${words.join(' ')} ${status === undefined ? `took more than ${patientMinutes(minutes)} minutes` : 'failed'}\n` +
      '  its last words are above; "No space left" means a full disk, "Volume ... already created" a run that was killed\n',
  );
  process.exit(3);
}

/** One after another: at once they would both copy the box to where disks are based on it, and be no sooner ready. */
async function inEachLab(words: readonly string[], minutes: number): Promise<void> {
  for (const place of labs) await vagrant(words, minutes, place);
}

/** @returns the status; undefined when it took too long and was ended */
async function command(
  argv: readonly string[],
  minutes: number,
  { log, env }: { log?: string; env?: VagrantPlace['env'] } = {},
): Promise<number | undefined> {
  const [file = '', ...args] = argv;
  const out = log === undefined ? undefined : createWriteStream(log);
  const stdio = out ? ('pipe' as const) : ('inherit' as const);
  const child = spawn(file, args, {
    cwd: ROOT,
    stdio: ['ignore', stdio, stdio],
    env: { ...process.env, ...env },
  });
  if (out) for (const stream of [child.stdout, child.stderr]) stream?.pipe(out, { end: false });
  let late = false;
  const timer = setTimeout(
    () => {
      late = true;
      child.kill('SIGTERM');
    },
    patient(minutes * MINUTE),
  );
  const [status] = (await once(child, 'close').catch(() => [127])) as [number | null];
  clearTimeout(timer);
  if (out) await new Promise((resolve) => out.end(resolve));
  return late ? undefined : (status ?? 3);
}

async function part({ what, argv, minutes }: Part): Promise<number> {
  return phase(what, async () => {
    const status = await command(argv, minutes);
    if (status === undefined)
      process.stderr.write(`wirebook: not ready after ${patientMinutes(minutes)} minutes, ended\n`);
    return status ?? 3;
  });
}

if (WIREBOOK_BOX && WIREBOOK_BOX_FILE) {
  await phase('the box is handed to Vagrant', () =>
    vagrant(
      ['box', 'add', '--force', '--name', WIREBOOK_BOX, '--provider', 'libvirt', WIREBOOK_BOX_FILE],
      5,
      labs[0],
    ),
  );
}
await phase(`${MACHINES.length * labs.length} machines start`, () =>
  inEachLab(['up', '--no-tty', ...MACHINES], 15),
);

const onVms = (words: readonly string[], name: string) => [
  process.execPath,
  WIREBOOK,
  ...words,
  ...['--sandbox', 'vagrant', '--jobs', String(labs.length), '--reporter', 'junit', '--out', report(name)],
];
const vitest = [
  'run',
  '--project',
  'vm',
  '--reporter=default',
  '--reporter=junit',
  `--outputFile.junit=${report('driver')}`,
];
const asked = chapters.length > 0 ? chapters : ['--all'];
const PROOFS: Record<VmWords['proofs'], Part> = {
  some: {
    what: `proofs of ${CHOSEN.items.join(', ')}`,
    argv: ['--brief', '--exact', ...CHOSEN.chapters, '--item', ...CHOSEN.items],
    minutes: 15,
  },
  brief: { what: 'a few proofs of each exercise', argv: ['--brief', ...asked], minutes: 150 },
  most: { what: 'proofs without most mutants', argv: ['--mutants', '2', ...asked], minutes: 240 },
  all: { what: 'all proofs', argv: asked, minutes: 20 * 60 },
};
const { [proofs]: proved } = PROOFS;
const parts: Part[] = [
  { what: "the driver's test", argv: [join(BIN, 'vitest'), ...vitest], minutes: 15 },
  {
    what: `replay of ${chapters.length > 0 ? chapters.join(' ') : 'all chapters'}`,
    argv: onVms(['replay', ...asked, ...RETRY], 'replay'),
    minutes: 40,
  },
  { ...proved, argv: onVms(['prove', ...proved.argv], 'prove') },
];
const statuses: number[] = [];
for (const one of parts) statuses.push(await part(one));
await phase('the machines end', () => inEachLab(['destroy', '--force', '--no-tty'], 10));
process.stderr.write(`\nreports: ${reports}\n`);
process.exit(statuses.find((status) => status !== 0) ?? 0);

/** The command as a person or a CI runs it: a process, its output, its exit status, and what it leaves behind. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { patient } from '../slowdown.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PROGRAM = join(ROOT, 'runner/cli/wirebook.mjs');
/** Quick to run: two steps, an exercise, a question. */
const SMALL = join(ROOT, 'runner/testing/chapters');
let scratch: string;

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'wirebook-cli-'));
});
afterAll(() => rm(scratch, { recursive: true, force: true }));

function start(args: readonly string[]): ChildProcess {
  return spawn(process.execPath, [PROGRAM, ...args], {
    stdio: ['pipe', 'pipe', 'pipe'],
    // A runtime folder of its own: other sandboxes of this machine are not this test's business.
    env: {
      ...process.env,
      XDG_DATA_HOME: scratch,
      XDG_RUNTIME_DIR: scratch,
      XDG_STATE_HOME: scratch,
      NO_COLOR: '1',
    },
  });
}

interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

async function ended(child: ChildProcess): Promise<Ended> {
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    stderr += chunk;
  });
  const [status] = (await once(child, 'close')) as [number | null];
  return { status, stdout, stderr };
}

function wirebook(args: readonly string[], stdin = ''): Promise<Ended> {
  const child = start(args);
  child.stdin?.end(stdin);
  return ended(child);
}

/** On the small chapter. */
function small(...args: string[]): Promise<Ended> {
  return wirebook(['--chapters', SMALL, ...args]);
}

/** Ids of the sandboxes that `down` knows of. */
async function running(): Promise<string[]> {
  const { stdout } = await wirebook(['down', '--json']);
  return (JSON.parse(stdout) as { running: { id: string }[] }).running.map(({ id }) => id);
}

describe('words', () => {
  test.each([
    ['an unknown command', ['paint'], /unknown command 'paint'/],
    ['an unknown option', ['list', '--colour'], /unknown option '--colour'/],
    ['no chapter', ['replay'], /Which chapter\?[\s\S]*npx wirebook list/],
    ['an unknown chapter', ['replay', '99'], /99[\s\S]*01-network-namespaces/],
    ['chapters and --all', ['replay', '01', '--all'], /not both/],
    ['an unknown exercise', ['prove', '01', '--item', 'serve'], /"serve" there[\s\S]*There are: server/],
    ['retries of many runs', ['replay', '01', '--retry', '1', '--repeat', '2'], /none of --repeat/],
    ['an unknown driver', ['replay', '01', '--sandbox', 'docker'], /docker[\s\S]*namespaces/],
    ['jobs that are no number', ['replay', '01', '--jobs', 'many'], /whole number/],
    ['a port out of range', ['serve', '--port', '70000'], /0 \(any free one\) to 65535/],
    [
      'a picture of a step that is not there',
      ['picture', '01', '--at', 'paint'],
      /named paint[\s\S]*Known: /,
    ],
    ['a picture from a step to none', ['picture', '01', '--from', 'list'], /--from and --to go together/],
    ['a host not in the chapter', ['shell', '01', '--host', 'internet'], /Its hosts: worker/],
    ['a sandbox that is not there', ['down', 'nonesuch'], /No sandbox nonesuch/],
    [
      'an origin not in the chapter',
      ['trace', '01', '--from', 'internet', '--to', 'icmp://10.0.0.1'],
      /there is no host internet[\s\S]*its hosts: worker/,
    ],
    [
      'a target without a port',
      ['trace', '01', '--from', 'worker', '--to', 'tcp://10.0.0.1'],
      /a port with tcp and udp[\s\S]*Write tcp:/,
    ],
    [
      'a size of a SYN',
      ['trace', '01', '--from', 'worker', '--to', 'tcp://10.0.0.1:80', '--size', '9'],
      /carries nothing[\s\S]*Leave out --size/,
    ],
    ['a place to read from that is not there', ['read', '01', '--at', 'paint'], /named paint[\s\S]*Known: /],
    [
      'a place to read from without a terminal',
      ['read', '01', '--at', 'host-stack'],
      /--at needs a terminal/,
    ],
    ['a packet from nowhere', ['trace', '01', '--to', 'icmp://10.0.0.1'], /--from/],
  ])('%s: status 2 and the remedy', async (_name, args, words) => {
    const { status, stderr } = await wirebook(args);
    expect(stderr).toMatch(words);
    expect(status).toBe(2);
  });

  test.each([
    [],
    ['list'],
    ['lint'],
    ['claims'],
    ['glossary'],
    ['doctor'],
    ['replay'],
    ['prove'],
    ['grade'],
    ['judge'],
    ['picture'],
    ['trace'],
    ['read'],
    ['shell'],
    ['serve'],
    ['down'],
  ])('help of %s', async (...command) => {
    const { status, stdout } = await wirebook([...command, '--help']);
    expect(status).toBe(0);
    expect(stdout).toContain(`Usage: wirebook${command.length > 0 ? ` ${command[0]}` : ''}`);
  });

  test('read into a pipe is the chapter with its recorded outputs', async () => {
    const { status, stdout } = await small('read', '01');
    expect(status).toBe(0);
    expect(stdout).toMatch(/step who-is-it on worker ─+\n {2}echo I am the client\n\n {2}I am the client\n/);
  });

  test('list --json is JSON', async () => {
    const { stdout } = await wirebook(['list', '--json']);
    const ids = (JSON.parse(stdout) as { id: string }[]).map(({ id }) => id);
    expect(ids).toEqual(expect.arrayContaining(['01-network-namespaces', '04-a-bridge', '18-services']));
  });
});

test('prove --item proves that one alone', async () => {
  const item = ['--item', 'whose-stack', '--brief', '--exact'];
  const { status, stdout } = await small('prove', '01', ...item, '--json');
  const { chapters } = JSON.parse(stdout) as { chapters: { items: { id: string; attempts: unknown[] }[] }[] };
  expect(chapters.map(({ items }) => items.map(({ id }) => id))).toEqual([['whose-stack']]);
  expect(chapters[0]?.items[0]?.attempts.length).toBeGreaterThan(1);
  expect(status).toBe(0);
});

test('a reader that has had enough ends it without a word', async () => {
  const script = 'set -o pipefail; "$0" "$1" claims | true';
  const child = spawn('bash', ['-c', script, process.execPath, PROGRAM], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  expect(await ended(child)).toEqual({ status: 0, stdout: '', stderr: '' });
});

describe('claims', () => {
  test('as JSON, with where each is shown; of one chapter only', async () => {
    const { status, stdout } = await wirebook(['claims', '--chapter', '4', '--json']);
    const { claims, summary } = JSON.parse(stdout) as { claims: { id: string }[]; summary: object };
    expect(claims.find(({ id }) => id === 'A35')).toMatchObject({
      article: { letter: 'A' },
      verdict: 'refuted',
      shown: expect.arrayContaining([expect.objectContaining({ number: 4, steps: ['who-asked'] })]),
    });
    expect(summary).toMatchObject({ claims: claims.length });
    expect(status).toBe(0);
  });

  test('what is missing is a failure; a list with a mistake is bad usage', async () => {
    const chapters = join(scratch, 'claims');
    await cp(join(ROOT, 'chapters/01-network-namespaces'), join(chapters, '01-network-namespaces'), {
      recursive: true,
    });
    const none = await wirebook(['--chapters', chapters, 'claims']);
    expect(none.stderr).toContain('There is no claims.yaml');
    expect(none.status).toBe(2);
    const entry = 'A99: { section: S, claim: Nobody shows this., verdict: holds, chapter: 1 }\n';
    await writeFile(join(chapters, 'claims.yaml'), entry);
    const missing = await wirebook(['--chapters', chapters, 'claims', '--missing']);
    expect(missing.stdout).toMatch(/A99 .*Nobody shows this\.\n.*chapter 1\n1 claim missing/);
    expect(missing.status).toBe(1);
    await writeFile(join(chapters, 'claims.yaml'), entry.replace('holds', 'hold'));
    const wrong = await wirebook(['--chapters', chapters, 'claims']);
    expect(wrong.stderr).toMatch(/claims\.yaml:1: .*hold/);
    expect(wrong.status).toBe(2);
  });
});

describe('glossary', () => {
  test('prints the words that are asked for, by any of their forms', async () => {
    const { status, stdout } = await wirebook(['glossary', 'fdb', 'veth pairs']);
    expect(stdout).toMatch(
      /^forwarding table \(.*FDB.*\) .*arp-and-the-bridge-table\n {4}A bridge's list.*\nveth pair /,
    );
    expect(status).toBe(0);
  });

  test('as JSON, all by the alphabet', async () => {
    const { stdout } = await wirebook(['glossary', '--json']);
    const words = (JSON.parse(stdout) as { word: string }[]).map(({ word }) => word);
    expect(words).toEqual([...words].sort((a, b) => a.localeCompare(b, 'en')));
    expect(words).toContain('bridge');
  });

  test('an unknown word gets the nearest one; a course without a glossary says so', async () => {
    const { status, stderr } = await wirebook(['glossary', 'masqerade']);
    expect(stderr).toContain('The glossary has no word "masqerade".');
    expect(stderr).toContain('Did you mean "masquerade"?');
    expect(status).toBe(2);
    expect((await small('glossary')).stderr).toContain('There is no glossary.yaml in ');
  });
});

describe('a broken chapter', () => {
  test('lint names file and line and ends with 2; replay refuses it', async () => {
    const chapters = join(scratch, 'broken');
    await cp(SMALL, chapters, { recursive: true });
    const file = join(chapters, '01-a-small-chapter/chapter.md');
    const source = await readFile(file, 'utf8');
    await writeFile(file, source.replace('{name=add-client host=worker ', '{name=add-client host=wrker '));
    const line = source.split('\n').findIndex((text) => text.includes('name=add-client')) + 1;
    const linted = await wirebook(['--chapters', chapters, 'lint']);
    expect(linted.stdout).toMatch(new RegExp(`chapter\\.md:${line}: .*wrker`));
    expect(linted.status).toBe(2);
    const replayed = await wirebook(['--chapters', chapters, 'replay', '01']);
    expect(replayed.stderr).toMatch(/wrker/);
    expect(replayed.status).toBe(2);
  });
});

describe('a replay', () => {
  test('that differs from its recording: status 1, the diff, and --update mends it', {
    timeout: patient(240_000),
  }, async () => {
    const chapters = join(scratch, 'differs');
    await cp(SMALL, chapters, { recursive: true });
    const file = join(chapters, '01-a-small-chapter/chapter.md');
    const source = await readFile(file, 'utf8');
    const changed = source.replace('```output\nI am the client\n```', '```output\nI am somebody else\n```');
    expect(changed).not.toBe(source);
    await writeFile(file, changed);
    const replayed = await wirebook(['--chapters', chapters, 'replay', '01']);
    expect(replayed.stdout).toContain('- I am somebody else');
    expect(replayed.stdout).toContain('+ I am the client');
    expect(replayed.stdout).toMatch(/\d+ passed, 1 failed/);
    expect(replayed.status).toBe(1);
    const [, kept = ''] = /recordings, observations and report: (.+)/.exec(replayed.stdout) ?? [];
    expect(kept.startsWith(join(scratch, 'wirebook/replays/01-a-small-chapter-'))).toBe(true);
    expect(await readdir(join(kept, 'observations'))).toEqual([
      expect.stringMatching(/^\d{3}-.+\.after\.json$/),
    ]);
    const retried = await wirebook(['--chapters', chapters, 'replay', '01', '--retry', '1']);
    expect(retried.stderr).toBe('01-a-small-chapter: differed, replayed once more\n');
    expect(retried.stdout.match(/1 not as recorded/g)).toHaveLength(2);
    expect(retried.status).toBe(1);
    await wirebook(['--chapters', chapters, 'replay', '01', '--update']);
    expect(await readFile(file, 'utf8')).toBe(source);
  });

  test('draws a figure that is not there yet, and fails when the network is another than the figure shows', {
    timeout: patient(240_000),
  }, async () => {
    const chapters = join(scratch, 'figures');
    await cp(SMALL, chapters, { recursive: true });
    const folder = join(chapters, '01-a-small-chapter');
    const file = join(folder, 'chapter.md');
    const source = await readFile(file, 'utf8');
    const figure = '::: figure one {after=add-client}\n![A namespace](figures/one.svg)\n:::\n\n## Credits';
    await writeFile(file, source.replace('## Credits', figure));
    const replay = (...more: string[]) => wirebook(['--chapters', chapters, 'replay', '01', ...more]);
    expect((await replay('--update')).stdout).toContain('0 recordings written, 1 figure drawn');
    const picture = join(folder, 'figures/one.svg');
    const drawn = await readFile(picture, 'utf8');
    expect(drawn).toContain('>client<');
    expect((await replay()).status).toBe(0);
    await writeFile(picture, drawn.replace('>client<', '>server<'));
    const other = await replay();
    expect(other.stdout).toContain('the network is not as figures/one.svg shows it');
    expect(other.status).toBe(1);
  });

  test('reports JUnit into a file and JSON to a pipe', { timeout: patient(120_000) }, async () => {
    const out = join(scratch, 'junit.xml');
    const junit = await small('replay', '01', '--reporter', 'junit', '--out', out);
    expect(junit.status).toBe(0);
    expect(await readFile(out, 'utf8')).toMatch(/<testsuite name="01-a-small-chapter"[^>]* failures="0"/);
    const json = await small('replay', '01', '--json');
    const [report] = JSON.parse(json.stdout) as { verdict: string; moments: unknown[] }[];
    expect(report?.verdict).toBe('pass');
    expect(report?.moments.length).toBe(4);
  });

  test('what it stored is judged the same again', { timeout: patient(120_000) }, async () => {
    const replayed = await small('replay', '01', '--artifacts', scratch, '--json');
    const [report] = JSON.parse(replayed.stdout) as { artifacts: string; moments: { id: string }[] }[];
    const folder = join(report?.artifacts ?? '', 'observations');
    const judged = join(folder, '004-a-namespace.judged.json');
    const again = await small('judge', '01', judged, 'a-namespace', '--json');
    expect(again.status).toBe(0);
    const [item] = (JSON.parse(again.stdout) as { items: unknown[] }).items;
    expect(report?.moments.find(({ id }) => id === 'a-namespace')).toMatchObject(item as object);
    const before = await small('judge', '01', join(folder, '004-a-namespace.before.json'), 'a-namespace');
    expect(before.stdout).toContain('0 of 10 points');
    expect(before.status).toBe(1);
    const nothing = await small('judge', '01', join(scratch, 'none.json'));
    expect(nothing.stderr).toMatch(/cannot be judged\. .*none\.json: ENOENT[\s\S]*--artifacts/);
    expect(nothing.status).toBe(2);
  });

  test('kept, graded from another process, and ended', { timeout: patient(120_000) }, async () => {
    const before = await running();
    const kept = await small('replay', '01', '--keep');
    expect(kept.status).toBe(0);
    const [id] = (await running()).filter((candidate) => !before.includes(candidate));
    expect(kept.stdout).toContain(`kept as ${id}`);
    const graded = await small('grade', '01', 'a-namespace', '--id', id ?? '', '--json');
    expect(JSON.parse(graded.stdout)).toMatchObject({ chapter: '01-a-small-chapter', sandbox: id });
    expect(graded.status).toBe(0);
    const unanswered = await small('grade', '01', 'whose-stack', '--id', id ?? '');
    expect(unanswered.stdout).toContain('0 of 5 points');
    expect(unanswered.status).toBe(1);
    expect((await wirebook(['down', id ?? ''])).stdout).toContain('1 sandbox ended');
    expect(await running()).not.toContain(id);
  });

  test('interrupted: status 130 and nothing is left', { timeout: patient(60_000) }, async () => {
    const before = await running();
    const child = start(['replay', 'services']);
    await once(child.stdout as NodeJS.ReadableStream, 'data');
    child.kill('SIGINT');
    const { status } = await ended(child);
    expect(status).toBe(130);
    expect(await running()).toEqual(before);
  });
});

describe('a picture', () => {
  test('of two steps: tables, what differs, and SVG in which the same things stand in the same places', {
    timeout: patient(120_000),
  }, async () => {
    const two = ['picture', '04', '--from', 'plug-in', '--to', 'address-pods'];
    const text = await wirebook(two);
    expect(text.stdout).toMatch(/after plug-in[\s\S]*eth0 +veth +down[\s\S]*after address-pods/);
    expect(text.stdout).toMatch(
      /~ eth0 of client on worker\n +state: down -> up\n +addresses: none -> 10\.0\.0\.2\/24/,
    );
    expect(text.status).toBe(0);
    const file = join(scratch, 'net.svg');
    const drawn = await wirebook([...two, '--svg', file]);
    expect(drawn.stdout).toBe(`${join(scratch, 'net.before.svg')}\n${file}\n`);
    const place = async (path: string) =>
      /data-key="netns:worker\/client".*?transform="([^"]+)"/.exec(await readFile(path, 'utf8'))?.[1];
    expect(await place(file)).toMatch(/^translate/);
    expect(await place(file)).toBe(await place(join(scratch, 'net.before.svg')));
  });

  test('as JSON and as Mermaid, after a step and at the end', { timeout: patient(120_000) }, async () => {
    const json = await small('picture', '01', '--at', 'add-client', '--json');
    const { hosts } = JSON.parse(json.stdout) as { hosts: { namespaces: { names: string[] }[] }[] };
    expect(hosts[0]?.namespaces.map(({ names }) => names)).toEqual([[], ['client']]);
    const mermaid = await small('picture', '01', '--mermaid');
    expect(mermaid.stdout).toMatch(/^flowchart TB\n[\s\S]*subgraph n\d+\["client/);
    expect(await running()).toEqual([]);
  });

  test('interrupted: status 130 and nothing is left', { timeout: patient(60_000) }, async () => {
    const before = await running();
    const child = start(['picture', 'services']);
    const done = ended(child);
    await expect.poll(running, { timeout: patient(20_000) }).not.toEqual(before);
    child.kill('SIGINT');
    expect((await done).status).toBe(130);
    expect(await running()).toEqual(before);
  });

  test('that cannot be written: status 2 and the remedy', { timeout: patient(60_000) }, async () => {
    const { status, stderr } = await small('picture', '01', '--svg', join(scratch, 'none', 'x.svg'));
    expect(stderr).toMatch(/cannot be written: ENOENT[\s\S]*folder that is there/);
    expect(status).toBe(2);
  });
});

test('shell: commands from standard input run on the lab host, and its status is passed on', {
  timeout: patient(60_000),
}, async () => {
  const { status, stdout } = await wirebook(['shell', 'services', '--host', 'worker2'], 'hostname\nexit 5\n');
  expect(stdout).toContain('worker2');
  expect(status).toBe(5);
});

describe('trace', () => {
  const packet = (...more: string[]) => small('trace', '01', '--to', 'icmp://127.0.0.1', ...more);

  test('follows a packet in the running sandbox', { timeout: patient(120_000) }, async () => {
    const before = await running();
    await small('replay', '01', '--keep');
    const [id = ''] = (await running()).filter((candidate) => !before.includes(candidate));
    const answered = await packet('--from', 'worker/server', '--reply', '--json');
    expect(JSON.parse(answered.stdout)).toMatchObject({
      packet: { protocol: 'icmp', from: { host: 'worker', netns: 'server' } },
      hops: ['origin', 'out', 'in', 'origin', 'out', 'in'].map((direction) => ({ direction })),
      outcome: { is: 'answered' },
    });
    expect(answered.status).toBe(0);
    const lost = await packet('--from', 'worker/client', '--id', id);
    expect(lost.stdout).toContain('Lost: no route to 127.0.0.1 in client on worker.');
    expect(lost.status).toBe(1);
    await wirebook(['down', id]);
    expect(await running()).toEqual(before);
  });

  test('or in a fresh one, brought to a point', { timeout: patient(120_000) }, async () => {
    const before = await running();
    const early = await packet('--from', 'worker/server', '--at', 'a-namespace');
    expect(early.stderr).toMatch(
      /worker has no network namespace named server\.\n {2}Its namespaces: client/,
    );
    expect(early.status).toBe(2);
    expect((await packet('--from', 'worker/server')).stdout).toContain('Answered: 127.0.0.1 answered.');
    expect(await running()).toEqual(before);
  });

  test('interrupted: status 130 and nothing is left', { timeout: patient(60_000) }, async () => {
    const before = await running();
    const child = start(['trace', 'services', '--from', 'worker', '--to', 'icmp://172.18.0.4']);
    await expect.poll(running, { timeout: patient(30_000) }).not.toEqual(before);
    child.kill('SIGINT');
    expect((await ended(child)).status).toBe(130);
    expect(await running()).toEqual(before);
  });
});

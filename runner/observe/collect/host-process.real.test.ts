import { type ChildProcess, spawn } from 'node:child_process';
import { afterEach, expect, test } from 'vitest';
import { patient } from '../../slowdown.ts';
import { HostProcess } from './host-process.ts';

const DEADLINE_MS = patient(5_000);
const children: ChildProcess[] = [];
const bash = (script: string) => () => {
  const child = spawn('bash', ['-c', script], { stdio: 'pipe' });
  children.push(child);
  return child;
};
const answer = `while read -r nonce depth; do
  printf '\\036%s host done 0\\n' "$nonce"
  printf '\\036%s host done 0\\n' "$nonce" >&2
done`;

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

test('one process answers many questions', async () => {
  const process = new HostProcess(bash(answer));
  for (const _ of [1, 2, 3])
    expect(await process.ask('light', DEADLINE_MS)).toMatchObject([{ name: 'done' }]);
  expect(children).toHaveLength(1);
  process.close();
});

test('a process that was killed between questions is started anew', async () => {
  const process = new HostProcess(bash(answer));
  await process.ask('light', DEADLINE_MS);
  const [first] = children;
  const ended = new Promise((resolve) => first?.once('exit', resolve));
  first?.kill('SIGKILL');
  await ended;
  expect(await process.ask('light', DEADLINE_MS)).toHaveLength(1);
  expect(children).toHaveLength(2);
  process.close();
});

test('a process that dies over the question is tried once more, then its last words are the reason', async () => {
  const process = new HostProcess(bash('read -r line; echo "collect: setns back: no" >&2; exit 1'));
  await expect(process.ask('light', DEADLINE_MS)).rejects.toThrow(
    'the collector ended: collect: setns back: no',
  );
  expect(children).toHaveLength(2);
});

test('silence ends at the deadline, and the next question gets a new process', async () => {
  let silent = true;
  const process = new HostProcess(() => bash(silent ? 'read -r line; sleep 30' : answer)());
  await expect(process.ask('light', patient(200))).rejects.toThrow(
    `the host did not answer within ${patient(200) / 1000} s`,
  );
  silent = false;
  expect(await process.ask('light', DEADLINE_MS)).toHaveLength(1);
  process.close();
});

test.each(['yes', 'yes >&2'])('a host that prints without end (%s) is an error, at once', async (flood) => {
  const before = process.memoryUsage().rss;
  const flooded = new HostProcess(bash(`read -r line; ${flood}`));
  await expect(flooded.ask('light', DEADLINE_MS)).rejects.toThrow('longer than 8 MiB');
  expect(process.memoryUsage().rss - before).toBeLessThan(200 * 1024 * 1024);
});

test('a program that does not exist', async () => {
  const process = new HostProcess(() => spawn('/nonexistent/collector', [], { stdio: 'pipe' }));
  await expect(process.ask('light', DEADLINE_MS)).rejects.toThrow(/cannot be started/);
});

import { once } from 'node:events';
import { expect, test } from 'vitest';
import { RemoteProcess } from './remote-process.ts';

function started(report = false) {
  const sent: string[] = [];
  const child = new RemoteProcess((letter, body, done) => {
    sent.push(`${letter} ${Buffer.from(body).toString()}`.trim());
    done?.();
  }, report);
  const told: string[] = [];
  child.on('exit', (status, signal) => told.push(`exit ${status} ${signal}`));
  child.on('close', (status, signal) => told.push(`close ${status} ${signal}`));
  return { child, sent, told };
}

test('output comes apart, the exit when it ends, the close when its output has ended, too', async () => {
  const { child, told } = started();
  let out = '';
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk;
  });
  child.stderr.resume();
  child.receive('o', Buffer.from('one'));
  child.receive('x', Buffer.from('7 0'));
  expect([child.exitCode, child.signalCode]).toEqual([7, null]);
  child.receive('o', Buffer.from('two'));
  child.receive('z', Buffer.from('o'));
  expect(told).toEqual(['exit 7 null']);
  child.receive('z', Buffer.from('e'));
  expect(told).toEqual(['exit 7 null', 'close 7 null']);
  await once(child.stdout, 'end');
  expect(out).toBe('onetwo');
});

test('a signal has its name', () => {
  const { child, told } = started();
  child.receive('x', Buffer.from('0 9'));
  expect(told).toEqual(['exit null SIGKILL']);
});

test('input goes in pieces, then its end', async () => {
  const { child, sent } = started();
  child.stdin.end(Buffer.alloc(150_000, 'a'));
  await once(child.stdin, 'finish');
  expect(sent.map((frame) => frame.length)).toEqual([65_538, 65_538, 18_930, 1]);
});

test('signals are sent while it runs', () => {
  const { child, sent } = started();
  expect(child.kill()).toBe(true);
  expect(child.kill('SIGKILL')).toBe(true);
  child.receive('x', Buffer.from('0 15'));
  expect(child.kill()).toBe(false);
  expect(sent).toEqual(['K TERM', 'K KILL']);
});

test('when nobody listens any more, the other side hears of it once', async () => {
  const { child, sent } = started(true);
  child.receive('x', Buffer.from('0 0'));
  for (const stream of child.stdio) stream.destroy();
  await Promise.all(child.stdio.map((stream) => stream.closed || once(stream, 'close')));
  expect(sent).toEqual(['D']);
});

test('a machine that is lost takes it along', () => {
  const { child, told } = started(true);
  child.lost();
  child.lost();
  expect(told).toEqual(['exit null SIGKILL', 'close null SIGKILL']);
});

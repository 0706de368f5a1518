import { describe, expect, test } from 'vitest';
import type { ProcessState } from '../../network/state/network-state.ts';
import { host, netns, process } from '../../testing/fixtures.ts';
import { judged } from '../../testing/table.ts';
import { answer } from './answer.ts';

const child: ProcessState = { ...process(45, 'sleep 1', {}), ppid: 40 };
const worker = host([netns('')], {
  processes: [process(1, 'init', {}), process(30, 'perl /pause', {}), process(40, 'sleep 1d', {}), child],
  containers: [
    { id: 'shop', pid: 30 },
    { id: 'shop-side', pid: 40 },
    { id: 'ended', pid: 77 },
  ],
});
const judge = (container: string, typed: string, hosts = [worker]) =>
  judged(answer, { args: { of: 'container-pid', container }, hosts, answer: typed });

test.each(['40', ' 40 ', '40.'])('the PID of a container: %j', (typed) => {
  expect(judge('shop-side', typed)).toMatchObject({ verdict: 'pass' });
});

describe('wrong answers get to know what they are', () => {
  test.each([
    ['1', 'its number in its own PID namespace'],
    ['30', 'the PID of shop'],
    ['45', 'a process that shop-side started'],
    ['41', 'that is not the PID of shop-side on worker'],
    ['forty', 'forty is not a PID'],
  ])('%s: %s', (typed, says) => {
    const judgement = judge('shop-side', typed);
    expect(judgement).toMatchObject({ verdict: 'fail', diagnosis: expect.stringContaining(says) });
    expect(judgement.evidence.some((one) => 'expected' in one)).toBe(false);
  });
});

test.each([
  ['shop-web', 'crun knows no container shop-web, so the question has no answer yet'],
  ['ended', 'ended has ended, so the question has no answer yet'],
])('no answer yet: %s', (container, says) => {
  expect(judge(container, '1')).toMatchObject({ verdict: 'fail', diagnosis: says });
});

test('records that could not be read', () => {
  expect(judge('shop', '30', [host([netns('')])])).toMatchObject({ verdict: 'error' });
});

import { expect, test } from 'vitest';
import { parseReport } from './run-command.ts';

test.each<[string, ReturnType<typeof parseReport>]>([
  ['started\ndone 7 00ff\n', { status: 7, signal: null, nonce: '00ff' }],
  ['started\nkilled 9 00ff\n', { status: 9, signal: 'SIGKILL', nonce: '00ff' }],
  ['started\nkilled 64 00ff\n', { status: 64, signal: 'SIG64', nonce: '00ff' }],
  ['error the host is gone\n', { error: 'the host is gone' }],
  ['started\n', { error: 'the host went away while a command ran' }],
  ['', { error: 'the host went away while a command ran' }],
])('%j', (text, ending) => {
  expect(parseReport(text)).toEqual(ending);
});

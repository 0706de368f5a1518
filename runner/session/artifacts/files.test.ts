import { expect, test } from 'vitest';
import { castFile, errorFile, reportFile, stateFile } from './files.ts';
import { Recording } from './recording.ts';

test('files are named by terminal and by the moment that they are about', () => {
  const recording = new Recording();
  recording.mark(0, 'a-step');
  const cast = castFile('04-a-bridge', 0, { host: 'worker', columns: 80, rows: 24, recording });
  expect(cast.path).toBe('terminals/worker.cast');
  expect(cast.text).toContain('"title":"04-a-bridge, worker"');
  expect(stateFile(7, 'add-client', 'before', { depth: 'full', takenAt: 1, hosts: {} })).toEqual({
    path: 'states/007-add-client.before.json',
    text: '{\n "depth": "full",\n "takenAt": 1,\n "hosts": {}\n}\n',
  });
  expect(stateFile(12, 'x', 'after', { unreadable: 'gone' }).text).toContain('"unreadable": "gone"');
});

test('the report is JSON, and an error in its place is text', () => {
  const report = { chapter: '04-a-bridge', file: 'f', moments: [], verdict: 'pass', ms: 1 } as const;
  expect(JSON.parse(reportFile(report).text)).toEqual(report);
  expect(errorFile(new Error('the sandbox is gone')).text).toMatch(/^Error: the sandbox is gone\n/);
  expect(errorFile('words')).toEqual({ path: 'error.txt', text: 'words\n' });
});

import { expect, test } from 'vitest';
import { type Observation, readObservation } from '../../../checks/observation.ts';
import { castFile, errorFile, observationFile, reportFile } from './files.ts';
import { Recording } from './recording.ts';

test('files are named by terminal and by the moment that they are about', () => {
  const recording = new Recording();
  recording.mark(0, 'a-step');
  const cast = castFile('04-a-bridge', 0, { host: 'worker', columns: 80, rows: 24, recording });
  expect(cast.path).toBe('terminals/worker.cast');
  expect(cast.text).toContain('"title":"04-a-bridge, worker"');
  const seen = {
    revision: 3,
    takenAt: 1,
    topology: {
      segments: [{ name: 'lan', subnet: '10.1.0.0/24' }],
      hosts: [{ name: 'worker', interfaces: [{ segment: 'lan', address: '10.1.0.2' }] }],
    },
    variables: {},
    state: { depth: 'full', takenAt: 1, hosts: {} },
    probes: [],
  } satisfies Observation;
  const stored = observationFile(7, 'add-client', 'before', seen);
  expect(stored.path).toBe('observations/007-add-client.before.json');
  expect(readObservation(stored.path, stored.text)).toEqual(seen);
  expect(observationFile(12, 'x', 'after', { unreadable: 'gone' }).text).toContain('"unreadable": "gone"');
});

test('the report is JSON, and an error in its place is text', () => {
  const report = { chapter: '04-a-bridge', file: 'f', moments: [], verdict: 'pass', ms: 1 } as const;
  expect(JSON.parse(reportFile(report).text)).toEqual(report);
  expect(errorFile(new Error('the sandbox is gone')).text).toMatch(/^Error: the sandbox is gone\n/);
  expect(errorFile('words')).toEqual({ path: 'error.txt', text: 'words\n' });
});

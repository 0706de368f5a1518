import { expect, test } from 'vitest';
import { asciicast } from './asciicast.ts';

test('a header line, then a line for each event', () => {
  const header = { columns: 120, rows: 30, startedAt: 1_700_000_000_999, title: '04-a-bridge, worker' };
  const text = asciicast(header, [
    { ms: 0, code: 'o', data: 'root@worker:~# ' },
    { ms: 12.3456, code: 'm', data: 'add-client' },
    { ms: 1250, code: 'o', data: 'é → \u001b[1m"\r\n' },
  ]);
  expect(text.split('\n')).toEqual([
    '{"version":2,"width":120,"height":30,"timestamp":1700000000,"title":"04-a-bridge, worker","env":{"TERM":"xterm-256color"}}',
    '[0,"o","root@worker:~# "]',
    '[0.012,"m","add-client"]',
    '[1.25,"o","é → \\u001b[1m\\"\\r\\n"]',
    '',
  ]);
});

import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { askForLink, offerLinks } from './page-link.ts';

let runtime: string;
beforeEach(() => {
  runtime = mkdtempSync(join(tmpdir(), 'wirebook-link-'));
  vi.stubEnv('XDG_RUNTIME_DIR', runtime);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(runtime, { recursive: true, force: true });
});

test('the server that runs gives a link to whoever of this user asks', async () => {
  const close = offerLinks(8642, () => 'http://127.0.0.1:8642/?token=x');
  onTestFinished(close);
  expect(await askForLink(8642)).toBe('http://127.0.0.1:8642/?token=x');
  expect(await askForLink(8643)).toBeUndefined();
});

test('a folder that others may enter gives no link and is offered none', async () => {
  const folder = join(runtime, 'wirebook-page');
  mkdirSync(folder);
  chmodSync(folder, 0o777);
  const stranger = createServer((socket) => socket.end('http://evil.example/'));
  onTestFinished(() => void stranger.close());
  await new Promise<void>((resolve) => stranger.listen(join(folder, '8642'), resolve));
  expect(await askForLink(8642)).toBeUndefined();
  offerLinks(8643, () => 'secret');
  expect(readdirSync(folder)).toEqual(['8642']);
});

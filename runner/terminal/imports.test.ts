/** Only pty.ts knows node-pty: everything else gets a TerminalSession. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** The measurement needs the bare pty beside ours. */
const ALLOWED = ['bench/bare-pty.ts', 'runner/terminal/node-pty.d.ts', 'runner/terminal/pty.ts'];

it('node-pty has one importer', () => {
  const files = ['bench', 'checks', 'runner', 'web'].flatMap((room) =>
    readdirSync(join(ROOT, room), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.(ts|tsx|mjs)$/.test(name) && !name.includes('node_modules'))
      .map((name) => join(room, name)),
  );
  const importers = files.filter((file) =>
    /(from|import\(|require\(|module)\s*['"](@lydell\/)?node-pty/.test(
      readFileSync(join(ROOT, file), 'utf8'),
    ),
  );
  expect(importers.filter((file) => !ALLOWED.includes(file))).toEqual([]);
  expect(importers).toContain('runner/terminal/pty.ts');
});

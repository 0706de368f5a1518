/** The direction of imports: checks <- runner <- web/server, runner/cli; web/app sees only web/protocol.ts, with the schemas that it is made of, and types. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { PAGE_SHARES } from './setup/setup.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

interface Import {
  readonly file: string;
  /** A path from the repository's root, or a package's name. */
  readonly of: string;
  readonly typeOnly: boolean;
}

/** `import type`, `import`, `export ... from`, `import('...')`. */
const STATEMENT = /^\s*(?:import|export)\s+(type\s)?(?:[^'";]*?\sfrom\s+)?'([^']+)'|\bimport\('([^']+)'\)/gm;

function importsOf(file: string, text: string): Import[] {
  return [...text.matchAll(STATEMENT)].map(([, type, from, dynamic]) => {
    const name = from ?? dynamic ?? '';
    const of = name.startsWith('.') ? relative(ROOT, join(ROOT, dirname(file), name)) : name;
    return { file, of, typeOnly: type !== undefined };
  });
}

const imports: Import[] = ['checks', 'runner', 'web'].flatMap((room) =>
  readdirSync(join(ROOT, room), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(ts|tsx|mjs)$/.test(name) && !/node_modules|(^|\/)dist\//.test(name))
    .flatMap((name) => importsOf(join(room, name), readFileSync(join(ROOT, room, name), 'utf8'))),
);

const isTest = ({ file }: Import) => /\.test\.tsx?$|\/(test|testing|fixtures)\//.test(file);
const in_ = (path: string, ...rooms: string[]) =>
  rooms.some((room) => path === room || path.startsWith(`${room}/`));
const ours = ({ of }: Import) => in_(of, 'checks', 'runner', 'web', 'bench');

const rules: readonly [rule: string, applies: (one: Import) => boolean, allowed: (one: Import) => boolean][] =
  [
    [
      'checks import only checks',
      ({ file }) => in_(file, 'checks'),
      (one) => !ours(one) || in_(one.of, 'checks'),
    ],
    [
      'checks know nothing of processes, disks and networks',
      (one) => in_(one.file, 'checks') && !isTest(one),
      ({ of }) => !/^node:(child_process|fs|http|https|dgram|dns|net|tls)/.test(of),
    ],
    [
      'runner imports runner and checks, and no command line',
      ({ file }) => in_(file, 'runner') && !in_(file, 'runner/cli', 'runner/setup'),
      (one) => !ours(one) || (in_(one.of, 'runner', 'checks') && !in_(one.of, 'runner/cli')),
    ],
    [
      'the command line imports runner, checks and the server',
      ({ file }) => in_(file, 'runner/cli'),
      (one) => !ours(one) || in_(one.of, 'runner', 'checks', 'web/server'),
    ],
    [
      'the server imports runner, checks, the protocol and the components that it renders, and no command line',
      ({ file }) => in_(file, 'web/server'),
      (one) =>
        !ours(one) ||
        (in_(one.of, 'web/server', 'web/protocol.ts', 'web/app', 'runner', 'checks') &&
          !in_(one.of, 'runner/cli')),
    ],
    [
      'the page imports the protocol, and types',
      ({ file }) => in_(file, 'web/app'),
      (one) => !ours(one) || one.typeOnly || in_(one.of, 'web/app', 'web/protocol.ts'),
    ],
    [
      'what is built into the page imports nothing else: the protocol, schemas of results, plain text',
      ({ file }) => PAGE_SHARES.includes(file),
      ({ of }) => of === 'zod' || (PAGE_SHARES.includes(of) && of !== 'web/protocol.ts'),
    ],
  ];

/** Whose files stand together: a folder of `checks`, `runner` and `web`, or one of these that are folders of folders. */
const NESTED = ['checks/network', 'checks/kinds', 'runner/sandbox'];
/** It lists the drivers, and so stands above them; the rest of its folder is below them. */
const LIST_OF_DRIVERS = 'runner/sandbox/drivers.ts';

function folderOf(path: string): string {
  if (path === LIST_OF_DRIVERS) return path;
  const parts = path.split('/').slice(0, -1);
  const two = parts.slice(0, 2).join('/');
  return NESTED.includes(two) ? parts.slice(0, 3).join('/') : two;
}

/** Folder -> folders that it imports from. What is for tests may look anywhere. */
function folderGraph(all: readonly Import[]): Map<string, Set<string>> {
  const graph = new Map<string, Set<string>>();
  for (const one of all.filter((each) => !isTest(each) && ours(each))) {
    const [from, to] = [folderOf(one.file), folderOf(one.of)];
    if (from !== to) graph.set(from, (graph.get(from) ?? new Set()).add(to));
  }
  return graph;
}

/** @returns one round trip, as `a -> b -> a`; undefined when there is none */
function cycle(graph: ReadonlyMap<string, ReadonlySet<string>>): string | undefined {
  const done = new Set<string>();
  const walk = (folder: string, way: readonly string[]): string | undefined => {
    const before = way.indexOf(folder);
    if (before >= 0) return [...way.slice(before), folder].join(' -> ');
    if (done.has(folder)) return undefined;
    for (const next of graph.get(folder) ?? []) {
      const found = walk(next, [...way, folder]);
      if (found) return found;
    }
    done.add(folder);
    return undefined;
  };
  for (const folder of graph.keys()) {
    const found = walk(folder, []);
    if (found) return found;
  }
  return undefined;
}

describe('imports', () => {
  it.each(rules)('%s', (_rule, applies, allowed) => {
    const wrong = imports.filter((one) => applies(one) && !allowed(one));
    expect(wrong.map(({ file, of }) => `${file} imports ${of}`)).toEqual([]);
  });

  it('of folders make no round trip', () => {
    const graph = folderGraph(imports);
    expect(cycle(graph)).toBeUndefined();
    expect(graph.size).toBeGreaterThan(20);
    const back = { file: 'checks/verdict.ts', of: 'runner/session/lab.ts', typeOnly: true };
    expect(cycle(folderGraph([...imports, back]))).toMatch(/^(.+) -> .*\1$/);
  });

  it('are found in every form', () => {
    const text = [
      "import a from './a.ts';",
      "import type { B } from '../checks/b.ts';",
      "import {\n  c,\n  d,\n} from './c.ts';",
      "import './e.ts';",
      "export { f } from './f.ts';",
      "export type { G } from './g.ts';",
      "const h = await import('./h.ts');",
      "import * as i from 'node:fs';",
    ].join('\n');
    expect(importsOf('runner/x.ts', text).map(({ of, typeOnly }) => [of, typeOnly])).toEqual([
      ['runner/a.ts', false],
      ['checks/b.ts', true],
      ['runner/c.ts', false],
      ['runner/e.ts', false],
      ['runner/f.ts', false],
      ['runner/g.ts', true],
      ['runner/h.ts', false],
      ['node:fs', false],
    ]);
    expect(imports.length).toBeGreaterThan(200);
  });
});

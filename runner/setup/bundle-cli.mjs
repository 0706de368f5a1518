// Builds the command line into .build/cli: main.js, and a chunk for what each command does, loaded when it is used. npm
// packages stay outside. Beside the code lie the summaries of the chapters, which take longer to make than to read.
import { renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';
import { BUILD, STAMP, see } from '../cli/built.mjs';
import { ROOT } from '../package-root.mjs';
import { cliInputs } from './setup.mjs';

const started = Date.now();
/** Until it is whole. */
const folder = join(ROOT, `${BUILD}.${process.pid}`);
try {
  const code = await bundle();
  await keepSummaries();
  writeFileSync(join(folder, STAMP), JSON.stringify({ code: seen(code), other: seen(cliInputs()) }));
  rmSync(join(ROOT, BUILD), { recursive: true, force: true });
  renameSync(folder, join(ROOT, BUILD));
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** @returns {Promise<string[]>} every source that was read, also one of which nothing is left */
async function bundle() {
  /** @type {string[]} */
  let read = [];
  const bundle = await rolldown({
    cwd: ROOT,
    input: { main: 'runner/cli/main.ts', summaries: 'runner/chapter/summaries.ts' },
    platform: 'node',
    // The compiler's own helpers are no package of ours: rolldown has them.
    external: /^(?!@oxc-project\/runtime)[@a-z]/,
    plugins: [
      {
        name: 'sources',
        buildEnd() {
          read = [...this.getModuleIds()].filter((id) => id.startsWith(`${ROOT}/`));
        },
      },
    ],
  });
  await bundle.write({ dir: folder, entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' });
  return read.map((id) => relative(ROOT, id));
}

/** A file that changed meanwhile may be in the build as it was before: then the build is stale from the start. @param {readonly string[]} files */
function seen(files) {
  const meanwhile = files.filter((file) => statSync(join(ROOT, file)).mtimeMs >= started);
  return { ...see(ROOT, files), ...Object.fromEntries(meanwhile.map((file) => [file, 'changed'])) };
}

/** A chapter with a mistake is no mistake of the code: whoever lists or serves the chapters is told. */
async function keepSummaries() {
  const { summariesToBuild } = await import(pathToFileURL(join(folder, 'summaries.js')).href);
  const summaries = await summariesToBuild(join(ROOT, 'chapters')).catch((error) => {
    process.stderr.write(`${error.message}\n`);
    return [];
  });
  writeFileSync(join(folder, 'chapters.json'), JSON.stringify(summaries));
}

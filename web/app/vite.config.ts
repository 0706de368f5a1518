/** Builds the page into `.build/app` with a manifest; the server's pages name the hashed files from it. */
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: here('.'),
  // Relative, so that only the server decides under which path the files are served.
  base: './',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: here('../../.build/app'),
    emptyOutDir: true,
    manifest: true,
    // The built page has other people's code in it, and goes with it into the npm package.
    license: true,
    target: 'es2023',
    // Content-Security-Policy: nothing may be a data: URL.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 900,
    rolldownOptions: { input: [here('main.ts'), here('before-paint.ts'), here('entry.ts')] },
  },
});

/**
 * Where the built page's files are, read from Vite's manifest (`npm run build`). The server serves `.build/app` under
 * ASSET_BASE; the file names carry a hash of their content, so they may be cached for ever.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { SandboxError } from '../../../runner/errors.ts';

/** URL path under which `.build/app` is served. */
export const ASSET_BASE = '/app/';

export interface Assets {
  /** The page's module. */
  readonly script: string;
  /** Small classic script that runs before the first paint; absent in a page that needs none. */
  readonly beforePaint?: string;
  readonly styles: readonly string[];
  readonly icon?: string;
  /** The module of the pages that a browser is shown before it is known, and all files that such a page needs. */
  readonly entry: { readonly script: string; readonly files: readonly string[] };
}

const Manifest = z.record(
  z.string(),
  z.object({
    file: z.string(),
    css: z.array(z.string()).optional(),
    assets: z.array(z.string()).optional(),
    /** Keys of other entries. */
    imports: z.array(z.string()).default([]),
  }),
);

/** Reads `<buildFolder>/.vite/manifest.json`. Throws SandboxError with the remedy when the page was not built. */
export function readAssets(buildFolder: string, base = ASSET_BASE): Assets {
  const file = join(buildFolder, '.vite', 'manifest.json');
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new SandboxError(`the page is not built: ${file} cannot be read`, {
      remedy: 'npm run build',
      cause,
    });
  }
  const manifest = Manifest.parse(JSON.parse(text));
  const main = manifest['main.ts'];
  const beforePaint = manifest['before-paint.ts'];
  const entry = manifest['entry.ts'];
  if (!main || !beforePaint || !entry) {
    throw new SandboxError(`${file} names no main.ts, before-paint.ts or entry.ts`, {
      remedy: 'npm run build',
    });
  }
  const icon = manifest['icon.svg'];
  const styles = main.css ?? [];
  const looks = [...styles, ...(icon ? [icon.file] : [])];
  return {
    script: base + main.file,
    beforePaint: base + beforePaint.file,
    styles: styles.map((style) => base + style),
    ...(icon && { icon: base + icon.file }),
    entry: {
      script: base + entry.file,
      files: [...closure('entry.ts', manifest), ...looks].map((path) => base + path),
    },
  };
}

/** The file of an entry, and those of everything that it imports. */
function closure(key: string, manifest: z.infer<typeof Manifest>): string[] {
  const entry = manifest[key];
  return entry ? [entry.file, ...entry.imports.flatMap((imported) => closure(imported, manifest))] : [];
}

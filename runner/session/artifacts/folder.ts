/** Where artifacts go on the disk, and putting them there. Nothing that exists is ever overwritten. */
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { UsageError } from '../../errors.ts';
import type { ArtifactFile } from './files.ts';

/**
 * Makes `<into>/<chapter>`, or `<chapter>-2` when that is there, and so on.
 * @throws UsageError when the folder cannot be made
 */
export async function newFolder(into: string, chapter: string): Promise<string> {
  try {
    await mkdir(into, { recursive: true });
    for (let run = 1; ; run++) {
      const folder = join(into, run === 1 ? chapter : `${chapter}-${run}`);
      if (await made(folder)) return folder;
    }
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new UsageError(`No artifacts can be written into ${into}: ${why}`);
  }
}

/**
 * Makes a folder for a failure that nobody asked to have recorded: among the user's state files where there is such a
 * place (XDG Base Directory Specification), else among temporary ones.
 */
export async function failureFolder(
  chapter: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<string> {
  const temporary = (): Promise<string> => mkdtemp(join(tmpdir(), `wirebook-replay-${chapter}-`));
  const state = env.XDG_STATE_HOME;
  if (!state?.startsWith('/')) return temporary();
  const base = join(state, 'wirebook', 'replays');
  // A home that cannot be written, as in many CI images, is no reason to lose what was seen.
  return mkdir(base, { recursive: true }).then(() => mkdtemp(join(base, `${chapter}-`)), temporary);
}

export async function writeInto(folder: string, files: readonly ArtifactFile[]): Promise<void> {
  for (const { path, text } of files) {
    const file = join(folder, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
}

async function made(folder: string): Promise<boolean> {
  return mkdir(folder).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'EEXIST') return false;
      throw error;
    },
  );
}

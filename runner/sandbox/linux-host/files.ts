/**
 * An archive of small files that inside/spec.pl unpacks: the cached /etc, and each host's own files. Pure; names
 * must be without white space. Knows nothing of what the files are for.
 */
export type Entry =
  | { readonly kind: 'directory'; readonly path: string; readonly mode: number }
  | { readonly kind: 'link'; readonly path: string; readonly target: string }
  | {
      readonly kind: 'file';
      readonly path: string;
      readonly mode: number;
      readonly content: Uint8Array | string;
    };

export const directory = (path: string, mode = 0o755): Entry => ({ kind: 'directory', path, mode });
export const link = (path: string, target: string): Entry => ({ kind: 'link', path, target });
export const file = (path: string, content: string | Uint8Array, mode = 0o644): Entry => ({
  kind: 'file',
  path,
  mode,
  content,
});

/** Bytes of the archive: `d MODE PATH`, `l TARGET PATH`, `f MODE LENGTH PATH` + LENGTH bytes + newline. */
export function archive(entries: readonly Entry[]): Buffer {
  const parts: Uint8Array[] = [];
  for (const entry of entries) {
    if (/\s/.test(entry.path) || entry.path.startsWith('/'))
      throw new Error(`not a name for a host's file: ${entry.path}`);
    if (entry.kind === 'directory') parts.push(Buffer.from(`d ${entry.mode.toString(8)} ${entry.path}\n`));
    else if (entry.kind === 'link') parts.push(Buffer.from(`l ${entry.target} ${entry.path}\n`));
    else {
      const content = Buffer.from(entry.content);
      const head = Buffer.from(`f ${entry.mode.toString(8)} ${content.length} ${entry.path}\n`);
      parts.push(head, content, Buffer.from('\n'));
    }
  }
  return Buffer.concat(parts);
}

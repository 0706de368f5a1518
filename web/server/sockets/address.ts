/** Where a socket wants to go, read from its path. Pure. */
import type { Chapter } from '../../../runner/chapter/model.ts';
import type { HostName } from '../../../runner/sandbox/driver.ts';

export type Destination =
  | { readonly to: 'control'; readonly chapter: Chapter }
  | { readonly to: 'terminal'; readonly chapter: Chapter; readonly host: HostName };

const PATH = /^\/ws\/chapter\/([A-Za-z0-9_-]{1,64})(?:\/terminal\/([a-z0-9-]{1,32}))?$/;

/** @returns undefined unless the chapter exists and the host is one of its own: nobody gets a shell by guessing names. */
export function destination(
  url: string,
  chapterOf: (id: string) => Chapter | undefined,
): Destination | undefined {
  const [, id, name] = PATH.exec(url) ?? [];
  const chapter = id === undefined ? undefined : chapterOf(id);
  if (!chapter) return undefined;
  if (name === undefined) return { to: 'control', chapter };
  const host = chapter.hosts.find((known) => known === name);
  return host === undefined ? undefined : { to: 'terminal', chapter, host };
}

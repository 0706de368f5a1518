/** `ip -j netns list-id` (iproute2) -> the ids by which one namespace calls others, with their names in /run/netns. */
import { z } from 'zod';
import { parseJson } from './unreadable.ts';

const schema = z.array(
  z.looseObject({
    nsid: z.int(),
    /** Absent for a namespace without a name. */
    name: z.string().optional(),
  }),
);

/** nsid -> name; ids of nameless namespaces are left out. @throws UnreadableOutput */
export function parseNetnsIds(text: string): Map<number, string> {
  const ids = new Map<number, string>();
  for (const { nsid, name } of parseJson('ip -j netns list-id', text, schema)) {
    if (name !== undefined) ids.set(nsid, name);
  }
  return ids;
}

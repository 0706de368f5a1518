/** How a network stack of a journey is called in sentences. */
import type { JourneyStack } from './journey.ts';

/** `worker`, `client on worker`, `a namespace without a name (inode 4026532286) on worker` */
export function stackName({ host, netns, inode }: JourneyStack): string {
  if (netns === '') return host;
  return `${netns ?? `a namespace without a name (inode ${inode})`} on ${host}`;
}

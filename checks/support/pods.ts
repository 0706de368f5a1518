/** What kinds that judge every pair of several pods share: the pods as a chapter lists them, and their pairs. Judges nothing. */
import { z } from 'zod';
import type { Origin } from '../probes/origin.ts';
import { distinct } from './entry-fields.ts';
import { deviceName, netnsName } from './fields.ts';

export const pod = z.strictObject({
  /** Absent: the check's. */
  host: z.string().min(1).optional(),
  /** Absent: the host itself takes part, as nodes do. */
  netns: netnsName.optional(),
  address: z.ipv4({ error: 'must be an IPv4 address such as 10.244.1.2' }),
});

/** Devices of the pod's host, from the pod outwards, that its traffic to other hosts passes. */
export const hops = z.array(deviceName).min(1, { error: 'must name a device at least' });

interface Listed {
  readonly host?: string | undefined;
  readonly netns?: string | undefined;
  readonly address: string;
}

/** For `z.refine`: at least two, and no address twice. */
export function isMesh(pods: readonly Listed[]): boolean {
  return pods.length >= 2 && distinct(pods.map(({ address }) => address));
}
export const NO_MESH = { error: 'must be at least two pods, each with an address of its own' };

export interface Pod {
  readonly name: string;
  readonly address: string;
  readonly at: Origin;
}

export interface Pair<P extends Pod = Pod> {
  readonly from: P;
  readonly to: P;
}

export function placed<L extends Listed>(
  { host }: { readonly host: string },
  listed: L,
): Pod & Omit<L, keyof Listed> {
  const { host: own = host, netns, address, ...rest } = listed;
  return {
    ...rest,
    name: netns ?? own,
    address,
    at: { host: own, ...(netns !== undefined && { netns }) },
  };
}

/** Every pair, both ways, in the order of the list: 3 pods are 6 pairs. */
export function pairs<P extends Pod>(pods: readonly P[]): Pair<P>[] {
  return pods.flatMap((from) => pods.filter((to) => to !== from).map((to) => ({ from, to })));
}

/** `client (10.244.0.2)` */
export function named({ name, address }: Pod): string {
  return `${name} (${address})`;
}

/** `http://10.244.1.2/` */
export function urlOf({ address }: Pod, port: number): string {
  return `http://${address}${port === 80 ? '' : `:${port}`}/`;
}

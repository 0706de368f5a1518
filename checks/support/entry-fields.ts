/**
 * Fields that check schemas share: who a check is, where it looks, and how traffic and its shares are written.
 * Knows nothing of any one kind.
 */
import { z } from 'zod';

/** What every entry of a `checks` list carries beside its kind's own arguments. `host` is filled in by the chapter's parser. */
export function entryFields<K extends string>(kind: K) {
  return {
    id: z.string().min(1).optional(),
    kind: z.literal(kind).optional(),
    title: z.string().min(1).optional(),
    host: z.string().min(1),
    /** Name in /run/netns; absent: the host's own network namespace. */
    netns: z.string().min(1).optional(),
  };
}

/** For `z.refine`: no value twice. */
export function distinct(values: readonly unknown[]): boolean {
  return new Set(values).size === values.length;
}

export const port = z.int().min(1).max(65535);

/** `10.244.1.2:8080` */
export const endpoint = z
  .string()
  .regex(/^\d{1,3}(\.\d{1,3}){3}:\d{1,5}$/, 'must be an IPv4 address and a port, as in 10.244.1.2:8080')
  .refine(
    (text) => {
      const [address = '', number = ''] = text.split(':');
      return z.ipv4().safeParse(address).success && port.safeParse(Number(number)).success;
    },
    { error: 'is not an IPv4 address and a port' },
  );

/** How far a declared list may miss 1: 0.33333333333 three times is accepted, 0.33 three times is not. */
const SHARES_TOLERANCE = 1e-6;

/** `equal`, or one share for each endpoint, summing to 1. */
export const shares = z.union([z.literal('equal'), z.array(z.number().gt(0).lt(1)).min(2)], {
  error: "must be 'equal' or a list of at least two numbers between 0 and 1",
});
export type Shares = z.infer<typeof shares>;

/** Deadline of a probe, in seconds. */
export const timeout = z.number().min(0.1).max(30).default(2);

interface Balanced {
  readonly endpoints: readonly unknown[];
  readonly take?: number | undefined;
  readonly shares: Shares;
}

/** What is wrong with endpoints, take and shares taken together, or undefined. For `z.refine` of the kinds that have them. */
export function balanceProblem(args: Balanced): { path: string; message: string } | undefined {
  const n = args.take ?? args.endpoints.length;
  if (n > args.endpoints.length)
    return { path: 'take', message: `is ${n}, but only ${args.endpoints.length} endpoints are listed` };
  if (args.shares === 'equal') return undefined;
  if (args.shares.length !== n) {
    return { path: 'shares', message: `lists ${args.shares.length} shares for ${n} endpoints` };
  }
  const sum = args.shares.reduce((total, share) => total + share, 0);
  if (Math.abs(sum - 1) > SHARES_TOLERANCE) {
    return {
      path: 'shares',
      message: `sum to ${Number(sum.toFixed(9))}, not to 1; write 'equal' for equal shares`,
    };
  }
  return undefined;
}

/** The endpoints that count, each with its declared share; shares are scaled so that they sum to 1 exactly. */
export function declared<E>(args: {
  readonly endpoints: readonly E[];
  readonly take?: number | undefined;
  readonly shares: Shares;
}): {
  readonly endpoints: readonly E[];
  readonly shares: readonly number[];
} {
  const endpoints = args.endpoints.slice(0, args.take ?? args.endpoints.length);
  if (args.shares === 'equal') return { endpoints, shares: endpoints.map(() => 1 / endpoints.length) };
  const sum = args.shares.reduce((total, share) => total + share, 0);
  return { endpoints, shares: args.shares.map((share) => share / sum) };
}

/**
 * What a plugin may print, by section 5 ("Result Types") of the CNI specification 1.0.0. Keys that the specification does not
 * know are let through, as it demands of runtimes. Knows nothing of kernels or of how the plugin was called.
 */
import { z } from 'zod';

const text = z.string({ error: 'must be a string' });
const address = z.union([z.ipv4(), z.ipv6()], { error: 'must be an IP address without a prefix length' });
const cidr = z.union([z.cidrv4(), z.cidrv6()], {
  error: 'must be an address with its prefix length, such as 10.0.0.2/24',
});
const list = <T extends z.ZodType>(of: T) => z.array(of, { error: 'must be a list' });
const object = <S extends z.ZodRawShape>(shape: S) => z.looseObject(shape, { error: 'must be an object' });

const dns = object({
  nameservers: list(text).optional(),
  domain: text.optional(),
  search: list(text).optional(),
  options: list(text).optional(),
});

/** Of a successful ADD. `routes` and `dns` may be absent where there is nothing to say. */
export const addResult = object({
  cniVersion: text,
  interfaces: list(
    object({ name: text.min(1, 'must not be empty'), mac: text.optional(), sandbox: text.optional() }),
  ),
  ips: list(
    object({
      address: cidr,
      gateway: address.optional(),
      interface: z
        .int({ error: 'must be a whole number that counts from 0' })
        .min(0, 'must be a whole number that counts from 0')
        .optional(),
    }),
  ),
  routes: list(object({ dst: cidr, gw: address.optional() })).optional(),
  dns: dns.optional(),
});
export type AddResult = z.infer<typeof addResult>;

/** `cniVersion` cannot be told when the configuration could not be read. */
export const errorResult = object({
  cniVersion: text.optional(),
  code: z.int({ error: 'must be a whole number' }).min(1, 'must not be 0'),
  msg: text.min(1, 'must not be empty'),
  details: text.optional(),
});

export const versionResult = object({
  cniVersion: text,
  supportedVersions: list(text).min(1, 'must not be empty'),
});

/** Reserved error codes that a plugin can be made to answer with. */
export const CODES = { version: 1, environment: 4, decoding: 6 } as const;

/** What is wrong with a value, in the words of its first mistake; undefined when nothing is. */
export function mistake(schema: z.ZodType, value: unknown): string | undefined {
  const issue = schema.safeParse(value).error?.issues[0];
  if (!issue) return undefined;
  const name = issue.path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('');
  if (name === '') return `the whole ${issue.message}`;
  const absent = issue.path.reduce<unknown>(at, value) === undefined;
  return `${name.replace(/^\./, '')} ${absent ? 'is missing' : issue.message}`;
}

function at(value: unknown, key: PropertyKey): unknown {
  return value === null || value === undefined ? undefined : (value as Record<PropertyKey, unknown>)[key];
}

/** An app of a pod is killed (SIGKILL) and, when its pod is still there, started again with the same words in it. */
import { z } from 'zod';

export const restartProbe = z.strictObject({
  probe: z.literal('restart'),
  /** The pod's network namespace, by name. */
  from: z.strictObject({ host: z.string(), netns: z.string() }),
  /** Regular expression on the command line of the process to kill, in that namespace. JavaScript's and Python's alike. */
  app: z.string(),
  /** The same for the process that holds the pod's namespaces, and must stay. */
  holder: z.string(),
  /** What the app answers inside the pod: before, and again after its new start. */
  url: z.string(),
  /** For the new start to answer. */
  timeoutMs: z.number(),
});
export type RestartProbe = z.infer<typeof restartProbe>;

const process = z.strictObject({ pid: z.int(), command: z.string() });

export const restartResult = z.strictObject({
  probe: z.literal('restart'),
  /**
   * `survived`: killed, holder and addresses stayed, and the app answers again. Before the kill: `hosts-own` (the name
   * leads to the host's own namespace), `no-app`, `no-holder`, `silent-before`; nothing was killed then. After it: `not-killed`,
   * `holder-gone`, `namespace-gone` (the name leads nowhere, or to another), `addresses-changed`, `another-answers`, `silent-after`.
   */
  outcome: z.enum([
    'survived',
    'hosts-own',
    'no-app',
    'no-holder',
    'silent-before',
    'not-killed',
    'holder-gone',
    'namespace-gone',
    'addresses-changed',
    'another-answers',
    'silent-after',
  ]),
  /** Global IPv4 addresses as `eth0 10.0.0.2/24`, before the kill and after it (empty when nobody could look). */
  before: z.array(z.string()).readonly(),
  after: z.array(z.string()).readonly(),
  app: process.exactOptional(),
  holder: process.exactOptional(),
  /** With `no-app` and `no-holder`: one that matches, but is in another network namespace. */
  stray: process.exactOptional(),
  /** Somebody else had started the app again already. */
  byItself: z.boolean(),
});
export type RestartResult = z.infer<typeof restartResult>;

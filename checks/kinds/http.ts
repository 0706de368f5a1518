/** Kind `http`: one GET from a host or namespace, and what came of it. Judges a result; sends nothing itself. */
import { z } from 'zod';
import { entryFields, timeout } from '../fields.ts';

export const schema = z.strictObject({
  ...entryFields('http'),
  url: z.url({ protocol: /^http$/, error: 'must be a URL such as http://10.0.0.2:8080/' }),
  /** `no-answer`: anything but an HTTP answer. */
  expect: z.enum(['answered', 'refused', 'timeout', 'unreachable', 'no-answer']).default('answered'),
  status: z.int().min(100).max(599).default(200),
  /** Words that the body must contain. */
  body: z.string().min(1).optional(),
  timeout,
});
export type HttpArgs = z.infer<typeof schema>;

/** Kind `http`: one GET from a host or namespace, and what came of it. Judges a result; sends nothing itself. */
import { z } from 'zod';
import { type CheckKind, fail, pass } from '../../kind.ts';
import type { HttpResult } from '../../probes/http.ts';
import { entryFields, timeout } from '../../support/entry-fields.ts';
import { madeProbe, origin, place, typed } from '../../support/probed.ts';
import { cutOffUrl } from '../../support/revert-scripts.ts';
import type { Evidence } from '../../verdict.ts';

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

export const http: CheckKind<HttpArgs> = {
  kind: 'http',
  summary: 'one HTTP GET: what answers, or how it fails',
  schema,
  examples: [{ url: 'http://10.0.0.2/' }, { url: 'http://10.0.0.2/', expect: 'no-answer' }],
  depth: 'light',
  cost: 'probe',
  dependsOn: () => 'lasting',
  revert: {
    takes: 'fetch-path',
    script: (args) => (args.expect === 'answered' ? cutOffUrl(args, args.url) : undefined),
  },
  title: (args) =>
    args.expect === 'answered'
      ? `${args.url} answers ${place(args)}`
      : `${args.url} must not answer ${place(args)}${args.expect === 'no-answer' ? '' : ` (${args.expect})`}`,
  probes: (args) => [{ probe: 'http', from: origin(args), url: args.url, timeoutMs: args.timeout * 1000 }],
  judge(args, findings) {
    const result = madeProbe(args, findings, 'http');
    if ('verdict' in result) return result;
    const evidence = [evidenceOf(args, result)];
    if (args.expect === 'answered') {
      const problem = result.outcome === 'answered' ? wrongAnswer(args, result) : whyNoAnswer(args, result);
      return problem === undefined
        ? pass(`${args.url} answered ${result.status}`, evidence)
        : fail(problem, evidence);
    }
    if (result.outcome === 'answered' || result.outcome === 'garbled') {
      return fail(`${args.url} answered ${place(args)}, but must not`, evidence);
    }
    return args.expect === 'no-answer' || args.expect === result.outcome
      ? pass(`no answer: ${result.outcome}`, evidence)
      : fail(
          `no answer, but for another reason than asked for (${args.expect}): ${whyNoAnswer(args, result)}`,
          evidence,
        );
  },
};

function wrongAnswer({ url, status, body }: HttpArgs, result: HttpResult): string | undefined {
  if (result.status !== status) return `${url} answered with status ${result.status} instead of ${status}`;
  if (body === undefined || result.body?.includes(body)) return undefined;
  return `another server answered: the body lacks "${body}" and begins with "${firstLine(result)}"`;
}

/** Why nothing came back, each outcome with what it tells about the way there. */
export function whyNoAnswer(
  args: Pick<HttpArgs, 'url' | 'timeout' | 'host' | 'netns'>,
  { outcome, detail }: HttpResult,
): string {
  const { hostname, port } = new URL(args.url);
  const there = `${hostname}:${port || 80}`;
  switch (outcome) {
    case 'refused':
      return `connection refused: packets reach ${hostname}, but in that network namespace no process listens on port ${port || 80} at this address`;
    case 'unreachable':
      return `no way to ${hostname} ${place(args)}: ${detail} (a missing route, a device that is down, or no answer to ARP)`;
    case 'timeout':
      return `no answer from ${there} within ${args.timeout} s: packets vanish on the way there or on the way back (a missing route back, a device that is down, a rule that drops)`;
    default:
      return `${there} accepted the connection but did not speak HTTP: ${detail}`;
  }
}

function firstLine({ body = '' }: HttpResult): string {
  return body.split('\n', 1)[0]?.slice(0, 60) ?? '';
}

function evidenceOf(args: HttpArgs, result: HttpResult): Evidence {
  const expected =
    args.expect === 'answered'
      ? `status ${args.status}${args.body === undefined ? '' : `, body with "${args.body}"`}`
      : args.expect;
  const found =
    result.outcome === 'answered'
      ? `status ${result.status}, body "${firstLine(result)}"`
      : `${result.outcome}: ${result.detail}`;
  return { ...origin(args), command: typed(args, `curl -m ${args.timeout} ${args.url}`), expected, found };
}

/**
 * Asks a network stack what it would do with packets of its own (`ip route get`, ip-route(8)): its rules, tables and routes as
 * they are now. Sends nothing; judges nothing.
 */
import { z } from 'zod';
import type { Decision } from '../../../../checks/probes/lookup.ts';
import { readJson } from '../../../../checks/read-json.ts';
import type { Prober } from '../prober.ts';
import { GeneratorFailed, runHidden } from '../support/hidden.ts';

/** One line of output for each address: JSON, or what ip complains. */
const SCRIPT = 'while read -r address; do ip -j route get "$address" 2>&1; done; exit 0';
const DEADLINE_MS = 10_000;

export const lookup: Prober<'lookup'> = {
  async make({ sandbox }, { from, addresses }) {
    const input = addresses.map((address) => `${address}\n`).join('');
    const output = await runHidden(sandbox, from, ['bash', '-c', SCRIPT], input, DEADLINE_MS);
    const lines = output.split('\n').filter((line) => line.trim() !== '');
    if (lines.length !== addresses.length)
      throw new GeneratorFailed(`ip gave ${lines.length} answers about ${addresses.length} addresses`);
    return { decisions: lines.map(readDecision) };
  },
};

const found = z.tuple([
  z.looseObject({
    type: z.string().default('unicast'),
    dst: z.string(),
    gateway: z.string().optional(),
    /** A gateway of the other address family. */
    via: z.looseObject({ host: z.string() }).optional(),
    dev: z.string().optional(),
  }),
]);

/** ENETUNREACH, EHOSTUNREACH, EACCES, EINVAL: no route, and those of type unreachable, prohibit and blackhole. */
const REFUSED =
  /^RTNETLINK answers: (Network is unreachable|No route to host|Permission denied|Invalid argument)$/;

/** @throws GeneratorFailed when it is not an answer to the question */
export function readDecision(line: string): Decision {
  const [, refusal] = REFUSED.exec(line.trim()) ?? [];
  if (refusal !== undefined) return { is: 'unreachable', detail: refusal };
  const parsed = found.safeParse(readJson(line));
  if (!parsed.success) throw new GeneratorFailed(`ip route get: ${line.trim().slice(0, 200)}`);
  const [{ type, dst, dev, ...route }] = parsed.data;
  const gateway = route.gateway ?? route.via?.host;
  const detail = [
    type === 'unicast' ? [] : type,
    dst,
    gateway === undefined ? [] : `via ${gateway}`,
    `dev ${dev}`,
  ]
    .flat()
    .join(' ');
  if (gateway !== undefined) return { is: 'gateway', gateway, detail };
  if (type === 'unicast') return { is: 'on-link', detail };
  if (type === 'local' || type === 'broadcast' || type === 'multicast') return { is: type, detail };
  throw new GeneratorFailed(`ip route get answers with a route of type ${type}`);
}

/** `ip -j rule` (iproute2) -> policy rules of IPv4, in the order of their priority. */
import { z } from 'zod';
import type { PolicyRule } from './network-state.ts';
import { parseJson } from './unreadable.ts';

const schema = z.array(
  z.looseObject({
    priority: z.int(),
    src: z.string(),
    srclen: z.int().optional(),
    /** Absent when the rule rejects instead of looking up. */
    table: z.string().optional(),
    action: z.string().optional(),
  }),
);

/** @throws UnreadableOutput */
export function parseIpRule(text: string): PolicyRule[] {
  return parseJson('ip -j rule', text, schema).map((rule) => ({
    priority: rule.priority,
    source: rule.srclen === undefined ? rule.src : `${rule.src}/${rule.srclen}`,
    table: rule.table ?? rule.action ?? '',
  }));
}

/** How the tests of check kinds say their cases: arguments as a chapter writes them, a state, the verdict, words of the diagnosis. */
import { expect, test } from 'vitest';
import { judgeCheck } from '../judge.ts';
import type { CheckKind } from '../kind.ts';
import type { HostState } from '../network/state/network-state.ts';
import type { Judgement, Verdict } from '../verdict.ts';
import { findings } from './fixtures.ts';

export interface Case {
  readonly name: string;
  /** Without `host`, which is worker. */
  readonly args: Readonly<Record<string, unknown>>;
  readonly hosts: readonly HostState[];
  readonly verdict: Verdict;
  /** What the diagnosis must say. */
  readonly says?: string | RegExp;
  readonly answer?: string;
}

/** Judges as a chapter would: through the schema, and so that exceptions become `error`. */
export function judged<Args>(
  kind: CheckKind<Args>,
  { args, hosts, answer }: Omit<Case, 'name' | 'verdict'>,
): Judgement {
  const parsed = kind.schema.parse({ host: 'worker', ...args });
  return judgeCheck(kind, parsed, { ...findings(...hosts), ...(answer === undefined ? {} : { answer }) });
}

export function table<Args>(kind: CheckKind<Args>, cases: readonly Case[]): void {
  test.each(cases.map((one) => [`${one.verdict}: ${one.name}`, one] as const))('%s', (_, one) => {
    const judgement = judged(kind, one);
    expect(judgement).toMatchObject({ verdict: one.verdict });
    if (one.says !== undefined) expect(judgement.diagnosis).toMatch(one.says);
    if (one.verdict === 'fail') {
      expect(judgement.diagnosis).toMatch(/^\S.*[^.]$/s);
      expect(judgement.evidence.length).toBeGreaterThan(0);
    }
  });
}

/** Arguments that the schema must refuse, with what it must say. */
export function refuses<Args>(
  kind: CheckKind<Args>,
  cases: readonly (readonly [Record<string, unknown>, RegExp])[],
): void {
  test.each(cases)('refuses %j', (args, says) => {
    const parsed = kind.schema.safeParse({ host: 'worker', ...args });
    expect(parsed.success).toBe(false);
    expect(parsed.error?.message).toMatch(says);
  });
}

/** What a check's revert must be for some arguments; undefined: there is none. */
export function reverts<Args>(
  kind: CheckKind<Args>,
  cases: readonly (readonly [Record<string, unknown>, RegExp | undefined])[],
): void {
  test.each(cases)('is made false again, given %j, by %s', (args, script) => {
    const found = kind.revert?.script(kind.schema.parse({ host: 'worker', ...args }));
    if (script === undefined) expect(found).toBeUndefined();
    else expect(found).toMatch(script);
  });
}

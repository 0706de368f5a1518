import { describe, expect, test } from 'vitest';
import { judgeCheck } from '../judge.ts';
import { SECTIONS } from '../network/state/network-state.ts';
import { PROBES, type ProbeResult } from '../probe.ts';
import { findings, host, netns, without } from '../testing/fixtures.ts';
import { KINDS } from './index.ts';

const broken: ProbeResult = { probe: 'failed', reason: 'curl: not found', originMissing: false };
/** Nothing at all can be read: the host is mute; and: the host answers, but every tool is missing. */
const BLIND = {
  'the host is unreadable': findings(host([], { unreadable: 'no answer within 5 s' })),
  'the host was not collected': findings(),
  'every section is missing': findings(host([without(netns(''), ...SECTIONS.full)])),
};

test('every kind stands under its own name', () => {
  for (const [name, kind] of KINDS) expect(kind.kind).toBe(name);
});

describe.each([...KINDS.values()])('$kind', (kind) => {
  const examples = kind.examples.map((one) => ({ id: 'x', kind: kind.kind, host: 'worker', ...one }));
  const [example = {}] = examples;

  test('has an example', () => expect(examples).not.toEqual([]));
  test.each(examples)('accepts %j and has a title for it', (args) => {
    expect(kind.title(kind.schema.parse(args))).toMatch(/\S/);
    expect(kind.summary).toMatch(/\S/);
  });
  test('refuses an unknown argument by name', () => {
    const parsed = kind.schema.safeParse({ ...example, colour: 'red' });
    expect(parsed.success).toBe(false);
    expect(parsed.error?.message).toContain('colour');
  });
  test('refuses an entry without a host, and one of another kind', () => {
    expect(kind.schema.safeParse({ ...example, host: undefined }).success).toBe(false);
    expect(kind.schema.safeParse({ ...example, kind: 'other' }).success).toBe(false);
  });
  describe.each(examples)('%j', (args) => {
    const parsed = kind.schema.parse(args);
    test('asks for probes as their schemas have them', () => {
      for (const request of kind.probes?.(parsed) ?? []) {
        expect(PROBES[request.probe].request.parse(request)).toEqual(request);
      }
    });
    // Namespaces and processes are listed although every tool is missing.
    const sees = kind.dependsOn(parsed) === 'names';
    const blind = Object.entries(BLIND).filter(([name]) => !(sees && name.startsWith('every')));
    test.each(blind)('is an error when %s', (_, state) => {
      const judgement = judgeCheck(kind, parsed, { ...state, probes: [broken], answer: '1' });
      expect(judgement).toMatchObject({ verdict: 'error' });
    });
  });
});

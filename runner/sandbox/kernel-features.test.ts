import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { FEATURE_NAMES, KERNEL_FEATURES, lackingWords, readTrial, trialScript } from './kernel-features.ts';

test('each feature has one name, an option and a module', () => {
  expect(new Set(FEATURE_NAMES).size).toBe(FEATURE_NAMES.length);
  for (const { option, modules } of KERNEL_FEATURES) {
    expect(option).toMatch(/^CONFIG_[A-Z0-9_]+$/);
    expect(modules.length).toBeGreaterThan(0);
  }
});

test('the script is bash, and tries what is asked for', () => {
  execFileSync('bash', ['-n'], { input: trialScript() });
  const tried = (script: string) => [...script.matchAll(/^try (\S+) /gm)].map(([, name]) => name);
  expect(tried(trialScript())).toEqual(FEATURE_NAMES);
  expect(tried(trialScript(['ipip', 'veth']))).toEqual(['veth', 'ipip']);
});

test('what it printed is read by feature; other lines are not', () => {
  expect(readTrial('veth\tok\nbash: noise\nipip\tError: Unknown device type.\n')).toEqual({
    veth: 'ok',
    ipip: 'Error: Unknown device type.',
  });
  expect(readTrial('')).toEqual({});
});

test('what is lacking is said with the option and the module', () => {
  expect(lackingWords('netem', 'worker')).toMatch(
    /worker lacks netem \(CONFIG_NET_SCH_NETEM; .* sch_netem\)/,
  );
});

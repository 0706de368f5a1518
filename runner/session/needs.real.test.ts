/** Steps that need a feature of the kernel: run where the host has it, skipped with the option's name where not. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { KINDS } from '../../checks/kinds/index.ts';
import { loadChapter } from '../chapter/load.ts';
import { driverByName } from '../sandbox/drivers.ts';
import { FEATURE_NAMES, KERNEL_FEATURES, readTrial, trialScript } from '../sandbox/kernel-features.ts';
import { replay } from './grade/replay.ts';
import { openLab } from './open.ts';

const CHAPTER = `---
title: Needs
summary: A step for each feature.
article: "A"
hosts: [worker]
---

# Needs

${FEATURE_NAMES.map((name) => `\`\`\`sh {name=${name.replace('_', '-')} needs=${name}}\necho ran\n\`\`\`\n`).join('\n')}`;

test('a step is skipped exactly where its feature is lacking, and the reason names the option', async () => {
  const home = mkdtempSync(join(tmpdir(), 'needs-'));
  onTestFinished(() => rmSync(home, { recursive: true }));
  mkdirSync(join(home, '01-needs'));
  writeFileSync(join(home, '01-needs/chapter.md'), CHAPTER);
  const driver = driverByName('namespaces');
  const lab = await openLab(await loadChapter(home, '01'), { driver, seed: 'test', kinds: KINDS });
  onTestFinished(() => lab.close());
  const { stdout } = await lab.sandbox.exec('worker', ['bash', '-s'], { stdin: trialScript() });
  const trial = readTrial(stdout);
  expect(trial.veth).toBe('ok');

  const { moments } = await replay(lab);

  for (const [index, { feature, option }] of KERNEL_FEATURES.entries()) {
    const moment = moments[index];
    expect(moment?.verdict, feature).toBe(trial[feature] === 'ok' ? 'pass' : 'skip');
    if (moment?.verdict === 'skip') expect(moment.reason).toContain(`${feature} (${option};`);
  }
});

/** Scenery is folded in the page; to everything that runs steps it is a step like any other. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { KINDS } from '../../checks/kinds/index.ts';
import { loadChapter } from '../chapter/load.ts';
import { driverByName } from '../sandbox/drivers.ts';
import { replay } from './grade/replay.ts';
import { openLab } from './open.ts';

const CHAPTER = `---
title: Scenery
summary: A step that later ones need.
article: "A"
hosts: [worker]
---

# Scenery

\`\`\`sh {name=add-client setup}
ip netns add client
ip netns list
\`\`\`

\`\`\`output
somebody
\`\`\`

\`\`\`sh {name=look}
ip netns list
\`\`\`

\`\`\`output
client
\`\`\`
`;

test('a setup step is replayed in its place, and its recording is compared', async () => {
  const home = mkdtempSync(join(tmpdir(), 'setup-'));
  onTestFinished(() => rmSync(home, { recursive: true }));
  mkdirSync(join(home, '01-scenery'));
  writeFileSync(join(home, '01-scenery/chapter.md'), CHAPTER);
  const driver = driverByName('namespaces');
  const lab = await openLab(await loadChapter(home, '01'), { driver, seed: 'test', kinds: KINDS });
  onTestFinished(() => lab.close());

  const { moments } = await replay(lab);

  expect(moments.map(({ verdict }) => verdict)).toEqual(['fail', 'pass']);
  expect(moments[0]).toMatchObject({ comparison: { same: false } });
});

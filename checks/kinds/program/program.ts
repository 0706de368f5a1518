/**
 * Kind `program`: a learner's own script is there and can be executed as a kernel does it, by permission and first line.
 * What it does when it runs is for others to judge. Judges a file; reads none itself.
 */
import { z } from 'zod';
import { type CheckKind, fail, pass } from '../../kind.ts';
import { entryFields } from '../../support/entry-fields.ts';
import { madeProbe } from '../../support/probed.ts';
import { quoted } from '../../support/revert-scripts.ts';
import type { Evidence } from '../../verdict.ts';

const schema = z.strictObject({
  ...entryFields('program'),
  path: z.string().regex(/^(\/[^/\s]+)+$/, 'must be a path from the root, such as /srv/program'),
});
export type ProgramArgs = z.infer<typeof schema>;

/** What the kernel knows of by itself (ELF), or by an interpreter in the first line: execve(2). */
const SHEBANG = /^#![ \t]*(\S+)/;

export const program: CheckKind<ProgramArgs> = {
  kind: 'program',
  summary: 'a program of the learner that can be executed',
  schema,
  examples: [{ path: '/srv/cni/wire' }],
  depth: 'light',
  cost: 'probe',
  dependsOn: () => 'all',
  revert: { takes: 'file', script: ({ path }) => `chmod -x ${quoted(path)}` },
  title: ({ path }) => `${path} is a program`,
  probes: ({ host, path }) => [{ probe: 'file', host, path }],
  judge(args, findings) {
    const result = madeProbe(args, findings, 'file');
    if ('verdict' in result) return result;
    const { host, path } = args;
    const { content, executable } = result;
    const shown = (expected: string, found: string): Evidence[] => [
      { host, command: `ls -l ${path}; head -1 ${path}`, expected, found },
    ];
    if (content === undefined)
      return fail(`there is no file ${path}`, shown('a file', 'nothing of that name'));
    const first = content.split('\n', 1)[0] ?? '';
    if (content.trim() === '') return fail(`${path} is empty`, shown('a program', '0 bytes'));
    if (!executable)
      return fail(`${path} may not be executed: chmod +x ${path}`, shown('the permission x', 'no x'));
    const interpreter = SHEBANG.exec(first)?.[1];
    if (interpreter === undefined && !content.startsWith('\u007fELF'))
      return fail(
        `the first line of ${path} names no interpreter: a shell guesses one, but who executes it otherwise is refused`,
        shown('#!/bin/bash or another interpreter', first),
      );
    if (first.endsWith('\r'))
      return fail(
        `the lines of ${path} end in carriage returns, and there is no interpreter of the name "${interpreter}\\r"`,
        shown('lines that end in a newline only', `${first.trim()}\\r`),
      );
    // The sum tells one version from the next: whoever judges what the program does has to look again.
    return pass(
      `${path} is executed by ${interpreter ?? 'the kernel itself'} (${content.split('\n').length} lines, sum ${checksum(content)})`,
      shown('a program', first),
    );
  },
};

/** FNV-1a, 32 bits: only to tell one text from another. */
function checksum(text: string): string {
  let sum = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    sum = Math.imul(sum ^ text.charCodeAt(index), 0x01000193) >>> 0;
  }
  return sum.toString(16).padStart(8, '0');
}

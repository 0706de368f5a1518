/** Why a step fails that was run out of its order: what it lacks is defined by an earlier step. Pure. */
import { definitions } from '../../../runner/bash/definitions.ts';
import type { Step } from '../../../runner/chapter/model.ts';
import { plainText } from '../../../runner/terminal/plain-text.ts';
import { type StepRun, wasTyped } from '../../../runner/terminal/step-run.ts';
import type { Lacking } from '../../protocol.ts';

/** Bash's words about a command that is neither a function nor in PATH, and the C library's about a file (ENOENT). */
const COMPLAINTS = [
  { type: 'function', words: /(?:^|\s)([^\s:]+): command not found$/gm },
  { type: 'file', words: /(?:^|[\s'"‘])(\/[^\s:'"’]+)['"’]?: No such file or directory$/gm },
] as const;

/**
 * @param steps the chapter's, in its order
 * @returns undefined when it lacks nothing, when no step defines it, and when the recording complains, too
 */
export function lacking(steps: readonly Step[], step: Step, run: StepRun): Lacking | undefined {
  if (!wasTyped(run)) return undefined;
  // Functions are one shell's, files one host's.
  const earlier = steps.slice(0, steps.indexOf(step)).filter(({ host }) => host === step.host);
  const output = plainText(run.output);
  for (const { type, words } of COMPLAINTS) {
    const complaints = [...output.matchAll(words)];
    if (complaints.length === 0) continue;
    const definers = definersOf(earlier, type);
    for (const [complaint, name = ''] of complaints) {
      const definer = definers.get(name);
      if (definer === undefined || step.output?.text.includes(complaint.trim())) continue;
      return { type, name, step: definer };
    }
  }
  return undefined;
}

/** Name -> the last step that defines it. Made once for a run: its output may complain thousands of times. */
function definersOf(steps: readonly Step[], type: Lacking['type']): Map<string, string> {
  const definers = steps.flatMap(({ name: step, command }) => {
    const { functions, files } = definitions(command);
    return [...(type === 'function' ? functions : files)].map((name): [string, string] => [name, step]);
  });
  return new Map(definers);
}

/** Sections of a proof as one text, and two of them side by side. Pure. */
import { diffLines } from 'diff';
import type { Proof } from '../chapter/model.ts';
import type { DiffLine } from '../terminal/step-run.ts';

type Sections = Proof['sections'];

export function scriptText(sections: Sections): string {
  return sections.map(({ host, script }) => `# host: ${host}\n${script}`).join('');
}

/** `recorded`: only in the solution; `found`: only in the mutant. */
export function scriptDiff(solution: Sections, mutant: Sections): DiffLine[] {
  return diffLines(scriptText(solution), scriptText(mutant)).flatMap(({ added, removed, value }) => {
    const kind = removed ? 'recorded' : added ? 'found' : 'same';
    return value
      .replace(/\n$/, '')
      .split('\n')
      .map((text) => ({ kind, text }) as const);
  });
}

/** Proofs held against the grammar of bash: what it refuses, also inside `sh -c '...'` and in scripts that a proof writes. Pure. */
import { linesBefore } from '../bash/lines.ts';
import { parseScript } from '../bash/script.ts';
import type { LintProblem } from '../yaml/problems.ts';
import type { Proof } from './model.ts';

export function syntaxProblems({ file, sections }: Pick<Proof, 'file' | 'sections'>): LintProblem[] {
  return sections.flatMap(({ script, line }) =>
    parseScript(script).errors.map(({ at, message }) => ({
      file,
      line: line + linesBefore(script, at),
      message: `bash syntax: ${message}`,
    })),
  );
}

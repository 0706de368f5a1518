/** Everything that can be said of a chapter without running it: its text and wording, its proofs, the curriculum's rules, its links. */
import { access } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { LintProblem } from '../yaml/problems.ts';
import { syntaxProblems } from './bash-syntax.ts';
import { claimProblems } from './claims.ts';
import { figureFile } from './figure.ts';
import { shownPath } from './folders.ts';
import { linkProblems } from './links.ts';
import { readChapter, readClaims, readCourse, readProofFiles, readWording } from './load.ts';
import type { Chapter } from './model.ts';
import { missingProofs, parseProof } from './proofs.ts';
import type { Kinds } from './resolve.ts';
import { curriculumProblems } from './rules.ts';
import { runShellcheck } from './shellcheck.ts';
import { wordingProblems } from './wording.ts';

export interface LintOptions {
  readonly kinds: Kinds;
  /** The shellcheck program; default: the one in PATH. */
  readonly shellcheck?: string;
}

export interface LintResult {
  /** By file and line. */
  readonly problems: readonly LintProblem[];
  /** What is odd, but may be meant. */
  readonly notes: readonly LintProblem[];
  /** What could not be looked at, and why. */
  readonly skips: readonly string[];
}

/** @throws UsageError when the folder has no chapter.md */
export async function lintChapter(folder: string, options: LintOptions): Promise<LintResult> {
  const root = resolve(folder);
  const file = shownPath(join(root, 'chapter.md'));
  const { draft, problems, notes } = await readChapter(root, { kinds: options.kinds });
  const proofs = await readProofFiles(root);
  const claims = await readClaims(join(root, '..'));
  const wording = await readWording(join(root, '..'));
  const course = await readCourse(join(root, '..'));
  const checked = await runShellcheck(
    options.shellcheck ?? 'shellcheck',
    proofs.filter(({ name }) => name.endsWith('.sh')).map((proof) => proof.file),
  );
  const found = [
    ...problems,
    ...curriculumProblems(draft, file),
    ...(claims ? [...claims.problems, ...claimProblems(draft, claims, file)] : []),
    ...(wording ? [...wording.problems, ...wordingProblems(draft, wording.rules, file)] : []),
    ...(course?.problems ?? []),
    ...missingProofs(draft, proofs, file),
    ...proofs.flatMap((given) => {
      const { proof, problems: mistakes } = parseProof(given, draft);
      return proof ? syntaxProblems(proof) : mistakes;
    }),
    ...(await linkProblems(draft, file, (path) => exists(join(root, path)))),
    ...(await undrawn(draft, file)),
    ...(checked ?? []),
  ];
  return {
    problems: found.sort((a, b) => (a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1)),
    notes,
    skips: checked ? [] : ['shellcheck not installed: scripts were not looked at'],
  };
}

/** Figures that a chapter shows and that no replay has drawn. */
async function undrawn(chapter: Chapter, file: string): Promise<LintProblem[]> {
  const drawn = await Promise.all(chapter.figures.map((figure) => exists(figureFile(chapter, figure.id))));
  return chapter.figures
    .filter((_, at) => !drawn[at])
    .map((figure) => ({
      file,
      line: figure.line,
      message: `figure ${figure.id} is not drawn yet; npx wirebook replay ${chapter.id} --update draws it`,
    }));
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

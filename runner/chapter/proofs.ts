/**
 * Proof files: solutions and wrong attempts as shell, with head comments that say where they run and how they fail.
 * Pure: text in, Proof and mistakes out.
 *
 *     # host: worker            on which host; a later line `# host: worker2` begins the next section
 *     # fails: lo-up            wrong-* only, in the head: the check that must fail ...
 *     # says: lo is still DOWN  ... and words that its diagnosis must contain
 *     # passes: exists, listens  wrong-* only, may be absent: checks that must pass all the same
 *     # optional: why           solutions only, behind a command or above it: the checks pass without this command
 *     # order: why              solutions only: they do not pass when it comes before the command in front of it
 */
import type { HostName } from '../sandbox/driver.ts';
import { knownWords, nearest } from '../yaml/nearest.ts';
import type { LintProblem } from '../yaml/problems.ts';
import { Problems } from '../yaml/problems.ts';
import { NAME } from './fields.ts';
import type { Chapter, Proof } from './model.ts';

export interface ProofFile {
  /** Folder under proofs/: the exercise's or question's id. */
  readonly item: string;
  /** `wrong-lo-down.sh` */
  readonly name: string;
  /** The file, as problems name it. */
  readonly file: string;
  readonly text: string;
}

type Provable = Pick<Chapter, 'hosts' | 'exercises' | 'questions'>;

const KEYS = ['host', 'fails', 'says', 'passes'];
/** Behind a command or on a line of its own. */
const OPTIONAL = /(?:^|\s)#\s*optional\b\s*:?\s*(.*)$/;
const HEAD_COMMENT = /^#\s*([A-Za-z]+):\s*(.*?)\s*$/;

/** The checks of the exercise or question of that id; undefined when the chapter has none of that id. */
function checksOf(chapter: Provable, id: string): readonly string[] | undefined {
  const exercise = chapter.exercises.find((one) => one.id === id);
  if (exercise) return exercise.checks.map((check) => check.id);
  const question = chapter.questions.find((one) => one.id === id);
  return question && [question.check.id];
}

export function parseProof(given: ProofFile, chapter: Provable): { proof?: Proof; problems: LintProblem[] } {
  const problems = new Problems(given.file);
  const [, name = '', wrong = ''] =
    /^(solution(?:-[a-z0-9-]+)?|(wrong)-[a-z0-9-]+)\.sh$/.exec(given.name) ?? [];
  if (name === '') {
    problems.add(1, 'a proof is called solution.sh, solution-<tool>.sh or wrong-<mistake>.sh, in lower case');
  }
  const kind = wrong === '' ? 'solution' : 'wrong';
  const checks = checksOf(chapter, given.item);
  if (!checks) {
    const known = [...chapter.exercises, ...chapter.questions].map(({ id }) => id);
    problems.add(1, `no exercise or question is called "${given.item}"; ${knownWords(given.item, known)}`);
  }
  if (given.text.includes('\r'))
    problems.add(1, 'the file has CR LF line ends; bash would take the CR as part of words');

  const sections: { host: HostName; lines: string[]; line: number }[] = [];
  const expect: { fails?: string; says?: string; passes?: string } = {};
  let head = true;
  for (const [index, text] of given.text.replace(/\n$/, '').split('\n').entries()) {
    const line = index + 1;
    const [, key = '', value = ''] = HEAD_COMMENT.exec(text) ?? [];
    if (head && text.trim() !== '' && !text.startsWith('#')) {
      head = false;
      if (sections.length === 0) problems.add(line, 'no "# host: <name>" stands before the first command');
    }
    if (key === 'host') {
      const host = chapter.hosts.find((one) => one === value);
      if (!host)
        problems.add(
          line,
          `host "${value}" is not one of the chapter's hosts; ${knownWords(value, chapter.hosts)}`,
        );
      sections.push({ host: host ?? chapter.hosts[0] ?? '', lines: [], line: line + 1 });
      continue;
    }
    if (key === 'fails' || key === 'says' || key === 'passes') {
      if (kind === 'solution') problems.add(line, `"# ${key}:" is for wrong attempts; a solution passes`);
      else if (!head) problems.add(line, `"# ${key}:" must stand before the first command`);
      else if (expect[key] !== undefined) problems.add(line, `a second "# ${key}:"`);
      else if (value === '') problems.add(line, `"# ${key}:" says nothing`);
      else {
        expect[key] = value;
        for (const name of key === 'says' ? [] : key === 'fails' ? [value] : listed(value)) {
          if (checks && !checks.includes(name)) {
            problems.add(
              line,
              `"# ${key}: ${name}" names no check of ${given.item}; ${knownWords(name, checks)}`,
            );
          }
        }
      }
      // A comment to bash, too: what stands below it keeps its line.
      sections.at(-1)?.lines.push(text);
      continue;
    }
    const optional = OPTIONAL.exec(text);
    if (optional && kind === 'wrong')
      problems.add(line, '"# optional" is for solutions; a wrong attempt is not mutated');
    else if (optional?.[1]?.trim() === '')
      problems.add(line, '"# optional" does not say why: write "# optional: why"');
    const meant = head && key !== '' && key.length > 2 ? nearest(key, KEYS) : undefined;
    if (meant) problems.add(line, `"# ${key}:" is not known; did you mean "# ${meant}:"?`);
    sections.at(-1)?.lines.push(text);
  }
  const busy = sections.filter(({ lines }) => lines.some((text) => !/^\s*(#.*)?$/.test(text)));
  if (busy.length === 0) problems.add(1, 'the proof does nothing');
  if (kind === 'wrong') {
    for (const key of ['fails', 'says'] as const) {
      if (expect[key] === undefined) problems.add(1, `a wrong attempt declares "# ${key}: ..." in its head`);
    }
  }
  if (expect.fails !== undefined && listed(expect.passes).includes(expect.fails)) {
    problems.add(1, `check ${expect.fails} is declared to fail and to pass`);
  }
  const found = problems.list();
  if (found.length > 0) return { problems: found };
  const proof: Proof = {
    exercise: given.item,
    file: given.file,
    kind,
    name,
    sections: busy.map(({ host, lines, line }) => ({ host, script: `${lines.join('\n')}\n`, line })),
    ...(kind === 'wrong'
      ? {
          expect: {
            check: expect.fails ?? '',
            words: expect.says ?? '',
            ...(expect.passes === undefined ? {} : { passes: listed(expect.passes) }),
          },
        }
      : {}),
  };
  return { proof, problems: found };
}

/** `exists, listens` */
function listed(text = ''): string[] {
  return text.split(/[\s,]+/).filter((name) => name !== '');
}

/** Mistakes that a beginner would really make, each with its own diagnosis. */
const FEWEST_WRONG = { exercise: 2, question: 1 } as const;

/** Exercises and questions that lack their solution or wrong attempts. @param file the chapter's file */
export function missingProofs(chapter: Provable, files: readonly ProofFile[], file: string): LintProblem[] {
  const problems = new Problems(file);
  const items = [
    ...chapter.exercises.map(({ id, line }) => ({ what: 'exercise', id, line }) as const),
    ...chapter.questions.map(({ id, line }) => ({ what: 'question', id, line }) as const),
  ];
  for (const { what, id, line } of items) {
    if (!NAME.test(id)) continue;
    const names = files.filter(({ item }) => item === id).map(({ name }) => name);
    if (!names.includes('solution.sh')) problems.add(line, `${what} ${id} has no proofs/${id}/solution.sh`);
    const wrong = names.filter((name) => name.startsWith('wrong-')).length;
    const fewest = FEWEST_WRONG[what];
    if (wrong < fewest) {
      problems.add(line, `${what} ${id} needs ${fewest} or more proofs/${id}/wrong-*.sh, found ${wrong}`);
    }
  }
  return problems.list();
}

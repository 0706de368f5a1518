/** `chapters/wording.yaml`: words that chapters do not use, and what to write in their place. Pure. */
import { z } from 'zod';
import type { LintProblem } from '../yaml/problems.ts';
import { Problems } from '../yaml/problems.ts';
import { readWith, readYaml } from '../yaml/yaml-source.ts';
import { type Token, withLines } from './markdown.ts';
import type { Chapter } from './model.ts';
import { phrasePattern } from './phrase-pattern.ts';
import { proseOf } from './rules.ts';

const text = z.string().trim().min(1, 'must not be empty');
const entry = z.strictObject({
  /** Words or phrases, in any case; each is matched whole. */
  words: z.array(text).min(1, 'must name a word'),
  /** What to write in their place. */
  instead: text,
  why: text,
  /** Where one of these stands in the same line, the word is meant. */
  unless: z.array(text).optional(),
});

interface Rule extends z.infer<typeof entry> {
  readonly pattern: RegExp;
}

export interface Wording {
  /** Those without a mistake. */
  readonly rules: readonly Rule[];
  readonly problems: readonly LintProblem[];
}

/** @param file as problems name it */
export function parseWording(source: string, file: string): Wording {
  const problems = new Problems(file);
  const { value, lineOf } = readYaml(source, 1, problems);
  if (problems.list().length === 0 && !Array.isArray(value))
    problems.add(1, 'must be a list of words to avoid');
  const rules = (Array.isArray(value) ? value : []).flatMap((given: unknown, index): Rule[] => {
    const read = readWith(entry, given, `entry ${index + 1}`, (path) => lineOf([index, ...path]), problems);
    return read ? [{ ...read, pattern: wholeWords(read.words) }] : [];
  });
  return { rules, problems: problems.list() };
}

function wholeWords(words: readonly string[]): RegExp {
  return new RegExp(`(?<![\\w-])(?:${words.map(phrasePattern).join('|')})(?![\\w-])`, 'gi');
}

/** A line of text that a reader sees, with its 1-based line in the file. */
interface Line {
  readonly text: string;
  readonly line: number;
}

/** @param file the chapter's file, as problems name it */
export function wordingProblems(chapter: Chapter, rules: readonly Rule[], file: string): LintProblem[] {
  const problems = new Problems(file);
  const items = [...chapter.exercises, ...chapter.questions];
  const lines: Line[] = [
    { text: chapter.title, line: 1 },
    { text: chapter.summary, line: 1 },
    ...items.map(({ title, line }) => ({ text: title, line })),
    ...chapter.exercises.flatMap(({ checks }) =>
      checks.map(({ title = '', line }) => ({ text: title, line })),
    ),
    ...proseOf(chapter.blocks).flatMap(({ tokens }) => linesOf(tokens)),
  ];
  for (const { text, line } of lines) {
    for (const { pattern, instead, why, unless = [] } of rules) {
      if (unless.some((word) => text.toLowerCase().includes(word.toLowerCase()))) continue;
      for (const [word] of text.matchAll(pattern)) {
        problems.add(line, `"${word}": write ${instead} (${why})`);
      }
    }
  }
  return problems.list();
}

/** Text without code, line by line as the author broke it. */
function linesOf(tokens: readonly Token[]): Line[] {
  const found = new Map<number, string>();
  for (const { token, line } of withLines(tokens)) {
    if (token.type === 'text') found.set(line, (found.get(line) ?? '') + token.content);
    else if (token.type === 'code_inline') found.set(line, `${found.get(line) ?? ''}\ufffc`);
  }
  return [...found].map(([line, text]) => ({ text, line }));
}

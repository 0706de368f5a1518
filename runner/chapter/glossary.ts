/** `chapters/glossary.yaml`: the words of the field that chapters use, each explained for a beginner. Pure. */
import { z } from 'zod';
import type { LintProblem } from '../yaml/problems.ts';
import { Problems } from '../yaml/problems.ts';
import { readWith, readYaml } from '../yaml/yaml-source.ts';

const text = z.string().trim().min(1, 'must not be empty');
const SLUG = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;
const slug = z.string().regex(SLUG, 'must be the name of a chapter without its number, such as a-bridge');

const entry = z.strictObject({
  word: text,
  /** The same word in other shapes: its plural, its abbreviation, what an abbreviation stands for. */
  forms: z.array(text).default([]),
  /** Plain text; code stands between backticks. */
  means: text,
  /** The chapter that teaches it. */
  chapter: slug,
  /** Chapters before that one which say in their own text what it means. */
  before: z.array(slug).default([]),
});

export interface GlossaryEntry extends Readonly<z.infer<typeof entry>> {
  /** Of the entry in the list. */
  readonly line: number;
}

export interface Glossary {
  /** As problems name it. */
  readonly file: string;
  /** Those without a mistake, in the order of the list. */
  readonly entries: readonly GlossaryEntry[];
  readonly problems: readonly LintProblem[];
}

/** Reads a list of `{ word, forms, means, chapter, before }`. @param file as problems name it */
export function parseGlossary(source: string, file: string): Glossary {
  const problems = new Problems(file);
  const { value, lineOf } = readYaml(source, 1, problems);
  if (problems.list().length === 0 && !Array.isArray(value)) {
    problems.add(1, 'the glossary must be a list of words, such as "- word: bridge"');
  }
  const entries = (Array.isArray(value) ? value : []).flatMap((given: unknown, index): GlossaryEntry[] => {
    const read = readWith(entry, given, nameOf(given, index), (path) => lineOf([index, ...path]), problems);
    return read ? [{ ...read, line: lineOf([index]) }] : [];
  });
  const first = new Map<string, GlossaryEntry>();
  for (const one of entries) {
    for (const shape of shapesOf(one)) {
      const key = shape.toLowerCase();
      const other = first.get(key);
      if (other) problems.add(one.line, `"${shape}" is given twice; it stands at line ${other.line}, too`);
      else first.set(key, one);
    }
  }
  return { file, entries, problems: problems.list() };
}

/** The word and its forms. */
export function shapesOf({ word, forms }: GlossaryEntry): readonly string[] {
  return [word, ...forms];
}

/** The same by the alphabet. */
export function byWord(entries: readonly GlossaryEntry[]): GlossaryEntry[] {
  return [...entries].sort((a, b) => a.word.localeCompare(b.word, 'en'));
}

/** Forms that tell a reader something: `FDB` of a forwarding table, not its plural. */
export function otherNames({ word, forms }: GlossaryEntry): readonly string[] {
  const stem = word.slice(0, -1).toLowerCase();
  return forms.filter((form) => !form.toLowerCase().startsWith(stem));
}

/** What a word is called in ids. */
export function wordAnchor(word: string): string {
  return word.toLowerCase().replace(/[^a-z0-9]+/g, '-');
}

function nameOf(given: unknown, index: number): string {
  const word = typeof given === 'object' && given !== null && 'word' in given ? given.word : undefined;
  return typeof word === 'string' ? `word "${word}"` : `word ${index + 1}`;
}

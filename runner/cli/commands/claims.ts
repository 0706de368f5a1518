/** `wirebook claims`: what the articles say, whether it is so, and the step that shows it. */
import type { Command } from 'commander';
import { ARTICLES } from '../../chapter/claims.ts';
import { missing, type ShownClaim, summarise, withShown } from '../../chapter/claims-shown.ts';
import { findChapterFolders, shownPath } from '../../chapter/folders.ts';
import { readChapter, readClaims } from '../../chapter/load.ts';
import { EXIT, UsageError } from '../../errors.ts';
import { claimLines, claimSummaryLine } from '../../report/claims.ts';
import { count } from '../../words.ts';
import type { Context } from '../context.ts';
import { chaptersFolder } from '../options.ts';

export interface Options {
  readonly json?: boolean;
  readonly chapter?: number;
  readonly missing?: boolean;
}

export async function claims({ print, paint }: Context, options: Options, command: Command): Promise<void> {
  const { all, absent, broken } = await look(chaptersFolder(command));
  const { chapter } = options;
  const chosen = (options.missing ? absent : all).filter(
    (claim) =>
      chapter === undefined ||
      claim.chapter === chapter ||
      claim.shown.some(({ number }) => number === chapter),
  );
  if (options.missing && chosen.length > 0) process.exitCode = EXIT.failed;
  if (options.json) {
    const rows = chosen.map((claim) => ({
      ...claim,
      article: { letter: claim.article, ...ARTICLES[claim.article] },
    }));
    return print(JSON.stringify({ claims: rows, summary: summarise(chosen) }, null, 2));
  }
  for (const line of claimLines(chosen, paint)) print(line);
  for (const file of broken) print(paint.yellow(`${file} has mistakes: npx wirebook lint`));
  print(options.missing ? `${count(chosen.length, 'claim')} missing` : claimSummaryLine(summarise(chosen)));
}

/**
 * The list held against all chapters, drafts with mistakes included: it is used while they are written.
 * @throws UsageError when there is no list, or it has a mistake
 */
async function look(
  root: string,
): Promise<{ all: ShownClaim[]; absent: ShownClaim[]; broken: readonly string[] }> {
  const list = await readClaims(root);
  if (!list) throw new UsageError(`There is no claims.yaml in ${shownPath(root)}.`);
  if (list.problems.length > 0) {
    throw new UsageError(
      list.problems.map(({ file, line, message }) => `${file}:${line}: ${message}`).join('\n'),
    );
  }
  const folders = await findChapterFolders(root);
  const parsed = await Promise.all(folders.map((folder) => readChapter(folder)));
  const chapters = parsed.map(({ draft }) => draft);
  const all = withShown(list.claims, chapters);
  const broken = parsed.flatMap(({ problems: [first] }) => (first ? [first.file] : []));
  return { all, absent: missing(all, chapters), broken };
}

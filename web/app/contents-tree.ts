/** The table of contents as it is shown: sections, with the steps and items in each. Pure. */
import type { ContentsEntry } from './page-data.ts';
import { IDLE, type StepView } from './step-state.ts';

/** Steps that follow each other, or an exercise or question. */
type ContentsRow =
  | { readonly type: 'steps'; readonly steps: readonly ContentsEntry[] }
  | { readonly type: 'item'; readonly entry: ContentsEntry; readonly item: string };

export interface ContentsSection {
  /** Absent: what stands before the first section. */
  readonly entry?: ContentsEntry;
  readonly rows: readonly ContentsRow[];
  /** Of all that is in it, its own included. */
  readonly anchors: ReadonlySet<string>;
}

export function sectionsOf(entries: readonly ContentsEntry[]): ContentsSection[] {
  const parts: ContentsEntry[][] = [[]];
  for (const entry of entries) {
    if (isSection(entry)) parts.push([entry]);
    else parts.at(-1)?.push(entry);
  }
  return parts
    .filter((part) => part.length > 0)
    .map((part) => {
      const [first, ...others] = part;
      const anchors = new Set(part.map(({ anchor }) => anchor));
      return first && isSection(first)
        ? { entry: first, rows: rowsOf(others), anchors }
        : { rows: rowsOf(part), anchors };
    });
}

const isSection = ({ item, step }: ContentsEntry): boolean => item === undefined && step === undefined;

function rowsOf(entries: readonly ContentsEntry[]): ContentsRow[] {
  const rows: ContentsRow[] = [];
  for (const entry of entries) {
    const last = rows.at(-1);
    if (entry.item !== undefined) rows.push({ type: 'item', entry, item: entry.item });
    else if (last?.type === 'steps') rows[rows.length - 1] = { type: 'steps', steps: [...last.steps, entry] };
    else rows.push({ type: 'steps', steps: [entry] });
  }
  return rows;
}

/** What a step's dot shows. */
export type StepMark = 'not-run' | 'busy' | 'run' | 'failed' | 'stale';

/**
 * @param expected the exit status that the chapter expects
 * @param before whether it was run when the page was asked for, in whichever sandbox
 */
export function stepMark(view: StepView = IDLE, expected: number, before: boolean): StepMark {
  const { phase, result, notRun } = view;
  if (phase !== 'idle') return 'busy';
  if (notRun && notRun.outcome !== 'skipped') return 'failed';
  if (!result) return before ? 'stale' : 'not-run';
  if (result.stale) return 'stale';
  const { outcome, exit } = result.run;
  return outcome === 'ran' && exit === expected ? 'run' : 'failed';
}

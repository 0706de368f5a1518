/**
 * The table of contents with the learner's progress: sections, a dot for each step, exercises and questions with their
 * points, and where the reader is. The same list is the rail of a wide page and what "Contents" opens on any.
 */
import type { TargetedEvent } from 'preact';
import { type ContentsSection, type StepMark, sectionsOf, stepMark } from '../contents-tree.ts';
import type { ChapterPage } from '../page.ts';
import type { ContentsEntry, PageData, StepData } from '../page-data.ts';
import type { Slots } from '../slots.ts';
import { useStore } from '../store.ts';
import { Points } from './points.tsx';

interface Listed {
  readonly page: ChapterPage;
  readonly data: Pick<PageData, 'steps' | 'exercises' | 'questions' | 'ran'>;
}

const MARK_WORDS: Readonly<Record<StepMark, string>> = {
  'not-run': 'not run',
  busy: 'at work',
  run: 'run',
  failed: 'failed',
  stale: 'run in an earlier sandbox',
};

function useHere({ page }: Listed, anchor: string): 'location' | undefined {
  return useStore(page.store, (state) => state.here === anchor) ? 'location' : undefined;
}

function Dot({ entry, step, ...listed }: Listed & { entry: ContentsEntry; step: StepData }) {
  const { page, data } = listed;
  const before = data.ran.includes(step.name);
  const mark = useStore(page.store, (state) => stepMark(state.steps[step.name], step.exit, before));
  const words = `Step ${step.name}: ${MARK_WORDS[mark]}`;
  return (
    <li>
      <a
        class="toc-dot"
        href={`#${entry.anchor}`}
        title={words}
        aria-label={words}
        aria-current={useHere(listed, entry.anchor)}
      >
        <span class="dot" data-mark={mark} />
      </a>
    </li>
  );
}

function Item({ entry, item, ...listed }: Listed & { entry: ContentsEntry; item: string }) {
  const { page, data } = listed;
  const done = useStore(page.store, (state) => state.items[item]?.done === true);
  const possible = [...data.exercises, ...data.questions].find(({ id }) => id === item)?.points ?? 0;
  return (
    <li class="toc-item">
      <span class="mark" data-state={done ? 'pass' : 'waiting'}>
        <span class="visually-hidden">{done ? 'done: ' : 'not yet: '}</span>
      </span>
      <a href={`#${entry.anchor}`} aria-current={useHere(listed, entry.anchor)}>
        {entry.text}
        <span class="toc-points">
          <Points page={page} item={item} possible={possible} />
        </span>
      </a>
    </li>
  );
}

function Section({ section, ...listed }: Listed & { section: ContentsSection }) {
  const { page, data } = listed;
  const { entry, rows, anchors } = section;
  const here = useStore(page.store, (state) => state.here !== undefined && anchors.has(state.here));
  const steps = new Map(data.steps.map((step) => [step.name, step]));
  return (
    <li class="toc-section" data-here={here ? '' : undefined}>
      {entry && (
        <a href={`#${entry.anchor}`} aria-current={useHere(listed, entry.anchor)}>
          {entry.text}
        </a>
      )}
      {rows.length > 0 && (
        <ol class="toc-rows">
          {rows.map((row) =>
            row.type === 'item' ? (
              <Item key={row.item} {...listed} entry={row.entry} item={row.item} />
            ) : (
              <li key={row.steps[0]?.anchor}>
                <ol class="toc-dots" aria-label="Steps">
                  {row.steps.map((dot) => {
                    const step = steps.get(dot.step ?? '');
                    return step && <Dot key={dot.anchor} {...listed} entry={dot} step={step} />;
                  })}
                </ol>
              </li>
            ),
          )}
        </ol>
      )}
    </li>
  );
}

/** The list has led somewhere: it need not cover the page any more. */
function close({ target, currentTarget }: TargetedEvent<HTMLElement>): void {
  if (target instanceof Element && target.closest('a'))
    currentTarget.closest<HTMLElement>('[popover]')?.hidePopover();
}

function Contents({ contents, ...listed }: Listed & { contents: readonly ContentsEntry[] }) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: its links are what is clicked, by keys, too
    <ol class="toc-list" onClick={close}>
      {sectionsOf(contents).map((section, index) => (
        <Section key={section.entry?.anchor ?? index} {...listed} section={section} />
      ))}
    </ol>
  );
}

export function contentsSlots(page: ChapterPage, data: PageData): Slots {
  const list = () => <Contents page={page} data={data} contents={data.contents} />;
  return { contents: list(), rail: list() };
}

/**
 * Search in a dialog: a combobox whose list is grouped (ARIA Authoring Practices, combobox with list autocomplete). The
 * index is fetched when the dialog is opened for the first time.
 */
import type { TargetedMouseEvent } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { OPEN_SEARCH } from '../keys/keys.ts';
import { find, type ResultGroup } from '../search/find.ts';
import { SEARCH_PATH, type SearchEntry, SearchIndex } from '../search/search-data.ts';
import type { Slots } from '../slots.ts';

const LIST = 'search_results';

const KINDS: Readonly<Partial<Record<SearchEntry['kind'], string>>> = {
  question: 'Question',
  check: 'Check of',
};

type Index = { readonly entries: readonly SearchEntry[] } | 'none' | 'fetching' | 'failed';

async function fetchIndex(): Promise<Index> {
  try {
    const answer = await fetch(SEARCH_PATH);
    return answer.ok ? { entries: SearchIndex.parse(await answer.json()) } : 'failed';
  } catch {
    return 'failed';
  }
}

const optionId = (index: number): string => `search_option_${index}`;

interface OptionProps {
  readonly entry: SearchEntry;
  readonly index: number;
  readonly active: boolean;
  readonly onPoint: () => void;
  readonly onChoose: () => void;
}

function Option({ entry: { kind, text, place, path }, index, active, onPoint, onChoose }: OptionProps) {
  const lead = KINDS[kind];
  return (
    <a
      role="option"
      id={optionId(index)}
      class="search-option"
      href={path}
      tabIndex={-1}
      aria-selected={active}
      onPointerMove={onPoint}
      onClick={onChoose}
    >
      {kind === 'command' ? <code>{text}</code> : <span>{text}</span>}
      <span class="search-place">
        {lead !== undefined && `${lead} · `}
        {place}
      </span>
    </a>
  );
}

interface ResultsProps {
  readonly groups: readonly ResultGroup[];
  readonly active: number;
  readonly onPoint: (index: number) => void;
  readonly onChoose: () => void;
}

function Results({ groups, active, onPoint, onChoose }: ResultsProps) {
  let next = 0;
  return (
    <div role="listbox" id={LIST} class="search-results" aria-label="What was found">
      {groups.map(({ title, entries }) => (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset groups the controls of a form
        <div key={title} role="group" aria-labelledby={`search_group_${title}`}>
          <div class="label" id={`search_group_${title}`} role="presentation">
            {title}
          </div>
          {entries.map((entry) => {
            const index = next++;
            return (
              <Option
                key={index}
                entry={entry}
                index={index}
                active={index === active}
                onPoint={() => onPoint(index)}
                onChoose={onChoose}
              />
            );
          })}
        </div>
      ))}
    </div>
  );
}

function words(index: Index, query: string, found: number): string {
  if (index === 'failed') return 'The list could not be fetched. Close this and try again.';
  if (query.trim() === '') return 'Chapters, sections, exercises, and commands such as ip route get.';
  if (index === 'none' || index === 'fetching') return 'Fetching the list ...';
  if (found === 0) return `Nothing has all of these words: ${query.trim()}`;
  return `${found} shown · ↑ ↓ to choose, Enter to go there`;
}

function Search() {
  const dialog = useRef<HTMLDialogElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const [index, setIndex] = useState<Index>('none');
  const [query, setQuery] = useState('');
  const [active, setActive] = useState(0);
  const groups = useMemo(() => (typeof index === 'object' ? find(index.entries, query) : []), [index, query]);
  const found = groups.reduce((sum, { entries }) => sum + entries.length, 0);

  const open = (): void => {
    if (dialog.current?.open) return;
    dialog.current?.showModal();
    input.current?.select();
    if (typeof index === 'object' || index === 'fetching') return;
    setIndex('fetching');
    void fetchIndex().then(setIndex);
  };
  useEffect(() => {
    document.addEventListener(OPEN_SEARCH, open);
    return () => document.removeEventListener(OPEN_SEARCH, open);
  });
  useEffect(() => {
    document.getElementById(optionId(active))?.scrollIntoView({ block: 'nearest' });
  }, [active, groups]);

  /** A place on this page is scrolled to: the focus does not stay with the button that had opened the dialog. */
  const choose = (): void => {
    dialog.current?.close();
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  };
  /** A press beside the dialog closes it, but not the second half of the double click that has opened it. */
  const leave = ({ target, currentTarget, detail }: TargetedMouseEvent<HTMLDialogElement>): void => {
    if (target === currentTarget && detail === 1) currentTarget.close();
  };
  /** It would take the focus from the field that the first half has given it to. */
  const keepFocus = (event: TargetedMouseEvent<HTMLDialogElement>): void => {
    if (event.target === event.currentTarget) event.preventDefault();
  };
  const press = (event: KeyboardEvent): void => {
    if (event.isComposing || found === 0) return;
    if (event.key === 'Enter') document.getElementById(optionId(active))?.click();
    else if (event.key === 'ArrowDown') setActive((active + 1) % found);
    else if (event.key === 'ArrowUp') setActive((active + found - 1) % found);
    else return;
    event.preventDefault();
  };
  const type = (text: string): void => {
    setQuery(text);
    setActive(0);
  };
  return (
    <>
      <button
        type="button"
        class="button quiet-button search-button"
        onClick={open}
        title="Search (Ctrl+K)"
        aria-label="Search"
        aria-haspopup="dialog"
        aria-keyshortcuts="Control+K"
      >
        <svg class="search-glyph" viewBox="0 0 16 16" aria-hidden="true">
          <circle cx="6.5" cy="6.5" r="4.5" />
          <path d="m10 10 4.5 4.5" />
        </svg>
        <span class="search-word" aria-hidden="true">
          Search
        </span>
      </button>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes it, too */}
      <dialog
        ref={dialog}
        class="dialog search-dialog"
        aria-label="Search"
        onMouseDown={keepFocus}
        onClick={leave}
      >
        <input
          ref={input}
          type="text"
          class="search-input"
          role="combobox"
          aria-label="Search chapters, commands and exercises"
          aria-autocomplete="list"
          aria-expanded={found > 0}
          aria-controls={LIST}
          aria-activedescendant={found > 0 ? optionId(active) : undefined}
          placeholder="Search"
          autocomplete="off"
          spellcheck={false}
          value={query}
          onInput={(event) => type(event.currentTarget.value)}
          onKeyDown={press}
        />
        <Results groups={groups} active={active} onPoint={setActive} onChoose={choose} />
        <p class="search-words" role="status">
          {words(index, query, found)}
        </p>
      </dialog>
    </>
  );
}

export const searchSlots = (): Slots => ({ search: <Search /> });

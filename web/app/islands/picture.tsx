/** The network as the kernel has it now, drawn by the server: what changed is marked, what is clicked tells its facts. */
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { PictureRow } from '../../protocol.ts';
import type { ChapterPage } from '../page.ts';
import { remember, remembered } from '../remembered.ts';
import type { Slots } from '../slots.ts';
import { useStore } from '../store.ts';
import { dragToScroll } from './drag-to-scroll.ts';

/** As a setting of this browser. */
const KEY = 'picture';
/** How long a change is marked. Milliseconds; the animation in picture.css takes as long. */
const MARKED = 2500;
/** A zoom of 1 is the drawing's own size. `width` and `whole` are at most that, and as small as the panel needs. */
type Zoom = number | 'width' | 'whole';
const STEP = 1.25;

const PLACE = [
  ['host', 'Host'],
  ['namespace', 'Namespace'],
  ['name', 'Interface'],
] as const;
const FACTS = [
  ['kind', 'Kind'],
  ['state', 'State'],
  ['addresses', 'Addresses'],
  ['leads', 'Leads to'],
] as const;
const COLUMNS = [...PLACE, ...FACTS];

const nameOf = ({ host, namespace, name }: PictureRow): string => {
  const place = namespace === '-' ? host : `${namespace} on ${host}`;
  return name === '' ? place : `${name} of ${place}`;
};

/** What is known of the thing that was clicked. */
function Facts({ rows, onClose }: { rows: readonly PictureRow[]; onClose: () => void }) {
  const [first] = rows;
  if (!first) return null;
  return (
    <section class="picture-facts" aria-label={nameOf(first)}>
      <header>
        <h3>{nameOf(first)}</h3>
        <button type="button" class="button tool" onClick={onClose}>
          Close
        </button>
      </header>
      {rows.map((row, index) => (
        <dl key={index}>
          {FACTS.map(
            ([fact, label]) =>
              row[fact] !== '' && (
                <div key={fact}>
                  <dt>{label}</dt>
                  <dd>{row[fact]}</dd>
                </div>
              ),
          )}
          {row.command !== undefined && (
            <div>
              <dt>Shown by</dt>
              <dd>
                <code>{row.command}</code>
              </dd>
            </div>
          )}
        </dl>
      ))}
    </section>
  );
}

function Table({ rows }: { rows: readonly PictureRow[] }) {
  return (
    <div class="picture-table">
      <table>
        <caption class="visually-hidden">The network as it is now</caption>
        <thead>
          <tr>
            {COLUMNS.map(([fact, label]) => (
              <th key={fact} scope="col">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={index}>
              {COLUMNS.map(([fact]) => (
                <td key={fact}>{row[fact]}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface DrawingProps {
  readonly svg: string;
  readonly changed: readonly string[];
  readonly zoom: Zoom;
  readonly onZoom: (by: number) => void;
  readonly selected: string | undefined;
  readonly onSelect: (key: string | undefined) => void;
}

function Drawing({ svg, changed, zoom, onZoom, selected, onSelect }: DrawingProps) {
  const view = useRef<HTMLDivElement>(null);
  const things = (key: string) =>
    [...(view.current?.querySelectorAll<SVGElement>('[data-key]') ?? [])].filter(
      ({ dataset }) => dataset.key === key,
    );
  useLayoutEffect(() => {
    const drawing = view.current?.querySelector('svg');
    if (!drawing) return;
    const { width } = drawing.viewBox.baseVal;
    drawing.style.width = typeof zoom === 'number' ? `${width * zoom}px` : '';
  }, [svg, zoom]);
  useEffect(() => {
    const marked = changed.flatMap(things);
    for (const thing of marked) thing.classList.add('fresh');
    const calm = setTimeout(() => {
      for (const thing of marked) thing.classList.remove('fresh');
    }, MARKED);
    return () => clearTimeout(calm);
  }, [svg, changed]);
  useEffect(() => {
    const chosen = selected === undefined ? [] : things(selected);
    for (const thing of chosen) thing.classList.add('chosen');
    return () => {
      for (const thing of chosen) thing.classList.remove('chosen');
    };
  }, [svg, selected]);
  useEffect(() => (view.current ? dragToScroll(view.current) : undefined), []);
  const click = ({ target }: MouseEvent): void => {
    const thing = target instanceof Element ? target.closest<SVGElement>('[data-key]') : null;
    onSelect(thing?.dataset.key);
  };
  const press = (event: KeyboardEvent): void => {
    const by = { '+': STEP, '=': STEP, '-': 1 / STEP }[event.key];
    if (by === undefined || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    onZoom(by);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a box that scrolls; its facts are in the table, too
    <div
      class="picture-view"
      data-zoom={typeof zoom === 'number' ? 'own' : zoom}
      ref={view}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
      tabIndex={0}
      onClick={click}
      onKeyDown={press}
      dangerouslySetInnerHTML={{ __html: svg }}
    />
  );
}

function Body({ page }: { page: ChapterPage }) {
  const picture = useStore(page.store, (state) => state.picture);
  const [zoom, setZoom] = useState<Zoom>('width');
  const [asTable, setAsTable] = useState(false);
  const [selected, setSelected] = useState<string>();
  const zoomBy = (by: number): void =>
    setZoom((now) => Math.min(4, Math.max(0.25, (typeof now === 'number' ? now : 1) * by)));
  if (!picture) return <p class="picture-none">The picture comes with the sandbox.</p>;
  const { svg, rows, changed } = picture;
  return (
    <>
      <div class="picture-tools">
        <button type="button" class="button tool" aria-label="Zoom out" onClick={() => zoomBy(1 / STEP)}>
          −
        </button>
        <button
          type="button"
          class="button tool"
          aria-pressed={zoom === 'whole'}
          onClick={() => setZoom(zoom === 'whole' ? 'width' : 'whole')}
        >
          Fit all
        </button>
        <button type="button" class="button tool" aria-label="Zoom in" onClick={() => zoomBy(STEP)}>
          +
        </button>
        <button type="button" class="button tool" aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
          Table
        </button>
      </div>
      {asTable ? (
        <Table rows={rows} />
      ) : (
        <Drawing
          svg={svg}
          changed={changed}
          zoom={zoom}
          onZoom={zoomBy}
          selected={selected}
          onSelect={setSelected}
        />
      )}
      {!asTable && selected !== undefined && (
        <Facts rows={rows.filter(({ key }) => key === selected)} onClose={() => setSelected(undefined)} />
      )}
    </>
  );
}

function Panel({ page }: { page: ChapterPage }) {
  const open = useStore(page.store, (state) => state.pictureOpen);
  const turn = (to: boolean): void => {
    page.store.dispatch({ type: 'show-picture', open: to });
    page.control.send({ type: 'picture', shown: to });
  };
  // The server does not know what this browser remembers.
  useLayoutEffect(() => {
    const wanted = remembered(KEY) ?? (matchMedia('(min-width: 60rem)').matches ? 'open' : 'closed');
    if (wanted === 'closed') turn(false);
  }, []);
  return (
    <>
      <button
        type="button"
        class="button tool picture-toggle"
        aria-expanded={open}
        onClick={() => {
          remember(KEY, open ? 'closed' : 'open');
          turn(!open);
        }}
      >
        {open ? 'Hide picture' : 'Show picture'}
      </button>
      {open && (
        <div class="picture-body">
          <Body page={page} />
        </div>
      )}
    </>
  );
}

export const pictureSlots = (page: ChapterPage): Slots => ({ picture: <Panel page={page} /> });

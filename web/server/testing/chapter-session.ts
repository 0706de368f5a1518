/** One session with a stand-in lab, as its pages see it. */
import { CHAPTER } from './chapter.ts';
import { openPage, type Page, type Serving } from './serving.ts';

export const CONTROL = `/ws/chapter/${CHAPTER.id}`;

export async function ready(started: Serving): Promise<Page> {
  const page = await openPage(started);
  await page.message('lab', ({ state }) => state === 'ready');
  return page;
}

/** The lab of the only session. */
export function lab({ labs }: Serving) {
  const [only, ...more] = labs;
  if (!only || more.length > 0) throw new Error(`${labs.length} labs`);
  return only;
}

/** A promise to be kept later. */
export function later() {
  let keep = () => {};
  const kept = new Promise<void>((resolve) => {
    keep = resolve;
  });
  return { kept, keep };
}

/** A chapter page in the browser: one store, one control socket, and the islands that show the one and use the other. */
import { connect } from './control.ts';
import { watchHere } from './here.ts';
import { bannerSlots } from './islands/banner.tsx';
import { contentsSlots } from './islands/contents.tsx';
import { exerciseSlots } from './islands/exercise.tsx';
import { menuSlots } from './islands/menu.tsx';
import { pictureSlots } from './islands/picture.tsx';
import { predictedSlots } from './islands/predicted.tsx';
import { predictionSlots } from './islands/prediction.tsx';
import { questionSlots } from './islands/question.tsx';
import { stepSlots } from './islands/step.tsx';
import { welcomeSlots } from './islands/welcome.tsx';
import { startDivider } from './layout/divider.ts';
import { startMeanings } from './meanings.ts';
import type { ChapterPage } from './page.ts';
import type { PageData } from './page-data.ts';
import { takeOver } from './slots.ts';
import { initialState } from './state.ts';
import { createStore } from './store.ts';
import { startTerminals, terminalSlots } from './terminal/panel.tsx';
import { openTerminal } from './terminal/view.ts';

export function startChapter(data: PageData): void {
  const { chapter, hosts } = data;
  const store = createStore(initialState(data));
  const page: ChapterPage = { chapter, hosts, store, control: connect(chapter, store), openTerminal };
  const part = (id: string): HTMLElement => {
    const element = document.getElementById(id);
    if (!element) throw new Error(`The page has no ${id}.`);
    return element;
  };
  takeOver(document, {
    ...bannerSlots(page),
    ...welcomeSlots(),
    ...menuSlots(page, data),
    ...contentsSlots(page, data),
  });
  for (const step of data.steps) takeOver(part(`step-${step.name}`), stepSlots(page, step));
  for (const exercise of data.exercises)
    takeOver(part(`exercise-${exercise.id}`), exerciseSlots(page, exercise));
  for (const question of data.questions)
    takeOver(part(`question-${question.id}`), questionSlots(page, question));
  for (const prediction of data.predictions)
    takeOver(part(`predict-${prediction.id}`), predictionSlots(page, prediction));
  if (data.predictions.length > 0) takeOver(document, predictedSlots(page, data.predictions));
  startDivider();
  startMeanings(document);
  takeOver(document, { ...pictureSlots(page), ...terminalSlots(page) });
  startTerminals(page);
  watchHere(page, data.contents);
}

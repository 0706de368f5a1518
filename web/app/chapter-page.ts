/** Starts a chapter page: one store, one control socket, and the islands that show the one and use the other. */
import { Host, type HostName } from '../protocol.ts';
import { connect } from './control.ts';
import { startBanner } from './islands/banner.tsx';
import { startContents } from './islands/contents.ts';
import { startExercises } from './islands/exercise.tsx';
import { startMenu } from './islands/menu.tsx';
import { startQuestions } from './islands/question.tsx';
import { startSteps } from './islands/step.tsx';
import { startDivider } from './layout/divider.ts';
import type { ChapterPage } from './page.ts';
import { createStore } from './store.ts';
import { startTerminals } from './terminal/panel.tsx';

function isHost(name: string): name is HostName {
  return Host.safeParse(name).success;
}

export function startChapter(): void {
  const chapter = document.body.dataset.chapter ?? '';
  const named = document.querySelector<HTMLElement>('#terminals')?.dataset.hosts ?? '';
  const hosts = named.split(' ').filter(isHost);
  const store = createStore();
  const page: ChapterPage = { chapter, hosts, store, control: connect(chapter, store) };
  startBanner(page);
  startMenu(page);
  startContents(page);
  startSteps(page);
  startExercises(page);
  startQuestions(page);
  startDivider();
  startTerminals(page);
}

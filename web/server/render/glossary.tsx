/** All words of the course by the alphabet, each with the chapter that teaches it. Pure. */
import { byWord, otherNames, wordAnchor } from '../../../runner/chapter/glossary.ts';
import type { Assets } from './assets.ts';
import { renderDocument } from './document.tsx';
import { type CourseWords, Means, TeacherLink } from './meanings.tsx';
import { Tools } from './tools.tsx';

export function renderGlossary(words: CourseWords, assets: Assets): string {
  const body = (
    <>
      <a class="skip" href="#words">
        Skip to the words
      </a>
      <header class="bar">
        <a class="brand" href="/">
          Wirebook
        </a>
        <span class="bar-title">Glossary</span>
        <span class="bar-tools">
          <Tools inChapter={false} />
        </span>
      </header>
      <main class="home glossary" id="words" tabIndex={-1}>
        <h1>Glossary</h1>
        <dl>
          {byWord(words.entries).map((entry) => {
            const teacher = words.teacher(entry);
            const others = otherNames(entry);
            return (
              <div key={entry.word} id={wordAnchor(entry.word)}>
                <dt>
                  {entry.word}
                  {others.length > 0 && <span class="other-names"> {others.join(', ')}</span>}
                </dt>
                <dd>
                  <Means entry={entry} /> {teacher && <TeacherLink chapter={teacher} />}
                </dd>
              </div>
            );
          })}
        </dl>
      </main>
    </>
  );
  return renderDocument({
    title: 'Glossary · Wirebook',
    description: 'The words of the course, and what they mean',
    assets,
    body,
  });
}

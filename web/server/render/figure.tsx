/** A figure of a chapter: an image with its words below. What an image has of scripts never runs. */
import type { Chapter, Figure } from '../../../runner/chapter/model.ts';
import { figurePath } from './paths.ts';

export function FigureBlock({ chapter, figure }: { chapter: Chapter['id']; figure: Figure }) {
  const { id, caption } = figure;
  return (
    <figure class="figure" id={`figure-${id}`}>
      {/* Its own width at most; wide ones can be opened by themselves. */}
      <a href={figurePath(chapter, id)} target="_blank" rel="noopener">
        <img src={figurePath(chapter, id)} alt={caption} loading="lazy" />
      </a>
      <figcaption>{caption}</figcaption>
    </figure>
  );
}

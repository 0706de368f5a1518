/** What the server uses of this folder. */
export { ASSET_BASE, type Assets, readAssets } from './assets.ts';
export { type ChapterLink, type ChapterView, renderChapter } from './chapter.ts';
export { type ChapterEntry, renderHome } from './home.ts';
export { renderMarkdown } from './markdown.ts';
export { chapterPath } from './paths.ts';

/** What the server uses of this folder. */
export { ASSET_BASE, type Assets, readAssets } from './assets.ts';
export { renderChapter } from './chapter.ts';
export { renderHome } from './home.ts';
export { renderHint } from './markdown.ts';
export { chapterPath } from './paths.ts';

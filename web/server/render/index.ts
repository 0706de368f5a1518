/** What the server uses of this folder. */
export { ASSET_BASE, type Assets, readAssets } from './assets.ts';
export { contentsOf, renderChapter } from './chapter.tsx';
export { renderGlossary } from './glossary.tsx';
export { renderHome } from './home.tsx';
export { renderHint } from './markdown.ts';
export { courseWords } from './meanings.tsx';
export { PageCache } from './page-cache.ts';
export { chapterPath, GLOSSARY_PATH } from './paths.ts';

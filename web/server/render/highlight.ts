/**
 * Code to highlighted HTML, by classes only (a Content-Security-Policy without inline styles stays possible).
 * Knows four languages and recorded output; anything else is plain text.
 */
import hljs from 'highlight.js/lib/core';
import bash from 'highlight.js/lib/languages/bash';
import json from 'highlight.js/lib/languages/json';
import python from 'highlight.js/lib/languages/python';
import yaml from 'highlight.js/lib/languages/yaml';
import { escapeHtml } from './escape.ts';

hljs.registerLanguage('bash', bash);
hljs.registerLanguage('json', json);
hljs.registerLanguage('python', python);
hljs.registerLanguage('yaml', yaml);

const LANGUAGES: Readonly<Record<string, string>> = {
  sh: 'bash',
  bash: 'bash',
  shell: 'bash',
  json: 'json',
  python: 'python',
  py: 'python',
  yaml: 'yaml',
  yml: 'yaml',
};

/** The named patterns of recorded output (see the chapter format). */
const PATTERN = /&lt;(mac|ifindex|pid|ms|port|inode|n|\.\.\.)&gt;/g;

/** Escaped HTML of a recorded output; its patterns are marked as places where each run has its own value. */
export function highlightOutput(text: string): string {
  return escapeHtml(text).replace(PATTERN, '<span class="varies">&lt;$1&gt;</span>');
}

/** Escaped HTML of source text with highlight.js classes. `language` is the first word of a fence's info string. */
export function highlight(source: string, language: string): string {
  if (language === 'output') return highlightOutput(source);
  const known = Object.hasOwn(LANGUAGES, language) ? LANGUAGES[language] : undefined;
  return known === undefined
    ? escapeHtml(source)
    : hljs.highlight(source, { language: known, ignoreIllegals: true }).value;
}

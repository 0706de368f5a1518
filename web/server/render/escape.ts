/** Text as HTML, for what renders itself: prose, highlighted code. Components escape what they are given. */
import MarkdownIt from 'markdown-it';

/** Safe in text and in attributes between double quotes. */
export const { escapeHtml } = new MarkdownIt().utils;

/** Text within XML. Pure. */
import { visible } from '../layout/label-text.ts';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** For content and for attributes between double quotes. Characters that XML cannot hold are shown by their numbers. */
export function escaped(text: string): string {
  return visible(text).replace(/[&<>"']/g, (char) => ENTITIES[char] as string);
}

/** Of what a learner names there may be a megabyte. */
const LONGEST = 400;

export function brief(text: string): string {
  return escaped(text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);
}

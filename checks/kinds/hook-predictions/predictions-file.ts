/** A learner's file of hooks, a packet's name and the hooks that it comes to a line, read leniently. Pure; judges nothing. */
import { HOOKS, type Hook } from '../../network/journey/journey.ts';

export interface Prediction {
  /** As it was written. */
  readonly text: string;
  readonly packet: string;
  readonly hooks: readonly Hook[];
}
export interface PredictionsFile {
  readonly written: readonly Prediction[];
  /** A name and nothing behind it: not predicted yet. */
  readonly open: readonly string[];
  readonly unreadable: readonly { readonly number: number; readonly text: string; readonly why: string }[];
}

/** Lines such as `call prerouting forward`, `call: PREROUTING -> FORWARD`, `call none`; `#` begins a comment. */
export function readPredictions(content: string): PredictionsFile {
  const written: Prediction[] = [];
  const open: string[] = [];
  const unreadable: { number: number; text: string; why: string }[] = [];
  for (const [index, whole] of content.split('\n').entries()) {
    const text = whole.replace(/#.*$/, '').trim();
    if (text === '') continue;
    const shown = text.slice(0, 80);
    const [packet = '', ...words] = text
      .toLowerCase()
      .split(/(?:->|=>|[\s:=,>])+/)
      .filter((word) => word !== '');
    if (words.length === 0) open.push(packet);
    else if (words.length === 1 && words[0] === 'none') written.push({ text: shown, packet, hooks: [] });
    else {
      const stranger = words.find((word) => !isHook(word));
      if (stranger === undefined) written.push({ text: shown, packet, hooks: words.filter(isHook) });
      else unreadable.push({ number: index + 1, text: shown, why: `"${stranger.slice(0, 40)}" is no hook` });
    }
  }
  return { written, open, unreadable };
}

function isHook(word: string): word is Hook {
  return HOOKS.some((hook) => hook === word);
}

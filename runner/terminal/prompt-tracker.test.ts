import { describe, expect, it } from 'vitest';
import type { MarkKind } from './marks.ts';
import { PromptTracker } from './prompt-tracker.ts';

/** A history: `A`..`S` are marks (with fields after a colon), `'...` are the learner's keys, `draw` is our own typing, `forget` gives up on Enter. */
function follow(history: string): PromptTracker & { ended: string[] } {
  const ended: string[] = [];
  const tracker = new PromptTracker();
  for (const [index, word] of history.split(' ').filter(Boolean).entries()) {
    if (word === 'draw') tracker.drawing = true;
    else if (word === 'forget') tracker.forgetEnter();
    else if (word.startsWith("'"))
      tracker.keys(word.slice(1).replaceAll('\\r', '\r').replaceAll('\\4', '\x04'), index);
    else {
      const [kind = '', fields = ''] = word.split(':');
      const end = tracker.mark({ kind: kind as MarkKind, fields: fields.split(',') }, index);
      if (end) ended.push(`${end.exit} ${end.cwd}`);
    }
  }
  return Object.assign(tracker, { ended });
}

const START = 'D:0,7,/root A:0 B';

describe('prompt tracker', () => {
  it.each<[what: string, history: string, state: string, atPrompt: boolean, typed: boolean, ended: string[]]>(
    [
      ['nothing yet', '', 'starting', false, false, []],
      ['the first prompt', START, 'prompt', true, false, []],
      ['half-typed', `${START} 'ls`, 'prompt', true, true, []],
      ['Enter, unanswered', `${START} 'ls\\r`, 'prompt', false, true, []],
      ['a command', `${START} 'ls\\r C`, 'busy', false, false, []],
      ['its end', `${START} 'ls\\r C D:2,7,/etc`, 'busy', false, false, ['2 /etc']],
      ['the prompt after it', `${START} 'ls\\r C D:2,7,/etc A:2 B`, 'prompt', true, false, ['2 /etc']],
      ['an empty line', `${START} '\\r D:0,7,/ A:0 B`, 'prompt', true, false, []],
      ['Ctrl-C at the prompt', `${START} 'ls D:130,7,/ A:130 B`, 'prompt', true, false, []],
      ['an open quote', `${START} '"\\r P`, 'unfinished', false, false, []],
      ['an open quote, closed', `${START} '"\\r P '"\\r C D:0,7,/ A:0 B`, 'prompt', true, false, ['0 /']],
      ['Enter after Ctrl-V, given up', `${START} 'x\\r forget`, 'prompt', true, true, []],
      ['Ctrl-D', `${START} '\\4`, 'prompt', false, true, []],
      ['typed ahead without Enter', `${START} 'a\\r C 'b D:0,7,/ A:0 B`, 'prompt', true, true, ['0 /']],
      ['typed ahead with Enter', `${START} 'a\\r C 'b\\r D:0,7,/ A:0 B`, 'prompt', false, true, ['0 /']],
      ['two lines at once', `${START} 'a\\rb\\r C D:0,7,/ A:0 B`, 'prompt', false, true, ['0 /']],
      [
        'three lines at once',
        `${START} 'a\\rb\\rc\\r C D:0,7,/ A:0 B C D:1,7,/ A:1 B`,
        'prompt',
        false,
        true,
        ['0 /', '1 /'],
      ],
      [
        'all of them done',
        `${START} 'a\\rb\\r C D:0,7,/ A:0 B C D:1,7,/ A:1 B`,
        'prompt',
        true,
        false,
        ['0 /', '1 /'],
      ],
      [
        'read by a program, given up',
        `${START} 'a\\r C 'b\\r D:0,7,/ A:0 B forget`,
        'prompt',
        true,
        true,
        ['0 /'],
      ],
      ['no mark D', `${START} 'a\\r C A:3 B`, 'prompt', true, false, ['3 ']],
      ['the prompt drawn anew', `${START} A:0 B`, 'prompt', true, false, []],
      ['our keys, drawn', `${START} draw A:0 B`, 'prompt', true, false, []],
      ['our step', `${START} draw A:0 B C S:1`, 'busy', false, false, []],
      ['our step without PS0', `${START} draw A:0 B S:1 D:5,7,/`, 'busy', false, false, ['5 /']],
    ],
  )('%s', (_what, history, state, atPrompt, typed, ended) => {
    const tracker = follow(history);
    expect([tracker.state, tracker.atPrompt, tracker.typed, tracker.ended]).toEqual([
      state,
      atPrompt,
      typed,
      ended,
    ]);
  });

  it('knows the shell’s process and directories with semicolons', () => {
    const tracker = follow(START);
    tracker.mark({ kind: 'C', fields: [] }, 0);
    expect(tracker.mark({ kind: 'D', fields: ['0', '42', '/a', 'b'] }, 0)).toEqual({ exit: 0, cwd: '/a;b' });
    expect(tracker.pid).toBe(42);
  });

  it('counts a private key when the prompt stands again after it', () => {
    const tracker = follow(`${START} B`);
    expect(tracker.keysObeyed).toBe(0);
    tracker.mark({ kind: 'K', fields: [] }, 0);
    expect(tracker.keysObeyed).toBe(0);
    tracker.mark({ kind: 'B', fields: [] }, 0);
    expect(tracker.keysObeyed).toBe(1);
  });
});

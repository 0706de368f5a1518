/**
 * The way to a place of the chapter as pages are told of it: where to, how far, what is at work, and where it has stopped. Knows
 * nothing of labs.
 */
import type { Stage } from '../../../runner/session/lab.ts';
import type { BringingMessage } from '../../protocol.ts';

type Shown = BringingMessage;

type BringEvent =
  | { readonly type: 'begins'; readonly to: string; readonly of: number }
  | { readonly type: 'stage'; readonly stage: Stage }
  | { readonly type: 'cancel' }
  /** Before this stage; with `trouble`, in it. */
  | { readonly type: 'stops'; readonly stage: Stage; readonly trouble?: string }
  /** It has arrived, could not begin, or has been read. */
  | { readonly type: 'ends' };

/** What pages are told next. Pure. */
export function follow(shown: Shown | undefined, event: BringEvent): Shown | undefined {
  switch (event.type) {
    case 'begins':
      return { to: event.to, state: 'begun', done: 0, of: event.of };
    case 'stage': {
      if (shown === undefined) return undefined;
      const { type, name, done, of } = event.stage;
      const state = shown.state === 'ending' ? 'ending' : 'running';
      return { to: shown.to, state, done, of, stage: { type, name } };
    }
    case 'cancel':
      return isUnderWay(shown) ? { ...shown, state: 'ending' } : shown;
    case 'stops': {
      if (shown === undefined) return undefined;
      const { stage, trouble } = event;
      const { type, name, done, of } = stage;
      const where = { to: shown.to, state: 'stopped', done, of, stage: { type, name } } as const;
      return trouble === undefined ? where : { ...where, trouble };
    }
    case 'ends':
      return undefined;
  }
}

function isUnderWay(shown: Shown | undefined): shown is Shown {
  return shown !== undefined && shown.state !== 'stopped';
}

export class Bringing {
  #shown: Shown | undefined;
  #cancel = new AbortController();

  get shown(): Shown | undefined {
    return this.#shown;
  }

  /** @returns aborted when it is to stop */
  begin(to: string, of: number): AbortSignal {
    this.#cancel = new AbortController();
    this.follow({ type: 'begins', to, of });
    return this.#cancel.signal;
  }

  follow(event: BringEvent): void {
    this.#shown = follow(this.#shown, event);
  }

  cancel(): void {
    this.follow({ type: 'cancel' });
    this.#cancel.abort();
  }

  /** The learner goes on without it. @returns whether there was anything to forget */
  forget(): boolean {
    if (this.#shown?.state !== 'stopped') return false;
    this.follow({ type: 'ends' });
    return true;
  }
}

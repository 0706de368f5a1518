/** Holds the page's state and tells who listens. Knows the reducer, nothing of sockets. */
import { useEffect, useState } from 'preact/hooks';
import { type PageEvent, type PageState, reduce } from './state.ts';

export interface Store {
  get(): PageState;
  dispatch(event: PageEvent): void;
  subscribe(listener: () => void): () => void;
}

export function createStore(initial: PageState): Store {
  let state = initial;
  const listeners = new Set<() => void>();
  return {
    get: () => state,
    dispatch(event) {
      state = reduce(state, event);
      for (const listener of listeners) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** A part of the state in a component; it renders again only when that part is another value. */
export function useStore<T>(store: Store, select: (state: PageState) => T): T {
  const [, again] = useState({});
  const value = select(store.get());
  useEffect(() => {
    let shown = value;
    const look = (): void => {
      const now = select(store.get());
      if (Object.is(now, shown)) return;
      shown = now;
      again({});
    };
    look();
    return store.subscribe(look);
  });
  return value;
}

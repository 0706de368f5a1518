/** A state that was written as JSON, read back: an artifact may come from another version, or be none. Pure. */
import { type NetworkState, networkStateSchema } from './network-state.ts';
import { parseJson } from './unreadable.ts';

/**
 * @param what it is called in the error, e.g. the file's name
 * @throws UnreadableOutput that names the first place which is not as it must be
 */
export function parseStoredState(what: string, text: string): NetworkState {
  return parseJson(what, text, networkStateSchema);
}

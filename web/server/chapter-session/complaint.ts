/** An error as the page gets it. */
import { WirebookError } from '../../../runner/errors.ts';
import type { ServerMessage } from '../../protocol.ts';

export function complaint(error: unknown): Extract<ServerMessage, { type: 'error' }> {
  const message = error instanceof Error ? error.message : String(error);
  const remedy = error instanceof WirebookError ? error.remedy : undefined;
  return { type: 'error', message, ...(remedy === undefined ? {} : { remedy }) };
}

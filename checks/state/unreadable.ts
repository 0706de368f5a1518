/** How parsers refuse: a tool's output is read whole or not at all, never by half. */
import type { z } from 'zod';

/** Thrown by every parser of this folder for output that it does not understand. The message names the tool and what was odd. */
export class UnreadableOutput extends Error {
  constructor(tool: string, problem: string) {
    super(`${tool}: ${problem}`);
    this.name = new.target.name;
  }
}

/** @throws UnreadableOutput when `text` is not JSON or not of that shape. Keys that the schema does not name are ignored. */
export function parseJson<T>(tool: string, text: string, schema: z.ZodType<T>): T {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new UnreadableOutput(tool, `not JSON: ${excerpt(text)}`);
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new UnreadableOutput(tool, `at ${issue?.path.join('.') || 'the top'}: ${issue?.message}`);
}

/** The beginning of a text, short enough for a message. */
export function excerpt(text: string): string {
  const line = text.trim().split('\n', 1)[0] ?? '';
  if (line === '') return 'nothing was printed';
  return line.length > 80 ? `${line.slice(0, 77)}...` : line;
}

/** How parsers refuse: a tool's output is read whole or not at all, never by half. */
import type { z } from 'zod';

/** Thrown by every parser of this folder for output that it does not understand. The message names the tool and what was odd. */
export class UnreadableOutput extends Error {
  constructor(tool: string, problem: string) {
    super(`${tool}: ${problem}`);
    this.name = new.target.name;
  }
}

/** Several times what any tool prints. A state is walked and written as JSON by recursion, which has an end. */
const MOST_LEVELS = 64;

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => isDeeper(inner, levels - 1));
}

/**
 * @param revive as of JSON.parse
 * @throws UnreadableOutput when `text` is not JSON or not of that shape. Keys that a loose schema does not name are ignored.
 */
export function parseJson<T>(
  tool: string,
  text: string,
  schema: z.ZodType<T>,
  revive?: (key: string, value: unknown) => unknown,
): T {
  let value: unknown;
  try {
    value = JSON.parse(text, revive);
  } catch {
    throw new UnreadableOutput(tool, `not JSON: ${excerpt(text)}`);
  }
  if (isDeeper(value, MOST_LEVELS)) throw new UnreadableOutput(tool, `more than ${MOST_LEVELS} levels deep`);
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

/** What a parser reads; undefined when it does not understand the output, for those who can do without. */
export function understood<T>(parse: () => T): T | undefined {
  try {
    return parse();
  } catch (thrown) {
    if (thrown instanceof UnreadableOutput) return undefined;
    throw thrown;
  }
}

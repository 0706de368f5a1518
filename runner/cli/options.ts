/** Options that several commands share, parsed once. */
import { type Command, InvalidArgumentError } from 'commander';

/** The value of the global `--chapters`. */
export function chaptersFolder(command: Command): string {
  return command.optsWithGlobals<{ chapters: string }>().chapters;
}

export function positiveInteger(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1)
    throw new InvalidArgumentError('A whole number of at least 1 is needed.');
  return value;
}

export function portNumber(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0 || value > 65535) {
    throw new InvalidArgumentError('A port is a whole number from 0 (any free one) to 65535.');
  }
  return value;
}

/** Collects `id=text` pairs of a repeated option. */
export function pairs(text: string, before: Record<string, string> = {}): Record<string, string> {
  const at = text.indexOf('=');
  if (at < 1) throw new InvalidArgumentError('Write it as question=answer.');
  return { ...before, [text.slice(0, at)]: text.slice(at + 1) };
}

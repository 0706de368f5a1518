/**
 * What the author of a solution says of its commands: `# optional: why` (the solution does without it) and `# order`
 * or `# order: why` (it must come after the command before it). Behind the command or on a line of its own above it. Pure.
 */
import { lineAt } from '../bash/lines.ts';
import type { ShellScript, Span } from '../bash/script.ts';

export interface Annotation {
  readonly kind: 'optional' | 'order';
  /** Empty when the author gave none. */
  readonly why: string;
  /** Offset within the script: the first or last line of a command is here. */
  readonly line: Span;
}

const ANNOTATION = /^#\s*(optional|order)\b\s*:?\s*(.*?)\s*$/;

/** `# optional` without a reason is no annotation: it exempts nothing. */
export function annotations(text: string, script: ShellScript): Annotation[] {
  const inBodies = script.hereDocuments.flatMap(({ body }) => commentsOfLines(text, body));
  return [...script.comments, ...inBodies].flatMap(({ start, end, alone }) => {
    const [, kind, why = ''] = ANNOTATION.exec(text.slice(start, end)) ?? [];
    if (kind === undefined || (kind === 'optional' && why === '')) return [];
    const line = alone ? nextCommandLine(text, end) : lineAt(text, start);
    return [{ kind: kind as Annotation['kind'], why, line }];
  });
}

/** Whether the annotation is for what stands there: it begins or ends on that line. */
export function isFor({ line }: Annotation, { start, end }: Span): boolean {
  return (line.start <= start && start < line.end) || (line.start < end && end <= line.end);
}

function nextCommandLine(text: string, offset: number): Span {
  let line = lineAt(text, offset);
  do {
    if (line.end >= text.length) return { start: text.length, end: text.length };
    line = lineAt(text, line.end + 1);
  } while (/^\s*(#.*)?$/.test(text.slice(line.start, line.end)));
  return line;
}

function commentsOfLines(text: string, body: Span): (Span & { alone: boolean })[] {
  const found: (Span & { alone: boolean })[] = [];
  for (let at = body.start; at < body.end; ) {
    const line = lineAt(text, at);
    const [, before = '', comment] = /^((?:[^#\n]*\s)?)(#.*)$/.exec(text.slice(line.start, line.end)) ?? [];
    if (comment !== undefined) {
      found.push({ start: line.start + before.length, end: line.end, alone: before.trim() === '' });
    }
    at = line.end + 1;
  }
  return found;
}

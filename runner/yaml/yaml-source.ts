/** A piece of YAML inside a chapter: its value, and the file's line of each part of it. Knows no schema. */
import { type Document, isMap, isNode, LineCounter, type Node, type Pair, parseDocument } from 'yaml';
import type { z } from 'zod';
import type { Problems } from './problems.ts';
import { zodWords } from './zod-words.ts';

export type Path = readonly PropertyKey[];

export interface YamlSource {
  /** Plain value; undefined when the text is not YAML (then it has been complained about). */
  readonly value: unknown;
  /** Line in the file of what stands at the path, or of the nearest parent that exists. */
  lineOf(path: Path): number;
}

/** @returns undefined when the parser, which goes down into each part, has used up its stack */
function parsed(text: string, lineCounter: LineCounter): Document | undefined {
  try {
    return parseDocument(text, { lineCounter, prettyErrors: false, stringKeys: true });
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** @param firstLine the file's line (1-based) on which the text begins */
export function readYaml(text: string, firstLine: number, problems: Problems): YamlSource {
  const counter = new LineCounter();
  const document = parsed(text, counter);
  if (!document) {
    problems.add(firstLine, 'bad YAML: it is nested too deeply');
    return { value: undefined, lineOf: () => firstLine };
  }
  // What is missing at the end is reported behind it, on a line that the text does not have.
  const lastLine = firstLine + text.replace(/\n$/, '').split('\n').length - 1;
  const lineAt = (offset: number): number =>
    Math.min(lastLine, firstLine + Math.max(1, counter.linePos(offset).line) - 1);
  const mistakes = [...document.errors, ...document.warnings];
  // One slip on a line is often several errors to the reader of YAML; the first says it best.
  const complained = new Set<number>();
  for (const { message, pos, code } of mistakes) {
    const line = lineAt(pos[0]);
    // A value that begins with a backtick, mostly.
    const remedy = code === 'BAD_SCALAR_START' ? '; put the value in quotes' : '';
    if (!complained.has(line)) problems.add(line, `bad YAML: ${firstSentence(message)}${remedy}`);
    complained.add(line);
  }

  const lineOf = (path: Path): number => {
    let node: unknown = document.contents;
    let line = isNode(node) && node.range ? lineAt(node.range[0]) : firstLine;
    for (const key of path) {
      const pair: Pair | undefined = isMap(node)
        ? node.items.find((item) => isNode(item.key) && 'value' in item.key && item.key.value === key)
        : undefined;
      const next: unknown = pair
        ? pair.value
        : isNode(node) && 'get' in node && typeof node.get === 'function'
          ? node.get(key, true)
          : undefined;
      const place = (pair?.key ?? next) as Node | undefined;
      if (!isNode(place) || !place.range) break;
      line = lineAt(place.range[0]);
      node = next;
    }
    return line;
  };
  if (mistakes.length > 0) return { value: undefined, lineOf };
  try {
    return { value: document.toJS({ maxAliasCount: 0 }), lineOf };
  } catch {
    problems.add(firstLine, 'bad YAML: aliases (*name) are not used in chapters; write the value out');
    return { value: undefined, lineOf };
  }
}

function firstSentence(message: string): string {
  return message.split('\n')[0] ?? message;
}

/**
 * The value as the schema reads it, or undefined after complaining of each issue at its own line.
 * @param what leads each message: `front matter`, `check lo-up (link)`
 */
export function readWith<T>(
  schema: z.ZodType<T>,
  value: unknown,
  what: string,
  lineOf: (path: Path) => number,
  problems: Problems,
): T | undefined {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  for (const { path, words } of zodWords(schema, value, result.error)) {
    problems.add(lineOf(path), `${what}: ${words}`);
  }
  return undefined;
}

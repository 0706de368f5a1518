/** What `replay --update` writes: new recordings, and the chapter's text with them put in. Pure. */
import { readAttributes } from '../../chapter/attributes.ts';
import { type FenceNode, type OutlineNode, outline } from '../../chapter/outline.ts';
import { UsageError } from '../../errors.ts';
import { plainLines } from '../../terminal/plain-text.ts';
import { Problems } from '../../yaml/problems.ts';
import { align, allMatch } from './align.ts';
import { recordedLine } from './pattern.ts';

/** What varies from run to run by itself, and the pattern it is recorded as. */
const VARYING: readonly (readonly [pattern: RegExp, recorded: string])[] = [
  // `ip link`, `ip -o addr`, `bridge link`. lo is 1 in every network namespace.
  [/^(?!1: lo:)\d+: (?=\S+: <|\S+ +(?:inet6?|link|altname) )/, '<ifindex>: '],
  [/@if\d+/g, '@if<ifindex>'],
  // All-zero, broadcast and multicast (odd first byte) addresses mean the same everywhere.
  [/\b(?!00:00:00:00:00:00)[0-9a-f][02468ace](?::[0-9a-f]{2}){5}\b/gi, '<mac>'],
  // An address that the kernel made from the MAC or drew at random.
  [/\bfe80::[0-9a-f:]+/gi, 'fe80::<...>'],
  [/\btime=\d+(?:\.\d+)? ms\b/g, 'time=<ms> ms'],
  [/\btime \d+ms\b/g, 'time <ms>ms'],
  [/= \d+(?:\.\d+)?(?:\/\d+(?:\.\d+)?){3} ms\b/g, '= <ms>/<ms>/<ms>/<ms> ms'],
  [/\bafter \d+ ms\b/g, 'after <ms> ms'],
  [/\bpid=\d+/g, 'pid=<pid>'],
  // Inodes of namespaces are handed out from 0xF0000000 on (PROC_DYNAMIC_FIRST in the kernel's fs/proc/generic.c).
  [/\b40265\d{5}\b/g, '<inode>'],
  [/^Date: .*GMT$/, 'Date: <...> GMT'],
];

/** A found line with patterns in place of what varies. */
export function generalise(line: string): string {
  return VARYING.reduce((text, [pattern, recorded]) => text.replace(pattern, recorded), line);
}

/**
 * The recording that replaces the old one: recorded lines stay where they still match, patterns and all; others are
 * taken from what was found, generalised.
 * @param recorded the fence's text so far; undefined when the step has none
 * @returns text that ends with a newline, or nothing when nothing was printed
 */
export function recordOutput(recorded: string | undefined, found: string): string {
  const lines = plainLines(found);
  const patterns = plainLines(recorded ?? '').map(recordedLine);
  if (recorded !== undefined && allMatch(patterns, lines)) return recorded;
  const kept = align(patterns, lines).flatMap((line): string[] => {
    if (line.kind === 'found') return [generalise(line.found)];
    return line.kind === 'same' && line.recorded !== undefined ? [line.recorded] : [];
  });
  return kept.map((line) => `${line}\n`).join('');
}

/**
 * The chapter with new recordings in their fences; a step without one gets one unless it printed nothing. Everything
 * else stays byte for byte.
 * @param recordings step name -> text of its output fence
 * @throws UsageError when the chapter has no step of that name
 */
export function updateChapterSource(source: string, recordings: ReadonlyMap<string, string>): string {
  const lines = source.split('\n');
  const eol = (lines[0] ?? '').endsWith('\r') ? '\r' : '';
  const places = stepPlaces(outline(source, new Problems('')));
  for (const name of recordings.keys()) {
    if (!places.some((place) => place.name === name))
      throw new UsageError(`The chapter has no step "${name}".`);
  }
  // From the end, so that the lines above keep their numbers.
  for (const { name, step, output } of places.reverse()) {
    const text = recordings.get(name);
    if (text === undefined || (text === '' && !output)) continue;
    const body = text === '' ? [] : text.replace(/\n$/, '').split('\n');
    const longest = Math.max(2, ...body.map((line) => /^ {0,3}(`{3,})\s*$/.exec(line)?.[1]?.length ?? 0));
    const marks = '`'.repeat(longest + 1);
    const fresh = [`${marks}output`, ...body, marks].map((line) => `${line}${eol}`);
    if (!output) {
      lines.splice(step.endLine, 0, eol, ...fresh);
      continue;
    }
    const opening = lines[output.line - 1] ?? '';
    const enough = (/`{3,}/.exec(opening)?.[0].length ?? 0) > longest;
    if (enough) lines.splice(output.line, output.endLine - output.line - 1, ...fresh.slice(1, -1));
    else lines.splice(output.line - 1, output.endLine - output.line + 1, ...fresh);
  }
  return lines.join('\n');
}

interface StepPlace {
  readonly name: string;
  readonly step: FenceNode;
  readonly output: FenceNode | undefined;
}

function stepPlaces(nodes: readonly OutlineNode[]): StepPlace[] {
  return nodes.flatMap((node, index): StepPlace[] => {
    if (node.type === 'container') return stepPlaces(node.children);
    if (node.type !== 'fence' || node.language !== 'sh' || !node.rest.startsWith('{')) return [];
    const { attributes } = readAttributes(node.rest, node.column);
    const name = attributes.find(({ key }) => key === 'name')?.value;
    if (name === undefined) return [];
    const after = nodes[index + 1];
    const output = after?.type === 'fence' && after.language === 'output' ? after : undefined;
    return [{ name, step: node, output }];
  });
}

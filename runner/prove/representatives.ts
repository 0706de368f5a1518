/**
 * Of mutants that make the same mistake in like commands, the first: five pods are five times the same six lines, and
 * what is seen of one is seen of all. And of those, a few from all over the scripts. For where the whole matrix would
 * take too long. Pure.
 */
import type { Proof } from '../chapter/model.ts';
import type { Mutant } from './mutants.ts';

interface MutantOf {
  readonly proof: Pick<Proof, 'sections'>;
  readonly mutant: Pick<Mutant, 'line' | 'change'>;
}

/**
 * @param mutants of all solutions of one exercise, in their order
 * @param most so many at most, evenly spread
 */
export function representatives<T extends MutantOf>(mutants: readonly T[], most: number): T[] {
  return spread(oneOfEach(mutants), most);
}

/** So many at most, from the first to the last. */
function spread<T>(list: readonly T[], most: number): T[] {
  if (list.length <= most) return [...list];
  return Array.from({ length: most }, (_, index) => list[Math.floor((index * list.length) / most)] as T);
}

function oneOfEach<T extends MutantOf>(mutants: readonly T[]): T[] {
  const seen = new Set<string>();
  return mutants.filter(({ proof, mutant }) => {
    const key = `${mutant.change} ${shapeOf(lineOf(proof.sections, mutant.line))}`;
    return seen.size < seen.add(key).size;
  });
}

function lineOf(sections: Proof['sections'], line: number): string {
  const section = sections.findLast((one) => one.line <= line);
  return section?.script.split('\n')[line - section.line] ?? '';
}

/** `ip -n red addr add 10.0.0.2/24 dev eth0` and its like: `ip addr add`. */
function shapeOf(line: string): string {
  return line
    .trim()
    .replace(/\bip netns exec \S+ /g, '')
    .replace(/ -n \S+/g, '')
    .replace(/\$\{?\w+\}?|\d+/g, '#')
    .split(/\s+/)
    .slice(0, 3)
    .join(' ');
}

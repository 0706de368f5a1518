/** What a script leaves behind for the next one in the same shell: the functions that it defines and the files that it writes. Pure. */
import { parse, type Redirect, type SyntaxNode, type Word } from 'unbash';
import { childrenOf, nodesOf } from './nodes.ts';

interface Definitions {
  readonly functions: ReadonlySet<string>;
  /** As they are written, where no variable stands in their names. */
  readonly files: ReadonlySet<string>;
}

/** Another shell runs what is in them: each command of a pipeline has one of its own, too. */
const ELSEWHERE: ReadonlySet<SyntaxNode['type']> = new Set([
  'CommandExpansion',
  'Coproc',
  'Pipeline',
  'ProcessSubstitution',
  'Subshell',
]);
const WRITES: ReadonlySet<Redirect['operator']> = new Set(['>', '>>', '>|', '&>', '&>>']);

export function definitions(script: string): Definitions {
  const root = parse(script);
  return { functions: new Set(functionsIn(root)), files: new Set(filesIn(root)) };
}

/** A function inside another one is defined only when that one is called. */
function* functionsIn(node: SyntaxNode): Generator<string> {
  if (node.type === 'Function') yield node.name.value;
  if (node.type === 'Function' || ELSEWHERE.has(node.type)) return;
  if (node.type === 'Statement' && node.background) return;
  for (const child of childrenOf(node)) yield* functionsIn(child);
}

function* filesIn(root: SyntaxNode): Generator<string> {
  for (const node of nodesOf(root)) {
    if (node.type !== 'Redirect' || !WRITES.has(node.operator)) continue;
    if (node.target && isLiteral(node.target)) yield node.target.value;
  }
}

function isLiteral({ text }: Word): boolean {
  return !/[$`*?[\\]/.test(text);
}

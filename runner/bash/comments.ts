/** The comments of a script, which its syntax tree does not have: they stand between nodes. Pure. */
import type { Script, SyntaxNode } from 'unbash';
import { childrenOf } from './nodes.ts';
import type { HereDocument, Span } from './script.ts';

/** Between the children of these there are blanks, operators, reserved words and comments, and nothing else. */
const LOOSE: ReadonlySet<SyntaxNode['type']> = new Set([
  'AndOr',
  'ArithmeticCommandExpansion',
  'ArithmeticFor',
  'ArrayValue',
  'BraceGroup',
  'Case',
  'CaseItem',
  'Command',
  'CommandExpansion',
  'CompoundList',
  'Coproc',
  'Elif',
  'For',
  'Function',
  'If',
  'Pipeline',
  'ProcessSubstitution',
  'Redirected',
  'Script',
  'Select',
  'Statement',
  'Subshell',
  'While',
]);

/** @param hereDocuments whose lines stand between nodes, too */
export function commentsOf(text: string, root: Script, hereDocuments: readonly HereDocument[]): Span[] {
  return gaps(root)
    .flatMap(({ start, end }) =>
      [...text.slice(start, end).matchAll(/#.*/g)].map(({ index, 0: { length } }) => ({
        start: start + index,
        end: start + index + length,
      })),
    )
    .filter(({ start }) => !hereDocuments.some(({ whole }) => whole.start <= start && start < whole.end));
}

function gaps(node: SyntaxNode): Span[] {
  const children = childrenOf(node);
  const inner = children.flatMap(gaps);
  if (!LOOSE.has(node.type)) return inner;
  const own: Span[] = [];
  let at = node.pos;
  for (const { pos, end } of [...children].sort((a, b) => a.pos - b.pos)) {
    own.push({ start: at, end: pos });
    at = end;
  }
  return [...own, { start: at, end: node.end }, ...inner];
}

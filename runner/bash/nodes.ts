/** The nodes of a script's syntax tree, as far as their offsets are the text's. Pure. */
import { forEachChild, type SyntaxNode } from 'unbash';

export function childrenOf(node: SyntaxNode): SyntaxNode[] {
  const children: SyntaxNode[] = [];
  if (!isDecoded(node)) forEachChild(node, (child) => children.push(child));
  return children;
}

export function* nodesOf(node: SyntaxNode): Generator<SyntaxNode> {
  yield node;
  for (const child of childrenOf(node)) yield* nodesOf(child);
}

/** Backquotes with a backslash inside: what bash reads there is another text, and the offsets are that one's. */
export function isDecoded(node: SyntaxNode): boolean {
  return node.type === 'CommandExpansion' && node.script?.source !== undefined;
}

/** The opening lines of exercises, questions and claims: ids, points, titles, verdicts. Knows nothing of what is inside. */

import { knownWords } from '../yaml/nearest.ts';
import type { Problems } from '../yaml/problems.ts';
import { readAttributes } from './attributes.ts';
import { integerField, NAME, readFields, textField } from './fields.ts';
import type { ContainerNode } from './outline.ts';

const CLAIM_VERDICTS = ['holds', 'limited', 'refuted'] as const;
type ClaimVerdict = (typeof CLAIM_VERDICTS)[number];

interface ItemHead {
  /** Empty when it could not be read. */
  readonly id: string;
  readonly title: string;
  readonly points: number;
}

/** `id {key=value}`, as exercises, questions and figures begin. */
export function readNamedHead(node: ContainerNode) {
  const [, id = '', gap = '', braces = ''] = /^([^\s{]*)(\s*)(\{.*)?$/.exec(node.rest) ?? [];
  const list = readAttributes(braces || '{}', node.column + id.length + gap.length);
  return { id, named: NAME.test(id), list };
}

/** `::: exercise id {points=10 title="..."}` */
export function readItemHead(
  node: ContainerNode,
  what: 'exercise' | 'question',
  problems: Problems,
): ItemHead {
  const complain = (message: string): void => problems.add(node.line, message);
  const { id, named, list } = readNamedHead(node);
  const example = `::: ${what} a-name {points=10 title="A name"}`;
  if (!named) {
    const rule = 'lower-case letters, digits and hyphens';
    complain(`${an(what)} needs an id of ${rule}; found "${node.rest}"; write ${example}`);
  }
  const known = { points: integerField(1, 100), title: textField };
  const fields = readFields(list, known, an(what), complain);
  for (const key of ['points', 'title'] as const) {
    const said = list.attributes.some((attribute) => attribute.key === key) || list.problems.length > 0;
    if (!said && named) complain(`${what} ${id} has no ${key}; write ${example}`);
  }
  return { id: named ? id : '', title: fields.title ?? '', points: fields.points ?? 0 };
}

/** `::: claim B9 holds` */
export function readClaimHead(
  node: ContainerNode,
  problems: Problems,
): { id: string; verdict: ClaimVerdict; open: boolean } {
  const [id = '', verdict = '', ...more] = node.rest.split(/\s+/).filter((word) => word !== '');
  const example = `::: claim B9 ${CLAIM_VERDICTS.join('|')}`;
  const open = more[0] === 'open';
  const known = CLAIM_VERDICTS.find((word): word is ClaimVerdict => word === verdict);
  if (!/^[ABCD]\d+$/.test(id)) {
    problems.add(node.line, `claim id "${id}" must be a letter A-D and a number; write ${example}`);
  } else if (!known) {
    const words = verdict === '' ? 'has no verdict' : `has the verdict "${verdict}"`;
    problems.add(node.line, `claim ${id} ${words}; ${knownWords(verdict, CLAIM_VERDICTS)}`);
  }
  const rest = open ? more.slice(1) : more;
  if (rest.length > 0) {
    problems.add(
      node.line,
      `"${rest.join(' ')}" after claim ${id} ${verdict}; write ${example}, and "open" behind it if later steps need what its steps do`,
    );
  }
  return { id, verdict: known ?? 'holds', open };
}

export function an(word: string): string {
  return `${/^[aeiou]/.test(word) ? 'an' : 'a'} ${word}`;
}

/** Kind `answer`: a question whose right answer is read from the learner's own live state. */
import { z } from 'zod';
import { type CheckKind, fail, pass } from '../../kind.ts';
import { visit } from '../../support/look.ts';
import type { Judgement } from '../../verdict.ts';
import { ANSWER_KINDS } from './answer-kinds.ts';
import type { AnswerKind, Asked } from './asked.ts';

const [first, ...others] = ANSWER_KINDS;
const schema = z.discriminatedUnion('of', [first.schema, ...others.map((kind) => kind.schema)], {
  error: `of must be one of: ${ANSWER_KINDS.map(({ of }) => of).join(', ')}`,
});
export type AnswerArgs = z.infer<typeof schema>;

export const answer: CheckKind<AnswerArgs> = {
  kind: 'answer',
  summary: 'a typed answer is what the live state holds',
  schema,
  examples: ANSWER_KINDS.map(({ of, example }) => ({ of, ...example })),
  depth: 'full',
  cost: 'state',
  dependsOn: (args) => kindOf(args).dependsOn,
  title: () => 'the answer',
  judge(args, { state, answer: typed = '' }) {
    if (typed.trim() === '') return { verdict: 'skip', diagnosis: 'not answered yet', evidence: [] };
    return visit(state, args, (netns) => {
      const asked = kindOf(args).lookUp(args, netns, state);
      return 'verdict' in asked ? asked : compare(args, asked, typed);
    });
  },
};

function kindOf({ of }: AnswerArgs): AnswerKind {
  const found = ANSWER_KINDS.find((kind) => kind.of === of);
  if (!found) throw new Error(`no kind of answer is called ${of}`);
  return found;
}

/** Never says what would be right: the learner shall find it. */
function compare(args: AnswerArgs, asked: Asked, typed: string): Judgement {
  const value = asked.normalise(typed);
  const shown = [{ host: args.host, command: asked.command, found: typed.trim() }];
  if (value === undefined) return fail(`${typed.trim()} is not ${asked.form}`, shown);
  const same = asked.same ?? ((a: string, b: string) => a === b);
  if (asked.right.some((right) => same(value, right))) return pass(`${typed.trim()} is ${asked.what}`, shown);
  const near = [...new Set(asked.near.filter((one) => same(value, one.value)).map(({ words }) => words))];
  return near.length > 0
    ? fail(`that is ${near.slice(0, 3).join(' and ')}; the question asks for ${asked.what}`, shown)
    : fail(`that is not ${asked.what}${asked.hint?.(value) ?? ''}`, shown);
}

/**
 * A question before a step: what do you expect? The learner answers, runs the step, and sees whether the kernel agrees.
 *
 *   ::: predict two-los
 *   Both namespaces have `127.0.0.1`. What does `curl` in `client` get?
 *
 *   ```yaml choices
 *   - says: the page that `server` serves
 *     shows: hello from server
 *   - says: an error at once
 *     exit: 7
 *   ```
 *   :::
 *
 * What a choice names is held against the step's recording: exactly one choice is true there.
 */
import { z } from 'zod';
import type { Problems } from '../yaml/problems.ts';
import { type Path, readWith, readYaml } from '../yaml/yaml-source.ts';
import { readFields } from './fields.ts';
import { readNamedHead } from './heads.ts';
import type { Choice, NumberPrediction, Prediction, Prose, Step } from './model.ts';
import { expressionOf, holding, isNumber, type Shown, shownGroup } from './outcome.ts';
import type { ContainerNode, FenceNode } from './outline.ts';
import { PLACEHOLDER } from './placeholders.ts';
import { lineOfWords } from './prose.ts';

const words = z
  .string('must be some words')
  .trim()
  .min(1, 'must not be empty')
  .regex(/^.*$/, 'must be one line');
const expression = z.string('must be a regular expression').refine(compiles, {
  error: ({ input }) => `must be a regular expression: ${mistakeIn(String(input))}`,
});
const choiceSchema = z
  .strictObject({
    says: words,
    shows: z
      .string('must be a text in the output, or /a regular expression/')
      .min(1, 'must not be empty')
      .refine((text) => compiles(expressionOf(text) ?? ''), {
        error: ({ input }) => `must be a regular expression: ${mistakeIn(expressionOf(String(input)) ?? '')}`,
      })
      .refine((text) => !PLACEHOLDER.test(text), 'must be what a learner sees, without a placeholder')
      .optional(),
    exit: z
      .int('must be a whole number from 0 to 255')
      .min(0, 'must be a whole number from 0 to 255')
      .max(255, 'must be a whole number from 0 to 255')
      .optional(),
  })
  .refine(({ shows, exit }) => shows !== undefined || exit !== undefined, {
    error: 'names neither shows nor exit: say what the output contains, or the status',
  });
const COUNT = 'must be a list of two to five choices; each begins with "- says: ..."';
const choicesSchema = z.array(choiceSchema, COUNT).min(2, COUNT).max(5, COUNT);
const numberSchema = z.strictObject({
  of: expression.refine(
    (text) => !compiles(text) || groupsOf(text) === 1,
    "must have one group, around the number, such as 'mtu (\\d+)'",
  ),
  within: z.number('must be a number').min(0, 'must be 0 or more').default(0),
  unit: words.optional(),
});

const FORMS = ['choices', 'number'];
const EXAMPLE = '::: predict two-los';
const FENCES = '```yaml choices or ```yaml number';

/** What the container holds. */
export interface PredictParts {
  readonly question: Prose;
  /** What can be expected: choices or a number. */
  readonly fence: FenceNode | undefined;
}

/** Whether a fence says what can be expected; it may be misspelt. */
export const isExpectation = ({ language, rest }: FenceNode): boolean =>
  /^ya?ml$/.test(language) && rest !== '';

/**
 * @param step the one directly behind the container; `unread` where there is a fence with mistakes of its own
 * @returns undefined where there is nothing that could be asked
 */
export function readPrediction(
  node: ContainerNode,
  { question, fence }: PredictParts,
  step: Step | 'unread' | undefined,
  problems: Problems,
): Prediction | undefined {
  const complain = (message: string): void => problems.add(node.line, message);
  const { id, named, list } = readNamedHead(node);
  if (!named) {
    complain(
      `a predict needs an id of lower-case letters, digits and hyphens; found "${node.rest}"; write ${EXAMPLE}`,
    );
  }
  readFields(list, {}, 'a predict', complain);
  checkQuestion(question, node, problems);
  if (step === undefined)
    complain(`predict ${id} has no step behind it; the step's \`\`\`sh follows directly`);
  if (!fence) {
    complain(`predict ${id} says nothing to expect; write ${FENCES} after the question`);
    return undefined;
  }
  if (fence.language !== 'yaml' || !FORMS.includes(fence.rest)) {
    const found = `\`\`\`${fence.language} ${fence.rest}`;
    problems.add(fence.line, `predict ${id} has the unknown fence ${found}; write ${FENCES}`);
    return undefined;
  }
  const head = { id, question, step: typeof step === 'object' ? step.name : '', line: node.line };
  const called = `predict ${id}`;
  const shown = typeof step === 'object' ? recordingOf(step, called, node.line, problems) : undefined;
  const yaml = readYaml(fence.token.content, fence.line + 1, problems);
  if (yaml.value === undefined) return undefined;
  const lineOf = (path: Path): number => (path.length === 0 ? fence.line : yaml.lineOf(path));
  if (fence.rest === 'number') {
    const given = readWith(numberSchema, yaml.value, called, lineOf, problems);
    if (!given) return undefined;
    const { of, within, unit } = given;
    const prediction = { ...head, type: 'number', of, within, ...(unit !== undefined && { unit }) } as const;
    if (shown) checkNumber(prediction, shown, lineOf(['of']), problems);
    return prediction;
  }
  const given = readWith(choicesSchema, yaml.value, called, lineOf, problems);
  if (!given) return undefined;
  const choices = given.map(({ says, shows, exit }, index): Choice => {
    const line = lineOf([index, 'says']);
    const twin = given.findIndex((other) => other.says === says);
    if (twin < index) problems.add(line, `${called}: "${says}" is what choice ${twin + 1} says, too`);
    return {
      says: lineOfWords(says, line, `a choice of ${called}`, problems),
      ...(shows !== undefined && { shows }),
      ...(exit !== undefined && { exit }),
    };
  });
  if (shown) checkChoices(choices, shown, { called, fence }, (index) => lineOf([index]), problems);
  return { ...head, type: 'choices', choices };
}

function checkQuestion({ tokens, line }: Prose, node: ContainerNode, problems: Problems): void {
  const text = tokens.findLast(({ type }) => type === 'inline')?.content.trim() ?? '';
  if (text === '') problems.add(node.line, `the predict asks nothing; write the question under ${EXAMPLE}`);
  else if (!text.endsWith('?')) {
    problems.add(
      line,
      `the question of a predict ends with a question mark, found "${text.slice(-40)}"; ask what the step shows`,
    );
  }
}

/** What the chapter says that the step shows; undefined where nothing is compared, which is complained of. */
function recordingOf(step: Step, called: string, line: number, problems: Problems): Shown | undefined {
  if (step.background || step.interactive) {
    const kind = step.background ? 'in the background' : 'with your keys';
    problems.add(
      line,
      `${called} is about step ${step.name}, which runs ${kind}: its output is not compared; ask about another step`,
    );
    return undefined;
  }
  return { output: step.output?.text ?? '', exit: step.exit };
}

function checkNumber(
  { id, of, step }: NumberPrediction,
  shown: Shown,
  line: number,
  problems: Problems,
): void {
  const group = shownGroup(of, shown);
  if (group !== undefined && isNumber(group)) return;
  const found = group === undefined ? 'does not find anything' : `finds "${group}", which is no number,`;
  const remedy = 'match the line as it is recorded; a placeholder such as <n> cannot be foreseen';
  problems.add(line, `predict ${id}: of ${found} in the recorded output of step ${step}; ${remedy}`);
}

function checkChoices(
  choices: readonly Choice[],
  shown: Shown,
  { called, fence }: { readonly called: string; readonly fence: FenceNode },
  lineOf: (index: number) => number,
  problems: Problems,
): void {
  const [first, second] = holding(choices, shown);
  if (first === undefined) {
    const recorded = `the recorded output and the status ${shown.exit}`;
    problems.add(fence.line, `${called}: no choice holds for ${recorded} of the step; one of them must`);
  } else if (second !== undefined) {
    const both = `choices ${first + 1} and ${second + 1} both hold for the recording of the step`;
    problems.add(lineOf(second), `${called}: ${both}; name in shows or exit what only one of them gives`);
  }
}

function mistakeIn(text: string): string | undefined {
  try {
    new RegExp(text, 'm');
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function compiles(text: string): boolean {
  return mistakeIn(text) === undefined;
}

/** With an empty alternative the expression matches, and its match has a place for each group. */
const groupsOf = (text: string): number => (new RegExp(`${text}|`).exec('')?.length ?? 1) - 1;

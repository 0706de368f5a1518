/** The outline's nodes become blocks, steps, exercises and questions; every mistake in them is told, none stops the rest. */
import type { HostName } from '../sandbox/driver.ts';
import { knownWords } from '../yaml/nearest.ts';
import { Problems } from '../yaml/problems.ts';
import { ANSWER, type CheckContext, readAnswer, readChecks } from './checks.ts';
import { type Claim, statementOf } from './claims.ts';
import { readFigure } from './figure.ts';
import { an, readClaimHead, readItemHead } from './heads.ts';
import type { Token } from './markdown.ts';
import type { Block, Check, Exercise, Figure, Hint, Prediction, Prose, Question, Step } from './model.ts';
import type { ContainerNode, FenceNode, OutlineNode } from './outline.ts';
import { isExpectation, type PredictParts, readPrediction } from './predict.ts';
import { checkProse } from './prose.ts';
import { readQuestion } from './recall.ts';
import { readOutput, readStep } from './step.ts';

export interface BuildContext extends CheckContext {
  readonly hosts: readonly HostName[];
  /** Those that a chapter may put to the test. */
  readonly claims: readonly Claim[];
}

const INSIDE = {
  chapter: ['exercise', 'question', 'note', 'really', 'claim', 'figure', 'cluster', 'recall', 'predict'],
  exercise: ['hint', 'note', 'really', 'claim', 'figure'],
  question: ['hint', 'note', 'really', 'claim'],
  aside: ['note', 'really', 'claim', 'figure'],
  text: [],
} as const satisfies Record<string, readonly string[]>;
type Place = keyof typeof INSIDE;

const CONTAINERS = [
  'exercise',
  'question',
  'hint',
  'note',
  'really',
  'claim',
  'figure',
  'cluster',
  'recall',
  'predict',
];

/** What else than blocks an exercise or question holds. */
interface Extras {
  readonly hints: Hint[];
  readonly fences: FenceNode[];
}

export class BlockBuilder {
  readonly steps: Step[] = [];
  readonly exercises: Exercise[] = [];
  readonly questions: Question[] = [];
  readonly predictions: Prediction[] = [];
  readonly figures: Figure[] = [];
  readonly #context: BuildContext;
  /** Steps, exercises and questions share their names: `bring me to NAME` must mean one place. */
  readonly #names = new Map<string, number>();
  /** Lines of claims by id: a claim's anchor must mean one place, too. */
  readonly #claims = new Map<string, number>();

  constructor(context: BuildContext) {
    this.#context = context;
  }

  blocks(nodes: readonly OutlineNode[]): Block[] {
    return this.#blocks(nodes, 'chapter', 'the chapter');
  }

  #blocks(nodes: readonly OutlineNode[], place: Place, where: string, extras?: Extras): Block[] {
    const { problems } = this.#context;
    const blocks: Block[] = [];
    for (const [index, node] of nodes.entries()) {
      if (node.type === 'prose') {
        checkProse(node.tokens, { commands: false }, problems);
        blocks.push({ type: 'prose', tokens: node.tokens, line: node.line });
      } else if (node.type === 'container') {
        const block =
          node.name === 'predict' && place === 'chapter'
            ? this.#predict(node, nodes, index)
            : this.#container(node, place, where, extras);
        if (block) blocks.push(block);
      } else if (/^ya?ml$/.test(node.language)) {
        this.#yamlFence(node, place, extras);
      } else if (node.language === 'output') {
        const before = nodes[index - 1];
        if (before?.type !== 'fence' || !isStep(before)) {
          problems.add(
            node.line,
            'output without a step: ```output stands directly after the step that printed it',
          );
        }
      } else {
        const whole = this.#step(node, nodes[index + 1], problems);
        if (!whole) continue;
        if (whole.name !== '') this.#claimName(whole.name, 'step', whole.line);
        this.steps.push(whole);
        blocks.push({ type: 'step', step: whole });
      }
    }
    return blocks;
  }

  /** @param after what stands behind the step's fence: maybe its recorded output */
  #step(fence: FenceNode, after: OutlineNode | undefined, problems: Problems): Step | undefined {
    const step = readStep(fence, { hosts: this.#context.hosts, problems });
    const output = after?.type === 'fence' && after.language === 'output' ? after : undefined;
    const recorded = step && output && readOutput(output, step, problems);
    return step && recorded ? { ...step, output: recorded } : step;
  }

  #yamlFence(fence: FenceNode, place: Place, extras: Extras | undefined): void {
    const { problems } = this.#context;
    const wanted: Readonly<Record<string, string>> = {
      checks: 'exercise',
      answer: 'question',
      choices: 'predict',
      number: 'predict',
    };
    const home = Object.hasOwn(wanted, fence.rest) ? wanted[fence.rest] : undefined;
    if (home === undefined || fence.language !== 'yaml') {
      problems.add(
        fence.line,
        `\`\`\`${fence.language} ${fence.rest} is not known; write \`\`\`yaml checks in an exercise, \`\`\`yaml answer in a question, \`\`\`yaml choices or \`\`\`yaml number in a predict, or \`\`\`yaml alone to show some`,
      );
    } else if (home !== place || !extras) {
      problems.add(fence.line, `\`\`\`yaml ${fence.rest} belongs directly into ${an(home)}`);
    } else {
      extras.fences.push(fence);
    }
  }

  #container(node: ContainerNode, place: Place, where: string, extras?: Extras): Block | undefined {
    const { problems } = this.#context;
    if (!CONTAINERS.includes(node.name)) {
      const words = knownWords(node.name, CONTAINERS);
      problems.add(node.line, `unknown container "${node.name}"; ${words}`);
    } else if (!(INSIDE[place] as readonly string[]).includes(node.name)) {
      const allowed =
        INSIDE[place].length === 0 ? 'it holds no containers' : `allowed: ${INSIDE[place].join(', ')}`;
      problems.add(node.line, `::: ${node.name} cannot be in ${where}; ${allowed}`);
    }
    switch (node.name) {
      case 'exercise':
        return this.#exercise(node);
      case 'question':
        return this.#question(node);
      case 'hint':
        this.#hint(node, extras);
        return undefined;
      case 'claim':
        return this.#claim(node);
      case 'figure':
        return this.#figure(node);
      case 'cluster':
        return this.#cluster(node);
      case 'recall':
        return this.#recall(node);
      case 'predict':
        return undefined;
      default:
        return this.#aside(node);
    }
  }

  #exercise(node: ContainerNode): Block {
    const { problems } = this.#context;
    const { head, body, extras } = this.#item(node, 'exercise');
    const fence = this.#onlyFence(node, extras, 'checks');
    const checks = fence ? readChecks(fence, this.#context) : [];
    const exercise: Exercise = { ...head, task: body, hints: extras.hints, checks, line: node.line };
    if (body.length === 0) problems.add(node.line, `exercise ${head.id} has no task`);
    this.exercises.push(exercise);
    return { type: 'exercise', exercise };
  }

  #question(node: ContainerNode): Block {
    const { problems } = this.#context;
    const { head, body, extras } = this.#item(node, 'question');
    const fence = this.#onlyFence(node, extras, 'answer');
    const unread: Check = { id: ANSWER, kind: ANSWER, source: {}, line: node.line };
    const check = fence ? readAnswer(fence, this.#context) : unread;
    if (body.length === 0) problems.add(node.line, `question ${head.id} asks nothing`);
    const question: Question = { ...head, prose: body, check, hints: extras.hints, line: node.line };
    this.questions.push(question);
    return { type: 'question', question };
  }

  /** What an exercise and a question have in common: `id {points=10 title="..."}`, a text, hints, one YAML fence. */
  #item(node: ContainerNode, what: 'exercise' | 'question') {
    const { problems } = this.#context;
    const head = readItemHead(node, what, problems);
    if (head.id !== '') this.#claimName(head.id, what, node.line);
    const extras: Extras = { hints: [], fences: [] };
    const body = this.#blocks(node.children, what, `${what} ${head.id}`, extras);
    return { head, body, extras };
  }

  #onlyFence(node: ContainerNode, extras: Extras, word: 'checks' | 'answer'): FenceNode | undefined {
    const [first, ...more] = extras.fences;
    const named = `${node.name} ${node.rest.split(/[\s{]/)[0]}`;
    if (!first) this.#context.problems.add(node.line, `${named} has no \`\`\`yaml ${word}`);
    for (const { line } of more) this.#context.problems.add(line, `${named} has a second \`\`\`yaml ${word}`);
    return first;
  }

  #hint(node: ContainerNode, extras: Extras | undefined): void {
    this.#noArguments(node);
    extras?.hints.push(this.#text(node, 'a hint'));
  }

  #cluster(node: ContainerNode): Block {
    this.#noArguments(node);
    return { type: 'cluster', ...this.#text(node, 'a cluster') };
  }

  #recall(node: ContainerNode): Block {
    const question = readQuestion(node, this.#context.problems);
    return { type: 'recall', question, answer: this.#text(node, 'a recall'), line: node.line };
  }

  /** @param index where the container stands among the nodes */
  #predict(node: ContainerNode, nodes: readonly OutlineNode[], index: number): Block | undefined {
    const { problems } = this.#context;
    const parts = this.#partsOfPredict(node);
    const after = nodes[index + 1];
    // The step's own mistakes are told when it is its turn.
    const step =
      after?.type === 'fence' && isStep(after)
        ? (this.#step(after, nodes[index + 2], new Problems(problems.file)) ?? 'unread')
        : undefined;
    const prediction = readPrediction(node, parts, step, problems);
    if (!prediction) return undefined;
    const first = this.predictions.find(({ id }) => id === prediction.id);
    if (first) problems.add(node.line, `predict ${prediction.id} is already on line ${first.line}`);
    this.predictions.push(prediction);
    return { type: 'predict', prediction };
  }

  #partsOfPredict(node: ContainerNode): PredictParts {
    const { problems } = this.#context;
    const [fence, ...more] = node.children.filter((child) => child.type === 'fence').filter(isExpectation);
    for (const { line } of more)
      problems.add(line, 'the predict has a second ```yaml; keep one of them, or write two predicts');
    const text = node.children.filter((child) => child.type !== 'fence' || !isExpectation(child));
    const late = fence && text.find(({ line }) => line > fence.line);
    if (late) problems.add(late.line, 'the question of a predict stands before its ```yaml; move this up');
    const nothing: Prose = { tokens: [], line: node.line };
    const question = text.length === 0 ? nothing : this.#text({ ...node, children: text }, 'a predict');
    return { question, fence };
  }

  /** Words and commands to read: nothing in them runs. */
  #text(node: ContainerNode, what: string): Prose {
    const { problems } = this.#context;
    const [first, ...more] = node.children;
    if (!first) problems.add(node.line, `the ${node.name} is empty`);
    const tokens: Token[] = [];
    for (const child of node.children) {
      if (child.type === 'prose') {
        checkProse(child.tokens, { commands: true }, problems);
        tokens.push(...child.tokens);
      } else if (child.type === 'container') this.#container(child, 'text', what);
      else if (child.language === 'sh' && child.rest === '') tokens.push(child.token);
      else
        problems.add(
          child.line,
          `${what} holds no steps, checks or output, found \`\`\`${child.language} ${child.rest}`,
        );
    }
    const line = first && more.length === 0 ? first.line : node.line;
    return { tokens, line };
  }

  #figure(node: ContainerNode): Block {
    const figure = readFigure(node, this.#context);
    this.figures.push(figure);
    return { type: 'figure', figure };
  }

  #claim(node: ContainerNode): Block {
    const { problems } = this.#context;
    const head = readClaimHead(node, problems);
    const listed = this.#context.claims.find(({ id }) => id === head.id);
    const claim = listed ? { ...head, statement: statementOf(listed) } : head;
    const first = this.#claims.get(claim.id);
    if (first !== undefined) problems.add(node.line, `claim ${claim.id} is already on line ${first}`);
    this.#claims.set(claim.id, first ?? node.line);
    if (node.children.length === 0) problems.add(node.line, `claim ${claim.id} is empty`);
    const blocks = this.#blocks(node.children, 'aside', 'a claim');
    return { type: 'aside', flavour: 'claim', claim, blocks, line: node.line };
  }

  #aside(node: ContainerNode): Block {
    const flavour = node.name === 'really' ? 'really' : 'note';
    if (CONTAINERS.includes(node.name)) {
      this.#noArguments(node);
      if (node.children.length === 0) this.#context.problems.add(node.line, `the ${node.name} is empty`);
    }
    return {
      type: 'aside',
      flavour,
      blocks: this.#blocks(node.children, 'aside', `a ${node.name}`),
      line: node.line,
    };
  }

  #noArguments(node: ContainerNode): void {
    if (node.rest === '') return;
    this.#context.problems.add(node.line, `::: ${node.name} takes nothing after it, found "${node.rest}"`);
  }

  #claimName(name: string, what: string, line: number): void {
    const first = this.#names.get(name);
    if (first === undefined) this.#names.set(name, line);
    else {
      const rule = 'steps, exercises and questions share their names';
      this.#context.problems.add(line, `${what} name "${name}" is already used on line ${first}; ${rule}`);
    }
  }
}

/** A fence that is neither output nor YAML is taken for a step, right or wrong. */
function isStep(fence: FenceNode): boolean {
  return fence.language !== 'output' && !/^ya?ml$/.test(fence.language);
}

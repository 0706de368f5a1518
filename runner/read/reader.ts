/**
 * Reads a chapter with a person at a terminal: text a screenful at a time, each step when they want it, checks and answers
 * from the sandbox. The sandbox is built when it is first needed. Knows no terminal of its own (screen.ts).
 */
import { randomUUID } from 'node:crypto';
import type { Block, Chapter, Check, Exercise, Prediction, Question, Step } from '../chapter/model.ts';
import { checkLines, diffLines, type Paint } from '../report/text.ts';
import { stepTrouble } from '../session/advance.ts';
import type { Lab } from '../session/lab.ts';
import { compareOutput } from '../session/steps/compare.ts';
import type { StepRun } from '../terminal/step-run.ts';
import { count, duration } from '../words.ts';
import {
  asideHead,
  figureLines,
  inset,
  itemLines,
  labelled,
  openingLines,
  predictionLines,
  railed,
  stepLines,
} from './cards.ts';
import type { Ink } from './inline.ts';
import type { Key, Screen } from './screen.ts';
import { seenWords } from './seen.ts';
import { type Sheet, typeset } from './typeset.ts';

/** Lines longer than this are tiring to read. */
const WIDEST = 88;

export interface ReaderOptions {
  readonly chapter: Chapter;
  readonly screen: Screen;
  readonly ink: Ink & Paint;
  /** Called when the sandbox is first needed; a lab whose sandbox is at `at`, when that is given. */
  readonly openLab: () => Promise<Lab>;
  /** A step, an exercise or a question: reading begins there. */
  readonly at?: string;
}

/** What is under the learner's hands, while they may still look around in the sandbox. */
interface Place {
  readonly name: string;
  /** Where `t` leads without asking, in a chapter of one host. */
  readonly host?: string;
}

const TERMINAL: Key = { key: 't', does: 'terminal' };

export class Reader {
  /** The step, exercise or question that was read last: where to go on another time. */
  place: string | undefined;
  earned = 0;
  readonly #options: ReaderOptions;
  #lab: Promise<Lab> | undefined;
  /** Blocks before it are passed over. */
  #until: string | undefined;
  /** What was expected of the step that comes next. */
  #expectation: { readonly prediction: Prediction; readonly expected: number } | undefined;

  constructor(options: ReaderOptions) {
    this.#options = options;
    this.#until = options.at;
  }

  /** @throws Left when the person leaves before the end */
  async read(): Promise<void> {
    const { chapter } = this.#options;
    if (this.#until === undefined) await this.#print(openingLines(chapter, this.#sheet));
    await this.#blocks(chapter.blocks, 0);
  }

  get #sheet(): Sheet {
    const { screen, ink } = this.#options;
    return { width: Math.min(screen.columns, WIDEST), ink };
  }

  async #blocks(blocks: readonly Block[], depth: number): Promise<void> {
    for (const block of blocks) await this.#block(block, depth);
  }

  async #block(block: Block, depth: number): Promise<void> {
    const sheet = depth > 0 ? inset(this.#sheet) : this.#sheet;
    const print = (lines: readonly string[]) => this.#print(depth > 0 ? railed(lines, this.#sheet) : lines);
    switch (block.type) {
      case 'step':
        return this.#step(block.step, () => print(stepLines(block.step, sheet)));
      case 'exercise':
        return this.#exercise(block.exercise, depth);
      case 'question':
        return this.#question(block.question, depth);
      case 'aside':
        if (!this.#passing) await this.#print(railed(asideHead(block, inset(this.#sheet)), this.#sheet));
        return this.#blocks(block.blocks, 1);
    }
    if (this.#passing) return;
    switch (block.type) {
      case 'prose':
        return print(typeset(block.tokens, sheet));
      case 'figure':
        return print(figureLines(block.figure, this.#options.chapter.id, sheet));
      case 'cluster':
        return print([labelled('On a real node', sheet), ...typeset(block.tokens, sheet)]);
      case 'recall':
        await print(typeset(block.question.tokens, sheet));
        await this.#options.screen.press([{ key: 'Enter', does: 'answer' }]);
        return print(typeset(block.answer.tokens, sheet));
      case 'predict':
        await print(predictionLines(block.prediction, sheet));
        return this.#expect(block.prediction);
    }
  }

  get #passing(): boolean {
    return this.#until !== undefined;
  }

  /** @returns whether this is the place to read */
  #comeTo(name: string): boolean {
    if (this.#until === name) this.#until = undefined;
    if (!this.#passing) this.place = name;
    return !this.#passing;
  }

  async #print(lines: readonly string[]): Promise<void> {
    if (lines.length > 0) await this.#options.screen.print([...lines, '']);
  }

  #openedLab(): Promise<Lab> {
    this.#lab ??= this.#options.openLab();
    return this.#lab;
  }

  async #expect(prediction: Prediction): Promise<void> {
    const { screen } = this.#options;
    const pass: Key = { key: 'Enter', does: 'pass' };
    this.#expectation = undefined;
    if (prediction.type === 'choices') {
      const choose = prediction.choices.map((_, index): Key => ({ key: String(index + 1), does: '' }));
      const key = await screen.press([...choose, pass]);
      if (key !== pass.key) this.#expectation = { prediction, expected: Number(key) - 1 };
      return;
    }
    const unit = prediction.unit === undefined ? '' : `, in ${prediction.unit}`;
    let text = await screen.line(`A number${unit} (Enter passes): `);
    while (text.trim() !== '' && !Number.isFinite(Number(text))) {
      text = await screen.line(`"${text.trim()}" is no number. A number${unit} (Enter passes): `);
    }
    if (text.trim() !== '') this.#expectation = { prediction, expected: Number(text) };
  }

  async #step(step: Step, printStep: () => Promise<void>): Promise<void> {
    if (!this.#comeTo(step.name)) return;
    await printStep();
    const place = { name: step.name, host: step.host };
    const keys = (run: string): Key[] => [
      { key: 'Enter', does: run },
      { key: 's', does: 'skip' },
      TERMINAL,
      { key: 'b', does: 'fresh sandbox up to here' },
    ];
    let wish = await this.#wish(keys('run'), place);
    while (wish === 'Enter' && !(await this.#run(step))) wish = await this.#wish(keys('run again'), place);
    this.#expectation = undefined;
  }

  /** A key that is not for looking around. */
  async #wish(keys: readonly Key[], place: Place): Promise<string> {
    for (;;) {
      const key = await this.#options.screen.press(keys);
      if (key === TERMINAL.key) await this.#terminal(place);
      else if (key === 'b') await this.#bring(place.name);
      else return key;
    }
  }

  /** Enter is for the host that the step is on. */
  async #terminal({ host: near }: Place): Promise<void> {
    const { screen, chapter } = this.#options;
    const { hosts } = chapter;
    const first = near ?? hosts[0] ?? '';
    const numbered = hosts.map((name, index): Key => ({ key: String(index + 1), does: name }));
    const key =
      hosts.length === 1 ? 'Enter' : await screen.press([{ key: 'Enter', does: first }, ...numbered]);
    const host = hosts[Number(key) - 1] ?? first;
    screen.busy(`a shell on ${host}`);
    await screen.attach(await (await this.#openedLab()).session(host));
  }

  async #bring(name: string): Promise<void> {
    const { screen } = this.#options;
    const lab = await this.#openedLab();
    await lab.bringTo(name, { onProgress: (what) => screen.busy(what) });
    await this.#print([`The sandbox is fresh, and everything before ${name} has run in it.`]);
  }

  /** @returns whether it ran as the chapter says */
  async #run(step: Step): Promise<boolean> {
    const { screen, ink } = this.#options;
    screen.busy(`${step.name} on ${step.host}`);
    const lab = await this.#openedLab();
    const session = await lab.session(step.host);
    const run = await screen.show(session, step.interactive ? 'all' : 'signals', (onBegun) =>
      lab.runStep(step, randomUUID(), { onBegun }),
    );
    const wrong = differences(step, run);
    const verdict = wrong === undefined ? ink.green('✔') : ink.yellow('!');
    const said = wrong?.said ?? run.reason ?? endWords(step);
    const time =
      run.outcome === 'skipped' || run.outcome === 'refused' ? '' : ` ${ink.dim(duration(run.ms))}`;
    const seen = this.#expectation && run.outcome === 'ran' ? [this.#seen(run, this.#expectation)] : [];
    await this.#print([`${verdict} ${said}${time}`, ...diffLines(wrong?.diff ?? [], ink, 2), ...seen]);
    return wrong === undefined;
  }

  #seen(
    run: StepRun,
    { prediction, expected }: { readonly prediction: Prediction; readonly expected: number },
  ): string {
    return seenWords(prediction, expected, run, this.#options.ink);
  }

  #exercise(exercise: Exercise, depth: number): Promise<void> {
    const { task, checks } = exercise;
    const check: Key = { key: 'c', does: 'check' };
    return this.#item('Exercise', exercise, task, depth, check, () => this.#judge(exercise, checks));
  }

  #question(question: Question, depth: number): Promise<void> {
    const { prose, check } = question;
    const answer: Key = { key: 'a', does: 'answer' };
    return this.#item('Question', question, prose, depth, answer, async () => {
      const text = (await this.#options.screen.line('Your answer: ')).trim();
      return text !== '' && this.#judge(question, [check], text);
    });
  }

  /** @param attempt what `tries` asks for: whether it was right */
  async #item(
    kind: 'Exercise' | 'Question',
    item: Exercise | Question,
    task: readonly Block[],
    depth: number,
    tries: Key,
    attempt: () => Promise<boolean>,
  ): Promise<void> {
    const here = this.#comeTo(item.id);
    if (here) await this.#print(itemLines(item, kind, this.#sheet));
    await this.#blocks(task, depth);
    if (!here) return;
    for (let hints = 0, done = false; !done; ) {
      const wish = await this.#wish([tries, TERMINAL, ...hintKey(item, hints), GO_ON], { name: item.id });
      if (wish === tries.key) done = await attempt();
      else if (wish === HINT) await this.#hint(item, hints++);
      else done = true;
    }
  }

  /** @returns whether all is right; then the points are the learner's */
  async #judge(item: Exercise | Question, checks: readonly Check[], answer?: string): Promise<boolean> {
    const { screen, ink } = this.#options;
    screen.busy(`checking ${item.id}`);
    const lab = await this.#openedLab();
    const results = await lab.judge(checks, answer === undefined ? {} : { answer });
    await this.#print(results.flatMap((result) => checkLines(result, ink, 0)));
    if (results.some(({ verdict }) => verdict !== 'pass')) return false;
    this.earned += item.points;
    await this.#print([ink.bold(`${count(item.points, 'point')}.`)]);
    return true;
  }

  async #hint({ hints }: Exercise | Question, index: number): Promise<void> {
    const hint = hints[index];
    if (!hint) return;
    const sheet = inset(this.#sheet);
    const lines = [labelled(`Hint ${index + 1} of ${hints.length}`, sheet), ...typeset(hint.tokens, sheet)];
    await this.#print(railed(lines, this.#sheet));
  }
}

const HINT = 'h';
const GO_ON: Key = { key: 'Enter', does: 'go on' };

function hintKey({ hints }: Exercise | Question, shown: number): Key[] {
  return shown < hints.length ? [{ key: HINT, does: `hint ${shown + 1} of ${hints.length}` }] : [];
}

/** @returns undefined when the step ran as the chapter says */
function differences(step: Step, run: StepRun) {
  const trouble = stepTrouble(step, run);
  if (trouble !== undefined) return { said: trouble };
  if (run.outcome !== 'ran' || step.background || step.interactive || step.output === undefined)
    return undefined;
  const { same, diff } = compareOutput(step.output.text, run.output);
  return same ? undefined : { said: 'It printed something else than in the chapter:', diff };
}

const endWords = ({ exit, output }: Step): string => {
  const status = exit === 0 ? '' : `, with status ${exit}`;
  return output === undefined ? `done${status}` : `as in the chapter${status}`;
};

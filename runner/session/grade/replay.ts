/**
 * Replays a chapter as a diligent learner would do it: every step in its host's shell, every exercise by its
 * solution, every question by its proof; and judges each on the way. One sandbox for the whole chapter.
 */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { loadProofs } from '../../chapter/load.ts';
import type { Chapter, Exercise, Proof, Question, Step } from '../../chapter/model.ts';
import { stepTrouble } from '../advance.ts';
import type { Lab } from '../lab.ts';
import { runProof } from '../run-proof.ts';
import { compareOutput } from '../steps/compare.ts';
import { figuresAfter } from '../steps/figures.ts';
import { type Moment, momentName, timeline } from '../timeline.ts';
import { gradeExercise, gradeQuestion } from './grade.ts';
import {
  type GradedItem,
  type ReplayedItem,
  type ReplayedMoment,
  type ReplayedStep,
  type ReplayReport,
  worst,
} from './report.ts';

export interface ReplayOptions {
  readonly onMoment?: (moment: ReplayedMoment) => void;
  /** Called before each moment, with its name. */
  readonly onStart?: (name: string) => void;
  readonly signal?: AbortSignal;
  readonly watcher?: ReplayWatcher;
}

/** Looks on: awaited before and after each moment. */
export interface ReplayWatcher {
  before(moment: Moment): Promise<void>;
  after(moment: Moment, done: ReplayedMoment): Promise<void>;
}

export async function replay(lab: Lab, options: ReplayOptions = {}): Promise<ReplayReport> {
  const { chapter } = lab;
  const started = performance.now();
  const proofs = await loadProofs(chapter);
  const moments: ReplayedMoment[] = [];
  for (const moment of timeline(chapter)) {
    options.signal?.throwIfAborted();
    options.onStart?.(momentName(moment));
    await options.watcher?.before(moment);
    const done = await replayMoment(lab, moment, proofs);
    await options.watcher?.after(moment, done);
    moments.push(done);
    options.onMoment?.(done);
  }
  return {
    chapter: chapter.id,
    file: chapterFile(chapter),
    moments,
    verdict: worst(moments.map(({ verdict }) => verdict)),
    ms: Math.round(performance.now() - started),
  };
}

function chapterFile(chapter: Chapter): string {
  return join(chapter.folder, 'chapter.md');
}

function replayMoment(lab: Lab, moment: Moment, proofs: readonly Proof[]): Promise<ReplayedMoment> {
  switch (moment.type) {
    case 'step':
      return replayStep(lab, moment.step);
    case 'exercise':
      return replayExercise(lab, moment.exercise, proofs);
    case 'question':
      return replayQuestion(lab, moment.question, proofs);
  }
}

async function replayStep(lab: Lab, step: Step): Promise<ReplayedStep> {
  const done = await runAsRecorded(lab, step);
  if (done.verdict !== 'pass') return done;
  const figures = (await figuresAfter(lab, step)).filter(({ same }) => !same);
  if (figures.length === 0) return done;
  const files = figures.map(({ id }) => `figures/${id}.svg`).join(', ');
  const reason = `the network is not as ${files} shows it (replay --update draws it)`;
  return { ...done, verdict: 'fail', reason, figures };
}

async function runAsRecorded(lab: Lab, step: Step): Promise<ReplayedStep> {
  const { name: id, host, line } = step;
  const base = { type: 'step', id, host, line } as const;
  if (step.interactive) return { ...base, verdict: 'skip', reason: "it waits for the learner's keys" };
  const run = await lab.runStep(step, randomUUID());
  if (run.outcome === 'skipped') return { ...base, verdict: 'skip', reason: run.reason ?? '' };
  // A shell that is gone may mean a host that is gone, which is no fault of the chapter: then this throws SandboxError.
  if (run.outcome === 'refused' || run.outcome === 'shell-ended') await lab.sandbox.exec(host, ['true']);
  const trouble = stepTrouble(step, run);
  if (trouble) return { ...base, verdict: 'fail', reason: trouble, run };
  if (step.background || !step.output) return { ...base, verdict: 'pass', run };
  const comparison = compareOutput(step.output.text, run.output);
  if (comparison.same) return { ...base, verdict: 'pass', run, comparison };
  return { ...base, verdict: 'fail', reason: 'the output differs from the recording', run, comparison };
}

async function replayExercise(lab: Lab, exercise: Exercise, proofs: readonly Proof[]): Promise<ReplayedItem> {
  const solution = proofs.find(({ exercise: of, name }) => of === exercise.id && name === 'solution');
  const done = solution ? await runProof(lab.sandbox, solution) : undefined;
  const graded = await gradeExercise((checks) => lab.judge(checks), exercise);
  return verdictOf(graded, exercise.line, done?.complaints ?? [`no proofs/${exercise.id}/solution.sh`]);
}

async function replayQuestion(lab: Lab, question: Question, proofs: readonly Proof[]): Promise<ReplayedItem> {
  const solution = proofs.find(({ exercise: of, name }) => of === question.id && name === 'solution');
  const done = solution ? await runProof(lab.sandbox, solution) : undefined;
  const graded = await gradeQuestion(
    (checks, given) => lab.judge(checks, given),
    question,
    done?.stdout.trim(),
  );
  return verdictOf(graded, question.line, done?.complaints ?? [`no proofs/${question.id}/solution.sh`]);
}

/** A check that was not reached after a solution is a failure of the chapter: `skip` does not hide it. */
function verdictOf(graded: GradedItem, line: number, complaints: readonly string[]): ReplayedItem {
  const verdicts = graded.checks.map(({ verdict }) => (verdict === 'skip' ? 'fail' : verdict));
  const verdict = complaints.length > 0 ? worst([...verdicts, 'fail']) : worst(verdicts);
  const bad = graded.checks.find((check) => check.verdict !== 'pass');
  const reason = complaints[0] ?? (bad && `${bad.id}: ${bad.diagnosis}`);
  return { ...graded, line, verdict, ...(reason === undefined ? {} : { reason }) };
}

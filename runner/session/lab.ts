/**
 * A Lab is a chapter at work: its sandbox, its shells, its observer and its checks, behind one object that the
 * page's server, `replay` and `grade` share. This file is the contract; open.ts makes one.
 */
import type { DueCheck } from '../../checks/judge.ts';
import type { Depth } from '../../checks/network/state/network-state.ts';
import type { Observation } from '../../checks/observation.ts';
import type { CheckResult } from '../../checks/verdict.ts';
import type { Chapter, Check, Step } from '../chapter/model.ts';
import type { HostName, Sandbox, SandboxRecord } from '../sandbox/driver.ts';
import type { RunOptions, TerminalSession } from '../terminal/session.ts';
import type { StepRun } from '../terminal/step-run.ts';

/** A step or an exercise on the way to a place in the chapter. */
export interface Stage {
  readonly type: 'step' | 'exercise';
  readonly name: string;
  /** Stages before it. */
  readonly done: number;
  /** All stages of the way. */
  readonly of: number;
}

export interface BringOptions {
  /** The place at whose start the sandbox is already; absent: a fresh sandbox is built. */
  readonly from?: string;
  /** The named step or exercise too, and not only what comes before it. */
  readonly through?: boolean;
  /** @param stage absent while a sandbox is being built */
  readonly onProgress?: (what: string, stage?: Stage) => void;
  /** Runs a step of the way; default: `runStep` with a run id that nobody else knows. */
  readonly run?: (step: Step) => Promise<StepRun>;
  /** The stage has ended as the chapter says. */
  readonly onPassed?: (stage: Stage) => void;
  /** Aborted: the stage that is at work ends, and no other is begun. */
  readonly cancelled?: AbortSignal;
}

export interface Lab {
  readonly chapter: Chapter;
  /** The current sandbox: another one after `reset` or `bringTo`. */
  readonly sandbox: Sandbox;
  /** What the learner's variables were drawn from; kept with the progress, so that a regrade draws the same. */
  readonly seed: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly hosts: readonly HostName[];

  /** The host's long-lived shell; started when first asked for, the same object until `reset`. */
  session(host: HostName): Promise<TerminalSession>;
  runStep(step: Step, runId: string, options?: RunOptions): Promise<StepRun>;
  /** The checks with their kinds and arguments, the learner's numbers put in. */
  resolve(checks: readonly Check[]): DueCheck[];
  /** One look at all hosts. */
  observe(depth: Depth): Promise<Observation>;
  /** The same observation with the traffic that these checks need. */
  probe(seen: Observation, checks: readonly DueCheck[]): Promise<Observation>;
  /** Looks as deep as these checks need, makes their traffic, and judges them by that. */
  judge(checks: readonly Check[], options?: { answer?: string }): Promise<CheckResult[]>;
  /** Told of every observation, and again when traffic was made for it. @returns stops that */
  onObserved(listener: (observation: Observation) => void): () => void;

  /** A new, empty sandbox; the old shells end. */
  reset(): Promise<void>;
  resetHost(host: HostName): Promise<void>;
  /**
   * Everything before the named step, exercise or question, in a fresh sandbox or from a place in this one: steps, and the
   * solutions of the exercises passed on the way.
   * @returns the stage before which it was cancelled; undefined when it has arrived
   */
  bringTo(target: string, options?: BringOptions): Promise<Stage | undefined>;
  /** Called whenever the sandbox was replaced, with the new sessions not yet started. */
  onReplaced(listener: () => void): () => void;
  /** Ends shells and observer, and the sandbox too unless it was attached to. Idempotent. */
  close(): Promise<void>;
  /** Ends shells and observer, but lets the sandbox outlive this process, for `grade` and `down`. */
  keep(): Promise<SandboxRecord>;
}

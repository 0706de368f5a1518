/**
 * A chapter, resolved: what `runner/chapter/parse.ts` makes of chapter.md. Source positions are kept so that every
 * later complaint can say file:line. Knows nothing of sandboxes, HTML or verdicts.
 */
import type { Topology } from '../../checks/network/topology.ts';
import type { HostName } from '../sandbox/driver.ts';
import type { Token } from './markdown.ts';

export interface Chapter {
  /** Folder name, e.g. `04-a-bridge`. */
  readonly id: string;
  readonly number: number;
  /** Absolute path of the folder. */
  readonly folder: string;
  readonly title: string;
  readonly summary: string;
  /** Which article it mirrors: letters A-D with sections, as written in the front matter. */
  readonly article: string;
  readonly topology: Topology;
  /** The topology's, in its order. */
  readonly hosts: readonly HostName[];
  /** Reading and doing time of a learner, computed (minutes.ts). */
  readonly minutes: number;
  /** Kernel and tool features, by the names that `doctor` prints. */
  readonly requires: readonly string[];
  /** Variables drawn per learner from a seed: name -> inclusive integer range. */
  readonly variables: Readonly<Record<string, readonly [number, number]>>;
  /** Top-level blocks in document order. */
  readonly blocks: readonly Block[];
  readonly steps: readonly Step[];
  readonly exercises: readonly Exercise[];
  readonly questions: readonly Question[];
  readonly predictions: readonly Prediction[];
  readonly figures: readonly Figure[];
}

/** Running text: a piece of the chapter's one parse, tables and fences that are only shown included. */
export interface Prose {
  readonly tokens: readonly Token[];
  readonly line: number;
}

export type Hint = Prose;

export type Block =
  | ({ readonly type: 'prose' } & Prose)
  | { readonly type: 'step'; readonly step: Step }
  | { readonly type: 'exercise'; readonly exercise: Exercise }
  | { readonly type: 'question'; readonly question: Question }
  | { readonly type: 'figure'; readonly figure: Figure }
  /** "On a real node": commands to be typed on a node of a cluster. They never run here. */
  | ({ readonly type: 'cluster' } & Prose)
  /** A question without a verdict, its answer folded. */
  | { readonly type: 'recall'; readonly question: Prose; readonly answer: Prose; readonly line: number }
  | { readonly type: 'predict'; readonly prediction: Prediction }
  /** `note`, `really`, `claim`: prose with steps inside allowed. */
  | {
      readonly type: 'aside';
      readonly flavour: 'note' | 'really' | 'claim';
      readonly claim?: MarkedClaim;
      readonly blocks: readonly Block[];
      readonly line: number;
    };

/** What an article says and a chapter puts to the test. */
export interface MarkedClaim {
  readonly id: string;
  readonly verdict: 'holds' | 'limited' | 'refuted';
  /** Later steps build on what its steps do, so that it is not folded. */
  readonly open: boolean;
  /** Absent where the list of claims (claims.ts) does not have it. */
  readonly statement?: Statement;
}

export interface Statement {
  /** In our words. */
  readonly text: string;
  /** Where it stands: an article's title, its author, its section in short. */
  readonly article: string;
  readonly author: string;
  readonly section: string;
}

/** A picture of the lab after a step, kept as figures/<id>.svg beside the chapter. */
export interface Figure {
  readonly id: string;
  /** Name of the step. */
  readonly after: string;
  /** Those that it shows. */
  readonly hosts: readonly HostName[];
  readonly caption: string;
  readonly line: number;
}

export interface Step {
  readonly name: string;
  readonly host: HostName;
  /** The shell text exactly as in the fence, with its final newline. */
  readonly command: string;
  /** Expected exit status. */
  readonly exit: number;
  readonly timeoutMs: number;
  /** Started and left running in the shell (the fence ends with `&` by the author's hand); output is not compared. */
  readonly background: boolean;
  /** Waits for the learner's keys; replay skips it and counts the skip. */
  readonly interactive: boolean;
  /** Scenery: it has to run, but is no lesson. The page folds it; everything that runs steps runs it like any other. */
  readonly setup: boolean;
  /** A feature of the kernel (kernel-features.ts); where the host's kernel lacks it the step is skipped, and counted. */
  readonly needs?: string;
  /** The recorded output; absent when the chapter shows none. */
  readonly output?: { readonly text: string; readonly line: number };
  readonly line: number;
}

export interface Exercise {
  readonly id: string;
  readonly title: string;
  readonly points: number;
  readonly task: readonly Block[];
  readonly hints: readonly Hint[];
  readonly checks: readonly Check[];
  readonly line: number;
}

/** A check as the chapter wrote it, its arguments already accepted by the kind's schema (after variables are put in). */
export interface Check {
  readonly id: string;
  readonly kind: string;
  readonly title?: string;
  /** As written, with `$NAME` still in place; `resolveCheck` (resolve.ts) puts the variables in and parses. */
  readonly source: Readonly<Record<string, unknown>>;
  readonly line: number;
}

export interface Question {
  readonly id: string;
  readonly title: string;
  readonly points: number;
  readonly prose: readonly Block[];
  /** A check of kind `answer`. */
  readonly check: Check;
  readonly hints: readonly Hint[];
  readonly line: number;
}

/** What the learner is asked to expect of the step that follows. Never graded. */
export type Prediction = ChoicePrediction | NumberPrediction;

interface PredictionHead {
  readonly id: string;
  readonly question: Prose;
  /** Name of the step that shows it. */
  readonly step: string;
  readonly line: number;
}

interface ChoicePrediction extends PredictionHead {
  readonly type: 'choices';
  readonly choices: readonly Choice[];
}

/** It holds when all that it names holds; it names one at least. */
export interface Choice {
  readonly says: Prose;
  /** A text that the step's output contains, or `/a regular expression/`. */
  readonly shows?: string;
  /** The step's exit status. */
  readonly exit?: number;
}

export interface NumberPrediction extends PredictionHead {
  readonly type: 'number';
  /** A regular expression whose one group is the number in the step's output. */
  readonly of: string;
  /** Absolute difference that still counts as right. */
  readonly within: number;
  readonly unit?: string;
}

/** A solution or a wrong attempt, from proofs/<exercise>/. */
export interface Proof {
  readonly exercise: string;
  readonly file: string;
  readonly kind: 'solution' | 'wrong';
  /** `solution`, `solution-nft`, `wrong-no-master`... */
  readonly name: string;
  /** In order: each section runs as one bash script on its host. */
  readonly sections: readonly { readonly host: HostName; readonly script: string; readonly line: number }[];
  /** For a wrong attempt: the check that must fail, words that its diagnosis must contain, and checks that must still pass. */
  readonly expect?: { readonly check: string; readonly words: string; readonly passes?: readonly string[] };
}

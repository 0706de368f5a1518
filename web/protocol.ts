/**
 * What the page and the server say to each other: zod on both sides, nothing else. Two kinds of socket:
 *   /ws/chapter/<id>                    control: JSON text both ways (ClientMessage, ServerMessage)
 *   /ws/chapter/<id>/terminal/<host>    one terminal: binary = bytes for the screen; text = TerminalClientMessage / TerminalServerMessage
 * A page shows its key (server/safety/sessions.ts) when it opens one: it offers the subprotocols SUBPROTOCOL and the key.
 * This file, and what it imports (schemas of results, how terminals' output reads), are all that web/app shares with the runner.
 */
import { z } from 'zod';
import { LiveCheck } from '../runner/session/grade/live-check.ts';
import { plainText } from '../runner/terminal/plain-text.ts';
import { Busy, Comparison, StepRun, wasTyped } from '../runner/terminal/step-run.ts';

export { type Busy, type Comparison, type LiveCheck, plainText, type StepRun, wasTyped };

/** The one that the server chooses (RFC 6455, section 1.9). */
export const SUBPROTOCOL = 'wirebook';

const id = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/);
/** The server knows which of them a chapter has. */
export const Host = id;

export const ClientMessage = z.discriminatedUnion('type', [
  /**
   * Run a step in its host's shell. `runId` is the page's: repeated, it is answered but never run again. A step that is
   * asked for or running is not run a second time: whoever asks again is told of the same run. `whenBusy`: what to do
   * with a command of the learner's own that has the terminal; absent: the run is refused.
   */
  z.strictObject({
    type: z.literal('run'),
    runId: id,
    step: id,
    whenBusy: z.enum(['wait', 'interrupt']).optional(),
  }),
  /** Ctrl-C to a run that the shell has taken; one that still waits is not run. */
  z.strictObject({ type: z.literal('stop'), runId: id }),
  /** Judge an exercise now, load tests included. */
  z.strictObject({ type: z.literal('check'), exercise: id }),
  /** Show the next hint of an exercise or question. */
  z.strictObject({ type: z.literal('hint'), item: id }),
  z.strictObject({ type: z.literal('answer'), question: id, text: z.string().min(1).max(200) }),
  /** What the learner expects of a step: the index of a choice, or a number. */
  z.strictObject({ type: z.literal('expect'), prediction: id, expected: z.number() }),
  /** One host, or the whole sandbox when absent. */
  z.strictObject({ type: z.literal('reset'), host: Host.optional() }),
  /** A fresh sandbox, then all that comes before this step, exercise or question. */
  z.strictObject({ type: z.literal('bring'), to: id }),
  /**
   * All that comes before this step, exercise or question: in the sandbox as it is, when what is missing is the rest. Otherwise
   * nothing is run, and who asks is told (`missing`).
   */
  z.strictObject({ type: z.literal('up-to'), to: id }),
  /** `bring`, `bring-back` or `up-to` at work stops when the step in flight has ended. */
  z.strictObject({ type: z.literal('cancel') }),
  /** A fresh sandbox, and all up to the place that was reached in the one that is lost. */
  z.strictObject({ type: z.literal('bring-back') }),
  /** Go on with the sandbox as it is: a loss, or where a way has stopped, is not mentioned any more. */
  z.strictObject({ type: z.literal('stay') }),
  /** The page shows the picture of the network, and is told of it from now on; or it does not any more. */
  z.strictObject({ type: z.literal('picture'), shown: z.boolean() }),
]);
export type ClientMessage = z.infer<typeof ClientMessage>;

export const ItemProgress = z.strictObject({
  /** Has passed at least once; points stay earned even when the learner breaks it again. */
  done: z.boolean(),
  points: z.number(),
  possible: z.number(),
  hintsShown: z.number(),
  /** "Bring me here" has solved it in this sandbox: its ticks show, but points come only after a reset. */
  given: z.boolean().optional(),
});
export type ItemProgress = z.infer<typeof ItemProgress>;

/** Of a prediction that the learner has answered. Numbers are indices of choices, or the number that was asked for. */
export const PredictionState = z.strictObject({
  expected: z.number(),
  /** Once the step has run in this sandbox. `shows`: null where it shows none of what was foreseen. */
  seen: z.strictObject({ shows: z.number().nullable(), agrees: z.boolean() }).optional(),
});
export type PredictionState = z.infer<typeof PredictionState>;

/** A thing of the picture in words: an interface of a namespace, or a fact about a namespace. */
const PictureRow = z.strictObject({
  /** Of what is drawn: its `data-key`. */
  key: z.string(),
  host: z.string(),
  /** `-` for the host's own. */
  namespace: z.string(),
  /** Of the interface; empty for a fact about the namespace. */
  name: z.string(),
  kind: z.string(),
  state: z.string(),
  addresses: z.string(),
  /** What it is wired to, or what it does. */
  leads: z.string(),
  /** What shows it in the host's terminal. */
  command: z.string().optional(),
});
export type PictureRow = z.infer<typeof PictureRow>;

/** What a step lacks because it was run out of its order, and the earlier step that defines it. */
const Lacking = z
  .strictObject({ type: z.enum(['function', 'file']), name: z.string(), step: z.string() })
  .readonly();
export type Lacking = z.infer<typeof Lacking>;

const SHOWN_RUN = { run: StepRun, comparison: Comparison.optional(), lacking: Lacking.optional() };

const BringingMessage = z
  .strictObject({
    to: z.string(),
    /** `begun`: the sandbox is being built. `ending`: cancelled; it stops when the stage at work has ended. */
    state: z.enum(['begun', 'running', 'ending', 'stopped']),
    /** Stages that have ended, and all of them. */
    done: z.int(),
    of: z.int(),
    /** At work; of a way that has stopped, the next one. */
    stage: z
      .strictObject({ type: z.enum(['step', 'exercise']), name: z.string() })
      .readonly()
      .optional(),
    /** Why it has stopped, when nobody cancelled it. */
    trouble: z.string().optional(),
  })
  .readonly();
export type BringingMessage = z.infer<typeof BringingMessage>;

export const ServerMessage = z.discriminatedUnion('type', [
  /** First message on every connection: all that a fresh page needs to look as the old one did. */
  z.strictObject({
    type: z.literal('hello'),
    chapter: z.string(),
    hosts: z.array(z.string()),
    /** Which sandbox all of this is about; null while there is none. */
    sandbox: z.string().nullable(),
    items: z.record(z.string(), ItemProgress),
    /** Last finished run of each step in this sandbox. */
    runs: z.record(z.string(), z.strictObject(SHOWN_RUN)),
    checks: z.record(z.string(), z.array(LiveCheck).readonly()),
    /** Exercises that the learner has begun: what fails in the others is only "not yet". */
    touched: z.array(z.string()),
    hints: z.record(z.string(), z.strictObject({ shown: z.array(z.string()), total: z.number() })),
    /** Those that the learner has answered. */
    predictions: z.record(z.string(), PredictionState),
  }),
  /** The sandbox's condition; `doing` says what is being waited for. */
  z.strictObject({
    type: z.literal('lab'),
    state: z.enum(['starting', 'ready', 'working', 'failed']),
    sandbox: z.string().nullable(),
    /** An earlier sandbox is gone though nobody asked for that, and with it what was done there, up to and with the place `reached`. */
    lost: z.strictObject({ reached: z.string().optional() }).optional(),
    /** The way to a place of the chapter, at work or stopped. */
    bringing: BringingMessage.optional(),
    doing: z.string().optional(),
    error: z.string().optional(),
    remedy: z.string().optional(),
  }),
  z.strictObject({
    type: z.literal('shell'),
    host: z.string(),
    state: z.enum(['starting', 'prompt', 'busy', 'unfinished', 'ended']),
  }),
  /** A run was asked for and waits for its turn; `behind`: for this to end. */
  z.strictObject({
    type: z.literal('queued'),
    runId: z.string(),
    step: z.string(),
    behind: Busy.optional(),
  }),
  /** The shell has taken it. A run that is refused was never running. */
  z.strictObject({ type: z.literal('running'), runId: z.string(), step: z.string() }),
  z.strictObject({
    type: z.literal('ran'),
    runId: z.string(),
    step: z.string(),
    ...SHOWN_RUN,
  }),
  z.strictObject({
    type: z.literal('checks'),
    exercise: z.string(),
    results: z.array(LiveCheck).readonly(),
    touched: z.boolean(),
  }),
  /** Rendered HTML of the hints shown so far. */
  z.strictObject({
    type: z.literal('hints'),
    item: z.string(),
    shown: z.array(z.string()),
    total: z.number(),
  }),
  z.strictObject({ type: z.literal('answered'), question: z.string(), result: LiveCheck }),
  z.strictObject({ type: z.literal('prediction'), prediction: z.string(), state: PredictionState }),
  z.strictObject({ type: z.literal('progress'), item: z.string(), progress: ItemProgress }),
  /** Nothing is run for `up-to`: nothing is missing, or all of it must be run in a fresh sandbox, and `why`. */
  z.strictObject({
    type: z.literal('missing'),
    to: z.string(),
    what: z.enum(['nothing', 'all']),
    why: z.string().optional(),
  }),
  /** Runs and outputs are gone: the sandbox was reset. */
  z.strictObject({ type: z.literal('cleared'), host: z.string().optional() }),
  /** The network as it is now, to pages that show it. */
  z.strictObject({
    type: z.literal('picture'),
    /** An SVG of the server's making, safe to put into the page. */
    svg: z.string(),
    rows: z.array(PictureRow).readonly(),
    /** Keys of what is new, or other than in the picture before. */
    changed: z.array(z.string()).readonly(),
  }),
  z.strictObject({ type: z.literal('error'), message: z.string(), remedy: z.string().optional() }),
]);
export type ServerMessage = z.infer<typeof ServerMessage>;

export const TerminalClientMessage = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('input'), data: z.string().max(65_536) }),
  z.strictObject({
    type: z.literal('resize'),
    columns: z.int().min(20).max(500),
    rows: z.int().min(5).max(300),
  }),
  /** Bytes that xterm.js has parsed since the last ack: the flow control of the terminal. */
  z.strictObject({ type: z.literal('ack'), bytes: z.int().min(1) }),
]);
export type TerminalClientMessage = z.infer<typeof TerminalClientMessage>;

export const TerminalServerMessage = z.discriminatedUnion('type', [
  /** Escape sequences that paint the screen as it was, before any binary frame of this shell. Comes again when the shell
   *  has been replaced. */
  z.strictObject({ type: z.literal('snapshot'), data: z.string(), columns: z.int(), rows: z.int() }),
  z.strictObject({ type: z.literal('respawned'), exit: z.number().nullable() }),
  /** So many bytes of what was typed are lost: too much waits for a program that does not read. */
  z.strictObject({ type: z.literal('dropped'), bytes: z.int().min(1) }),
  /** The shell has gone with its host or sandbox. Keys wait for the next one, whose snapshot follows when it is there. */
  z.strictObject({ type: z.literal('waiting') }),
]);
export type TerminalServerMessage = z.infer<typeof TerminalServerMessage>;

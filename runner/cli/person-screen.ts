/** The terminal of the person who reads a chapter: pages of text, single keys, a line now and then, a lab's shell. */
import { createInterface } from 'node:readline/promises';
import stringWidth from 'string-width';
import type { Ink } from '../read/inline.ts';
import { type Key, Left, type Screen } from '../read/screen.ts';
import { isSignal } from '../terminal/keys.ts';
import type { ShellState, TerminalSession } from '../terminal/session.ts';
import type { Context } from './context.ts';
import { type Progress, progressLine } from './progress.ts';

const ENTER = 'Enter';
const QUIT: Key = { key: 'q', does: 'quit' };
const MORE: Key = { key: ENTER, does: 'more' };
const LINE_FEED = 0x0a;
const CTRL_C = 0x03;
const CTRL_D = 0x04;
/** Ctrl-], as in telnet: programs in a shell rarely use it. */
const BACK = 0x1d;

const ALTERNATE_SCREEN = '\x1b[?1049h\x1b[2J\x1b[H';
/** Also switches off what a program in the lab may have left on: mouse, bracketed paste, application keys, colours, a hidden cursor. */
const NORMAL_SCREEN = '\x1b[?1000;1002;1003;1006;2004;1l\x1b>\x1b[?25h\x1b[0m\x1b[?1049l';

type Keys = (keys: Buffer) => void;

export class PersonScreen implements Screen {
  readonly #ink: Ink;
  readonly #progress: Progress;
  #take: Keys = interrupts;
  #gone: (() => void) | undefined;
  /** Rows that were printed since the last key. */
  #filled = 0;

  /** Standard input and output must be terminals. */
  constructor(ink: Ink, { cleanup, ...context }: Context) {
    this.#ink = ink;
    this.#progress = progressLine(context);
    const { stdin } = process;
    // The terminal has gone: its end says so, too.
    stdin.on('error', () => {});
    stdin.on('end', () => this.#gone?.());
    stdin.on('data', (keys: Buffer) => this.#take(keys));
    stdin.setRawMode(true).resume();
    cleanup.add(() => {
      stdin.setRawMode(false).pause();
    });
  }

  get columns(): number {
    return process.stdout.columns;
  }

  busy(what: string): void {
    this.#progress.show(`${what}...`);
  }

  async print(lines: readonly string[]): Promise<void> {
    for (const line of lines) {
      const rows = Math.max(1, Math.ceil(stringWidth(line) / this.columns));
      if (this.#filled > 0 && this.#filled + rows > process.stdout.rows - 1) await this.press([MORE]);
      this.#say(`${line}\n`);
      this.#filled += rows;
    }
  }

  async press(keys: readonly Key[]): Promise<string> {
    const prompt = this.#prompt([...keys, QUIT]);
    this.#say(prompt);
    try {
      return await this.#taking<string>((resolve) => (typed) => {
        const name = nameOf(typed);
        if (keys.some(({ key }) => key === name)) resolve(name);
      });
    } finally {
      const above = Math.ceil(stringWidth(prompt) / this.columns) - 1;
      this.#say(`${above > 0 ? `\x1b[${above}A` : ''}\r\x1b[J`);
      this.#filled = 0;
    }
  }

  async line(prompt: string): Promise<string> {
    this.#progress.clear();
    const { stdin, stdout } = process;
    const editor = createInterface({ input: stdin, output: stdout, historySize: 0 });
    this.#take = () => {};
    try {
      return await new Promise((resolve, reject) => {
        editor.on('SIGINT', () => reject(new Left()));
        editor.on('close', () => resolve(''));
        void editor.question(prompt).then(resolve);
      });
    } finally {
      editor.close();
      this.#take = interrupts;
      // The editor leaves the terminal as a shell would want it.
      stdin.setRawMode(true).resume();
      this.#filled = 0;
      this.#say('\n');
    }
  }

  async show<T>(
    session: TerminalSession,
    keys: 'all' | 'signals',
    work: (begun: () => void) => Promise<T>,
  ): Promise<T> {
    const stops: (() => void)[] = [];
    const silence = () => {
      for (const stop of stops.splice(0)) stop();
    };
    let last = LINE_FEED;
    this.#take = (typed) => {
      if (keys === 'all' || isSignal(typed)) session.write(typed);
    };
    try {
      return await work(() => {
        this.#progress.clear();
        // Behind the command's end comes the prompt.
        stops.push(session.on('command', silence));
        stops.push(
          session.on('data', (chunk) => {
            process.stdout.write(chunk);
            last = chunk.at(-1) ?? last;
          }),
        );
      });
    } finally {
      silence();
      this.#take = interrupts;
      this.#filled = 0;
      if (last !== LINE_FEED) this.#say('\n');
    }
  }

  async attach(session: TerminalSession): Promise<void> {
    const { stdout } = process;
    const resize = () => session.resize(stdout.columns, stdout.rows);
    resize();
    const painted = await session.snapshot();
    this.#say(`${ALTERNATE_SCREEN}${this.#ink.dim('Ctrl-] or exit goes back to the chapter.')}\r\n`);
    stdout.write(painted);
    const silence = session.on('data', (chunk) => stdout.write(chunk));
    const stops = [silence, () => stdout.off('resize', resize)];
    stdout.on('resize', resize);
    try {
      await this.#taking<void>((resolve) => {
        const ended = (state: ShellState) => {
          if (state !== 'starting' && state !== 'ended') return;
          // What a new shell says, and how it clears the screen, is for who stays.
          silence();
          resolve();
        };
        stops.push(session.on('state', ended));
        return (typed) => {
          const at = typed.indexOf(BACK);
          session.write(at < 0 ? typed : typed.subarray(0, at));
          if (at >= 0) resolve();
        };
      }, 'all');
    } finally {
      for (const stop of stops) stop();
      this.#say(NORMAL_SCREEN);
    }
  }

  /**
   * Keys go where `start` says, until it resolves.
   * @param keys `all`: also those that leave
   */
  async #taking<T>(
    start: (resolve: (value: T) => void) => Keys,
    keys: 'all' | 'but leaving' = 'but leaving',
  ): Promise<T> {
    try {
      return await new Promise<T>((resolve, reject) => {
        const take = start(resolve);
        this.#gone = () => reject(new Left());
        this.#take = (typed) => {
          if (keys === 'but leaving' && leaves(typed)) reject(new Left());
          else take(typed);
        };
      });
    } finally {
      this.#gone = undefined;
      this.#take = interrupts;
    }
  }

  #say(text: string): void {
    this.#progress.clear();
    process.stdout.write(text);
  }

  /** `Enter run · s skip · q quit`. Keys without words are left out. */
  #prompt(keys: readonly Key[]): string {
    const { bold, dim } = this.#ink;
    const words = keys.filter(({ does }) => does !== '').map(({ key, does }) => `${bold(key)} ${dim(does)}`);
    return words.join(dim(' · '));
  }
}

/** While nothing waits for keys: what is typed ahead is not meant for what comes next, and Ctrl-C ends the command. */
function interrupts(keys: Buffer): void {
  if (keys.includes(CTRL_C)) process.kill(process.pid, 'SIGINT');
}

const leaves = (keys: Buffer): boolean =>
  keys.includes(CTRL_C) || keys.includes(CTRL_D) || nameOf(keys) === QUIT.key;

/** One key by its name. Space is for those who know pagers. */
function nameOf(keys: Buffer): string {
  const text = keys.toString();
  return text === '\r' || text === '\n' || text === ' ' ? ENTER : text.toLowerCase();
}

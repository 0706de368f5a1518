/**
 * Mutants of a solution: each is the solution with one mistake in it. Pure: a proof in, proofs out. Whether bash can
 * read a mutant, and what becomes of it, is found out elsewhere.
 */
import type { Proof } from '../chapter/model.ts';
import { type Annotation, annotations, isFor, lineAt } from './annotations.ts';
import { type LiteralChange, literals } from './literals.ts';
import { parseShell, type ShellCommand, type ShellScript, type Span } from './shell.ts';
import { withWrittenScripts } from './written-scripts.ts';

type Sections = Proof['sections'];

export interface Mutant {
  /** Stable, unique in its solution: `solution.sh:4 leaves out "ip link set lo up"`. */
  readonly name: string;
  readonly line: number;
  readonly change: 'left out' | 'swapped' | LiteralChange;
  readonly sections: Sections;
}

/** A command that its author says is not needed. */
export interface ExemptCommand {
  readonly file: string;
  readonly line: number;
  readonly command: string;
  readonly why: string;
}

export interface Mutants {
  readonly mutants: readonly Mutant[];
  readonly exempt: readonly ExemptCommand[];
}

interface Change {
  readonly change: Mutant['change'];
  /** Where it is said to be. */
  readonly at: number;
  readonly words: string;
  readonly edits: readonly (Span & { readonly by: string })[];
}

/** @param proof a solution; its file names the mutants */
export function mutantsOf(proof: Pick<Proof, 'file' | 'sections'>): Mutants {
  const file = proof.file.split('/').at(-1) ?? proof.file;
  const mutants: Mutant[] = [];
  const exempt: ExemptCommand[] = [];
  const seen = new Set([JSON.stringify(proof.sections)]);
  const names = new Map<string, number>();
  for (const [index, section] of proof.sections.entries()) {
    const lineOf = (offset: number) => section.line + newlines(section.script.slice(0, offset));
    const found = changesOf(section.script);
    for (const { at, ...rest } of found.exempt) exempt.push({ file: proof.file, line: lineOf(at), ...rest });
    for (const { change, at, words, edits } of found.changes) {
      const sections = proof.sections.with(index, { ...section, script: edit(section.script, edits) });
      const text = JSON.stringify(sections);
      if (seen.has(text)) continue;
      seen.add(text);
      const plain = `${file}:${lineOf(at)} ${words}`;
      const before = names.get(plain) ?? 0;
      names.set(plain, before + 1);
      const name = before === 0 ? plain : `${plain} (${before + 1})`;
      mutants.push({ name, line: lineOf(at), change, sections });
    }
  }
  return { mutants, exempt };
}

type ExemptAt = Omit<ExemptCommand, 'file' | 'line'> & { readonly at: number };

function changesOf(text: string): { changes: Change[]; exempt: ExemptAt[] } {
  const script = withWrittenScripts(text, parseShell(text));
  const notes = annotations(text, script);
  const commands = withBatches(text, script);
  const spared: { span: Span; why: string }[] = [];
  const spare = (list: readonly Command[]) => {
    for (const command of list) {
      const note = notes.find((one) => one.kind === 'optional' && isFor(one, command));
      if (note) spared.push({ span: whole(command, script), why: note.why });
      else spare(command.inner);
    }
  };
  spare(commands);
  const isSpared = (at: Span) => spared.some(({ span }) => span.start <= at.start && at.end <= span.end);
  const inComment = (at: Span) =>
    script.comments.some(({ start, end }) => start <= at.start && at.end <= end);

  const changes: Change[] = [
    ...leavingOut(commands, text, script, isSpared),
    ...swaps(commands, text, script, notes),
    ...literals(text)
      .filter((literal) => !isSpared(literal) && !inComment(literal))
      .map(({ change, start, end, from, to }) => ({
        change,
        at: start,
        words: change === 'up' ? `drops "up" of "${shown(text, lineAt(text, start))}"` : `${from} -> ${to}`,
        edits: [{ start: change === 'up' ? start - 1 : start, end, by: to }],
      })),
  ];
  return {
    changes: changes.sort((a, b) => a.at - b.at),
    exempt: spared.map(({ span, why }) => ({ at: span.start, command: shown(text, span), why })),
  };
}

/** A command of bash, or a line of a batch that a command reads. */
type Command = Omit<ShellCommand, 'inner'> & { readonly inner: readonly Command[]; readonly batch?: true };

/** Programs that read commands from a here-document, a line each. */
const BATCH = /(?:^|\s)(?:-b(?:atch)?\s|ip6?tables-restore\b|(?:nft\s+-f|(?:ba)?sh\s+-s)\b)|^(?:ba)?sh$/;
/** Lines of iptables-restore and nft that only hold the others together. */
const FRAME = /^\s*(?:$|#|\*|:|COMMIT\b|\})|\{\s*$/;

function withBatches(text: string, script: ShellScript): Command[] {
  const extend = (command: ShellCommand): Command => {
    const inner = command.inner.map(extend);
    const documents = script.hereDocuments.filter(({ operator }) => within(operator, command));
    const own = text.slice(command.start, command.end).split('<<')[0] ?? '';
    if (command.shape === 'compound' || documents.length !== 1 || !BATCH.test(own))
      return { ...command, inner };
    const lines = documents.flatMap(({ body }) => batchLines(text, body));
    return { ...command, inner: [...inner, ...lines] };
  };
  return script.commands.map(extend);
}

function batchLines(text: string, body: Span): Command[] {
  const lines: Command[] = [];
  for (let at = body.start; at < body.end; ) {
    const line = lineAt(text, at);
    if (!FRAME.test(text.slice(line.start, line.end))) {
      const none = { inner: [], condition: false, list: 0, words: [] };
      lines.push({ ...line, shape: 'simple', batch: true, ...none });
    }
    at = line.end + 1;
  }
  return lines;
}

/** Each command replaced by one that does nothing, so that what is around it stays a script. */
function leavingOut(
  commands: readonly Command[],
  text: string,
  script: ShellScript,
  isSpared: (span: Span) => boolean,
): Change[] {
  return commands.flatMap((command): Change[] => {
    if (isSpared(command)) return [];
    const inner = leavingOut(command.inner, text, script, isSpared);
    // What a loop asks cannot be left out; a loop around one command is that command.
    if (command.condition) return inner;
    const only =
      command.inner.filter(({ condition }) => !condition).length === 1 && command.shape === 'compound';
    const bodies = bodiesOutside(command, script).map((span) => ({ ...span, by: '' }));
    const own: Change = {
      change: 'left out',
      at: command.start,
      words: `leaves out "${shown(text, command)}"`,
      edits: [{ start: command.start, end: command.end, by: command.batch ? '' : ':' }, ...bodies],
    };
    return [own, ...(only && inner.length === 1 ? [] : inner)];
  });
}

/** A command marked `# order`, before its predecessor instead of after it. */
function swaps(
  commands: readonly Command[],
  text: string,
  script: ShellScript,
  notes: readonly Annotation[],
): Change[] {
  return commands.flatMap((command, index): Change[] => {
    const inner = swaps(command.inner, text, script, notes);
    const before = commands[index - 1];
    const marked = notes.some(
      (note) => note.kind === 'order' && note.line.start <= command.start && command.start < note.line.end,
    );
    if (!marked || !before || before.list !== command.list) return inner;
    const first = whole(before, script);
    const second = whole(command, script);
    return [
      {
        change: 'swapped',
        at: command.start,
        words: `comes before "${shown(text, before)}"`,
        edits: [
          { ...first, by: text.slice(second.start, second.end) },
          { ...second, by: text.slice(first.start, first.end) },
        ],
      },
      ...inner,
    ];
  });
}

function within(offset: number, { start, end }: Span): boolean {
  return start <= offset && offset < end;
}

/** Bodies of the command's here-documents, which stand behind its line. */
function bodiesOutside(command: Span, script: ShellScript): Span[] {
  return script.hereDocuments
    .filter(({ operator, body }) => within(operator, command) && body.start >= command.end)
    .map(({ whole: span }) => span);
}

/** With the bodies of its here-documents, up to the word that ends the last. */
function whole(command: Span, script: ShellScript): Span {
  const ends = bodiesOutside(command, script).map(({ end }) => end - 1);
  return { start: command.start, end: Math.max(command.end, ...ends) };
}

function edit(text: string, edits: Change['edits']): string {
  const fromTheEnd = [...edits].sort((a, b) => b.start - a.start);
  return fromTheEnd.reduce((done, { start, end, by }) => done.slice(0, start) + by + done.slice(end), text);
}

function newlines(text: string): number {
  return text.split('\n').length - 1;
}

const SHOWN = 90;

/** On one line, cut where it would be too long to be a name. */
function shown(text: string, { start, end }: Span): string {
  const line = text.slice(start, end).replace(/\\\n/g, ' ').replace(/\s+/g, ' ').trim();
  return line.length > SHOWN ? `${line.slice(0, SHOWN - 1)}…` : line;
}

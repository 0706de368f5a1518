/**
 * Mutants of a solution: each is the solution with one mistake in it. Pure: a proof in, proofs out. Whether bash can
 * read a mutant, and what becomes of it, is found out elsewhere.
 */
import { lineAt, linesBefore } from '../bash/lines.ts';
import { parseScript, type ShellScript, type Span } from '../bash/script.ts';
import type { Proof } from '../chapter/model.ts';
import { type Annotation, annotations, isFor } from './annotations.ts';
import { type Command, type CommandList, isBody, isIn, withBatches } from './batches.ts';
import { type LiteralChange, literals } from './literals.ts';

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
    const lineOf = (offset: number) => section.line + linesBefore(section.script, offset);
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
  const script = parseScript(text);
  const notes = annotations(text, script);
  const list: CommandList = { role: 'script', commands: withBatches(text, script) };
  const spared: { span: Span; why: string }[] = [];
  const spare = ({ commands }: CommandList) => {
    for (const command of commands) {
      const note = notes.find((one) => one.kind === 'optional' && isFor(one, command));
      if (note) spared.push({ span: whole(command, script), why: note.why });
      else command.lists.forEach(spare);
    }
  };
  spare(list);
  const isSpared = (at: Span) => spared.some(({ span }) => span.start <= at.start && at.end <= span.end);
  const inComment = (at: Span) =>
    script.comments.some(({ start, end }) => start <= at.start && at.end <= end);

  const changes: Change[] = [
    ...leavingOut(list, text, script, isSpared),
    ...swaps(list, text, script, notes),
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

/** Each command replaced by one that does nothing, so that what is around it stays a script. */
function leavingOut(
  { role, commands }: CommandList,
  text: string,
  script: ShellScript,
  isSpared: (span: Span) => boolean,
  around?: Command,
): Change[] {
  // Without what it asks, a loop has another meaning or no end.
  if (role === 'condition') return [];
  return commands.flatMap((command): Change[] => {
    if (isSpared(command)) return [];
    const inner = command.lists.flatMap((list) => leavingOut(list, text, script, isSpared, command));
    // A loop around one command is that command.
    const isAll = role === 'body' && commands.length === 1 && around?.lists.filter(isBody).length === 1;
    if (isAll && inner.length === 0) return [];
    const bodies = bodiesOutside(command, script).map((span) => ({ ...span, by: '' }));
    const own: Change = {
      change: 'left out',
      at: command.start,
      words: `leaves out "${shown(text, command)}"`,
      edits: [{ start: command.start, end: command.end, by: role === 'batch' ? '' : ':' }, ...bodies],
    };
    return [own, ...inner];
  });
}

/** A command marked `# order`, before its predecessor instead of after it. */
function swaps(
  { commands }: CommandList,
  text: string,
  script: ShellScript,
  notes: readonly Annotation[],
): Change[] {
  return commands.flatMap((command, index): Change[] => {
    const inner = command.lists.flatMap((list) => swaps(list, text, script, notes));
    const before = commands[index - 1];
    const marked = notes.some(
      (note) => note.kind === 'order' && note.line.start <= command.start && command.start < note.line.end,
    );
    if (!marked || !before) return inner;
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

/** Bodies of the command's here-documents, which stand behind its line. */
function bodiesOutside(command: Span, script: ShellScript): Span[] {
  return script.hereDocuments
    .filter(({ operator, body }) => isIn(operator, command) && body.start >= command.end)
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

const SHOWN = 90;

/** On one line, cut where it would be too long to be a name. */
function shown(text: string, { start, end }: Span): string {
  const line = text.slice(start, end).replace(/\\\n/g, ' ').replace(/\s+/g, ' ').trim();
  return line.length > SHOWN ? `${line.slice(0, SHOWN - 1)}…` : line;
}

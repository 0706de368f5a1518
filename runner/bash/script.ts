/**
 * A bash script as mutating it needs to see it: its commands in lists, with the lists that each of them holds, its comments
 * and here-documents, and what bash would refuse. Pure. The grammar is unbash's; what commands do, nobody here knows.
 */
import { type HereDoc, type PipelineNode, parse, type Statement, type SyntaxNode } from 'unbash';
import { commentsOf } from './comments.ts';
import { type InnerScript, innerScript } from './inner-script.ts';
import { lineAt } from './lines.ts';
import { childrenOf, isDecoded, nodesOf } from './nodes.ts';

/** Half-open: the character at `end` is the first one outside. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A pipeline, or a loop, if, case, group or function: what stands between `;`, `&`, `&&`, `||` and ends of lines. */
interface ShellCommand extends Span {
  readonly lists: readonly CommandList[];
}

/** Commands that are neighbours. */
export interface CommandList {
  /**
   * body: a branch, a loop's or a function's body, a group. condition: what a while or until asks. substitution: inside
   * `$()`, backquotes, `<()` or `>()`. script: text that a shell reads (`sh -c '...'`, `bash <<X`, a file that is written).
   */
  readonly role: 'body' | 'condition' | 'substitution' | 'script';
  readonly commands: readonly ShellCommand[];
}

export interface HereDocument {
  /** Offset of its `<<`. */
  readonly operator: number;
  /** The lines between, without the line that ends it. */
  readonly body: Span;
  /** Body and the line that ends it. */
  readonly whole: Span;
}

interface Mistake {
  readonly at: number;
  readonly message: string;
}

export interface ShellScript {
  readonly commands: readonly ShellCommand[];
  readonly comments: readonly (Span & { readonly alone: boolean })[];
  readonly hereDocuments: readonly HereDocument[];
  /** What bash would refuse, or would not read as it stands here. */
  readonly errors: readonly Mistake[];
}

export function parseScript(text: string): ShellScript {
  const reader = new Reader(text);
  const commands = reader.script({ start: 0, end: text.length });
  const { comments, hereDocuments, errors } = reader;
  return { commands, comments, hereDocuments, errors };
}

class Reader {
  readonly comments: ShellScript['comments'][number][] = [];
  readonly hereDocuments: HereDocument[] = [];
  readonly errors: Mistake[] = [];
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  /** @param span where in the text it stands */
  script({ start, end }: Span): ShellCommand[] {
    // Blanks before it, so that the parser counts as the text does.
    const source = this.#text.slice(start, end).padStart(end);
    const root = parse(source);
    const nodes = [...nodesOf(root)];
    const hereDocuments = nodes.flatMap((node) => (node.type === 'HereDoc' ? hereDocument(node) : []));
    this.hereDocuments.push(...hereDocuments);
    for (const span of commentsOf(source, root, hereDocuments)) {
      const before = this.#text.slice(lineAt(this.#text, span.start).start, span.start);
      this.comments.push({ ...span, alone: before.trim() === '' });
    }
    this.errors.push(...nodes.flatMap(errorsOf));
    return this.#commands(root.commands);
  }

  #commands(statements: readonly Statement[]): ShellCommand[] {
    return statements.flatMap(({ command }) =>
      command.type === 'AndOr' ? command.commands.map((one) => this.#command(one)) : [this.#command(command)],
    );
  }

  #command(node: PipelineNode): ShellCommand {
    return { start: node.pos, end: node.end, lists: this.#lists(node) };
  }

  #lists(node: SyntaxNode): CommandList[] {
    const inner = node.type === 'Command' ? innerScript(this.#text, node) : undefined;
    const lists = inner ? [...this.#innerLists(inner)] : [];
    for (const child of childrenOf(node)) {
      // What a shell reads from there is said above.
      if (child === inner?.from) continue;
      if (child.type === 'CompoundList') {
        const role = node.type === 'While' && child === node.clause ? 'condition' : 'body';
        lists.push({ role, commands: this.#commands(child.commands) });
      } else if (child.type === 'Script') {
        lists.push({ role: 'substitution', commands: this.#commands(child.commands) });
      } else lists.push(...this.#lists(child));
    }
    return lists;
  }

  /** One command in quotes is the command that has it read: leaving out the one is leaving out the other. */
  #innerLists({ span, quoted }: InnerScript): readonly CommandList[] {
    const commands = this.script(span);
    const [only, ...more] = commands;
    return quoted && only && more.length === 0 ? only.lists : [{ role: 'script', commands }];
  }
}

function hereDocument({ pos, body, closing }: HereDoc): HereDocument {
  const end = closing ? closing.end + 1 : body.end;
  return { operator: pos, body: { start: body.pos, end: body.end }, whole: { start: body.pos, end } };
}

function errorsOf(node: SyntaxNode): Mistake[] {
  if (node.type === 'Script') return (node.errors ?? []).map(({ pos, message }) => ({ at: pos, message }));
  if (!isDecoded(node)) return [];
  return [{ at: node.pos, message: 'a backslash inside backquotes hides its commands: write $()' }];
}

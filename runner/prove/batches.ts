/** Commands that another program than a shell reads from a here-document, a line each (`ip -batch - <<X`). Pure. */
import { lineAt } from '../bash/lines.ts';
import type { CommandList as ShellList, ShellScript, Span } from '../bash/script.ts';

/** A command of bash, or a line of a batch. */
export interface Command extends Span {
  readonly lists: readonly CommandList[];
}

export interface CommandList {
  readonly role: ShellList['role'] | 'batch';
  readonly commands: readonly Command[];
}

const BATCH = /(?:^|\s)(?:-b(?:atch)?\s|ip6?tables-restore\b|nft\s+-f\b)/;
/** Lines of iptables-restore and nft that only hold the others together. */
const FRAME = /^\s*(?:$|#|\*|:|COMMIT\b|\})|\{\s*$/;

/** The commands, with the lines of a batch as a list of the command that reads them. */
export function withBatches(text: string, script: ShellScript): Command[] {
  const extend = (command: Command): Command => {
    const lists = command.lists.map((list) => ({ ...list, commands: list.commands.map(extend) }));
    const documents = script.hereDocuments.filter(({ operator }) => isIn(operator, command));
    const own = text.slice(command.start, documents[0]?.operator);
    if (lists.some(isBody) || documents.length !== 1 || !BATCH.test(own)) return { ...command, lists };
    const lines = documents.flatMap(({ body }) => batchLines(text, body));
    return { ...command, lists: [...lists, { role: 'batch', commands: lines }] };
  };
  return script.commands.map(extend);
}

export function isBody({ role }: CommandList): boolean {
  return role === 'body';
}

export function isIn(offset: number, { start, end }: Span): boolean {
  return start <= offset && offset < end;
}

function batchLines(text: string, body: Span): Command[] {
  const lines: Command[] = [];
  for (let at = body.start; at < body.end; ) {
    const line = lineAt(text, at);
    if (!FRAME.test(text.slice(line.start, line.end))) lines.push({ ...line, lists: [] });
    at = line.end + 1;
  }
  return lines;
}

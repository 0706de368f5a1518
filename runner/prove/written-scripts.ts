/**
 * Shell scripts that a solution writes into a file by a here-document: their commands belong to the solution like its own,
 * and are mutated one by one. Pure. Only where what stands there is what the file gets: the delimiter is quoted, so that
 * nothing is expanded on the way, and the first line says that a shell reads it.
 */
import { parseShell, type ShellCommand, type ShellScript, type Span } from './shell.ts';

/** `cat >file`, `cat > "file"`, `tee file`, `install ... /dev/stdin file`. */
const WRITES = /^(?:cat\s*>|tee\s|install\s.*\/dev\/stdin\s)/;
const QUOTED = /^\d*<<-?[ \t]*['"\\]/;
const SHEBANG = /^#![ \t]*(?:\S*\/)?(?:env[ \t]+)?(?:ba|da)?sh\b/;

/** The script with the commands of the scripts that it writes inside those that write them. */
export function withWrittenScripts(text: string, script: ShellScript): ShellScript {
  const comments = [...script.comments];
  const hereDocuments = [...script.hereDocuments];
  const extend = (command: ShellCommand): ShellCommand => {
    const inner = command.inner.map(extend);
    const body = command.shape === 'simple' ? writtenBody(text, command, script) : undefined;
    if (!body) return { ...command, inner };
    const written = parseShell(text, body);
    comments.push(...written.comments);
    hereDocuments.push(...written.hereDocuments);
    return { ...command, inner: [...inner, ...written.commands] };
  };
  return { commands: script.commands.map(extend), comments, hereDocuments };
}

function writtenBody(text: string, command: ShellCommand, script: ShellScript): Span | undefined {
  const [document, another] = script.hereDocuments.filter(
    ({ operator }) => command.start <= operator && operator < command.end,
  );
  if (!document || another) return undefined;
  const { operator, body } = document;
  const isScript =
    WRITES.test(text.slice(command.start, operator)) &&
    QUOTED.test(text.slice(operator)) &&
    SHEBANG.test(text.slice(body.start, body.end));
  return isScript ? body : undefined;
}

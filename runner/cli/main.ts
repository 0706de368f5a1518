/** The command line: the only place that wires everything, and the one place where errors end. */
import { Command, CommanderError } from 'commander';
import { EXIT, WirebookError } from '../errors.ts';
import { type Context, createContext } from './context.ts';
import { claims } from './usage/claims.ts';
import { doctor } from './usage/doctor.ts';
import { down } from './usage/down.ts';
import { glossary } from './usage/glossary.ts';
import { grade } from './usage/grade.ts';
import { judge } from './usage/judge.ts';
import { lint } from './usage/lint.ts';
import { list } from './usage/list.ts';
import { picture } from './usage/picture.ts';
import { prove } from './usage/prove.ts';
import { read } from './usage/read.ts';
import { replay } from './usage/replay.ts';
import { serve } from './usage/serve.ts';
import { shell } from './usage/shell.ts';
import { trace } from './usage/trace.ts';
import { version } from './version.ts';

/** What each command takes. What it does is loaded when it is used: most take longer to load than `list` takes to run. */
const COMMANDS = [
  list,
  lint,
  claims,
  glossary,
  doctor,
  replay,
  prove,
  grade,
  judge,
  picture,
  trace,
  read,
  shell,
  serve,
  down,
];

function program(context: Context): Command {
  const command = new Command('wirebook')
    .description('A notebook that you run, for learning how Kubernetes wires a cluster.')
    .version(version)
    .option('--chapters <folder>', 'where the chapters are', context.chaptersFolder)
    .option('--debug', 'print the stack of an error')
    .showSuggestionAfterError()
    .configureHelp({ showGlobalOptions: true })
    .addHelpText(
      'after',
      '\nExit status: 0 all passed, 1 graded and failed, 2 bad usage or a bad chapter, 3 the sandbox failed.',
    );
  for (const add of COMMANDS) add(command, context);
  command.commands.forEach(strict);
  return strict(command);
}

/** Errors become exceptions: they end in `main`. */
function strict(command: Command): Command {
  return command.exitOverride().allowExcessArguments(false);
}

export async function main(argv: readonly string[]): Promise<void> {
  const context = createContext();
  // A reader that has had enough (`| head`) ends the command, and what it has opened with it.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    void context.cleanup.run().finally(() => process.exit(EXIT.ok));
  });
  try {
    await program(context).parseAsync([...argv]);
  } catch (error) {
    process.exitCode = report(error, argv.includes('--debug'));
  } finally {
    await context.cleanup.run();
  }
  // Open handles (a pty, a pipe) do not keep a finished command alive; what is written is flushed first.
  await Promise.all([flushed(process.stdout), flushed(process.stderr)]);
  process.exit();
}

function flushed(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => stream.write('', () => resolve()));
}

/** Prints an error once, and says the exit status. */
function report(error: unknown, debug: boolean): number {
  // Commander has printed its own message, or help was asked for.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  const known = error instanceof WirebookError;
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`wirebook: ${message}\n`);
  if (known && error.remedy) process.stderr.write(`  ${error.remedy.replaceAll('\n', '\n  ')}\n`);
  if (debug && error instanceof Error) process.stderr.write(`${error.stack}\n`);
  return known ? error.exit : EXIT.sandbox;
}

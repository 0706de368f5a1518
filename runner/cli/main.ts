/** The command line: the only place that wires everything, and the one place where errors end. */
import { Command, CommanderError } from 'commander';
import { EXIT, WirebookError } from '../errors.ts';
import { type Context, createContext } from './context.ts';
import { version } from './version.ts';

type Add = (program: Command, context: Context) => void;

/** Modules are loaded only for the command that is asked for: the page's server alone takes longer to load than `list` takes to run. */
const COMMANDS: Readonly<Record<string, () => Promise<Add>>> = {
  list: async () => (await import('./commands/list.ts')).list,
  lint: async () => (await import('./commands/lint.ts')).lint,
  claims: async () => (await import('./commands/claims.ts')).claims,
  doctor: async () => (await import('./commands/doctor.ts')).doctor,
  replay: async () => (await import('./commands/replay.ts')).replay,
  prove: async () => (await import('./commands/prove.ts')).prove,
  grade: async () => (await import('./commands/grade.ts')).grade,
  shell: async () => (await import('./commands/shell.ts')).shell,
  serve: async () => (await import('./commands/serve.ts')).serve,
  down: async () => (await import('./commands/down.ts')).down,
};

/** The whole program, or only as much of it as these arguments need. */
async function program(context: Context, args: readonly string[] = []): Promise<Command> {
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
  const asked = args.filter((word) => Object.hasOwn(COMMANDS, word)).slice(0, 1);
  for (const name of asked.length > 0 ? asked : Object.keys(COMMANDS)) {
    (await COMMANDS[name]?.())?.(command, context);
  }
  command.commands.forEach(strict);
  return strict(command);
}

/** Errors become exceptions: they end in `main`. */
function strict(command: Command): Command {
  return command.exitOverride().allowExcessArguments(false);
}

export async function main(argv: readonly string[]): Promise<void> {
  const context = createContext();
  try {
    await (await program(context, argv.slice(2))).parseAsync([...argv]);
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

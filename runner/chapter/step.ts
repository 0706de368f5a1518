/** One step from its fence, and the recorded output from the fence after it. */
import type { HostName } from '../sandbox/driver.ts';
import { FEATURE_NAMES } from '../sandbox/kernel-features.ts';
import type { Problems } from '../yaml/problems.ts';
import { readAttributes } from './attributes.ts';
import { flag, integerField, nameField, oneOfField, readFields, secondsField } from './fields.ts';
import type { Step } from './model.ts';
import type { FenceNode } from './outline.ts';

/** Long enough for anything a chapter waits for without saying so; `timeout=` says otherwise. */
const DEFAULT_TIMEOUT_SECONDS = 30;

/** The step, or undefined when it is for no shell of ours. One whose name could not be read is called ''. */
export function readStep(
  fence: FenceNode,
  { hosts, problems }: { readonly hosts: readonly HostName[]; readonly problems: Problems },
): Step | undefined {
  const complain = (message: string): void => problems.add(fence.line, message);
  const example = `\`\`\`sh {name=add-client host=${hosts[0]}}`;
  if (fence.language !== 'sh') {
    const shown = fence.language === '' ? 'no language' : `"${fence.language}"`;
    complain(
      `a step's fence says sh, found ${shown}; write ${example}, or \`\`\`text for what is only shown`,
    );
    return undefined;
  }
  const bare = !fence.rest.startsWith('{');
  if (bare) {
    const found = fence.rest === '' ? '' : `, found "${fence.rest}"`;
    complain(`the step has no name${found}; write ${example}, or \`\`\`text for what is only shown`);
  }
  const list = bare ? { attributes: [], problems: [] } : readAttributes(fence.rest, fence.column);
  const fields = {
    name: nameField,
    host: oneOfField(hosts, "one of the chapter's hosts"),
    exit: integerField(0, 255),
    timeout: secondsField(600),
    background: flag,
    interactive: flag,
    setup: flag,
    needs: oneOfField(FEATURE_NAMES, 'a feature of the kernel'),
  };
  const said = readFields(list, fields, 'a step', complain);
  const named = list.attributes.some(({ key }) => key === 'name');
  if (!named && !bare && list.problems.length === 0) complain(`the step has no name; write ${example}`);
  if (fence.token.content.trim() === '') complain('the step has no command');
  if (said.background && said.interactive) complain('a step is background or interactive, not both');
  if (said.background && !/(?<!&)&\s*(#.*)?$/m.test(fence.token.content)) {
    complain('the step is marked background, but no line of it ends with &');
  }
  if (said.setup) {
    const lessons = [
      said.background && 'is background',
      said.interactive && 'is interactive',
      said.exit && `ends with status ${said.exit}`,
    ];
    for (const lesson of lessons.filter((words) => typeof words === 'string')) {
      complain(`a step that ${lesson} is a lesson, and setup folds what is none; write it without setup`);
    }
  }
  return {
    name: said.name ?? '',
    host: said.host ?? hosts[0] ?? '',
    command: fence.token.content,
    exit: said.exit ?? 0,
    timeoutMs: (said.timeout ?? DEFAULT_TIMEOUT_SECONDS) * 1000,
    background: said.background ?? false,
    interactive: said.interactive ?? false,
    setup: said.setup ?? false,
    ...(said.needs === undefined ? {} : { needs: said.needs }),
    line: fence.line,
  };
}

export function readOutput(fence: FenceNode, step: Step, problems: Problems): Step['output'] {
  if (fence.rest !== '')
    problems.add(fence.line, `\`\`\`output takes nothing after it, found "${fence.rest}"`);
  if (step.background || step.interactive) {
    const kind = step.background ? 'background' : 'interactive';
    problems.add(fence.line, `the output of a step that is ${kind} is never compared; show it as \`\`\`text`);
  }
  return { text: fence.token.content, line: fence.line };
}

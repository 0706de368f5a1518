/** What vagrant says in its machine-readable form. Pure. */

/** `running`, `poweroff`, `shutoff`, `saved`, `not_created`...: words of the provider. */
export type MachineState = string;

/** By machine, from `vagrant status --machine-readable`: lines `time,machine,kind,data`. */
export function parseStatus(text: string): ReadonlyMap<string, MachineState> {
  const states = new Map<string, MachineState>();
  for (const line of text.split('\n')) {
    const [, machine = '', kind, data = ''] = line.trim().split(',');
    if (kind === 'state' && machine !== '') states.set(machine, data);
  }
  return states;
}

/** Names of snapshots, from `vagrant snapshot list MACHINE`: the lines without an arrow. */
export function parseSnapshots(text: string): string[] {
  return text
    .split('\n')
    .filter((line) => !/^(==>|-->)/.test(line))
    .map((line) => line.trim())
    .filter((line) => /^[\w-]+$/.test(line));
}

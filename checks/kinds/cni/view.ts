/** One part of what a CNI probe saw, with the questions that its judgement asks. Pure. */
import { Inconclusive } from '../../kind.ts';
import type { CniContainer, CniLink, CniLook, CniOperation, CniPart, CniResult } from '../../probes/cni.ts';
import type { Evidence } from '../../verdict.ts';
import { lastCall } from './printed.ts';

/** A mistake of the plugin: in one sentence, and what shows it. */
export interface Problem {
  readonly diagnosis: string;
  readonly evidence: Evidence;
}

export class View {
  readonly host: string;
  readonly part: CniPart;
  readonly cniVersion: string;
  /** Destinations that the configuration asks routes for, as far as it says. */
  readonly routes: readonly string[];
  readonly #result: CniResult;

  constructor(host: string, part: CniPart, result: CniResult, routes: readonly string[]) {
    this.host = host;
    this.part = part;
    this.cniVersion = result.cniVersion;
    this.routes = routes;
    this.#result = result;
  }

  all(): readonly CniOperation[] {
    return this.#result.operations.filter(({ part }) => part === this.part);
  }

  operations(purpose: string): readonly CniOperation[] {
    return this.all().filter((one) => one.purpose === purpose);
  }

  /** The first of that purpose. Throws Inconclusive when it was never tried though all before it succeeded. */
  operation(purpose: string, label?: string): CniOperation {
    const found = this.operations(purpose).find(
      ({ container }) => label === undefined || container === label,
    );
    if (!found) throw new Inconclusive(`${purpose} was not tried`);
    return found;
  }

  look(moment: string): CniLook {
    const found = this.#result.looks.find((one) => one.part === this.part && one.moment === moment);
    if (!found) throw new Inconclusive(`the moment "${moment}" was not looked at`);
    return found;
  }

  container(label: string): CniContainer {
    const found = this.#result.containers[this.part]?.[label];
    if (!found) throw new Inconclusive(`there was no ${label} container`);
    return found;
  }

  /** The container's device, as CNI_IFNAME calls it. */
  device(look: CniLook, label: string): CniLink | undefined {
    const { ifname } = this.container(label);
    return look.inside[label]?.links.find(({ name }) => name === ifname);
  }

  /** A mistake that a call shows. */
  ofCall(diagnosis: string, operation: CniOperation, expected: string): Problem {
    const call = lastCall(operation);
    const said = (name: string, text: string) => (text.trim() === '' ? '' : `\n${name}: ${text.trim()}`);
    return {
      diagnosis,
      evidence: {
        host: this.host,
        command: `${Object.entries(call.environment)
          .map(([name, value]) => `${name}=${value}`)
          .join(' ')} ${call.plugin} <<< '${call.stdin}'`,
        expected,
        found: `${call.status === null ? call.outcome : `status ${call.status}`}${said('standard output', call.stdout)}${said('standard error', call.stderr)}`,
      },
    };
  }

  /** A mistake that the kernel or a file shows. */
  ofLook(diagnosis: string, command: string, expected: string, found: string): Problem {
    return { diagnosis, evidence: { host: this.host, command, expected, found } };
  }
}

export function the(label: string | undefined): string {
  return label === undefined ? 'no container' : `the ${label} container`;
}

export function shownLink({ name, up, carrier, addresses }: CniLink): string {
  return `${name} ${up ? (carrier ? 'UP' : 'UP, NO-CARRIER') : 'DOWN'} ${addresses.join(' ')}`.trim();
}

/** Without prefix length. */
export function bare(cidr: string): string {
  return cidr.split('/')[0] ?? cidr;
}

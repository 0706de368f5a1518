/** VERSION: a plugin says which versions of the specification it speaks, and is told of no container for that. Pure. */
import { complaint, lastCall, printed, succeeded } from './printed.ts';
import { versionResult } from './spec.ts';
import type { Problem, View } from './view.ts';

export function* version(view: View): Generator<Problem> {
  for (const purpose of ['version', 'version-again']) {
    const operation = view.operation(purpose);
    const call = lastCall(operation);
    const problem = (diagnosis: string) =>
      view.ofCall(diagnosis, operation, 'status 0 and {"cniVersion": ..., "supportedVersions": [...]}');
    if (!succeeded(operation)) {
      yield problem(
        `VERSION failed: ${complaint(call)} (it is called without CNI_CONTAINERID, CNI_NETNS and CNI_IFNAME)`,
      );
      return;
    }
    const said = printed(call, versionResult);
    if ('wrong' in said) {
      yield problem(`what VERSION prints is no version result: ${said.wrong}`);
      return;
    }
    if (said.value.cniVersion !== view.cniVersion)
      yield problem(
        `VERSION answers in cniVersion ${said.value.cniVersion}, and was asked in ${view.cniVersion}`,
      );
    if (!said.value.supportedVersions.includes(view.cniVersion))
      yield problem(
        `supportedVersions lacks ${view.cniVersion}: a runtime would not call the plugin for such a network`,
      );
  }
}

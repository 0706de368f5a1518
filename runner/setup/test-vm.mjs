// `npm run test:vm`: the chapters in virtual machines, on a bare machine. What `npm test` does for namespaces, this does
// for machines: it installs what is missing, then vm/test-vm.ts does the rest.
import { buildCommandLine, checkNode, installNpmPackages } from './setup.mjs';

checkNode();
installNpmPackages();
buildCommandLine();
const { register } = await import('tsx/esm/api');
register();
const { testVm } = await import('./vm/test-vm.ts');
process.exit(await testVm(process.argv.slice(2)));

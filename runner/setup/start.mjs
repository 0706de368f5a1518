// `npm start`: installs what is missing, builds, then serves. `npm start -- --port 9000` passes options on.
import { LAB_PACKAGES } from './packages.mjs';
import {
  buildCommandLine,
  buildPage,
  checkNode,
  installDebianPackages,
  installNpmPackages,
} from './setup.mjs';

checkNode();
installDebianPackages(LAB_PACKAGES);
installNpmPackages();
buildPage();
buildCommandLine();
process.argv.splice(2, 0, 'serve');
await import('../cli/wirebook.mjs');

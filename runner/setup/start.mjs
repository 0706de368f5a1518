// `npm start`: installs what is missing, builds the page, then serves. `npm start -- --port 9000` passes options on.
import { LAB_PACKAGES } from './packages.mjs';
import { buildPage, checkNode, installDebianPackages, installNpmPackages } from './setup.mjs';

checkNode();
installDebianPackages(LAB_PACKAGES);
installNpmPackages();
buildPage();
process.argv.splice(2, 0, 'serve');
await import('../cli/wirebook.mjs');

// `npm start`: installs what is missing, builds, then serves. `npm start -- --port 9000` passes options on.
import { LAB_PACKAGES } from '../sandbox/packages.mjs';
import { setUp } from './setup.mjs';

setUp(LAB_PACKAGES);
process.argv.splice(2, 0, 'serve');
await import('../cli/wirebook.mjs');

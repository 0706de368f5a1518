// `npm run build`, also before `npm pack`: the page into .build/app, the command line into .build/cli.
import { buildCommandLine, buildPage } from './setup.mjs';

buildPage();
buildCommandLine();

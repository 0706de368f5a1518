#!/usr/bin/env node
// The `wirebook` command. Plain JavaScript because it runs before TypeScript can: it loads tsx, then main.ts.
try {
  const { register } = await import('tsx/esm/api');
  register();
} catch (error) {
  if (error?.code !== 'ERR_MODULE_NOT_FOUND') throw error;
  console.error('wirebook: its npm packages are not installed.\n  Run: npm start   (or: npm ci)');
  process.exit(2);
}
const { main } = await import('./main.ts');
await main(process.argv);

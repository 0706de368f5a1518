/** Terminal output as plain text for the page: escape sequences are left out, overwritten lines show their last form. */
const ESCAPE = new RegExp(
  [
    '\\u001b\\[[0-?]*[ -/]*[@-~]', // CSI (ECMA-48 5.4)
    '\\u001b[\\]PX^_][^\\u0007\\u001b]*(?:\\u0007|\\u001b\\\\)', // OSC, DCS, SOS, PM, APC with their string
    '\\u001b[ -/]*[0-~]', // two-character escapes and charset choices
    '[\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f]', // other controls; tab, newline, return are kept
  ].join('|'),
  'g',
);

export function plainText(output: string): string {
  return output
    .replace(ESCAPE, '')
    .split('\n')
    .map((line) => line.replace(/\r+$/, '').split('\r').at(-1) ?? '')
    .join('\n');
}

/** The key that goes into the terminal and out of it again. */
export function isLeaveKey(event: KeyboardEvent): boolean {
  return event.key === 'F6' && event.ctrlKey && event.shiftKey;
}

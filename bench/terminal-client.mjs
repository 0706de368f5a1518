/**
 * A page's end of a terminal, without drawing, as a process of its own: reads, acknowledges, types, and measures there.
 * Started by terminal.ts with the socket's address; takes orders and gives results over IPC.
 */
import { WebSocket } from 'ws';

const socket = new WebSocket(process.argv[2] ?? '', { perMessageDeflate: false });
/** @type {{ text: string, seen: () => void } | undefined} */
let awaited;
let tail = Buffer.alloc(0);

socket.on('message', (data, binary) => {
  if (!Buffer.isBuffer(data)) return;
  // The snapshot: from now on everything is sent.
  if (!binary) return process.send?.({ type: 'ready' });
  socket.send(`{"type":"ack","bytes":${data.length}}`);
  if (awaited === undefined) return;
  tail = Buffer.concat([tail, data.subarray(-256)]).subarray(-256);
  if (!tail.includes(awaited.text)) return;
  awaited.seen();
  awaited = undefined;
});

/** Types keys and waits for a text to come. @param {string} keys @param {string} text @returns {Promise<number>} milliseconds */
function type(keys, text) {
  tail = Buffer.alloc(0);
  const began = performance.now();
  return new Promise((resolve) => {
    awaited = { text, seen: () => resolve(performance.now() - began) };
    socket.send(JSON.stringify({ type: 'input', data: keys }));
  });
}

process.on(
  'message',
  async (/** @type {{ keys: string, text: string, times: number }} */ { keys, text, times }) => {
    const ms = [];
    for (let time = 0; time < times; time++) {
      ms.push(await type(keys, text));
      // Readline draws long lines anew: back to an empty one now and then.
      if (times > 1 && time % 50 === 49) await type('\x03', '# ');
    }
    process.send?.({ type: 'measured', ms });
  },
);
process.on('disconnect', () => process.exit());

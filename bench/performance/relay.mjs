// Hands on what comes in either direction, so many milliseconds later, and counts round trips: a server that answers what a
// client has sent since it answered last. In a thread of its own, which nothing else keeps from its clock.
import { connect, createServer } from 'node:net';
import { parentPort, workerData } from 'node:worker_threads';

const { host, port, latency, counter } = workerData;

function handOn(from, to, onData) {
  from.on('data', (data) => {
    onData();
    setTimeout(() => to.destroyed || to.write(data), latency);
  });
  from.on('end', () => setTimeout(() => to.end(), latency));
  from.on('error', () => to.destroy());
}

const server = createServer((client) => {
  const upstream = connect(port, host);
  for (const socket of [client, upstream]) socket.setNoDelay();
  let asked = false;
  handOn(client, upstream, () => {
    asked = true;
  });
  handOn(upstream, client, () => {
    if (asked) Atomics.add(counter, 0, 1);
    asked = false;
  });
});
server.listen(0, '127.0.0.1', () => parentPort.postMessage(server.address().port));

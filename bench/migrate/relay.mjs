// Hands on what comes in either direction, so many milliseconds later.
import { connect, createServer } from 'node:net';
import { parentPort, workerData } from 'node:worker_threads';

const { host, port, latency } = workerData;
const delayed = (from, to) => {
  from.on('data', (data) => setTimeout(() => to.destroyed || to.write(data), latency));
  from.on('end', () => setTimeout(() => to.end(), latency));
  from.on('error', () => to.destroy());
};
const server = createServer((client) => {
  const upstream = connect(port, host);
  for (const socket of [client, upstream]) socket.setNoDelay();
  delayed(client, upstream);
  delayed(upstream, client);
});
server.listen(0, '127.0.0.1', () => parentPort.postMessage(server.address().port));

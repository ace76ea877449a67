import { Worker } from 'node:worker_threads';

/** A relay before the server of that URL, with so many milliseconds each way; `roundTrips` tells and forgets the count. */
export async function startRelay(url, latency) {
  const { hostname, port } = new URL(url);
  const counter = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const worker = new Worker(new URL('./relay.mjs', import.meta.url), {
    workerData: { host: hostname, port: Number(port), latency, counter },
  });
  const relayed = new URL(url);
  relayed.port = await new Promise((resolve, reject) => {
    worker.once('message', resolve).once('error', reject);
  });
  return {
    url: relayed.href,
    roundTrips: () => Atomics.exchange(counter, 0, 0),
    stop: () => worker.terminate(),
  };
}

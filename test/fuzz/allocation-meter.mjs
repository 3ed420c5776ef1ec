import { subscribe } from 'node:diagnostics_channel';
import { appendFileSync } from 'node:fs';
import process from 'node:process';
import { GCProfiler, getHeapStatistics } from 'node:v8';

// Loaded before a connector process: for each request, writes a line with its label, from the header x-fuzzed, and the bytes that the
// process has allocated on its heap from the first byte of the request until the end of the answer. Requests at the same time count
// for each other.

const file = process.env['ALLOCATIONS_FILE'];
let profiler = new GCProfiler();
profiler.start();
let total = 0;
let used = getHeapStatistics().used_heap_size;

/** What the process has allocated on its heap since its start, in bytes: its growth between collections, added up. */
function allocated() {
  const grown = (to) => (total += Math.max(0, to - used));
  for (const { beforeGC, afterGC } of profiler.stop().statistics) {
    grown(beforeGC.heapStatistics.usedHeapSize);
    used = afterGC.heapStatistics.usedHeapSize;
  }
  const now = getHeapStatistics().used_heap_size;
  grown(now);
  used = now;
  profiler = new GCProfiler();
  profiler.start();
  return total;
}

subscribe('http.server.request.start', ({ request, response }) => {
  const before = allocated();
  response.once('close', () => {
    appendFileSync(file, `${request.headers['x-fuzzed'] ?? '-'} ${allocated() - before}\n`);
  });
});

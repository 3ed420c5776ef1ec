/**
 * Frees the memory of a chunk that a request brought; it must not be used any more. The garbage collector would also
 * free it, but only after some hundred megabytes have accumulated.
 */
export function freeChunk(chunk: Buffer): void {
  const { buffer, byteLength } = chunk;
  if (buffer instanceof ArrayBuffer && buffer.byteLength === byteLength) buffer.transfer(0);
}

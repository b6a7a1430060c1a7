// The bytes of a body without their content encoding.
import { brotliDecompressSync, gunzipSync, inflateRawSync, inflateSync } from 'node:zlib';

/** @throws {Error} when they are not of the encoding, or more than `maxOutputLength` without it. */
export function decoded(bytes: Buffer, encoding: string | undefined, maxOutputLength: number): Buffer {
  if (encoding === undefined || bytes.length === 0) return bytes;
  switch (encoding.toLowerCase()) {
    case '':
    case 'identity':
      return bytes;
    case 'gzip':
    case 'x-gzip':
      return gunzipSync(bytes, { maxOutputLength });
    case 'br':
      return brotliDecompressSync(bytes, { maxOutputLength });
    case 'deflate':
      // Some servers leave out zlib's frame, whose first byte says 8.
      return (bytes.readUInt8(0) & 0x0f) === 8 ? inflateSync(bytes, { maxOutputLength }) : inflateRawSync(bytes, { maxOutputLength });
    default:
      throw new Error(`The answer is encoded as ${encoding}.`);
  }
}

/**
 * `decode-only.ts FILE [none|header|full]`: reads and decodes a capture and does nothing else, as the
 * passes of the checker do it. Prints what it saw.
 */
import { OUTCOME } from '../../src/trace/capture/decode/outcome.ts';
import { PacketDecoder } from '../../src/trace/capture/decode/packet-decoder.ts';
import { CaptureReader } from '../../src/trace/capture/reader.ts';
import { CaptureSource, readRecords } from '../../src/trace/capture/source.ts';
import { newWire, W } from '../../src/trace/wire.ts';

const [file = '', wish = 'none'] = process.argv.slice(2);
const reader = new CaptureReader(file);
const decoder = new PacketDecoder({ checksums: wish === 'full' || wish === 'header' ? wish : 'none' });
const wire = newWire();
let segments = 0;
let octets = 0;
await readRecords(new CaptureSource(file), reader, (record) => {
  if (decoder.decode(record, wire) !== OUTCOME.TCP) return;
  segments++;
  octets += wire[W.LENGTH] ?? 0;
});
const { frames } = reader.info;
process.stdout.write(`${JSON.stringify({ frames, segments, octets, problems: reader.problems.length })}\n`);

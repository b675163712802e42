/** What the report and the summary tell of captures of other tools. */
import { describe, expect, test } from 'vitest';
import { CaptureCheck } from '../../checker/capture/capture-check.ts';
import { captureVerdict } from '../../checker/capture/capture-verdict.ts';
import { CaptureWriter, eachSegment } from '../../checker/testing/capture-writer.ts';
import { currentPractice } from '../../spec/profile.ts';
import { ACK, PSH, RST, SYN } from '../../trace/trace.ts';
import { specBook } from '../spec-book.ts';
import { summary } from '../summary.ts';
import { writeHtml } from './page.ts';

const MS = 1e6;

/** Two connections between the same sockets, each with a finding of the server; a copy in the first. */
function capture(): CaptureWriter {
  const one = (writer: CaptureWriter, iss: number, irs: number): CaptureWriter =>
    writer
      .a(SYN, iss)
      .b(SYN | ACK, irs, { ack: iss + 1, after: 0.1 * MS })
      .a(ACK, iss + 1, { ack: irs + 1, after: 20 * MS })
      .b(PSH, irs + 1, { text: 77 });
  return one(one(new CaptureWriter(), 1000, 5000).again(1000).b(RST, 5078), 900_000, 70_000);
}

function judged(writer: CaptureWriter, most?: number) {
  const options = {
    profile: currentPractice,
    recorder: 'inferred',
    lag: { in: 5 * MS, out: 5 * MS, error: MS },
    ...(most !== undefined && { most }),
  } as const;
  const check = new CaptureCheck(options);
  const file = writer.file();
  eachSegment(file, 'full', (bytes, wire, frame, time) => check.survey.take(bytes, wire, frame, time));
  check.surveyed({ drops: false, resolution: 1, started: '' });
  eachSegment(file, 'none', (bytes, wire, frame, time) => check.judge(bytes, wire, frame, time));
  if (check.judged())
    eachSegment(file, 'none', (bytes, wire, frame, time) => check.explain(bytes, wire, frame, time));
  check.explained();
  const verdict = captureVerdict(check, { file: 'a.pcap', sha256: '', problems: [] }, options);
  const trace = check.trace();
  return { verdict, traces: new Map([['a.pcap', trace ? [trace] : []]]) };
}

const { verdict, traces } = judged(capture());
const page = writeHtml(verdict, traces, specBook());

describe('the report of a capture', () => {
  test('has a ladder for each connection with findings, with its own records only', () => {
    const sections = page.split('<section class="connection"').slice(1);
    expect(sections).toHaveLength(2);
    const records = sections.map((s) => [...s.matchAll(/id="c\d-r(\d+)"/g)].map((m) => Number(m[1])));
    expect(records[0]?.slice(0, 6)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(records[1]?.slice(0, 4)).toEqual([7, 8, 9, 10]);
    expect(sections[0]).toContain('1:78(77)');
    expect(sections[0]).not.toContain('id="c1-r7" style');
  });
  test('names both ends with their vantage, and says why the far one is undecided', () => {
    expect(page).toContain('192.0.2.9:80, recorder near');
    expect(page).toContain('192.0.2.1:40000, recorder far');
    expect(page).toContain('the recorder sits away from this end');
  });
  test('tells what was measured and what is wrong with the recording, once', () => {
    expect(page).toContain('10 segments in 2 connections');
    expect(page.match(/the same packet stands in the capture again/g)).toHaveLength(1);
  });
  test('claims no vouching recorder where there is none', () => {
    expect(page).not.toContain('the recorder vouches that it lost nothing');
    expect(page).toContain('nobody vouches for the recorder');
  });
});

test('ends that are only counted are told in report and summary', () => {
  const few = judged(capture(), 1);
  expect(writeHtml(few.verdict, few.traces, specBook())).toContain('Further endpoints are only counted');
  const text = summary(few.verdict);
  expect(text).toContain('a.pcap: 3 further endpoints only counted');
});

test('the summary tells health with records', () => {
  expect(summary(verdict)).toContain(
    'a.pcap: health: 1 × recorded-twice (records 5): the same packet stands in the capture again',
  );
});

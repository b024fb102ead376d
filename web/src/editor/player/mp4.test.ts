import { describe, expect, it } from 'vitest';
import { pictureTimes, trackOf } from './mp4';

const u32 = (...values: number[]) =>
  values.flatMap((value) => [(value >>> 24) & 255, (value >>> 16) & 255, (value >>> 8) & 255, value & 255]);
const box = (type: string, ...content: number[][]): number[] => {
  const bytes = content.flat();
  return [...u32(bytes.length + 8), ...[...type].map((letter) => letter.charCodeAt(0)), ...bytes];
};
const zeros = (count: number) => Array.from({ length: count }, () => 0);
const trak = (id: number, kind: string, timescale: number) =>
  box(
    'trak',
    box('tkhd', u32(0, 0, 0, id), zeros(68)),
    box('mdia', box('mdhd', u32(0, 0, 0, timescale), zeros(8)), box('hdlr', u32(0, 0), [...kind].map((letter) => letter.charCodeAt(0)), zeros(12))), // prettier-ignore
  );
const init = new Uint8Array([...box('ftyp', zeros(8)), ...box('moov', trak(1, 'soun', 48_000), trak(2, 'vide', 15_360), box('mvex', box('trex', u32(0, 2, 1, 512, 0, 0))))]); // prettier-ignore
const track = { id: 2, timescale: 15_360, duration: 512 };
const segment = (...runs: number[][]) => new Uint8Array(box('moof', box('mfhd', u32(0, 1)), box('traf', box('tfhd', u32(0x20000, 1)), box('trun', u32(0, 9))), box('traf', box('tfhd', u32(0x20000, 2)), box('tfdt', u32(0, 30_720)), ...runs))); // prettier-ignore

describe('times of pictures in a fragment', () => {
  it('finds the track of the pictures', () => expect(trackOf(init)).toEqual(track));
  it('counts at the usual length where the run tells none', () =>
    expect(pictureTimes(segment(box('trun', u32(0, 3))), track).times.map(Math.round)).toEqual([0, 33, 67]));
  it('reads lengths and delays, and sorts what is decoded in another order', () => {
    const run = box('trun', u32(0x01000b01, 4, 0, 512, 0, 512, 512, 0, 2_048, 1_024, 0, 0, 512, 0, 0));
    const read = pictureTimes(segment(run), track);
    expect(read.times.map(Math.round)).toEqual([0, 33, 100, 133]);
    expect(read.first).toBeCloseTo((30_720 + 512) / 15_360);
  });
  it('answers nothing for what is cut short or something else', () => {
    expect(trackOf(init.slice(0, 60))).toBeNull();
    expect(trackOf(new Uint8Array(0))).toBeNull();
    expect(pictureTimes(new Uint8Array(box('trun', u32(0x100, 4_000_000_000))), track).times).toEqual([]);
    expect(pictureTimes(segment(box('trun', u32(0x100, 4_000_000_000))), track).times).toEqual([]);
  });
});

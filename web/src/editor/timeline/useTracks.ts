import { computed } from 'vue';
import * as S from '../model/spans';
import type { Editor } from '../useEditor';
import type { Session } from '../useSession';
import type { Block } from './layout';
import { shareOf, type Band, type Flag } from './tracks';

/** What the timeline shows beside pictures and sound, from what the session's report and clips say. */
export function useTracks(session: Session, editor: Editor) {
  const played = computed(() => session.report.value?.asPlayed.filter((one) => !one.beforeLive) ?? []);
  const bands = computed<Band[]>(() =>
    played.value.flatMap((one) => {
      const until = one.placedUntil?.at ?? one.until;
      if (one.placed?.by === 'notRecorded') return [];
      return [{ from: Date.parse(one.placed?.at ?? one.from), to: until ? Date.parse(until) : editor.whole.value.to, number: one.number, name: one.name }]; // prettier-ignore
    }),
  );
  const curve = computed(() =>
    shareOf(
      (session.report.value?.items ?? []).map((item) => item.curve.points.map((point) => ({ at: Date.parse(point.at), held: point.held }))),
    ),
  );
  const flags = computed<Flag[]>(() => [
    ...(session.analysis.value?.pieces ?? []).flatMap((piece) =>
      piece.scenes.map((seconds) => ({ at: Date.parse(piece.at) + seconds * 1_000, kind: 'scene' as const })),
    ),
    ...session.markers.value
      .filter((marker) => marker.kind === 'manual')
      .map((marker) => ({ at: Date.parse(marker.place?.at ?? marker.at), kind: 'marker' as const })),
  ]);
  const blocks = computed<Omit<Block, 'lane'>[]>(() =>
    [...session.clips.values()]
      .filter((clip) => clip.stage !== 'dropped' && clip.spans.length > 0)
      .map((clip) => {
        const edit = editor.edits.of(clip);
        const spans = (clip.id === editor.chosenId.value && editor.proposal.value?.spans) || edit.spans;
        const percent = clip.stage === 'rendering' ? (clip.job?.percent ?? 0) : null;
        return { id: clip.id, title: edit.title, stage: clip.stage, spans, from: S.startOf(spans), to: S.endOf(spans), percent }; // prettier-ignore
      }),
  );
  return { bands, curve, flags, blocks };
}

import type { Clip } from '../kit/api/documents';

/** What is said of a clip in the control room: the step of its job, or that it is there; 'none' where nobody made anything of it. */
export const clipState = (clip: Clip): string => {
  if (['ready', 'approved', 'handedOver'].includes(clip.stage)) return 'ready';
  return clip.job?.step ?? 'none';
};

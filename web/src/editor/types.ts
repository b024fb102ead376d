/** Clips as the edge tells of them. */
export type Stage = 'candidate' | 'draft' | 'rendering' | 'ready' | 'approved' | 'handedOver' | 'dropped';

export interface Clip {
  id: string;
  stage: Stage;
  title: string;
  rank: number;
  assignee: string | null;
  card: { name: string } | null;
  spans: { from: string; to: string }[];
}

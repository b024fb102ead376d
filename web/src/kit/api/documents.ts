/** Names for the documents of the edge. HTTP shapes come from the OpenAPI document; hub snapshots are written out here. */
import type { components } from './schema';

export type Schemas = components['schemas'];
export type Me = Schemas['Me'];
export type Account = Schemas['AccountDto'];
export type Role = Schemas['Role'];
export type Room = Schemas['Room'];
export type Product = Schemas['ProductDto'];
export type ProductKind = Schemas['ProductKind'];
export type SessionSummary = Schemas['SessionSummary'];
export type SessionDetail = Schemas['SessionDetail'];
export type ShowcaseItem = Schemas['ShowcaseItemDto'];
export type OnAirDoc = Schemas['OnAirDoc'];
export type Card = NonNullable<OnAirDoc['card']>;
export type Stock = NonNullable<OnAirDoc['stock']>;
export type CountsDoc = Schemas['CountsDoc'];
export type ItemCounts = Schemas['ItemCountsDto'];
export type OverlayStatus = Schemas['OverlayStatus'];
export type ObsSource = Schemas['ObsDto'];
export type Clip = Schemas['ClipDto'];
export type Link = Schemas['LinkDto'];
export type NewLink = Schemas['NewLinkDto'];
export type BoardDoc = Schemas['BoardDoc'];
export type Rundown = Schemas['RundownDto'];
export type RundownSection = Schemas['RundownSection'];
export type RundownItem = Schemas['RundownItem'];
export type RundownEdit = Schemas['RundownEdit'];
export type Appearance = Schemas['AppearanceDto'];
export type Difference = Schemas['DifferenceDto'];
/** Small pictures and the waveform of a recording. */
export type Story = Schemas['StoryDto'];
export type RoomView = Schemas['RoomDto'];
export type RoomItem = Schemas['RoomItemDto'];
export type Hold = Schemas['HoldDto'];
export type Wait = Schemas['WaitDto'];
export type HandoverWay = Schemas['HandoverWay'];
export type SessionReport = Schemas['SessionReport'];
export type ReportFigure = Schemas['ReportFigure'];
export type ItemReport = Schemas['ItemReport'];
export type AppearanceReport = Schemas['AppearanceReport'];
export type HoldCurve = Schemas['HoldCurve'];
export type Enterprise = Schemas['EnterpriseDto'];
export type SalesPlatform = Schemas['SalesPlatform'];
export type Station = Schemas['StationDto'];
export type Reconciliation = Schemas['ReconciliationDto'];
export type ItemLine = Schemas['ItemLineDto'];
export type EnterpriseLine = Schemas['EnterpriseLineDto'];
export type HoldRow = Schemas['HoldRowDto'];
export type Order = Schemas['OrderDto'];
export type PickList = Schemas['PickListDto'];
export type StationReconciliation = Schemas['StationReconciliationDto'];
export type PickRow = Schemas['PickRowDto'];
export type Push = Schemas['PushDto'];
export type Import = Schemas['ImportDto'];
export type ImportList = Schemas['ImportList'];
export type KeepingList = Schemas['KeepingList'];
export type KeptSession = Schemas['KeptSessionDto'];
export type KeepingAct = Schemas['KeepingAct'];
export type StreamKey = Schemas['StreamKeyDto'];
export type FeedHealth = Schemas['FeedHealthDto'];

export type RoomComments = Schemas['RoomCommentsDto'];
export type RoomComment = Schemas['CommentDto'];
export type RoomCommentRules = Schemas['RoomRulesDto'];
export type ModeratedComments = Schemas['ModeratedCommentsDto'];
export type ModeratedComment = Schemas['ModeratedCommentDto'];
export type Moderation = Schemas['ModerationDto'];
export type CommentRules = Schemas['CommentRules'];

/** Server → viewer `Comments`: new ones by number, how many were left out, what is to leave the screen, rules where they changed. */
export interface CommentsFrame {
  comments: RoomComment[];
  skipped: number;
  takenBack: string[];
  rules: RoomCommentRules | null;
}

/** Server → control room `Comments`. `skipped` above 0: read the list again. */
export interface ModerationFrame {
  comments: ModeratedComment[];
  skipped: number;
  moderation: Moderation;
}

/** Server → client `Session`. */
export interface SessionStatus {
  sessionId: string;
  phase: SessionDetail['phase'];
  feed: SessionDetail['feed'];
  startedAt: string | null;
  endedAt: string | null;
}

/** Answer of `Watch` and `JoinOverlay`. `pictures` is filled for overlays: all pictures of the showcase, to be loaded ahead. */
export interface StudioSnapshot {
  onAir: OnAirDoc;
  counts: CountsDoc;
  session: SessionStatus;
  overlays: OverlayStatus[];
  pictures: string[];
  board: BoardDoc | null;
  templates: string[];
}

/** Answer of the room hub's `Join`. */
export interface RoomSnapshot {
  onAir: OnAirDoc;
  counts: CountsDoc;
  session: SessionStatus;
}

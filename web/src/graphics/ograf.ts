/**
 * What a renderer and a graphic say to each other: the real-time part of EBU OGraf v1
 * (https://ograf.ebu.io/v1/specification/docs/Specification.html). Members that begin with v_ are our own, as the specification allows.
 */
export interface ReturnPayload {
  /** As in HTTP: 2xx is success. */
  statusCode: number;
  statusMessage?: string;
  result?: unknown;
  /** The product's picture did not come: the card shows without it. */
  v_pictureFailed?: boolean;
}

export interface PlayReturn extends ReturnPayload {
  /** Undefined at the end: nothing is shown any more. */
  currentStep: number | undefined;
}

export interface LoadParams {
  data?: unknown;
  renderType: 'realtime' | 'non-realtime';
  renderCharacteristics?: { resolution?: { width: number; height: number }; frameRate?: number; accessToPublicInternet?: boolean };
}

export interface PlayParams {
  delta?: number;
  goto?: number;
  skipAnimation?: boolean;
}

export interface Graphic extends HTMLElement {
  load(params: LoadParams): Promise<ReturnPayload | undefined>;
  dispose(params: object): Promise<ReturnPayload | undefined>;
  playAction(params: PlayParams): Promise<PlayReturn | undefined>;
  updateAction(params: { data: unknown; skipAnimation?: boolean }): Promise<ReturnPayload | undefined>;
  stopAction(params: { skipAnimation?: boolean }): Promise<ReturnPayload | undefined>;
  customAction(params: { id: string; payload: unknown; skipAnimation?: boolean }): Promise<ReturnPayload | undefined>;
}

export type GraphicClass = new () => Graphic;

/** What a renderer reads in a manifest; the rest of it is for those who choose and fill in graphics. */
export interface Manifest {
  $schema: string;
  id: string;
  name: string;
  main: string;
  version?: string;
  description?: string;
  supportsRealTime: boolean;
  supportsNonRealTime: boolean;
  stepCount?: number;
  schema?: object;
  customActions?: { id: string; name: string; description?: string; schema?: object | null }[];
  author?: { name: string };
}

export const manifestSchema = 'https://ograf.ebu.io/v1/specification/json-schemas/graphics/schema.json';

// What program and film page say to each other, and what the page's three scripts hand to each other. Nothing here is
// served or run; tests/test_page_types.py holds the program's real messages against it.

import type { FrameWords, Quality, Stage, StageFrame } from "../../stage/web/stage";

export type { FrameWords, Quality, Stage, StageFrame };

export type LetteringKind = "full" | "line" | "cell" | "credit" | "none";

export interface Size {
  width: number;
  height: number;
}

/** How the page is set up for one film or still: viz/film/render.py:open_stage. */
export interface FilmSetup extends Size {
  quality: Quality;
  lettering: LetteringKind;
  language: string;
  /** Where each of two flights stands in the whole; empty for one alone. */
  panes: Place[];
  /** Of a picture larger than the canvas, where one is wanted. */
  board: Size | null;
  scripts: string[];
  fonts: string[];
  capture: Capture;
}

export interface Capture {
  codecs: string[];
  fps: number;
  keyframeEvery: number;
  bitrate: number;
  hashes: boolean;
}

/** One frame of a film: viz/film/render.py:message. */
export interface FilmFrame extends Said {
  index: number;
  scene: StageFrame;
  beside?: FilmFrame;
}

/** What is written over a picture. */
export interface Said {
  words: FrameWords;
  card?: Card;
  panel?: Panel;
  /** Of the second flight. */
  beside?: { words: FrameWords };
  /** Of both flights, and what it counts from. */
  clock?: [told: string, since: string];
}

/** A part of a whole, pixels from its upper left corner. */
export interface Place extends Size {
  x: number;
  y: number;
}

/** One picture on the board: viz/film/stills.py. */
export interface Put extends Place {
  /** Which flight draws it. */
  pane?: number;
  scene: StageFrame;
  words?: FrameWords;
}

export interface Card {
  heading: string;
  lines: string[];
}

/** Two courses of the same thing side by side: numbers, and their heights as two lines. */
export interface Panel {
  heading: string;
  columns: [string, string];
  rows: [label: string, first: string, second: string][];
  /** One for each column; both coordinates from 0 to 1, upwards. */
  lines: Point[][];
  /** Where each is now. */
  points: Point[];
  note: string;
}

export type Point = [number, number];

/** Packets of a stretch; `data` is base64. */
export interface Answer {
  packets: Packet[];
  /** SHA-256 of each frame's pixels, by its number. */
  drawn: [number, string][];
  spent_ms: Partial<Spent>;
}

export interface Packet {
  index: number;
  key: boolean;
  data: string;
}

export interface Spent {
  draw: number;
  read: number;
  letter: number;
  encode: number;
}

// --- letters --------------------------------------------------------------------------------------------------------

export interface Style {
  /** Height of its letters, pixels. */
  px: number;
  colour?: string;
  weight?: number;
}

/** A row of letters. */
export interface Row extends Style {
  text: string;
}

/** A row as it is wished for: `share` of the usual height. */
export interface Wished {
  text: string;
  share: number;
  colour: string;
  weight?: number;
  /** May lose its end rather than make the others smaller. */
  cut?: boolean;
}

export interface Box {
  x: number;
  y: number;
  w: number;
  h: number;
}

/** A part of the sheet that holds something. */
export interface Part extends Box {
  data: Uint8ClampedArray;
}

declare global {
  interface Window {
    film: {
      open(setup: FilmSetup): Promise<{ renderer: string; codec: string }>;
      begin(): void;
      frames(text: string): Promise<Answer>;
      finish(): Promise<Answer>;
      put(text: string): Promise<{ renderer: string }>;
      board(said: Said | null): string;
    };
  }

  // Newer than TypeScript's own tables.
  interface CanvasTextDrawingStyles {
    lang: string;
  }
  interface VideoFrameBufferInit {
    colorSpace?: VideoColorSpaceInit;
  }
  interface Uint8Array {
    toBase64?(): string;
  }
}

// What the page's modules hand to each other. Nothing here is served or run.

import type { Hand, Stretch, Supposed, Wish } from "./types";

export type Send = (wish: Wish) => void;

/** Go to that MET, s. */
export type Seek = (met: number) => void;

/** Something to press in a notice. */
export interface Offer {
  text: string;
  act: () => void;
}

/** Tell the viewer; zero milliseconds: until it is taken away. */
export type Notice = (text: string, milliseconds?: number) => void;

/** What the address asks, by name: at, camera, lang, kiosk and others. */
export type Asked = Record<string, string>;

/** Sources of a caption or a number, for the drawer. */
export interface Topic {
  title: string;
  text: string;
  standing: string;
  sources: string[];
  questions: string[];
  /** Ids of those that belong to it. */
  facts?: string[];
  /** A source, whose dependants are named. */
  cited?: string;
}

/** What the page keeps with its own address. */
export interface Kept {
  run: string;
  met: number;
  rate: number;
  captions: boolean;
  loop: Stretch | null;
  playing: boolean;
  stops: boolean;
  doubt: boolean;
  outline: boolean;
  inset: string | null;
  supposed: Supposed[];
  hand: Hand;
}

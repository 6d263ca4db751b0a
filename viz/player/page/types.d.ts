// What program and page say to each other. Nothing here is served or run:
// the page is checked against it, and tests/test_page_types.py holds the program's real messages against it.

import type { FrameWords, Quality, StageFrame } from "../../stage/web/stage";

export type { FrameWords, StageFrame };
export type * from "./modules";

/** A sentence in every language, by the language's id. */
export type Told = Record<string, string>;

/** MET, s, of start and end. */
export type Stretch = [number, number];

/** Degrees east and north. */
export type Place = [number, number];

/** Group, name and value of one thing supposed otherwise than the record has it; null where a number is left away. */
export type Supposed = [group: string, name: string, value: Value];
export type Value = number | string | null;

// --- timeline.json: what does not change while the program runs ----------------------------------------------------

export interface Timeline {
  mission: string;
  /** To choose from; empty where there is no choice. */
  missions: { id: string; title: Told }[];
  /** What shows this mission, to be typed. */
  command: string;
  spacecraft: string;
  title: Told;
  liftoff_utc: string;
  start_met_s: number;
  end_met_s: number;
  break_met_s: number | null;
  phases: Phase[];
  events: FlightEvent[];
  sources: Record<string, Source>;
  questions: Question[];
  facts: Fact[];
  cameras: Camera[];
  languages: Language[];
  rates: number[];
  ui: Record<string, Record<string, string>>;
  scene_scripts: string[];
  /** Of the picture; "auto" is what suits the machine the page is open on. */
  quality: Quality | "auto";
  /** False for a viewer who only watches. */
  controls: boolean;
  viewer_link: string | null;
  // A show without instruments has none of what follows.
  map?: MapTable;
  curves?: Record<string, Chart>;
  meters?: Record<string, Rests>;
  planned?: PlannedStretch[];
  stops?: Stop[];
  switches?: Switch[];
  supposable?: Supposable[];
  /** Camera for the corner. */
  inset?: string | null;
  /** Address of the voice, by language and phase. */
  narration?: Record<string, Record<string, string>>;
}

/** What a page of two flights is told: its times are s since the event they are aligned at. */
export interface PairTimeline extends Timeline {
  /** What the clock counts from. */
  since: Told;
  /** The part of the clock that the bar begins with. */
  stretch: Stretch;
  panes: PaneTable[];
  /** What tells both; empty where one of them has no such table. */
  table: { id: string; cells: CellTable[] }[];
}

/** One of the two flights, with times of its own. */
export interface PaneTable extends Omit<Timeline, "missions" | "command" | "scene_scripts" | "quality" | "controls" | "viewer_link"> {
  name: Told;
  /** Where the clock of both is 0. */
  zero_met_s: number;
}

export interface CellTable {
  text: Told;
  standing: string;
  sources: string[];
  record: string[];
  events: string[];
}

export interface Phase {
  id: string;
  undated: boolean;
  parent: string | null;
  start_met_s: number;
  end_met_s: number;
  colour: string;
  title: Told;
  text: Told;
}

/** What stands beside an event or a fact. */
export interface Beside {
  note: Told;
  others: OtherVersion[];
}

export interface OtherVersion {
  text: Told;
  value: Told;
  standing: string;
  sources: string[];
}

export interface Fact extends Beside {
  id: string;
  subject: string;
  /** Events and phases it belongs to. */
  at: string[];
  standing: string;
  sources: string[];
  record: string[];
  title: Told;
  text: Told;
  value: Told;
}

export interface FlightEvent extends Beside {
  id: string;
  phase: string;
  kind: string;
  met_s: number;
  earliest_met_s: number;
  latest_met_s: number;
  is_instant: boolean;
  standing: string;
  time_standing: string;
  sources: string[];
  record: string[];
  title: Told;
  text: Told;
  /** Written by the page: another flight puts it elsewhere. */
  is_moved?: boolean;
}

export interface Source {
  title: string;
  where: string;
  /** Read only in part. */
  excerpt: boolean;
}

export interface Question {
  id: string;
  events: string[];
  chosen: string;
  /** False where nothing drawn depends on the answer: then no version is called the one shown. */
  drawn: boolean;
  subject: Told;
  /** Why the version drawn was chosen. */
  reason: Told;
  versions: Version[];
}

export interface Version {
  id: string;
  standing: string;
  sources: string[];
  text: Told;
}

export interface Camera {
  id: string;
  title: Told;
}

export interface Language {
  id: string;
  name: string;
  short: string;
  /** BCP 47, for numbers, days and lists. */
  locale: string;
}

export interface MapTable {
  land: Place[][];
  track: { step_s: number; points: Place[] };
  planned_track: Place[];
  revolution_s: number;
  pad: Place | null;
  pad_name: Told;
  landing: Place | null;
  planned_landing: Place | null;
  places: { id: string; kind: "station" | "town"; at: Place; name: Told }[];
}

export interface Chart {
  start_met_s: number;
  end_met_s: number;
  shared: boolean;
  lines: ChartLine[];
}

export interface ChartLine {
  id: string;
  /** Evenly over the chart's time, each a share of the greatest. */
  values: number[];
}

/** What a number rests on. */
export interface Rests {
  sources: string[];
  record: string[];
  questions: string[];
  facts: string[];
}

export interface PlannedStretch {
  id: string;
  start_met_s: number;
  end_met_s: number;
}

export interface Stop {
  id: string;
  met_s: number;
  answer_met_s: number;
  question: Told;
  /** Empty for a viewer as long as the question stands. */
  answer: Told;
}

/** A version of a question that the scene itself can show. */
export interface Switch {
  question: string;
  version: string;
  group: string;
  name: string;
  value: Value;
}

export interface Supposable {
  group: string;
  name: string;
  recorded: Value;
  bounds: [number, number] | null;
  choices: Value[];
  step: number;
  decimals: number;
  /** Key of a unit, "span" for seconds as a length of time, or "". */
  unit: string;
  /** Key of its name; behind it stand those of its choices. */
  words: string;
}

// --- what comes over the socket -------------------------------------------------------------------------------------

/** Of a frame message all but notice and error; else one of these alone, or with the player where a frame failed. */
export interface Message {
  n?: number;
  session?: SessionFacts;
  player?: Player;
  words?: FrameWords;
  numbers?: Numbers;
  frame?: StageFrame;
  /** The second flight's. */
  beside?: { words: FrameWords; numbers: Numbers & { met_s: number }; frame: StageFrame };
  notice?: string;
  asked?: { do: string; [field: string]: unknown };
  error?: string;
}

/** A message that shows where the show stands. */
export type FrameMessage = Message & { n: number; player: Player };

export interface SessionFacts {
  /** Tells this run of the program from others. */
  name: string;
  /** Which is shown: a page of another loads itself anew. */
  mission: string;
  /** Nobody has done anything yet. */
  fresh: boolean;
}

/** What the program says of itself: the shared state that the controls show. */
export interface Player {
  met_s: number;
  rate: number;
  playing: boolean;
  camera: string;
  language: string;
  captions: boolean;
  loop_met_s: Stretch | null;
  black: boolean;
  stops: boolean;
  doubt: boolean;
  outline: boolean;
  inset: string | null;
  supposed: Supposed[];
  hand: Hand;
  /** Of a second flight beside the first. */
  second: { camera: string; hand: Hand } | null;
}

export interface Hand {
  yaw_deg: number;
  pitch_deg: number;
  zoom: number;
  right: number;
  up: number;
}

/** The instruments beside a frame. */
export interface Numbers {
  panel: string;
  meters: MeterRow[];
  place_basis: string;
  place_sure: string;
  beside: boolean;
  map: MapNow | null;
  /** Those that a viewer may know of by now. */
  stops: Stop[];
  supposed?: SupposedFlight;
  curves?: Record<string, Chart>;
}

export interface MeterRow {
  id: string;
  text: string;
  basis: string;
  label?: string;
}

export interface MapNow {
  craft: Place;
  sun: Place;
  horizon_deg: number;
  stations: Record<string, number>;
  landing: Place | null;
  /** Of a supposed flight: a part of its track. */
  track?: { first: number; points: Place[]; end_s: number };
}

/** A flight that was not flown: how it is called, and what differs from the record. */
export interface SupposedFlight {
  hypothetical: boolean;
  names: string[];
  rows: ResultRow[];
  moved: Record<string, number>;
  phases: Record<string, Stretch>;
  gone: string[];
}

export interface ResultRow {
  id: string;
  record: string;
  supposed: string;
  differs: boolean;
  /** Meter whose grounds stand behind it. */
  opens: string;
}

// --- what goes back -------------------------------------------------------------------------------------------------

/** What the page may ask; viz/player/wire.py reads it. A camera and a view are the first flight's, or of `pane` 1 the second's. */
export type Wish = Asking & { pane?: number };

export type Asking =
  | { do: "drawn"; n: number }
  | { do: "motion"; reduced: boolean }
  | { do: "go"; when: string }
  | { do: "mission"; mission: string }
  | { do: "seek"; met_s: number }
  | { do: "skip"; film_s: number }
  | { do: "nudge"; mission_s: number }
  | { do: "frames"; count: number }
  | { do: "event"; direction: -1 | 1 }
  | { do: "play"; playing: boolean }
  | { do: "rate"; rate: number }
  | { do: "faster"; steps: -1 | 1 }
  | { do: "camera"; camera: string }
  | { do: "next_camera"; steps: -1 | 1 }
  | { do: "language"; language: string }
  | { do: "captions" | "black" | "stops" | "doubt" | "outline"; shown: boolean }
  | { do: "turn"; yaw_deg: number; pitch_deg: number; zoom: number }
  | { do: "pan"; right: number; up: number }
  | { do: "loop"; start_met_s: number; end_met_s: number }
  | { do: "loop_at"; from: string; to: string }
  | { do: "inset"; camera: string | null }
  | { do: "suppose"; group: string; name: string; value: Value }
  | { do: "toggle" | "reverse" | "next_language" | "reset_view" | "no_loop" | "suppose_nothing" };

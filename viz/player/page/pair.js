// Two flights side by side: the page keeps no time of its own; what the program says of both is shown in two panes.

import { PairViewer } from "./pairviewer.js";

const viewer = new PairViewer(await (await fetch("timeline.json")).json());
await viewer.begin();

// The page: what the program says is shown, what the hand does is sent. It keeps no time of its own.

import { Viewer } from "./viewer.js";

const viewer = new Viewer(await (await fetch("timeline.json")).json());
await viewer.begin();

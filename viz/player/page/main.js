// The page: what the program says is shown, what the hand does is sent. It keeps no time of its own.

import { Page } from "./page.js";

const page = new Page(await (await fetch("timeline.json")).json());
await page.begin();
